# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SmsTracker(models.Model):
    """What a gateway tells later of an SMS reaches the invitation."""

    _inherit = "sms.tracker"

    farewell_invitation_id = fields.Many2one(
        "crm.farewell.invitation", ondelete="cascade", index="btree_not_null"
    )

    def _action_update_from_sms_state(self, sms_state, failure_type=False, failure_reason=False):
        res = super()._action_update_from_sms_state(
            sms_state, failure_type=failure_type, failure_reason=failure_reason
        )
        if sms_state == "sent":
            self.sudo().farewell_invitation_id._sms_arrived()
        return res

    def _action_update_from_provider_error(self, provider_error):
        res = super()._action_update_from_provider_error(provider_error)
        self.sudo().farewell_invitation_id._came_back("sms")
        return res
