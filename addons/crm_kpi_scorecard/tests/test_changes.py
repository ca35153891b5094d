# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

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

    def test_open_periods_are_not_noted(self):
        """What happens to a deal of this month needs no note."""
        with freeze_time("2031-03-10 10:00:00"):
            lead = self._create_lead(self.user_member, created="2031-03-08 10:00:00")
            lead.date_opened = "2031-03-08 10:00:00"
            before = self.changes.search_count([("res_id", "=", lead.id)])
            lead.user_id = self.user_mate
            self.assertEqual(self.changes.search_count([("res_id", "=", lead.id)]), before)

    def test_queries(self):
        """Noting a hundred leads costs as much as noting ten."""
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
        self.assertLessEqual(counts[1], counts[0])

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
