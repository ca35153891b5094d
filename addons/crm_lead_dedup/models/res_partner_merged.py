# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ResPartner(models.Model):
    """An e-mail of a merged customer is the survivor's: no new card is made for it."""

    _inherit = "res.partner"

    @api.model
    def _find_or_create_from_emails(
        self, emails, ban_emails=None, filter_found=None, *args, **kwargs
    ):
        """Let core's one search find merged cards too, and give those that stand for them."""

        def is_somebody(card):
            if card.merged_into_id and not card._merged_survivor().active:
                return False
            return (card.active or card.merged_into_id) and (
                not filter_found or filter_found(card.with_env(self.env))
            )

        everybody = self.with_context(active_test=False, crm_dedup_with_merged=True)
        found = super(ResPartner, everybody)._find_or_create_from_emails(
            emails, ban_emails, is_somebody, *args, **kwargs
        )
        return [card._merged_survivor().with_env(self.env) for card in found]
