# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class TelephonyProvider(models.Model):
    """How long recordings are kept, and how large one may be."""

    _inherit = "telephony.provider"

    recording_limit = fields.Integer(
        string="Largest Recording (MB)", default=50, help="Larger ones are not taken."
    )

    @api.constrains("recording_days", "recording_limit")
    def _check_recordings(self):
        for provider in self:
            if provider.recording_days < 0 or not 0 < provider.recording_limit <= 500:
                raise ValidationError(
                    self.env._("Keep recordings for 0 (for ever) or more days, up to 500 MB each.")
                )

    def write(self, vals):
        """A new time of keeping holds for what was recorded before, too."""
        result = super().write(vals)
        if "recording_days" in vals:
            self._set_delete_after(vals["recording_days"])
        return result

    def _set_delete_after(self, days):
        recordings = self.env["telephony.recording"]
        recordings.flush_model()
        self.env["telephony.call"].flush_model(["provider_id", "started_at"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE telephony_recording recording
                   SET delete_after = CASE WHEN %(days)s > 0
                       THEN (call.started_at + make_interval(days => %(days)s))::date END
                  FROM telephony_call call
                 WHERE call.id = recording.call_id AND call.provider_id IN %(providers)s
                   AND recording.state IN ('expected', 'stored', 'remote')
                """,
                days=days or 0,
                providers=tuple(self.ids or (0,)),
            )
        )
        recordings.invalidate_model(["delete_after"], flush=False)
