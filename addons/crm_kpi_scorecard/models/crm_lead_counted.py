# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain


class CrmLead(models.Model):
    """Which deals figures count, for the domains of reports and dashboards."""

    _inherit = "crm.lead"

    kpi_is_counted = fields.Boolean(
        "Counts in Figures",
        compute="_compute_kpi_is_counted",
        search="_search_kpi_is_counted",
        help="Not so for what was merged into another card.",
    )

    def _compute_kpi_is_counted(self):
        domain = self._kpi_base_domain()
        counted = self if domain.is_true() else self.filtered_domain(domain)
        for lead in self:
            lead.kpi_is_counted = lead in counted

    def _search_kpi_is_counted(self, operator, value):
        if operator != "in":
            return NotImplemented
        counted = self._kpi_base_domain()
        domain = Domain.FALSE
        if True in value:
            domain |= counted
        if False in value:
            domain |= ~counted
        return domain
