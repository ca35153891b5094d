# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    @api.model
    def _kpi_base_domain(self):
        """Merged leads count as what they became part of."""
        return super()._kpi_base_domain() & self._merged_domain()

    def _merge_others(self, others, choices):
        """What goes into another card here is noted as merged where a closed period had it."""
        before = others._kpi_facts()
        names = {lead.id: lead.display_name for lead in others}
        result = super()._merge_others(others, choices)
        self.env["crm.kpi.change"]._kpi_note_gone(before, names, "merged")
        return result
