# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class MergePartnerAutomatic(models.TransientModel):
    """Core moves what refers to merged contacts by SQL, which no score notices."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        result = super()._update_foreign_keys(src_partners, dst_partner)
        # Whatever was remembered of the moved records is of before.
        self.env.invalidate_all()
        dst_partner._score_anew()
        return result
