# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common_send import SenderCommon

NOW = datetime(2026, 1, 5, 10)


@tagged("post_install", "-at_install")
class TestCoolOff(SenderCommon):
    """Nobody is written to twice within the days of peace, whatever he is called."""

    def _two(self, one, other):
        """Two lost deals; the states of their letters after sending."""
        both = self._lose(self._create_lead(**one)) | self._lose(self._create_lead(**other))
        mails = self._send()
        return both, len(mails)

    def test_same_person(self):
        """Two deals of a person lost on one day make one message."""
        person = self._create_person()
        both, mails = self._two({"partner_id": person.id}, {"partner_id": person.id})
        self.assertEqual((both.mapped("state"), mails), (["sent", "cancelled"], 1))
        self.assertEqual(both[1].reason, "cool_off")

    def test_same_address(self):
        """Two cards with the same address are one person."""
        both, mails = self._two(
            {"partner_id": self._create_person(email="same@example.com").id},
            {"partner_id": self._create_person(email="Same <SAME@example.com>").id},
        )
        self.assertEqual((both.mapped("state"), mails), (["sent", "cancelled"], 1))

    def test_same_phone(self):
        """Two cards with the same number are one person."""
        both, mails = self._two(
            {"partner_id": self._create_person(phone="+36 20 555 9999").id},
            {"partner_id": self._create_person(phone="+36205559999").id},
        )
        self.assertEqual((both.mapped("state"), mails), (["sent", "cancelled"], 1))

    def test_later(self):
        """After the days of peace there is another letter."""
        person = self._create_person()
        self._lose(self._create_lead(partner_id=person.id))
        self._send()
        with freeze_time(NOW + timedelta(days=89)):
            early = self._lose(self._create_lead(partner_id=person.id))
            self.assertFalse(self._send())
        with freeze_time(NOW + timedelta(days=91)):
            late = self._lose(self._create_lead(partner_id=person.id))
            self.assertEqual(len(self._send()), 1)
        self.assertEqual((early.state, late.state), ("cancelled", "sent"))

    def test_lost_again(self):
        """A deal that is lost again soon has a second cycle, and no second letter."""
        lead = self._create_lead()
        self._lose(lead)
        self._send()
        lead.action_unarchive()
        invitations = self._lose(lead)
        self.assertFalse(self._send())
        self.assertEqual(
            [(one.cycle, one.state) for one in invitations], [(1, "sent"), (2, "cancelled")]
        )

    def test_no_peace_wanted(self):
        """Zero days: each deal has its letter."""
        self.policy.cool_off_days = 0
        person = self._create_person()
        both, mails = self._two({"partner_id": person.id}, {"partner_id": person.id})
        self.assertEqual((both.mapped("state"), mails), (["sent", "sent"], 2))

    def test_busy_elsewhere(self):
        """While another process writes to the person, his other letter waits."""
        person = self._create_person()
        first = self._lose(self._create_lead(partner_id=person.id))
        with first._leased():
            second = self._lose(self._create_lead(partner_id=person.id))
            self.assertFalse(self._send())
        self.assertEqual((first | second).mapped("state"), ["scheduled"] * 2)

    def test_merged_deals(self):
        """Of merged deals the letters move along, each with its own origin."""
        person = self._create_person()
        leads = self._create_lead(partner_id=person.id) | self._create_lead(partner_id=person.id)
        invitations = self._lose(leads)
        self._send()
        head = leads.merge_opportunity(auto_unlink=True)
        self.assertEqual(invitations.lead_id, head)
        self.assertEqual(len(set(invitations.mapped("origin_key"))), 2)
        self.assertEqual(invitations.mapped("cycle"), [1, 1])

    def test_merged_people(self):
        """Of merged contacts the letters move along, and the days of peace with them."""
        first, second = self._create_person(), self._create_person()
        invitation = self._lose(self._create_lead(partner_id=first.id))
        self._send()
        self.env["base.partner.merge.automatic.wizard"]._merge((first | second).ids, second)
        self.env.invalidate_all()
        self.assertEqual((invitation.partner_id, invitation.client_id), (second, second))
        again = self._lose(self._create_lead(partner_id=second.id))
        self.assertFalse(self._send())
        self.assertEqual(again.reason, "cool_off")
