# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ResUsersSettings(models.Model):
    """A person's own consent to check in at meetings; nobody else can give it."""

    _inherit = "res.users.settings"

    # Out of reach of everybody's write, the administrator's too.
    meeting_consent_at = fields.Datetime(groups=fields.NO_ACCESS)
    meeting_consent_text = fields.Text(groups=fields.NO_ACCESS, help="What was agreed to.")

    @api.model
    def _get_fields_blacklist(self):
        """The web client need not know them."""
        return [*super()._get_fields_blacklist(), "meeting_consent_at", "meeting_consent_text"]

    def _has_meeting_consent(self, text):
        """Whether the person agreed to this very text."""
        settings = self.sudo()
        return bool(settings.meeting_consent_at) and settings.meeting_consent_text == text

    def _set_meeting_consent(self, text):
        """Keep what was agreed to and when; an empty text withdraws it."""
        now = fields.Datetime.now() if text else False
        self.sudo().write({"meeting_consent_at": now, "meeting_consent_text": text})
