# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import Form, tagged, users

from .common import KpiCommon


@tagged("post_install", "-at_install")
class TestCode(KpiCommon):
    """The code of a measure or KPI, which formulas call it by, comes from its name."""

    @users("user_sales_manager")
    def test_proposed_while_typing(self):
        """The form shows a code as soon as there is a name, and it can be changed."""
        form = Form(self.env["crm.kpi.measure"])
        form.source = "entries"
        form.name = "Cost of Fairs"
        self.assertEqual(form.code, "cost_of_fairs")
        form.code = "fairs"
        form.name = "Cost of all fairs"
        self.assertEqual(form.save().code, "fairs")

    def test_a_code_stays(self):
        """Another name leaves the code: formulas call it."""
        measure = self._create_measure(name="Fairs", code=False)
        measure.name = "Exhibitions"
        self.env.flush_all()
        self.assertEqual(measure.code, "fairs")

    def test_free(self):
        """Measures and KPIs made at once, in any language, get codes of their own."""
        values = {"source": "entries"}
        measures = self.env["crm.kpi.measure"].create(
            [{"name": name, **values} for name in ("Fairs", "FAIRS", "营业额", "Ярмарки", "Round")]
        )
        codes = ["fairs", "fairs_2", "measure", "yarmarki", "round_2"]
        self.assertEqual(measures.mapped("code"), codes)
        kpi = self._create_kpi(measures[0], name="Fairs", code=False)
        self.assertEqual(kpi.code, "fairs_3")

    def test_archived_codes_are_not_free(self):
        """What may come back keeps its code."""
        self._create_measure(name="Fairs", code=False).action_archive()
        self.assertEqual(self._create_measure(name="Fairs", code=False).code, "fairs_2")
