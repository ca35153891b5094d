# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .telephony_command_dial import EXPIRES, FINAL

_PAUSES = ("pause", "resume")


class TelephonyCommand(models.Model):
    """Orders for a call that goes on: hang up, transfer, pause and resume its recording."""

    _inherit = "telephony.command"

    @api.model
    def _steer(self, call, leg, kind, colleague):
        """Order something for a call; the same again while it is on its way is the same order.

        :param leg: the phone of whoever orders it.
        :param colleague: ``telephony.extension`` a call is transferred to, else empty.
        """
        going_on = self.search(
            [
                ("call_id", "=", call.id),
                ("user_id", "=", self.env.uid),
                ("type", "=", kind),
                ("state", "not in", FINAL),
            ],
            limit=1,
        )
        going_on._expire()
        if going_on and going_on.state not in FINAL:
            return going_on
        command = self.create(
            {
                "provider_id": call.provider_id.id,
                "user_id": self.env.uid,
                "type": kind,
                "extension_id": leg.extension_id.id,
                "number": colleague.number,
                "channel": leg.channel,
                "call_id": call.id,
                "expires_at": fields.Datetime.now() + EXPIRES,
            }
        )
        call.provider_id._send_order(command)
        return command

    def _set_state(self, state, reason=False, call=None):
        """Extended: a recording is paused once the PBX has said so, not when it was asked."""
        before = {command: command.state for command in self}
        result = super()._set_state(state, reason, call)
        for command in self.filtered(lambda one: one.type in _PAUSES and one.state == "ended"):
            if before[command] != "ended":
                command.call_id._mark_recording(paused=command.type == "pause")
        return result

    def _state_payload(self):
        """Extended: what was ordered, and whether the recording stands still now."""
        payload = super()._state_payload()
        if self.type in _PAUSES and self.state == "ended":
            payload["paused"] = self.type == "pause"
        return {**payload, "kind": self.type, "reason": self._reason_in_words()}

    def _reason_in_words(self):
        """What the bridge says is short and English."""
        known = {
            "not recorded": self.env._("this call is not recorded"),
            "No such channel": self.env._("the call is over"),
            "Permission denied": self.env._("the PBX does not allow it"),
        }
        return known.get(self.reason, self.reason or "")
