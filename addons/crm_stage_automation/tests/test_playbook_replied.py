# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.crm.tests.common import INCOMING_EMAIL

from .common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestPlaybookReplied(PlaybookCommon):
    """A customer's reply by mail; what his mailbox says while he is away is none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule({"delay_amount": 5, "cancel_replied": True})
        cls.lead = cls._create_lead(
            stage_id=cls.stage_team1_2.id, email_from="ann@customer.example.com"
        )
        cls.env.cr.flush()
        cls.letter = cls.lead.message_post(body="Our offer", message_type="comment")

    def _reply(self, headers=""):
        """Let a reply of the customer come in; return the reason of the waiting step."""
        mail = self.format(
            INCOMING_EMAIL,
            email_from="Ann <ann@customer.example.com>",
            to="sales@test.example.com",
            subject="Re: Our offer",
            return_path="ann@customer.example.com",
        )
        thread = f"In-Reply-To: {self.letter.message_id}\n"
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process("crm.lead", headers + thread + mail)
        self._end()
        return self._jobs(self.lead).reason

    def test_reply(self):
        """He writes back: the step is not wanted any more."""
        self.assertEqual(self._reply(), "replied")

    def test_answer_of_a_robot(self):
        """His mailbox says that he is on leave: that is no reply, and no request."""
        rule = self._create_rule(trigger="requested", stage_ids=False)
        known = self.lead.message_ids
        self.assertFalse(self._reply("Auto-Submitted: auto-replied\n"))
        self.assertEqual(len(self.lead.message_ids - known), 1)
        self.assertFalse(self._jobs(self.lead, rule_id=rule.id))
