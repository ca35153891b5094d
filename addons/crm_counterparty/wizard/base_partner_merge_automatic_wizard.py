# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Core's merge of contacts keeps links: the same link of both becomes one."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Before core moves what hangs on the cards that it deletes."""
        everyone = (src_partners | dst_partner).sudo()
        # What is said of one is said of all: who was a client in silence stays one.
        if any(partner._kinds() for partner in everyone) and everyone._clients_by_silence():
            dst_partner.sudo().is_client = True
        self.env["crm.party.link"]._merge_partners(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)
