# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common_send import SenderCommon


@tagged("post_install", "-at_install")
class TestChannels(SenderCommon):
    """By which way somebody is written to, and what happens when it is closed."""

    def _block(self, email=None, phone=None):
        if email:
            self.env["mail.blacklist"]._add(email)
        if phone:
            self.env["phone.blacklist"]._add([phone])

    def test_order_of_the_policy(self):
        """The first way of the policy is taken."""
        self.policy.channels = "sms_email"
        invitation = self._lost(phone="+36205550101")
        self.assertFalse(self._send())
        [(number, text)] = self.texts
        self.assertEqual(number, "+36205550101")
        self.assertRegex(text, r"^Tell us: http\S+/f/[A-Za-z0-9]{12}$")
        self.assertEqual((invitation.channel, invitation.sms_segments), ("sms", 1))

    def test_sms_is_kept_without_link(self):
        """What is kept of an SMS has the dummy link."""
        self.policy.channels = "sms"
        invitation = self._lost()
        self._send()
        token = self.texts[0][1].rpartition("/")[2]
        kept = self.env["sms.sms"].search([("number", "=", invitation.phone_sanitized)])
        self.assertIn("preview-link", kept.body)
        self.assertNotIn(token, str(invitation.message_ids.mapped("body")))

    def test_blacklisted_address(self):
        """Who is on the list of addresses gets an SMS."""
        invitation = self._lost()
        self._block(invitation.email)
        self.assertFalse(self._send())
        self.assertEqual((invitation.state, invitation.channel), ("sent", "sms"))
        self.assertEqual(len(self.texts), 1)

    def test_both_blacklisted(self):
        """Who is on both lists gets nothing."""
        invitation = self._lost()
        self._block(invitation.email, invitation.phone_sanitized)
        self.assertFalse(self._send())
        self.assertFalse(self.texts)
        self.assertEqual((invitation.state, invitation.reason), ("blocked", "excluded"))

    def test_address_of_the_invitation(self):
        """The list is asked for the address that is written to, not the one of the deal now."""
        invitation = self._lost(phone=False)
        self._block(invitation.email)
        invitation.lead_id.email_from = "other@example.com"
        self.assertFalse(self._send())
        self.assertEqual(invitation.state, "blocked")

    def test_no_address(self):
        """Without address and number there is no way."""
        invitation = self._lost(email=False, phone=False)
        self._send()
        self.assertEqual((invitation.state, invitation.reason), ("blocked", "no_address"))

    def test_no_template(self):
        """A policy without a letter for the only open way says so."""
        self.policy.sms_template_id = False
        invitation = self._lost(email=False)
        self._send()
        self.assertEqual((invitation.state, invitation.reason), ("blocked", "no_letter"))

    def test_bounced_address_before(self):
        """To an address from which mail came back, an SMS is sent first."""
        person = self._create_person()
        person.message_bounce = 1
        invitation = self._lose(self._create_lead(partner_id=person.id))
        self.assertFalse(self._send())
        self.assertEqual(invitation.channel, "sms")

    def test_letter_comes_back(self):
        """A letter that comes back is followed by an SMS."""
        invitation = self._lost()
        self._send()
        invitation._message_receive_bounce(invitation.email, invitation.partner_id)
        self.assertEqual(invitation.state, "scheduled")
        self.assertFalse(self._send())
        self.assertEqual((invitation.state, invitation.channel), ("sent", "sms"))

    def test_letter_comes_back_without_phone(self):
        """Without another way the letter came back."""
        invitation = self._lost(phone=False)
        self._send()
        invitation._message_receive_bounce(invitation.email, invitation.partner_id)
        self.assertEqual(invitation.state, "bounced")

    def test_gateway_refuses(self):
        """A number that the gateway does not take is followed by a letter."""
        self.policy.channels = "sms_email"
        self.answer = "wrong_number_format"
        invitation = self._lost()
        self._send()
        self.assertEqual((invitation.state, invitation.failed_channels), ("scheduled", "sms"))
        self.assertEqual(len(self._send()), 1)

    def test_gateway_is_down(self):
        """A gateway that fails is asked again later."""
        self.policy.channels = "sms"
        self.answer = "server_error"
        invitation = self._lost()
        self._send()
        self.assertEqual((invitation.state, invitation.retries), ("scheduled", 1))

    def test_receipt(self):
        """The gateway's receipt says that an SMS arrived."""
        self.policy.channels = "sms"
        invitation = self._lost()
        self._send()
        tracker = self.env["sms.tracker"].search([("farewell_invitation_id", "=", invitation.id)])
        tracker._action_update_from_sms_state("sent")
        self.assertTrue(invitation.delivered_at)

    def test_sms_comes_back(self):
        """An SMS that the gateway could not deliver came back."""
        self.policy.channels = "sms"
        invitation = self._lost()
        self._send()
        tracker = self.env["sms.tracker"].search([("farewell_invitation_id", "=", invitation.id)])
        tracker._action_update_from_provider_error("not_delivered")
        self.assertEqual(invitation.state, "bounced")

    def test_reply(self):
        """Who answers the letter by mail is heard on the deal, and not reminded."""
        invitation = self._lost()
        self._send()
        self.assertTrue(invitation.next_reminder_at)
        message = invitation.message_post(body="Call me", message_type="email")
        self.assertEqual((message.model, message.res_id), ("crm.lead", invitation.lead_id.id))
        self.assertFalse(invitation.next_reminder_at)
