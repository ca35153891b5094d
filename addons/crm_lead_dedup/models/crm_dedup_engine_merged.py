# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmDedupEngine(models.AbstractModel):
    """Which card stands for one that was merged."""

    _inherit = "crm.dedup.engine"

    @api.model
    def _stands_for(self, model_name, card_id):
        """The id of the card that stands for another; of anything else the id as it is.

        For doors that know a card by model and id: links in letters, replies, integrators.
        """
        cards = self.env.get(model_name)
        if not card_id or cards is None or "merged_into_id" not in cards._fields:
            return card_id
        return cards.sudo().browse(card_id).exists()._merged_survivor().id or card_id
