# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from odoo.addons.crm_kpi_scorecard.tools.periods import Period

from .common import KpiCommon

FEBRUARY = Period("month", date(2031, 2, 1))


@tagged("post_install", "-at_install")
class TestChanges(KpiCommon):
    """Why a closed period would be told otherwise by now, and letting it be told so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.kpi.definition"].search([("id", "!=", False)]).action_archive()
        cls.changes = cls.env["crm.kpi.change"]
        cls.kpi = cls._create_kpi()
        with freeze_time("2031-02-05 10:00:00"):
            cls.lead = cls._create_lead(cls.user_member, cls.team_kpi, name="Boat")
            cls.lead.action_set_won()
        cls._store("2031-03-06 12:00:00")

    @classmethod
    def _store(cls, now):
        with freeze_time(now):
            cls.env["crm.kpi.snapshot"]._store(cls.company, [FEBRUARY])

    def _row(self, level="company", **subject):
        domain = [("definition_id", "=", self.kpi.id), ("level", "=", level)]
        domain += [(name, "=", record.id) for name, record in subject.items()]
        return self.env["crm.kpi.snapshot"].search(domain)

    def test_reopened(self):
        """Who reopened a deal of a closed month, and when, stands in the restatement."""
        with freeze_time("2031-03-10 10:00:00"):
            self.lead.with_user(self.user_sales_manager).write(
                {"stage_id": self.stage_gen_1.id, "probability": 20}
            )
        self._store("2031-03-11 12:00:00")
        reason = self._row().restatement_ids.reason
        for words in ("2031-03-10", self.user_sales_manager.name, "Boat", "reopened"):
            self.assertIn(words, reason)

    def test_given_to_another(self):
        """A change of the person in charge is named; both people's figures have it."""
        with freeze_time("2031-03-10 10:00:00"):
            self.lead.user_id = self.user_mate
        self._store("2031-03-11 12:00:00")
        row = self._row("person", user_id=self.user_member)
        self.assertEqual((row.value, row.restatement_ids.new_value), (1, 0))
        self.assertIn("Salesperson", row.restatement_ids.reason)
        self.assertIn(
            "Salesperson", self._row("person", user_id=self.user_mate).restatement_ids.reason
        )

    def test_deleted(self):
        """A deleted deal is missed, and its name is known."""
        with freeze_time("2031-03-10 10:00:00"):
            self.lead.unlink()
        self._store("2031-03-11 12:00:00")
        self.assertIn("Boat", self._row().restatement_ids.reason)

    def test_created_late(self):
        """A deal of a closed month that is typed in afterwards is named as such."""
        with freeze_time("2031-03-10 10:00:00"):
            self._create_won(
                self.user_mate, self.team_kpi, "2031-02-07 10:00:00", name="Forgotten Boat"
            )
        self._store("2031-03-11 12:00:00")
        reason = self._row().restatement_ids.reason
        self.assertIn("Forgotten Boat", reason)
        self.assertIn("Created", reason)

    def test_entered_late(self):
        """A figure typed in afterwards explains its KPI; what befell deals does not."""
        measure = self._create_measure(source="entries", model=None, name="Advertising")
        self.kpi = self._create_kpi(measure, kind="sum")
        values = {"measure_id": measure.id, "company_id": self.company.id, "date": "2031-02-10"}
        entry = self.env["crm.kpi.entry"].create({**values, "value": 10})
        self._store("2031-03-06 13:00:00")
        with freeze_time("2031-03-10 10:00:00"):
            self.lead.user_id = self.user_mate
            entry.value = 20
            self.env["crm.kpi.entry"].create({**values, "value": 5})
        self._store("2031-03-11 12:00:00")
        reason = self._row().restatement_ids.reason
        self.assertEqual(self._row().restatement_ids.new_value, 25)
        self.assertIn("Advertising", reason)
        self.assertIn("Value", reason)
        self.assertNotIn("Boat", reason)

    def _create_order(self, **values):
        """An order of February."""
        return self.env["sale.order"].create(
            {
                "partner_id": self.contact_1.id,
                "company_id": self.company.id,
                "state": "sale",
                "date_order": "2031-02-10 10:00:00",
                "order_line": [
                    fields.Command.create(
                        {"product_id": self.product.id, "product_uom_qty": 2, "price_unit": 50}
                    )
                ],
                **values,
            }
        )

    def _orders_restated(self, change):
        """The reason that stands with the turnover of February after a change."""
        self.product = self.env["product.product"].create({"name": "Oar", "taxes_id": False})
        measure = self._create_measure(
            model="sale.order",
            domain="[('state', '=', 'sale')]",
            date_field="date_order",
            aggregate="sum",
            value_field="amount_untaxed",
            company_path="company_id",
        )
        self.kpi = self._create_kpi(measure, kind="sum")
        order = self._create_order()
        self._store("2031-03-06 13:00:00")
        with freeze_time("2031-03-10 10:00:00"):
            change(order)
        self._store("2031-03-11 12:00:00")
        return order, self._row().restatement_ids.reason

    def test_order_cancelled(self):
        """An order of a closed month that is cancelled is named."""
        order, reason = self._orders_restated(lambda order: order._action_cancel())
        self.assertIn(order.name, reason)
        self.assertIn("Status", reason)

    def test_line_changed(self):
        """A line of such an order that is changed explains the order's turnover."""
        order, reason = self._orders_restated(
            lambda order: order.order_line.write({"price_unit": 10})
        )
        self.assertIn(order.name, reason)
        self.assertIn("Unit Price", reason)

    def test_quotations_are_not_noted(self):
        """A quotation is no fact: whatever happens to an old one needs no note."""
        self.product = self.env["product.product"].create({"name": "Oar"})
        with freeze_time("2031-03-10 10:00:00"):
            order = self._create_order(state="draft")
            order.user_id = self.user_mate
            order.unlink()
        self.assertFalse(self.changes.search_count([("model", "like", "sale.order")]))

    def test_closed_days(self):
        """Where figures are told by the day, a day of this month can be closed already."""
        with freeze_time("2031-03-10 10:00:00"):
            self.lead.date_won = "2031-03-02 10:00:00"
            self.changes.search([("res_id", "=", self.lead.id)]).unlink()
            self.lead.expected_revenue = 10
            self.assertNotIn(date(2031, 3, 2), self._days_noted())
            self.kpi.per_day = True
            self.lead.expected_revenue = 20
            self.assertIn(date(2031, 3, 2), self._days_noted())

    def _days_noted(self):
        """The days of which changes of the lead are noted."""
        return self.changes.search([("res_id", "=", self.lead.id)]).mapped("fact_date_new")

    def test_nothing_is_closed_before_the_first_run(self):
        """History imported before any figure was computed is not noted."""
        self.company.kpi_checked_at = False
        before = self.changes.search_count([("id", "!=", 0)])
        with freeze_time("2031-03-10 10:00:00"):
            self._create_won(self.user_mate, None, "2031-02-07 10:00:00")
            self.lead.user_id = self.user_mate
        self.assertEqual(self.changes.search_count([("id", "!=", 0)]), before)

    def test_open_periods_are_not_noted(self):
        """What happens to a deal of this month needs no note."""
        with freeze_time("2031-03-10 10:00:00"):
            lead = self._create_lead(self.user_member, created="2031-03-08 10:00:00")
            lead.date_opened = "2031-03-08 10:00:00"
            before = self.changes.search_count([("res_id", "=", lead.id)])
            lead.user_id = self.user_mate
            self.assertEqual(self.changes.search_count([("res_id", "=", lead.id)]), before)

    def test_queries(self):
        """Noting a hundred leads costs as much as noting ten: two queries at most."""
        counts = []
        with freeze_time("2031-02-06 10:00:00"):
            batches = [
                self.env["crm.lead"].create(
                    [{"name": f"Lead {n}", "company_id": self.company.id} for n in range(size)]
                )
                for size in (10, 100)
            ]
        self.env.flush_all()
        with freeze_time("2031-03-10 10:00:00"):
            for leads in batches:
                leads.mapped("create_date")
                before = leads._kpi_facts()
                start = self.env.cr.sql_log_count
                leads._kpi_note_changes(before, {"expected_revenue"})
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], min(counts[0], 2))

    def test_accept_and_take_back(self):
        """A manager lets the new figure be shown, and takes it back."""
        with freeze_time("2031-03-10 10:00:00"):
            self.lead.user_id = self.user_mate
        self._store("2031-03-11 12:00:00")
        row = self._row("person", user_id=self.user_member)
        restatement = row.restatement_ids.with_user(self.user_sales_manager)
        restatement.action_accept()
        self.assertEqual((row.value, row.is_frozen), (0, True))
        self.assertEqual(restatement.accepted_by, self.user_sales_manager)
        self._store("2031-03-12 12:00:00")
        self.assertEqual(len(row.restatement_ids), 1)
        restatement.action_take_back()
        self.assertEqual((row.value, row.rank), (1, 1))
        self.assertFalse(restatement.accepted_at)

    @users("user_member")
    def test_salespeople_do_not_accept(self):
        """Who does not manage sales cannot change what closed periods show."""
        with freeze_time("2031-03-10 10:00:00"):
            self.lead.user_id = self.user_mate
        self._store("2031-03-11 12:00:00")
        restatement = self._row("person", user_id=self.user_member).restatement_ids
        with self.assertRaises(AccessError):
            restatement.with_user(self.env.user).action_accept()

    def test_old_changes_go(self):
        """What happened two years ago explains nothing any more, and is not kept."""
        with freeze_time("2028-01-10 10:00:00"):
            self.changes._kpi_note(
                [(self.lead.id, "Boat", "deleted", "", self.company.id, None, None)]
            )
        old = self.changes.search([("what", "=", "deleted"), ("res_id", "=", self.lead.id)])
        old.happened_at = "2028-01-10 10:00:00"
        with freeze_time("2030-01-09 10:00:00"):
            self.changes._gc_changes()
        self.assertTrue(old.exists())
        with freeze_time("2030-01-11 10:00:00"):
            self.changes._gc_changes()
        self.assertFalse(old.exists())
