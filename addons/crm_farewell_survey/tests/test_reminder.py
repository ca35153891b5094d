# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common_send import SenderCommon

NOW = datetime(2026, 1, 5, 10)


@tagged("post_install", "-at_install")
class TestReminder(SenderCommon):
    """Who does not answer is reminded as often as the policy says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        reminder = cls._create_letter(subject="Once more")
        cls.policy.write({"reminder_mail_template_id": reminder.id, "reminder_count": 2})

    def _sent(self, **person):
        invitation = self._lost(**person)
        self._send()
        return invitation

    def _later(self, days):
        with freeze_time(NOW + timedelta(days=days)):
            return [mail["subject"] for mail in self._send()]

    def test_reminders(self):
        """Two reminders, four days apart, and then none."""
        invitation = self._sent()
        self.assertEqual(self._later(3), [])
        self.assertEqual(self._later(4), ["Once more"])
        self.assertEqual(self._later(5), [])
        self.assertEqual(self._later(8), ["Once more"])
        self.assertEqual(self._later(20), [])
        self.assertEqual((invitation.state, invitation.reminders_sent), ("sent", 2))

    def test_fresh_link(self):
        """A reminder has a link of its own, which works as long as the first one."""
        invitation = self._sent()
        self._later(4)
        tokens = invitation.token_ids.sudo()
        self.assertEqual(len(set(tokens.mapped("digest"))), 2)
        self.assertEqual(tokens.mapped("expires_at"), [invitation.expires_at] * 2)
        self.assertEqual(tokens.mapped("is_reminder"), [True, False])

    def test_answered(self):
        """Who answered or refused is not reminded."""
        for state in ("answered", "refused"):
            invitation = self._sent()
            invitation.state = state
            self.assertEqual(self._later(4), [])

    def test_excluded_since(self):
        """Who went on the exclusion list since is not reminded."""
        invitation = self._sent()
        self.env["mail.blacklist"]._add(invitation.email)
        self.assertEqual(self._later(4), [])
        self.assertFalse(invitation.next_reminder_at)

    def test_inside_the_hours(self):
        """Reminders leave within the sending hours."""
        self.policy.calendar_id = self.env.ref("crm_farewell_survey.resource_calendar_letters")
        self.policy.reminder_days = 5
        invitation = self._sent()
        self.assertEqual(invitation.next_reminder_at, datetime(2026, 1, 12, 8))

    def test_server_refuses(self):
        """A reminder that the server did not take is tried again."""
        invitation = self._sent()
        with freeze_time(NOW + timedelta(days=4)):
            self._send(ConnectionRefusedError())
        self.assertEqual(invitation.reminders_sent, 0)
        self.assertEqual(self._later(5), ["Once more"])

    def test_not_after_the_end(self):
        """No reminder is planned for when the link works no more."""
        self.policy.write({"expiry_days": 3})
        self.assertFalse(self._sent().next_reminder_at)
