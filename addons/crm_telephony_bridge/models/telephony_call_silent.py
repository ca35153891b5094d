# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# Nobody lets a phone ring for so long, and nobody is silent for so long in a call.
RINGS_AT_MOST = timedelta(minutes=15)
TALKS_AT_MOST = timedelta(hours=12)


class TelephonyCall(models.Model):
    """Calls of which the exchange said no more: a lost notice, a PBX that is gone for good."""

    _inherit = "telephony.call"

    _live_idx = models.Index("(state, started_at) WHERE state <> 'ended'")

    @api.model
    def _cron_silent(self):
        """End them, so that no card rings for ever; a later word of the exchange still counts."""
        now = fields.Datetime.now()
        rings = Domain("state", "=", "ringing") & Domain("started_at", "<", now - RINGS_AT_MOST)
        talks = Domain("state", "=", "ongoing") & Domain("write_date", "<", now - TALKS_AT_MOST)
        cron = self.env.ref("crm_telephony_bridge.ir_cron_call_silent")
        self._in_slices(rings | talks, lambda calls: calls._end_unheard(), cron)

    def _end_unheard(self):
        """End calls when they were last heard of; how they ended, nobody knows."""
        ringing = self.filtered(lambda call: call.state == "ringing")
        heard = {call: call.write_date for call in self}
        for call, moment in heard.items():
            call.ended_at = moment
        ringing.write({"state": "ended", "disposition": "failed"})
        (self - ringing).write({"state": "ended", "disposition": "answered"})
        for leg in self.leg_ids.filtered(lambda leg: not leg.ended_at):
            leg.ended_at = heard[leg.call_id]
        self._close_cards()
