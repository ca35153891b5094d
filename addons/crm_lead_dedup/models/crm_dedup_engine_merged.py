# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .crm_dedup_match import CARD_MODELS


class CrmDedupEngine(models.AbstractModel):
    """Which card stands for one that was merged."""

    _inherit = "crm.dedup.engine"

    @api.model
    def _stands_for(self, model_name, card_id):
        """The id of the card that stands for another; of anything else the id as it is.

        For doors that know a card by model and id: links in letters, replies, integrators.
        """
        if not card_id or model_name not in CARD_MODELS:
            return card_id
        card = self.env[model_name].sudo().browse(card_id).exists()
        return card._merged_survivor().id or card_id
