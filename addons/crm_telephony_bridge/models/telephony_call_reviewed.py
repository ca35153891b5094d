# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError


class TelephonyCall(models.Model):
    """The call's side of supervision."""

    _inherit = "telephony.call"

    review_ids = fields.One2many("telephony.call.review", "call_id")

    def action_review(self):
        """Review calls that were not drawn, or open the reviews that are there."""
        if not self.env.user.has_group("crm_telephony_bridge.group_supervisor"):
            raise AccessError(self.env._("You may not review calls."))
        self.check_access("read")
        self.env["telephony.call.review"]._start(self, reviewer_id=self.env.uid)
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Reviews"),
            "res_model": "telephony.call.review",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("call_id", "in", self.ids)],
        }
        if len(self) == 1 and (review := self.review_ids):
            action.update(res_id=review.id, views=[[False, "form"]])
        return action
