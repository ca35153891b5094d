# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MailActivity(models.Model):
    """The activity "Call back" and the calls it is about."""

    _inherit = "mail.activity"

    telephony_call_ids = fields.One2many(
        "telephony.call", "call_back_activity_id", groups="sales_team.group_sale_salesman"
    )

    def _close_call_back(self, state):
        """Close activities that calls have done away with.

        :param state: what became of the missed calls
        """
        done = self.with_context(telephony_closed_by_call=True)
        if state == "called_back":
            done._action_done(feedback=self.env._("Called back."))
        elif state == "answered_later":
            done._action_done(feedback=self.env._("Called again and was answered."))
        else:
            self.unlink()

    def _action_done(self, feedback=False, attachment_ids=None):
        """Who marks it as done has dealt with the missed calls, whichever way."""
        kind = self.env.ref("crm_telephony_bridge.activity_type_call_back", False)
        if kind and not self.env.context.get("telephony_closed_by_call"):
            mine = self.filtered(lambda activity: activity.activity_type_id == kind).sudo()
            waiting = mine.telephony_call_ids.filtered(lambda call: call.missed_state == "open")
            if waiting:
                waiting.write({"missed_state": "handled"})
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
