# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models

from ..tools.tokens import digest, new_mail_token, new_sms_token

# As long as the secret of an SMS, so that a preview counts its characters rightly; no secret has
# a hyphen there.
DUMMY = "preview-link"
# A link of a letter without questions works for so many days.
DAYS = 30


class CrmFarewellInvitation(models.Model):
    """The personal link of a letter."""

    _inherit = "crm.farewell.invitation"

    def _link_placeholder(self):
        """Return what stands for the personal link in templates, previews and stored letters.

        For templates: ``object._link_placeholder()``. The real link is put in when the message
        leaves, into what is sent and nowhere else. Whatever follows in the template stays behind
        the link, such as ``/unsubscribe``.
        """
        self.ensure_one()
        return f"{self.get_base_url()}/f/{DUMMY}"

    def preview_url(self):
        """Return the dummy of the personal link."""
        return self._link_placeholder()

    def _new_link(self, channel, is_reminder=False):
        """Make a personal link for one message.

        :return: its path, which is secret: it is not to be stored or logged.
        """
        self.ensure_one()
        token = new_sms_token() if channel == "sms" else new_mail_token()
        self.env["crm.farewell.token"].sudo().create(
            {
                "invitation_id": self.id,
                "digest": digest(token),
                "channel": channel,
                "is_reminder": is_reminder,
                "expires_at": self._expiry(),
            }
        )
        return f"/f/{token}"

    def _expiry(self):
        """Return until when the link of a message that leaves now works."""
        if self.expires_at and self.state not in ("scheduled", "sending"):
            return self.expires_at
        return fields.Datetime.now() + timedelta(days=self.policy_id.expiry_days or DAYS)

    def _drop_last_link(self):
        """Forget the link of a message that did not leave."""
        self.env["crm.farewell.token"].sudo().search(
            [("invitation_id", "=", self.id)], order="id desc", limit=1
        ).unlink()
