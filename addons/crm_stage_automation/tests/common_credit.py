# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sale.tests.common import TestSaleCommon


@tagged("post_install", "-at_install")
class CreditCommon(TestSaleCommon):
    """A company that stops whoever owes 1,000 for more than 30 days; a debtor and a good customer.

    ::

        team (leader) ── seller ── debtor, good
                         another seller
        accountant (sees figures)      treasurer (may grant exceptions)
    """

    @classmethod
    def get_default_groups(cls):
        groups = super().get_default_groups()
        return groups | cls.quick_ref("sales_team.group_sale_manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        # Days are those of the server here; in the evening the company's own may be ahead.
        cls.company.resource_calendar_id.tz = "UTC"
        cls.seller = cls._user("credit_seller", "sales_team.group_sale_salesman")
        cls.other_seller = cls._user("credit_other", "sales_team.group_sale_salesman")
        cls.leader = cls._user("credit_leader", "sales_team.group_sale_salesman")
        cls.accountant = cls._user("credit_accountant", "account.group_account_invoice")
        cls.treasurer = cls._user("credit_treasurer", "crm_stage_automation.group_credit_pardon")
        cls.team = cls.env["crm.team"].create({"name": "Wholesale", "user_id": cls.leader.id})
        cls.debtor = cls._customer("Debtor")
        cls.good = cls._customer("Good")
        cls.policy = cls._policy(cls.company)

    @classmethod
    def _user(cls, login, group):
        return cls.env["res.users"].sudo().with_context(no_reset_password=True).create(
            {
                "name": login,
                "login": login,
                "email": f"{login}@example.com",
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
                "group_ids": [Command.set([cls.env.ref(group).id])],
            }
        )  # fmt: skip

    @classmethod
    def _policy(cls, company, **values):
        return cls.env["crm.credit.policy"].sudo().create(
            {"company_id": company.id, "days": 30, "amount": 1000} | values
        )  # fmt: skip

    @classmethod
    def _customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "email": f"{name.lower()}@example.com",
                "user_id": cls.seller.id,
            }
            | values
        )

    @classmethod
    def _invoice(cls, partner, amount, late, kind="out_invoice", **values):
        """A posted invoice of one untaxed line that is overdue by so many days."""
        due = fields.Date.today() - timedelta(late)
        move = cls.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": partner.id,
                "invoice_date": min(due, fields.Date.today()),
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Bread", "price_unit": amount, "quantity": 1, "tax_ids": False}
                    )
                ],
            }
            | values
        )
        move.action_post()
        return move

    @classmethod
    def _order(cls, partner, amount=100.0, **values):
        line = {"product_id": cls.product_a.id, "price_unit": amount, "tax_ids": False}
        return cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "user_id": cls.seller.id,
                "team_id": cls.team.id,
                "order_line": [Command.create(line)],
            }
            | values
        )

    @classmethod
    def _check(cls, policy=None):
        """What the scheduler does, without its commits."""
        (policy or cls.policy).sudo()._check()
        cls.env.invalidate_all()

    @classmethod
    def _stop(cls, partner):
        """Put a customer on the stop-list as it comes about: by an invoice that is overdue."""
        invoice = cls._invoice(partner, 5000, 40)
        cls._check()
        return invoice

    def _stops(self, partner=None):
        """The rows of the stop-list that are in force."""
        domain = [("lifted_at", "=", False), ("company_id", "=", self.company.id)]
        return self.env["crm.credit.stop"].sudo().search(
            domain + ([("partner_id", "=", partner.id)] if partner else [])
        )  # fmt: skip

    def _pay(self, invoice):
        """Register a payment of the whole invoice."""
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()

    def _queries(self, work):
        """How many queries a piece of work needs with empty caches."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
