# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common_send import SenderCommon

NOW = datetime(2026, 1, 5, 10)


@tagged("post_install", "-at_install")
class TestInactive(SenderCommon):
    """Customers nobody spoke to for a long time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.idle = cls._create_policy(
            event="inactive", inactive_days=30, mail_template_id=cls.letter.id
        )

    def setUp(self):
        super().setUp()
        self.person = self._create_person()
        self.lead = self._create_lead(partner_id=self.person.id)
        self.lead.action_set_won()
        self._age(NOW - timedelta(days=40))

    def _age(self, moment):
        """Let all that happened to the deal have happened then."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %(at)s, date_closed = %(at)s,"
            " date_last_stage_update = %(at)s WHERE id = %(lead)s",
            {"at": moment, "lead": self.lead.id},
        )
        self.env.cr.execute(
            "UPDATE mail_message SET date = %s WHERE model = 'crm.lead' AND res_id = %s"
            " OR model = 'res.partner' AND res_id = %s",
            (moment, self.lead.id, self.person.id),
        )
        self.env.invalidate_all()

    def _plan(self):
        """Nightly; the invitations of the person."""
        invitations = self.env["crm.farewell.invitation"]
        invitations._cron_inactive()
        return invitations.search(
            [("partner_id", "=", self.person.id), ("event", "=", "inactive")], order="id"
        )

    def test_silence(self):
        """Forty days after the last contact a letter is planned, once."""
        invitation = self._plan()
        self.assertEqual((len(invitation), invitation.policy_id), (1, self.idle))
        self.assertEqual(self._plan(), invitation)
        self.assertEqual(len(self._send()), 1)

    def test_new_silence(self):
        """After another contact and another silence there is another letter."""
        self._plan()
        with freeze_time(NOW + timedelta(days=10)):
            self.lead.message_post(body="Hello", message_type="comment")
        with freeze_time(NOW + timedelta(days=50)):
            self.assertEqual(self._plan().mapped("cycle"), [1, 2])

    def test_contact(self):
        """A note on the customer's card is a contact."""
        self.person.message_post(body="Hello", message_type="comment")
        self.assertFalse(self._plan())

    def test_looked_after(self):
        """Who has an open deal or a planned activity is looked after."""
        activity = self.person.activity_schedule("mail.mail_activity_data_todo")
        self.assertFalse(self._plan())
        activity.unlink()
        other = self._create_lead(partner_id=self.person.id)
        self.env.flush_all()
        self.assertFalse(self._plan())
        other.unlink()
        self.assertTrue(self._plan())

    def test_domain(self):
        """The policy's conditions are about the customer."""
        self.idle.domain = "[('name', '=', 'Nobody')]"
        self.assertFalse(self._plan())

    def test_batch(self):
        """Many at once wait for approval."""
        self.idle.batch_limit = 1
        person, lead = self.person, self.lead
        self.setUp()
        self._plan()
        both = self.env["crm.farewell.invitation"].search(
            [("partner_id", "in", (person | self.person).ids), ("event", "=", "inactive")]
        )
        self.assertEqual(both.mapped("state"), ["held"] * 2)
        self.assertTrue(lead.exists())
