# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.crm_kpi_scorecard.models.kpi_reading import Key
from odoo.addons.crm_kpi_scorecard.tools.periods import Period
from odoo.addons.crm_lead_dedup.tests.merging import MergeCommon


@tagged("post_install", "-at_install")
class TestMerged(MergeCommon):
    """Two leads of one customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi = cls.env.ref("crm_kpi_scorecard.kpi_new_leads")
        cls.month = Period("month", date.today().replace(day=1))
        cls.keep = cls._create_lead(phone="+380501234567", email_from="a@x.example")
        cls.gone = cls._create_lead(phone="+380507654321", email_from="b@x.example")

    def _count(self, kpi=None):
        company = self.keep.company_id or self.env.company
        self.env.flush_all()
        kpi = kpi or self.kpi
        found = kpi._kpi_figures([self.month], companies=company)
        return found[kpi.id, Key(company.id, self.month, "company", ())]

    def test_merged_and_back(self):
        """The merged lead counts nowhere; undone, it counts again."""
        before = self._count().value
        merge = self._merge(self.keep, self.gone)
        self.assertEqual(self._count().value, before - 1)
        merge.action_undo()
        self.assertEqual(self._count().value, before)

    def test_sources_of_code(self):
        """Figures that a method reads leave merged leads out as well."""
        kpi = self.env.ref("crm_kpi_scorecard.kpi_calls_per_won")
        for lead in (self.keep, self.gone):
            lead.action_set_won()
        before = self._count(kpi).denominator
        self._merge(self.keep, self.gone)
        self.assertEqual(self._count(kpi).denominator, before - 1)
        measure = self.env.ref("crm_kpi_scorecard.measure_calls_of_won").sudo()
        begin, end = self.month.bounds("UTC")
        rows = measure.with_context(kpi_zone="UTC")._kpi_source_calls_of_won(begin, end, ())
        self.assertEqual(sum(row[-1] for row in rows), before - 1)

    def test_reports(self):
        """Reports and dashboards, whose domains ask for it, leave merged leads out."""
        leads = self.env["crm.lead"].with_context(active_test=False)
        asked = [("id", "in", (self.keep | self.gone).ids), ("kpi_is_counted", "=", True)]
        self.assertEqual(leads.search_count(asked), 2)
        self._merge(self.keep, self.gone)
        self.assertEqual(leads.search(asked), self.keep)

    def test_reason(self):
        """The merge of deals of a closed month is noted as one."""
        company = self.keep.company_id or self.env.company
        with freeze_time("2031-03-19 10:00:00"):
            self.env["crm.kpi.snapshot"]._store(company, [self.month], self.kpi)
        with freeze_time("2031-03-20 10:00:00"):
            self._merge(self.keep, self.gone)
        changes = self.env["crm.kpi.change"].search([("res_id", "=", self.gone.id)])
        self.assertIn("merged", changes.mapped("what"))
