# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

PENDING = ("candidate", "confirmed")


class CrmDedupMatch(models.Model):
    """What the review screen asks of a pair."""

    _inherit = "crm.dedup.match"

    def _is_pending(self):
        """Whether the pair still waits for a decision: thought the same, not yet one card."""
        self.ensure_one()
        if self.relation != "duplicate" or self.state not in PENDING:
            return False
        pair = self.sudo()
        cards = (pair.left_lead_id, pair.left_partner_id, pair.right_lead_id, pair.right_partner_id)
        if any(card.merged_into_id for card in cards if card):
            return False
        lead, customer = pair.left_lead_id, pair.right_partner_id
        return not (lead and customer and lead.partner_id == customer)

    def _decide(self, state):
        """A decision taken back puts the cluster among those to review again."""
        result = super()._decide(state)
        if state == "candidate":
            clusters = self.sudo().cluster_id
            clusters.filtered(lambda cluster: cluster.state == "done").state = "open"
        return result

    @api.model
    def _review_add(self, pairs):
        """Rows for pairs that no scan has found, so that a decision can be remembered.

        :param pairs: list of two single records each, of either model
        """
        links = {"crm.lead": "lead_id", "res.partner": "partner_id"}
        values = []
        for pair in pairs:
            left, right = sorted(pair, key=lambda card: (card._name, card.id))
            values.append(
                {
                    "left_model": left._name,
                    "left_id": left.id,
                    f"left_{links[left._name]}": left.id,
                    "right_model": right._name,
                    "right_id": right.id,
                    f"right_{links[right._name]}": right.id,
                    "company_id": (left.sudo().company_id or right.sudo().company_id).id,
                    "tier": "review",
                    "relation": "duplicate",
                }
            )
        return self.sudo().create(values).with_env(self.env)
