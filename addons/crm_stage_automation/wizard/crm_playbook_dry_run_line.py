# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmPlaybookDryRunLine(models.TransientModel):
    """How often a rule would have fired."""

    _name = "crm.playbook.dry.run.line"
    _description = "Dry Run: a Rule"
    _order = "fired_count desc, id"

    run_id = fields.Many2one("crm.playbook.dry.run", required=True, ondelete="cascade", index=True)
    rule_id = fields.Many2one("crm.playbook.rule", required=True, ondelete="cascade")
    fired_count = fields.Integer("Times")
    record_count = fields.Integer("Deals")
    note = fields.Char()
