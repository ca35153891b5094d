# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets
from datetime import timedelta

from odoo import api, fields, models

from ..tools.dialling import dial_string
from .telephony_command_bridge import PREFIX

# A phone that rings half a minute after the click frightens people.
EXPIRES = timedelta(seconds=10)
# A phone rings at once when the PBX was told to let it ring.
SILENCE = timedelta(seconds=30)
FINAL = ("ended", "failed")
_ORDER = ("queued", "taken", "phone_ringing", "customer_ringing", "talking", *FINAL)


class TelephonyCommand(models.Model):
    """Click-to-call: one order, honest about how far it is."""

    _inherit = "telephony.command"

    _channel_idx = models.Index("(channel) WHERE channel IS NOT NULL")

    @api.model
    def _dial(self, extension, destination, number, record=None):
        """Order a call from an extension (its owner's phone rings first).

        The same number again, while the order goes on, is the same order.

        :param destination: the number as ``tools.dialling`` reads it.
        :param record: the card it is called from, a contact or a lead.
        """
        provider = extension.provider_id
        dialled = dial_string(
            destination,
            provider._dialling_home(),
            provider.number_format,
            provider.dial_prefix or "",
        )
        going_on = self._going_on(extension.user_id, dialled)
        if going_on:
            return going_on
        command = self.create(
            {
                "provider_id": provider.id,
                "user_id": extension.user_id.id,
                "type": "originate",
                "extension_id": extension.id,
                "number": number,
                "dialled": dialled,
                # The PBX gives the call this id: so it is known for whose click it is.
                "channel": f"{PREFIX}{secrets.token_hex(12)}",
                "expires_at": fields.Datetime.now() + EXPIRES,
                "partner_id": record.id if record and record._name == "res.partner" else False,
                "lead_id": record.id if record and record._name == "crm.lead" else False,
            }
        )
        provider._send_order(command)
        return command

    @api.model
    def _going_on(self, user, dialled):
        """The user's order to dial that number that is not over yet, if there is one."""
        orders = self.search(
            [
                ("user_id", "=", user.id),
                ("dialled", "=", dialled),
                ("state", "not in", FINAL),
                ("create_date", ">", fields.Datetime.now() - timedelta(hours=2)),
            ],
            limit=1,
        )
        orders._expire()
        return orders.filtered(lambda one: one.state not in FINAL)

    def _expire(self):
        """Give up the orders that nobody took in time, or took without a word since."""
        now = fields.Datetime.now()
        late = self.filtered(lambda one: one.state == "queued" and one.expires_at <= now)
        late._set_state("failed", self.env._("bridge not reachable"))
        silent = self.filtered(lambda one: one.state == "taken" and one.expires_at <= now - SILENCE)
        silent._set_state("failed", self.env._("the bridge does not say what became of it"))

    @api.autovacuum
    def _gc_expired(self):
        """Orders whose browser was closed before anybody took them."""
        late = fields.Datetime.now() - SILENCE
        waiting = [("state", "in", ("queued", "taken")), ("expires_at", "<", late)]
        self.search(waiting, limit=1000)._expire()

    def _set_state(self, state, reason=False, call=None):
        """Go forward to a state and tell the user's browsers; nothing leads back."""
        for command in self:
            if command.state in FINAL or _ORDER.index(state) <= _ORDER.index(command.state):
                continue
            values = {"state": state, "reason": reason}
            if call:
                values["call_id"] = call.id
            command.write(values)
            command.user_id._bus_send("crm_telephony_bridge.command", command._state_payload())

    def _state_payload(self):
        """What the browser is told."""
        self.ensure_one()
        waiting = {"taken": "queued"}
        return {
            "command_id": self.id,
            "state": waiting.get(self.state, self.state),
            "reason": self.reason or "",
            "call_id": self.call_id.id,
        }

    # ------------------------------------------------------------
    # The PBX's answer: the call itself
    # ------------------------------------------------------------

    @api.model
    def _follow_calls(self, calls):
        """See from changed calls how far the orders behind them are."""
        by_channel = {call.external_id: call for call in calls if call.direction == "outgoing"}
        if not by_channel:
            return
        for command in self.sudo().search([("channel", "in", list(by_channel))]):
            call = by_channel[command.channel]
            if call.provider_id == command.provider_id:
                command._set_state(*command._state_of_call(call), call=call)

    def _state_of_call(self, call):
        if call.state == "ended":
            if call.disposition == "answered":
                return "ended", False
            return "failed", self._reason_of_call(call)
        if call.state == "ongoing":
            return "talking", False
        customer = call.leg_ids.filtered(lambda leg: leg.party == "customer" and not leg.ended_at)
        return ("customer_ringing" if customer else "phone_ringing"), False

    def _reason_of_call(self, call):
        """Why nobody talked, in the user's words."""
        if not call.leg_ids.filtered(lambda leg: leg.party == "customer"):
            return self.env._("your phone did not answer")
        reasons = {
            "busy": self.env._("busy"),
            "missed": self.env._("no answer"),
            "cancelled": self.env._("you hung up before the answer"),
        }
        return reasons.get(call.disposition) or self.env._("the provider could not connect it")
