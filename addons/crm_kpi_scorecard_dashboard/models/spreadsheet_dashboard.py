# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

OURS = "crm_kpi_scorecard_dashboard.dashboard_sales_figures"


class SpreadsheetDashboard(models.Model):
    """The dashboard is for those who lead a sales team as well, which no group says."""

    _inherit = "spreadsheet.dashboard"

    kpi_is_for_leader = fields.Boolean(
        "For Who Leads a Team",
        compute="_compute_kpi_is_for_leader",
        search="_search_kpi_is_for_leader",
        help="It is of sales figures, and you lead a sales team.",
    )

    @api.depends_context("uid")
    def _compute_kpi_is_for_leader(self):
        found = self._kpi_of_leader()
        for dashboard in self:
            dashboard.kpi_is_for_leader = dashboard in found

    def _search_kpi_is_for_leader(self, operator, value):
        if operator != "in":
            return NotImplemented
        ours = Domain("id", "in", self._kpi_of_leader().ids)
        return Domain.OR(ours if each else ~ours for each in value)

    def _kpi_of_leader(self):
        """The dashboards the user may open because there is a team of which he is the leader."""
        teams = self.env["crm.team"].sudo()
        if not teams.search_count([("user_id", "=", self.env.uid)], limit=1):
            return self.browse()
        return self.env.ref(OURS, raise_if_not_found=False) or self.browse()
