# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, datetime

from odoo import api, fields, models


class TelephonyRecording(models.Model):
    """When a recording stood still: whoever listens is to know that something is left out."""

    _inherit = "telephony.recording"

    pauses = fields.Char(
        compute="_compute_pauses", help="When it was paused, from the card of the call."
    )

    @api.depends("call_id.recording_pauses")
    @api.depends_context("tz", "lang")
    def _compute_pauses(self):
        for recording in self:
            times = recording.call_id.recording_pauses or []
            recording.pauses = ", ".join(map(recording._pause_text, times)) or False

    def _pause_text(self, pause):
        begin, end = (self._pause_time(moment) for moment in pause)
        return f"{begin} – {end or self.env._('the end')}"

    def _pause_time(self, moment):
        """A moment as the reader's clock shows it; empty when there is none."""
        if moment is None:
            return ""
        at = fields.Datetime.context_timestamp(
            self, datetime.fromtimestamp(moment, UTC).replace(tzinfo=None)
        )
        return at.strftime("%H:%M:%S")
