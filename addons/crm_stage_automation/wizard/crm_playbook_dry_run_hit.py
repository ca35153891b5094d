# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmPlaybookDryRunHit(models.TransientModel):
    """A moment at which a rule would have fired for a deal."""

    _name = "crm.playbook.dry.run.hit"
    _description = "Dry Run: a Moment"
    _order = "moment desc, id"

    run_id = fields.Many2one("crm.playbook.dry.run", required=True, ondelete="cascade", index=True)
    rule_id = fields.Many2one("crm.playbook.rule", required=True, ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", "Deal", required=True, ondelete="cascade")
    moment = fields.Datetime()
