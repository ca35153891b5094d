# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import KpiCommon


@tagged("post_install", "-at_install")
class TestMeasure(KpiCommon):
    """What a measure may be."""

    def test_measure_of_leads_is_saved(self):
        """The plain case: won deals by person and team."""
        self.assertTrue(self._create_measure().id)
        self.assertTrue(self._create_won(self.user_member, self.team_kpi, "2026-03-03 10:00").id)
