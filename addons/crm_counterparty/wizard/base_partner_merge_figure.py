# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merged partners have one set of figures."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """What was computed for those who go is nobody's; the documents they leave count anew."""
        figures = self.env["crm.party.figure"].sudo()
        figures.search([("partner_id", "in", src_partners.ids)]).unlink()
        self.env["crm.party.figure.dirty"]._mark(dst_partner | dst_partner.commercial_partner_id)
        return super()._update_foreign_keys(src_partners, dst_partner)
