# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyRecordingAccess(models.Model):
    """Who listened to which recording, and when: only added."""

    _name = "telephony.recording.access"
    _description = "Listening to a Recording"
    _order = "id desc"
    _rec_name = "at"

    recording_id = fields.Many2one(
        "telephony.recording", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="recording_id.company_id", store=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    at = fields.Datetime(required=True, default=fields.Datetime.now)
