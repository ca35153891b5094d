# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

# A player asks for a file in pieces: within this time they are one listening.
ONE_LISTENING = timedelta(minutes=10)


class TelephonyRecordingAccess(models.Model):
    """Who listened to which recording, and when: only added."""

    _name = "telephony.recording.access"
    _description = "Listening to a Recording"
    _order = "id desc"
    _rec_name = "at"

    recording_id = fields.Many2one(
        "telephony.recording", required=True, ondelete="cascade", index=True
    )
    call_id = fields.Many2one(related="recording_id.call_id")
    company_id = fields.Many2one(related="recording_id.company_id", store=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    at = fields.Datetime(required=True, default=fields.Datetime.now)

    @api.private
    @api.model
    def _log(self, recording, user):
        """Write down that somebody listens, once for the pieces of one listening."""
        since = fields.Datetime.now() - ONE_LISTENING
        log = self.sudo()
        known = log.search_count(
            [("recording_id", "=", recording.id), ("user_id", "=", user.id), ("at", ">=", since)],
            limit=1,
        )
        if not known:
            log.create({"recording_id": recording.id, "user_id": user.id})
