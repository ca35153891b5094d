# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Whoever inherits clients, parties and people by a merge is seen by theirs."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_values(self, src_partners, dst_partner):
        """The rows that hung on the others hang on the survivor by now, written by SQL."""
        result = super()._update_values(src_partners, dst_partner)
        dst_partner._refresh_client_guards()
        return result
