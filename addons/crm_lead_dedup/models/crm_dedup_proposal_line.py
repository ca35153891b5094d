# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .crm_dedup_proposal import LEVELS


class CrmDedupProposalLine(models.Model):
    """One weight, as it is and as it is proposed."""

    _name = "crm.dedup.proposal.line"
    _description = "Proposed Weight"
    _order = "proposal_id desc, change_size desc, id"
    _rec_name = "rule_id"

    proposal_id = fields.Many2one(
        "crm.dedup.proposal", required=True, readonly=True, index=True, ondelete="cascade"
    )
    rule_id = fields.Many2one(
        "crm.dedup.rule", string="Comparison", required=True, readonly=True, ondelete="cascade"
    )
    subject = fields.Selection(related="rule_id.subject")
    level = fields.Selection(LEVELS, string="When", required=True, readonly=True)
    old = fields.Float(string="Now", digits=(4, 2), readonly=True)
    new = fields.Float(string="Proposed", digits=(4, 2), readonly=True)
    change = fields.Float(digits=(4, 2), compute="_compute_change", store=True)
    change_size = fields.Float(compute="_compute_change", store=True)

    @api.depends("old", "new")
    def _compute_change(self):
        for line in self:
            line.change = line.new - line.old
            line.change_size = abs(line.change)
