# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


@tagged("post_install", "-at_install")
class FigureCommon(AccountTestInvoicingCommon):
    """A client with two legal entities, a salesperson, and a fiscal year that ends in March.

    ::

        Bakeries (client) ── payer (default) ── Bakeries Ltd
                          └─ payer ─────────── Ivan Petrenko, sole trader
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids |= cls.env.ref("sales_team.group_sale_manager")
        cls.company = cls.env.company
        cls.company.sudo().write({"fiscalyear_last_month": "3", "fiscalyear_last_day": 31})
        partner = cls.env["res.partner"]
        cls.client = partner.create({"name": "Bakeries", "is_company": True, "is_client": True})
        cls.entity = partner.create(
            {"name": "Bakeries Ltd", "is_company": True, "is_counterparty": True}
        )
        cls.trader = partner.create(
            {"name": "Ivan Petrenko", "is_company": True, "is_counterparty": True}
        )
        cls._link(cls.entity, "payer", is_default=True)
        cls._link(cls.trader, "payer")
        cls.figures = cls.env["crm.party.figure"].sudo()
        cls.dirty = cls.env["crm.party.figure.dirty"].sudo()
        cls.user_sales = cls._user("figure_sales", "sales_team.group_sale_salesman")
        cls._refresh()

    @classmethod
    def _user(cls, login, groups, company=None):
        company = company or cls.company
        return cls.env["res.users"].sudo().with_context(no_reset_password=True).create(
            {
                "name": login,
                "login": login,
                "company_id": company.id,
                "company_ids": [(6, 0, company.ids)],
                "group_ids": [(6, 0, [cls.env.ref(each).id for each in groups.split(",")])],
            }
        )  # fmt: skip

    @classmethod
    def _link(cls, party, role, client=None, **values):
        return cls.env["crm.party.link"].create(
            {
                "client_id": (client or cls.client).id,
                "party_id": party.id,
                "role_id": cls.env.ref(f"crm_counterparty.role_{role}").id,
            }
            | values
        )

    @classmethod
    def _invoice(cls, amount, date, payer=None, client=None, post=True, **values):
        """An invoice over one untaxed line."""
        move = cls._create_invoice_one_line(
            price_unit=amount,
            name="Bread",
            tax_ids=[],
            invoice_date=date,
            partner_id=(payer or cls.entity).id,
            invoice_payment_term_id=None,
            **values,
        )
        move.client_id = client if client is not None else cls.client
        if post:
            move.action_post()
        return move

    @classmethod
    def _refresh(cls):
        """What the cron does, without its commits."""
        cls.dirty._flush_marks()
        while partner_ids := cls.dirty._take(1000):
            cls.figures._refresh(partner_ids)
        cls.env.invalidate_all()

    def _row(self, partner, company=None):
        """What is stored of a partner in a company."""
        return self.figures.search(
            [("partner_id", "=", partner.id), ("company_id", "=", (company or self.company).id)]
        )

    def _queries(self, work):
        """How many queries a piece of work needs with empty caches."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before
