# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmPlaybookCancel(models.TransientModel):
    """Asks, with the number, before all that waits of a rule is cancelled."""

    _name = "crm.playbook.cancel"
    _description = "Cancel Waiting Steps"

    rule_id = fields.Many2one("crm.playbook.rule", required=True, ondelete="cascade")
    waiting_count = fields.Integer(related="rule_id.waiting_count")

    def action_cancel(self):
        """Cancel what waits."""
        self.ensure_one()
        self.rule_id.action_cancel_waiting()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
