# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast
from datetime import datetime

from odoo.fields import Command, Domain
from odoo.tests import tagged, users
from odoo.tools.safe_eval import safe_eval

from .common import KpiCommon

DEALS = ("opened", "won", "lost")
REPORTS = (*DEALS, "turnover", "payment", "call")


@tagged("post_install", "-at_install")
class TestReports(KpiCommon):
    """The basic reports: deals, turnover, payments by client group, calls.

    user_member has opened two deals in March 2031, won one of them and lost the other; user_mate
    has won one. Nobody else has anything in that month.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.won = cls._create_won(cls.user_member, cls.team_kpi, "2031-03-05 10:00:00")
        cls.lost = cls._create_lead(cls.user_member, cls.team_kpi)
        cls.lost.action_set_lost()
        cls.lost.date_lost = "2031-03-09 10:00:00"
        cls.far = cls._create_won(cls.user_mate, cls.team_kpi, "2031-03-06 10:00:00")
        (cls.won | cls.lost | cls.far).date_opened = "2031-03-01 10:00:00"
        cls.env.flush_all()

    def _action(self, name):
        return self.env.ref(f"crm_kpi_scorecard.crm_kpi_report_{name}_action")

    def _context(self, action):
        return safe_eval(action.context or "{}", {"uid": self.env.uid})

    def _read(self, name, more=(), groups=None):
        """The rows of a report as its pivot shows them to the current user."""
        action = self._action(name).sudo()
        context = self._context(action)
        if groups is None:
            groups = context["pivot_row_groupby"] + context["pivot_column_groupby"]
        records = self.env[action.res_model].with_context(
            **{key: value for key, value in context.items() if "default" not in key}
        )
        measures = [
            each if each == "__count" else f"{each}:sum"
            for each in context.get("pivot_measures", ["amount_company_currency_signed"])
        ]
        domain = Domain(ast.literal_eval(action.domain)) & Domain(more)
        return records.formatted_read_group(domain, groups, measures)

    def _in_march(self, field):
        return [(field, ">=", datetime(2031, 3, 1)), (field, "<", datetime(2031, 4, 1))]

    def _deals(self, name):
        rows = self._read(name, self._in_march(f"date_{name}"))
        return {row["user_id"][0]: row["__count"] for row in rows if row["user_id"]}

    def test_deals(self):
        """Who opened, won and lost how many, in the month it happened; lost ones are archived."""
        member, mate = self.user_member.id, self.user_mate.id
        self.assertEqual(self._deals("opened"), {member: 2, mate: 1})
        self.assertEqual(self._deals("won"), {member: 1, mate: 1})
        self.assertEqual(self._deals("lost"), {member: 1})

    @users("user_member")
    def test_own_deals_only(self):
        """A salesperson sees what core's rules let him see."""
        for name in DEALS:
            with self.subTest(report=name):
                self.assertEqual(set(self._deals(name)), {self.user_member.id})

    def test_what_counts_nowhere(self):
        """What figures leave out, reports leave out as well."""
        without = Domain("id", "!=", self.far.id)
        self.patch(self.registry["crm.lead"], "_kpi_base_domain", lambda _leads: without)
        self.assertEqual(set(self._deals("won")), {self.user_member.id})
        leads = self.won | self.far
        self.assertEqual(leads.mapped("kpi_is_counted"), [True, False])
        left_out = leads.search([("id", "in", leads.ids), ("kpi_is_counted", "=", False)])
        self.assertEqual(left_out, self.far)

    def test_calls(self):
        """A call is of who logged it, also about a deal lost since."""
        kind = self.env["mail.activity.type"].search([("category", "=", "phonecall")], limit=1)
        other = self.env["mail.activity.type"].search([("category", "!=", "phonecall")], limit=1)
        partner = self.user_mate.partner_id
        self.env["mail.message"].create(
            [
                {
                    "model": "crm.lead",
                    "res_id": self.lost.id,
                    "author_id": partner.id,
                    "date": "2031-03-05 10:00:00",
                    "mail_activity_type_id": each.id,
                }
                for each in (kind, kind, other)
            ]
        )
        rows = self._read("call", self._in_march("date"))
        self.assertEqual([(row["author_id"][0], row["__count"]) for row in rows], [(partner.id, 2)])

    def test_turnover(self):
        """Confirmed orders without tax, by who sold them; quotations are none."""
        product = self.env["product.product"].create({"name": "Hour", "type": "service"})
        line = {"product_id": product.id, "price_unit": 250, "tax_ids": False}
        orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": self.contact_1.id,
                    "company_id": self.company.id,
                    "user_id": self.user_member.id,
                    "order_line": [Command.create(line)],
                }
                for _number in range(2)
            ]
        )
        orders[0].action_confirm()
        orders.date_order = "2031-03-05 10:00:00"
        self.env.flush_all()
        rows = self._read("turnover", self._in_march("date"))
        self.assertEqual(
            [(row["user_id"][0], row["price_subtotal:sum"]) for row in rows],
            [(self.user_member.id, 250)],
        )

    def test_payments_by_client_group(self):
        """A payment of a customer of two groups is in both, and once in the total."""
        groups = self.env["res.partner.category"].create([{"name": "Retail"}, {"name": "North"}])
        self._create_payments(groups)
        rows = self._read("payment", self._in_march("date"), ["kpi_group_ids"])
        measure = "amount_company_currency_signed:sum"
        found = {row["kpi_group_ids"] and row["kpi_group_ids"][0]: row[measure] for row in rows}
        self.assertEqual(found, {groups[0].id: 300, groups[1].id: 200, False: 50})
        total = self._read("payment", self._in_march("date"), [])
        self.assertEqual(total[0][measure], 350)
        rows = self._read("payment", self._in_march("date"), ["kpi_person_id"])
        found = {row["kpi_person_id"] and row["kpi_person_id"][0]: row[measure] for row in rows}
        self.assertEqual(found, {self.user_member.id: 300, False: 50})

    def _create_payments(self, groups):
        """Payments of 100, 200 and 50 of customers of one group, two and none; and a draft."""
        journal = self.env["account.journal"].create(
            {"name": "Any", "code": "KPIR", "type": "general", "company_id": self.company.id}
        )
        person = self.user_member.id
        for tags, user, amount, state in (
            (groups[:1], person, 100, "paid"),
            (groups, person, 200, "in_process"),
            (groups[:0], False, 50, "paid"),
            (groups, person, 900, "draft"),
        ):
            customer = self.env["res.partner"].create(
                {"name": "Payer", "user_id": user, "category_id": [Command.set(tags.ids)]}
            )
            self.env.flush_all()
            self.env.cr.execute(
                "INSERT INTO account_payment (journal_id, company_id, currency_id, payment_type,"
                " partner_type, state, partner_id, amount, amount_company_currency_signed, date)"
                " VALUES (%s, %s, %s, 'inbound', 'customer', %s, %s, %s, %s, '2031-03-05')",
                [
                    journal.id,
                    self.company.id,
                    self.company.currency_id.id,
                    state,
                    customer.id,
                    amount,
                    amount,
                ],
            )
        self.env.invalidate_all()

    def test_views_load(self):
        """Each report opens in each of its views, and its first filters are there."""
        for name in REPORTS:
            action = self._action(name)
            model = self.env[action.res_model]
            views = [*action.views, (action.search_view_id.id, "search")]
            with self.subTest(report=name):
                found = model.get_views(views)["views"]
                for key in self._context(action):
                    if key.startswith("search_default_"):
                        wanted = f'name="{key.removeprefix("search_default_")}"'
                        self.assertIn(wanted, found["search"]["arch"])

    def test_who_finds_payments(self):
        """The menu of payments is for those who may read payments."""
        menu = self.env.ref("crm_kpi_scorecard.menu_kpi_report_payments")
        turnover = self.env.ref("crm_kpi_scorecard.menu_kpi_report_turnover")
        clerk = self._create_user(
            "user_clerk", "sales_team.group_sale_salesman,account.group_account_invoice"
        )
        for user, may in ((self.user_member, False), (clerk, True)):
            seen = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            with self.subTest(user=user.login):
                self.assertIn(turnover.id, seen)
                self.assertEqual(menu.id in seen, may)
                payments = self.env["account.payment"].with_user(user)
                self.assertEqual(payments.has_access("read"), may)
