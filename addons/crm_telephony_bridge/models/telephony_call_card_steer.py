# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

_KINDS = ("hangup", "transfer", "pause", "resume")
_COLLEAGUES = 20


class TelephonyCall(models.Model):
    """What is ordered from the card of a call: hang up, hand over, pause the recording.

    Everybody steers the calls that he speaks in, and no others: what is ordered concerns the
    channel of his own phone, which the browser neither knows nor names.
    """

    _inherit = "telephony.call"

    def _card_base(self):
        """Extended: whether the call can be steered from here, and whether nobody is recorded."""
        can_steer = self.state != "ended" and self.provider_id.sudo()._can_dial()
        return {
            **super()._card_base(),
            "can_steer": can_steer,
            "paused": self._is_recording_paused(),
        }

    @api.model
    def card_steer(self, call_id, kind, extension_id=False):
        """Order something for a call that the user speaks in.

        :param kind: ``hangup``, ``transfer``, ``pause`` or ``resume``.
        :param extension_id: to whom it is transferred, one of ``card_colleagues``.
        :return: state of the order: ``command_id``, ``kind``, ``state``, ``reason``, ``paused``.
        """
        if kind not in _KINDS:
            raise UserError(self.env._("A call cannot be steered like that."))
        call = self._card_call(call_id, "read").sudo()
        refused = {"command_id": False, "kind": kind, "state": "failed"}
        refused["paused"] = call._is_recording_paused()
        leg = call._card_own_leg(may_ring=kind == "hangup")
        if not leg:
            return {**refused, "reason": self.env._("you do not speak in this call")}
        if not call.provider_id._can_dial():
            return {**refused, "reason": self.env._("the provider cannot be asked to do that")}
        colleague = self.env["telephony.extension"].sudo()
        if kind == "transfer":
            colleague = call._card_phones([("id", "=", int(extension_id))])
            if not colleague:
                return {**refused, "reason": self.env._("this phone is not there")}
        command = self.env["telephony.command"].sudo()._steer(call, leg, kind, colleague)
        return {**refused, **command._state_payload()}

    @api.model
    @api.readonly
    def card_colleagues(self, call_id, words=""):
        """To whom a call of the user can be transferred.

        :param words: part of a name or number.
        :return: ``[{"id", "number", "name", "connected"}, ...]``
        """
        call = self._card_call(call_id, "read").sudo()
        if not call._card_own_leg():
            return []
        domain = Domain.TRUE
        for word in str(words or "").split()[:5]:
            domain &= Domain.OR(
                [(field, "ilike", word)] for field in ("number", "name", "user_id.name")
            )
        return [
            {
                "id": phone.id,
                "number": phone.number,
                "name": phone.user_id.name or phone.name or "",
                "connected": phone.is_connected,
            }
            for phone in call._card_phones(domain)
        ]

    def _card_own_leg(self, *, may_ring=False):
        """The leg of the user's phone that speaks now, or an empty recordset.

        :param may_ring: whether a call that he makes and nobody answered yet will do too.
        """
        self.ensure_one()
        outgoing = may_ring and self.direction == "outgoing"
        if self.state != "ongoing" and not (outgoing and self.state == "ringing"):
            return self.leg_ids.browse()
        mine = self.leg_ids.filtered(
            lambda leg: (
                leg.user_id == self.env.user
                and leg.party == "agent"
                and leg.channel
                and not leg.ended_at
                and (leg.answered_at or outgoing)
            )
        )
        return mine[-1:]

    def _card_phones(self, domain):
        """Phones of this call's exchange that are not the user's, those that can ring first."""
        same = Domain("provider_id", "=", self.provider_id.id)
        same &= Domain("pbx", "in", [self.pbx or False, False])
        same &= Domain("user_id", "=", False) | Domain("user_id", "!=", self.env.uid)
        return self.env["telephony.extension"].search(
            same & Domain(domain), order="is_connected desc, number, id", limit=_COLLEAGUES
        )
