# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_send import SenderCommon

# What a mail server sends back.
RETURNED = """Return-Path: <>
To: {bounce}
From: MAILER-DAEMON@mail.example.com
Subject: Undelivered Mail Returned to Sender
Message-ID: <returned@mail.example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

Nobody of this name lives here.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com

Final-Recipient: rfc822; {email}
Action: failed
Status: 5.1.1

--part
Content-Type: message/rfc822

Message-ID: {message_id}
To: {email}
Subject: A question

--part--
"""


@tagged("post_install", "-at_install")
class TestBounce(SenderCommon):
    """A letter that another mail server sends back, as it really comes in."""

    def _return(self, invitation):
        text = RETURNED.format(
            bounce=self.company.bounce_email,
            email=invitation.email,
            message_id=invitation.message_ids[0].message_id,
        )
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(False, text)
        self.env.flush_all()

    def test_followed_by_sms(self):
        """It is followed by an SMS, and letters to the address come last from now on."""
        invitation = self._lost()
        self._send()
        self._return(invitation)
        self.assertEqual((invitation.state, invitation.failed_channels), ("scheduled", "email"))
        self._send()
        self.assertEqual((invitation.channel, len(self.texts)), ("sms", 1))
        self.policy.cool_off_days = 0
        other = self._lose(self._create_lead(partner_id=invitation.partner_id.id))
        self._send()
        self.assertEqual((other.channel, len(self.texts)), ("sms", 2))

    def test_somebody_has_answered(self):
        """What was answered did arrive: an answer is never lost to a mail that came back."""
        invitation = self._lost()
        self._send()
        for state in ("opened", "answered", "refused"):
            invitation.state = state
            self._return(invitation)
            self.assertEqual(invitation.state, state)

    def test_by_mail_only(self):
        """Without another way it came back, and is sent again only by hand."""
        self.policy.channels = "email"
        invitation = self._lost()
        self._send()
        self._return(invitation)
        self.assertEqual(invitation.state, "bounced")
        self.assertFalse(self._send())
        invitation.action_resend()
        self.assertEqual(len(self._send()), 1)

    def test_policy_is_gone(self):
        """Without its policy no other way is known, and no letter is to be seen."""
        invitation = self._lost()
        self._send()
        self.policy.unlink()
        self._return(invitation)
        self.assertEqual(invitation.state, "bounced")
        with self.assertRaises(UserError):
            invitation.action_preview()
