# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

from odoo import fields, models


class TelephonyCall(models.Model):
    """The times in which a call was not recorded because somebody paused it."""

    _inherit = "telephony.call"

    recording_pauses = fields.Json(
        readonly=True,
        copy=False,
        help="Beginning and end of each pause, in seconds since 1970; no end: till the call's.",
    )

    def _is_recording_paused(self):
        pauses = self.recording_pauses
        return bool(pauses) and self.state != "ended" and pauses[-1][1] is None

    def _mark_recording(self, *, paused):
        """Write down that recording was paused or goes on; twice is once.

        By our clock in the moment in which the bridge said that it is so.
        """
        for call in self:
            pauses = [list(pause) for pause in call.recording_pauses or []]
            is_open = bool(pauses) and pauses[-1][1] is None
            if is_open == paused:
                continue
            if paused:
                pauses.append([round(time.time(), 1), None])
            else:
                pauses[-1][1] = round(time.time(), 1)
            call.recording_pauses = pauses
