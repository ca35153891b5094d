# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

# Given out at once; a bridge asks twice a second.
MOST = 50
PREFIX = "desk-"
STATES = ("taken", "phone_ringing", "customer_ringing", "talking", "ended", "failed")


class TelephonyCommand(models.Model):
    _inherit = "telephony.command"

    @api.private
    @api.model
    def _give_out(self, provider):
        """The orders that wait for a bridge, as it reads them; each is given out once.

        Several bridges may ask at once: nobody waits, and no order is given to two.
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM telephony_command WHERE provider_id = %s AND state = 'queued'"
                " ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED",
                provider.id,
                MOST,
            )
        )
        if not rows:
            return []
        waiting = self.sudo().browse(row[0] for row in rows)
        waiting._expire()
        given = waiting.filtered(lambda one: one.state == "queued")
        given._set_state("taken")
        return [one._for_bridge() for one in given]

    def _for_bridge(self):
        """One order in the words of the bridge."""
        self.ensure_one()
        return {
            "id": self._bridge_id(),
            "type": self.type,
            "extension": self.extension_id.number or "",
            "number": self.dialled or self.number or "",
            "channel": "" if self.type == "originate" else self.channel or "",
            "caller_id": self.caller_id or "",
            "pbx": self.call_id.pbx or self.extension_id.pbx or "",
            "expires": int(self.expires_at.timestamp()),
        }

    def _bridge_id(self):
        """The id by which the bridge knows it: the PBX gives it to the call that is made."""
        self.ensure_one()
        is_call = self.type == "originate" and (self.channel or "").startswith(PREFIX)
        return self.channel.removeprefix(PREFIX) if is_call else str(self.id)

    @api.private
    @api.model
    def _take_done(self, provider, done):
        """Take what became of orders.

        :param done: {bridge's id: (state, reason)}
        """
        if not done:
            return
        numbers = [int(one) for one in done if one.isascii() and one.isdecimal() and len(one) < 10]
        orders = self.sudo().search(
            [
                ("provider_id", "=", provider.id),
                ("create_date", ">", fields.Datetime.subtract(fields.Datetime.now(), days=1)),
                "|",
                ("id", "in", numbers),
                ("channel", "in", [PREFIX + one for one in done]),
            ]
        )
        for order in orders:
            state, reason = done.get(order._bridge_id(), ("", ""))
            if state in STATES:
                order._set_state(state, reason or False)
