# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResUsersSettings(models.Model):
    """A person's own consent to check in at meetings; nobody else can give it."""

    _inherit = "res.users.settings"

    meeting_consent_at = fields.Datetime(readonly=True)
    meeting_consent_text = fields.Text(readonly=True, help="What was agreed to.")

    def _has_meeting_consent(self, text):
        """Whether the person agreed to this very text."""
        settings = self.sudo()
        return bool(settings.meeting_consent_at) and settings.meeting_consent_text == text

    def _set_meeting_consent(self, text):
        """Keep what was agreed to and when; an empty text withdraws it."""
        now = fields.Datetime.now() if text else False
        self.sudo().write({"meeting_consent_at": now, "meeting_consent_text": text})
