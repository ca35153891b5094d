# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

from odoo import api, models

CARD = "crm_telephony_bridge.call"


class TelephonyCall(models.Model):
    _inherit = "telephony.call"

    @api.model
    def _send_cards(self, changes):
        """Tell the people whose phones ring or rang; nobody else hears of a call.

        A call that was found later in the records of the PBX pops up nowhere.
        """
        told = [change for change in changes if self._is_shown(change)]
        calls = self.browse(change.call_id for change in told)
        users = calls._card_users()
        ringing = self.browse(change.call_id for change in told if change.ringing)
        cards = ringing._card_values()
        for call in calls:
            for user, is_live in users[call.id].items():
                card = {**call._card_base(), **cards.get(call.id, {})}
                user.partner_id._bus_send(CARD, {**card, **call._card_mine(user, is_live)})

    @api.model
    def _is_shown(self, change):
        if change.state["recovered"]:
            return False
        return change.is_new or change.was["state"] != "ended"

    @api.model
    def _send_absorbed(self, parts):
        """Close the cards of calls that became part of another."""
        self.browse(part.id for part in parts)._close_cards()

    def _close_cards(self):
        """Close the cards of calls, whoever has them."""
        users = self._card_users()
        for call in self:
            for user in users[call.id]:
                card = {**call._card_base(), "state": "ended", "mine": False}
                user.partner_id._bus_send(CARD, {**card, "answered_by_me": False})

    def _card_users(self):
        """{call id: {person whose phone took part: whether it rings or talks now}}."""
        legs = self.env["telephony.call.leg"].search_fetch(
            [("call_id", "in", self.ids), ("user_id", "!=", False)],
            ["call_id", "user_id", "ended_at"],
        )
        users = {call.id: {} for call in self}
        for leg in legs:
            of_call = users[leg.call_id.id]
            of_call[leg.user_id] = of_call.get(leg.user_id, False) or not leg.ended_at
        return users

    def _card_base(self):
        """What every message on a call says: enough to close a card."""
        self.ensure_one()
        started = self.started_at
        return {
            "call_id": self.id,
            "version": self.version,
            "state": self.state,
            "direction": self.direction,
            "disposition": self.disposition or None,
            "number": self.customer_number or None,
            "line": self.line or None,
            "started": int(started.timestamp()) if started else None,
            "since": int(time.time()),
        }

    def _card_mine(self, user, is_live):
        """What is different for each person.

        :param user: ``res.users`` of one record
        :param is_live: whether a phone of his rings or talks
        """
        self.ensure_one()
        over = self.state == "ended"
        return {
            "mine": self.user_id == user if over else is_live,
            "answered_by_me": bool(self.answered_by) and self.user_id == user,
        }

    def _card_values(self):
        """{call id: who calls}, for cards that open. Hook: the card's contents, batch-first."""
        return {}
