# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.crm_farewell_survey.tests.common_send import SenderCommon


@tagged("post_install", "-at_install")
class TestStageAutomation(SenderCommon):
    """A company that sends a customer one automatic letter a day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.customer_letter_cap = 1
        cls.policy.write({"cool_off_days": 0, "reminder_count": 0})

    def _sent_today(self, address):
        """Another add-on has written to somebody."""
        self.env["crm.customer.letter"]._count({"key": {address}}, self.company)

    def test_one_too_many(self):
        """A customer who got another letter today gets ours tomorrow."""
        invitation = self._lost(email="anna@example.com")
        self._sent_today("anna@example.com")
        self.assertFalse(self._send())
        self.assertEqual((invitation.state, invitation.reason), ("scheduled", "daily_cap"))
        self.assertEqual(invitation.due_at, datetime(2026, 1, 6, 10))
        with freeze_time("2026-01-06 10:00:00"):
            self.assertEqual(len(self._send()), 1)
        self.assertEqual((invitation.state, invitation.reason), ("sent", False))

    def test_ours_count_for_others(self):
        """What we send leaves no room for the letters of playbooks."""
        self._lost(email="anna@example.com")
        self.assertEqual(len(self._send()), 1)
        over = self.env["crm.customer.letter"]._count({"x": {"anna@example.com"}}, self.company)
        self.assertEqual(over, ["x"])

    def test_two_of_ours(self):
        """Two letters to the same address leave on two days."""
        invitations = self._lost(email="anna@example.com") | self._lost(email="anna@example.com")
        self.assertEqual(len(self._send()), 1)
        self.assertEqual(sorted(invitations.mapped("state")), ["scheduled", "sent"])

    def test_no_cap(self):
        """Zero: as many as there are."""
        self.company.customer_letter_cap = 0
        self._lost(email="anna@example.com")
        self._sent_today("anna@example.com")
        self.assertEqual(len(self._send()), 1)

    def test_reminder(self):
        """A reminder waits as well, and is not lost."""
        self.policy.reminder_count = 1
        invitation = self._lost(email="anna@example.com")
        self._send()
        with freeze_time("2026-01-09 10:00:00"):
            self._sent_today("anna@example.com")
            self.assertFalse(self._send())
            self.assertEqual(invitation.next_reminder_at, datetime(2026, 1, 10, 10))
        with freeze_time("2026-01-10 10:00:00"):
            self.assertEqual(len(self._send()), 1)
        self.assertEqual(invitation.reminders_sent, 1)
