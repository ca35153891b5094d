# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    """Words on a deal are words with its client: who gets a deal, or loses it, is marked."""

    _inherit = "crm.lead"

    # The few that name no client; gone with the column.
    _figure_idx = models.Index("(partner_id) WHERE client_id IS NULL")

    def write(self, vals):
        """Who had the deal, and who has it now, are marked."""
        if vals.keys().isdisjoint(("client_id", "partner_id", "company_id")):
            return super().write(vals)
        self._mark_figures()
        result = super().write(vals)
        self._mark_figures()
        return result

    def unlink(self):
        """Who had the deal is marked."""
        self._mark_figures()
        return super().unlink()

    def _mark_figures(self):
        leads = self.sudo()
        self.env["crm.party.figure.dirty"]._mark(
            leads.client_id | leads.partner_id.commercial_partner_id
        )
