# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import smtplib
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.tokens import digest
from .common_send import SenderCommon

NOW = datetime(2026, 1, 5, 10)
LETTER_QUERIES = 40


@tagged("post_install", "-at_install")
class TestSend(SenderCommon):
    """Letters that are due leave once, with a link that is nowhere kept."""

    def _link_of(self, mail):
        """The personal link of a letter that left."""
        return mail["body"].partition('href="')[2].partition('"')[0]

    def test_letter(self):
        """A letter leaves to the address of the invitation, in its own words."""
        invitation = self._lost(name="Anna Customer", email="anna@example.com")
        [mail] = self._send()
        self.assertEqual(mail["email_to"], ['"Anna Customer" <anna@example.com>'])
        self.assertEqual(mail["subject"], "A question, Anna")
        self.assertEqual((invitation.state, invitation.sent_at), ("sent", NOW))
        self.assertEqual(invitation.expires_at, NOW + timedelta(days=30))
        self.assertFalse(self._send())

    def test_not_due(self):
        """Nothing leaves before its time."""
        self.policy.hold_hours = 1
        invitation = self._lost()
        self.assertFalse(self._send())
        with freeze_time(NOW + timedelta(hours=1)):
            self.assertTrue(self._send())
        self.assertEqual(invitation.state, "sent")

    def test_link_is_secret(self):
        """What is kept of a letter has the dummy link, what left has the real one."""
        invitation = self._lost()
        [mail] = self._send()
        link = self._link_of(mail)
        token = link.rpartition("/")[2]
        self.assertEqual(invitation.token_ids.sudo().digest, digest(token))
        self.assertNotIn(token, str(invitation.message_ids.mapped("body")))
        self.assertIn("/f/preview-link", str(invitation.message_ids.mapped("body")))
        self.assertFalse(self._new_mails.exists())
        self.assertIn(token, mail["body_alternative"])

    def test_unsubscribe(self):
        """Mail programs can unsubscribe with one click, by a POST."""
        self._lost()
        [mail] = self._send()
        self.assertEqual(
            (mail["headers"]["List-Unsubscribe"], mail["headers"]["List-Unsubscribe-Post"]),
            (f"<{self._link_of(mail)}/unsubscribe>", "List-Unsubscribe=One-Click"),
        )

    def test_reopened_meanwhile(self):
        """A deal that is not lost any more is not asked about, however that came about."""
        invitation = self._lost()
        invitation.lead_id.with_context(farewell_skip=True).action_unarchive()
        self.assertFalse(self._send())
        self.assertEqual((invitation.state, invitation.reason), ("cancelled", "reopened"))

    def test_deleted_deal(self):
        """Nobody is asked about a deal that was deleted; its name is kept."""
        invitation = self._lost()
        name = invitation.lead_id.name
        invitation.lead_id.unlink()
        self.assertFalse(self._send())
        self.assertEqual((invitation.state, invitation.reason), ("cancelled", "gone"))
        self.assertEqual(invitation.lead_name, name)

    def test_refused(self):
        """Whoever does not want to be asked is not."""
        invitation = self._lost()
        invitation.partner_id.feedback_refused = True
        self.assertFalse(self._send())
        self.assertEqual((invitation.state, invitation.reason), ("cancelled", "refused"))

    def test_server_refuses(self):
        """What the server did not take is tried again three times in all, and then marked."""
        invitation = self._lost(phone=False)
        error = smtplib.SMTPDataError(451, b"Later")
        for number, wait in ((1, 15), (2, 120)):
            self._send(error)
            self.assertEqual((invitation.state, invitation.retries), ("scheduled", number))
            self.assertEqual(invitation.due_at, NOW + timedelta(minutes=wait))
            invitation.due_at = NOW
        self._send(error)
        self.assertEqual((invitation.state, invitation.reason), ("bounced", "failed"))
        self.assertIn("Later", invitation.error)
        self.assertFalse(invitation.token_ids)

    def test_server_is_down(self):
        """As long as there is no mail server everything waits, however long that is."""
        invitation = self._lost()
        refuse = patch.object(
            type(self.env["ir.mail_server"]), "_connect__", side_effect=TimeoutError("no answer")
        )
        for _number in range(5):
            with self.mock_mail_gateway(mail_unlink_sent=True), refuse:
                self.env["crm.farewell.invitation"]._cron_send()
            self.assertEqual((invitation.state, invitation.retries), ("scheduled", 0))
            self.assertIn("no answer", invitation.error)
            invitation.due_at = NOW
        self.assertEqual(len(self._send()), 1)

    def test_address_that_no_server_takes(self):
        """What core takes for no address at all is no letter that was sent."""
        invitation = self._lost(phone=False)
        reason = self.env["ir.mail_server"].NO_VALID_RECIPIENT
        self._send(AssertionError(reason))
        self.assertEqual((invitation.state, invitation.reason), ("bounced", "failed"))

    def test_perhaps_sent(self):
        """When the connection broke nobody knows: it is shown, and sent again by hand only."""
        invitation = self._lost()
        self._send(smtplib.SMTPServerDisconnected("gone"))
        self.assertEqual((invitation.state, len(invitation.token_ids)), ("unknown", 1))
        self.assertFalse(self._send())
        invitation.action_resend()
        self.assertEqual(len(self._send()), 1)
        with self.assertRaises(UserError):
            invitation.action_resend()

    def test_interrupted(self):
        """What a process was sending when it was killed becomes `unknown`."""
        invitation = self._lost()
        invitation.write({"state": "sending", "sending_at": NOW})
        self.assertFalse(self._send())
        self.assertEqual((invitation.state, invitation.sent_at), ("unknown", NOW))

    def test_being_sent(self):
        """What another process is sending now is left to it."""
        invitation = self._lost()
        invitation.write({"state": "sending", "sending_at": NOW})
        with invitation._leased() as mine:
            self.assertEqual(mine, invitation)
            with invitation._leased() as others:
                self.assertFalse(others)
            self._send()
        self.assertEqual(invitation.state, "sending")

    def test_one_that_cannot_be_written(self):
        """A letter that cannot be rendered stops no other."""
        self.letter.subject = "{{ 1 / (object.amount - 7) }}"
        good, bad = self._lost(), self._lost()
        bad.amount = 7
        with self.mute_core(), self.mute_rendering():
            self.assertEqual(len(self._send()), 1)
        self.assertEqual((good.state, bad.state, bad.retries), ("sent", "scheduled", 1))
        self.assertTrue(bad.error)

    def test_arrived(self):
        """A letter that did not come back within a day has arrived."""
        invitation = self._lost()
        self._send()
        with freeze_time(NOW + timedelta(hours=23)):
            self._send()
            self.assertFalse(invitation.delivered_at)
        with freeze_time(NOW + timedelta(hours=25)):
            self._send()
        self.assertEqual(invitation.delivered_at, NOW + timedelta(hours=24))

    def test_expired(self):
        """Silence is a result, after the days in which the link works."""
        invitation = self._lost()
        self._send()
        with freeze_time(NOW + timedelta(days=31)):
            self._send()
        self.assertEqual(invitation.state, "expired")

    def test_planning_is_quick(self):
        """Losing more deals costs no more queries for their letters."""
        counts = []
        for number in (10, 50):
            leads = self.env["crm.lead"].concat(*(self._create_lead() for _n in range(number)))
            self.env.invalidate_all()
            bare = self._count(leads, farewell_skip=True)
            leads.action_unarchive()
            self.env.flush_all()
            self.env.invalidate_all()
            counts.append(self._count(leads) - bare)
        self.assertLessEqual(counts[1], 30)
        self.assertLessEqual(counts[1] - counts[0], 4)

    def _count(self, leads, **context):
        """Queries of losing deals."""
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        leads.with_context(**context).action_set_lost(lost_reason_id=self.price.id)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_sending_is_even(self):
        """A letter more costs as many queries as the one before."""
        counts = []
        for number in (5, 20):
            for _one in range(number):
                self._lost()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self._send()), number)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual((counts[1] - counts[0]) / 15, LETTER_QUERIES)

    def test_time_is_up(self):
        """When the time of the job is up, the rest waits for its next run."""
        both = self._lost() | self._lost()
        told = []

        def commit(cron, _processed=0, remaining=None):
            cron.env.cr.flush()
            told.append(remaining)
            return 0.0 if "sent" in both.mapped("state") else 60.0

        self.patch(type(self.env["ir.cron"]), "_commit_progress", commit)
        self.assertEqual(len(self._send()), 1)
        self.assertEqual(both.mapped("state"), ["sent", "scheduled"])
        self.assertEqual(told[-1], 1)

    def test_resend_is_for_those_who_may_change_the_deal(self):
        """Who may not change the deal sends nothing again."""
        invitation = self._lost()
        invitation.state = "unknown"
        with self.assertRaises(AccessError):
            invitation.with_user(self.user_sales_salesman).action_resend()
        invitation.with_user(self.user_sales_leads).action_resend()
        self.assertEqual(invitation.state, "scheduled")
