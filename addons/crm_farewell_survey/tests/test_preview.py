# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from .common_send import SenderCommon


@tagged("post_install", "-at_install")
class TestPreview(SenderCommon):
    """A letter before it leaves: what it says, and when and where it goes."""

    def test_size_while_writing(self):
        """The template of an SMS tells how long it becomes with its link."""
        self.text.body = "Hi {{ object._first_name() }}: {{ object._link_placeholder() }}"
        link = len(self._lost()._link_placeholder())
        self.assertTrue(self.text.farewell_size.startswith(f"{13 + link} characters"))
        self.text.body += " ő"
        self.assertIn("ő", self.text.farewell_size)

    @users("user_sales_leads")
    def test_preview(self):
        """A salesperson sees the letter before it leaves, with a link that leads nowhere."""
        invitation = self._lost().with_user(self.env.user)
        shown = self.env["crm.farewell.preview"].browse(invitation.action_preview()["res_id"])
        self.assertIn("/f/preview-link", shown.body)
        self.assertEqual((shown.channel, shown.target), ("email", invitation.email))
        self.policy.sudo().channels = "sms"
        shown = self.env["crm.farewell.preview"].browse(invitation.action_preview()["res_id"])
        self.assertEqual(shown.sms_segments, 1)
        self.assertEqual(invitation.sudo().state, "scheduled")

    def test_preview_is_ones_own(self):
        """Nobody reads the letter that another one looks at."""
        action = self._lost().with_user(self.user_sales_leads).action_preview()
        shown = self.env["crm.farewell.preview"].browse(action["res_id"])
        with self.assertRaises(AccessError):
            shown.with_user(self.user_sales_salesman).read(["body"])

    def test_preview_of_others(self):
        """Who may not read the deal sees no letter about it."""
        invitation = self._lost()
        invitation.lead_id.user_id = self.user_sales_manager
        other = invitation.with_user(self.user_sales_salesman)
        self.assertFalse(other.search([("id", "=", invitation.id)]))
        with self.assertRaises(AccessError):
            other.action_preview()

    def _preview(self, invitation, user):
        action = invitation.with_user(user).action_preview()
        return self.env["crm.farewell.preview"].with_user(user).browse(action["res_id"])

    def test_change(self):
        """When and where a letter goes is changed until it is sent."""
        self.policy.calendar_id = self.env.ref("crm_farewell_survey.resource_calendar_letters")
        invitation = self._lost()
        preview = self._preview(invitation, self.user_sales_leads)
        with Form(preview) as form:
            form.due_at = datetime(2026, 1, 9, 20)
            form.email = "new@example.com"
        preview.action_change()
        self.assertEqual(invitation.due_at, datetime(2026, 1, 12, 8))
        self.assertEqual(invitation.email_normalized, "new@example.com")
        invitation.state = "sent"
        with self.assertRaises(UserError):
            preview.action_change()
        self.assertFalse(self._preview(invitation, self.user_sales_leads).is_changeable)

    def test_change_is_for_those_who_may_change_the_deal(self):
        """Who may read the deal but not change it changes no letter."""
        invitation = self._lost()
        preview = self._preview(invitation, self.user_sales_leads)
        self.env["ir.rule"].create(
            {
                "name": "Nothing is changed",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "domain_force": "[(0, '=', 1)]",
                "perm_read": False,
            }
        )
        self.assertFalse(self._preview(invitation, self.user_sales_leads).is_changeable)
        with self.assertRaises(AccessError):
            preview.action_change()
