# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

TIERS = [
    ("automatic", "Certain"),
    ("review", "To check"),
    ("none", "No duplicate"),
]


class CrmDedupProposalExample(models.Model):
    """An open match that the proposed weights would put into another tier."""

    _name = "crm.dedup.proposal.example"
    _description = "Match That Would Change"
    _order = "proposal_id desc, id"
    _rec_name = "match_id"

    proposal_id = fields.Many2one(
        "crm.dedup.proposal", required=True, readonly=True, index=True, ondelete="cascade"
    )
    match_id = fields.Many2one(
        "crm.dedup.match", required=True, readonly=True, index=True, ondelete="cascade"
    )
    left_name = fields.Char(related="match_id.left_name", related_sudo=False)
    right_name = fields.Char(related="match_id.right_name", related_sudo=False)
    tier_old = fields.Selection(TIERS, string="Now", required=True, readonly=True)
    tier_new = fields.Selection(TIERS, string="Then", required=True, readonly=True)
    probability_old = fields.Float(string="Probability Now", digits=(6, 4), readonly=True)
    probability_new = fields.Float(string="Probability Then", digits=(6, 4), readonly=True)

    def action_explain(self):
        """How the probability of now comes about."""
        return self.match_id.action_explain()
