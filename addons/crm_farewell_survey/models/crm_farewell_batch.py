# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmFarewellBatch(models.Model):
    """Many letters of one moment, which wait for somebody's approval."""

    _name = "crm.farewell.batch"
    _description = "Letters to Approve"
    _order = "id desc"
    _rec_name = "policy_id"

    policy_id = fields.Many2one(
        "crm.farewell.policy", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", string="Caused by", readonly=True)
    state = fields.Selection(
        [("waiting", "To Approve"), ("approved", "Approved"), ("dropped", "Dropped")],
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )
    count = fields.Integer(string="Letters", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(string="Decided on", readonly=True)
    invitation_ids = fields.One2many(
        "crm.farewell.invitation", "batch_id", string="Invitations", readonly=True
    )

    def action_approve(self):
        """Let the letters go, each at its time."""
        self._decide("approved")
        self.sudo().invitation_ids._release()
        return True

    def action_drop(self):
        """Send none of them."""
        self._decide("dropped")
        self.sudo().invitation_ids._cancel("batch_dropped")
        return True

    def action_view_invitations(self):
        """Show the letters one by one."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_farewell_survey.crm_farewell_invitation_action"
        )
        return action | {"domain": [("batch_id", "=", self.id)], "context": {}}

    def _decide(self, state):
        self.check_access("write")
        waiting = self.sudo().filtered(lambda batch: batch.state == "waiting")
        waiting.lock_for_update()
        waiting.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
