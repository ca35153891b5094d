# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..hooks import uninstall_hook
from .common import KpiCommon


@tagged("post_install", "-at_install")
class TestUninstall(KpiCommon):
    """What people made does not hold what the add-on delivered."""

    def test_measures_are_let_go(self):
        """A KPI and a figure of somebody's own use them."""
        measures = self._create_measure() | self._create_measure(source="entries")
        kpi = self._create_kpi(measures[0])
        self.env["crm.kpi.entry"].create(
            {"measure_id": measures[1].id, "date": "2026-03-01", "value": 5}
        )
        self.env["crm.kpi.contest"].create(
            {
                "name": "Best",
                "definition_id": kpi.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
            }
        )
        uninstall_hook(self.env)
        measures.with_context(**{MODULE_UNINSTALL_FLAG: True}).unlink()
        kpi.with_context(**{MODULE_UNINSTALL_FLAG: True}).unlink()
        self.assertFalse(measures.exists() or kpi.exists())
