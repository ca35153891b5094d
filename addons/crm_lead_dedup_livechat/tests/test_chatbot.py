# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_livechat.tests.chatbot_common import CrmChatbotCase

VISITOR = "visitor@elsewhere.example.org"


@tagged("post_install", "-at_install")
class TestChatbot(CrmChatbotCase):
    """An anonymous visitor answers the questions of core's chatbot script."""

    def _chat(self):
        """Play the script over HTTP; return the requests it made."""
        known = self.env["crm.request"].search([])
        session = self.make_jsonrpc_request(
            "/im_livechat/get_session",
            {
                "channel_id": self.livechat_channel.id,
                "chatbot_script_id": self.chatbot_script.id,
            },
        )
        chat = self.env["discuss.channel"].sudo().browse(session["channel_id"])
        self._post_answer_and_trigger_next_step(
            chat, chatbot_script_answer=self.step_dispatch_create_lead
        )
        self._post_answer_and_trigger_next_step(chat, email=VISITOR)
        self._post_answer_and_trigger_next_step(chat, "+380 50 123 45 67")
        return self.env["crm.request"].search([]) - known

    def test_unknown_visitor_becomes_a_lead(self):
        request = self._chat()
        self.assertEqual((request.channel, request.result), ("chat", "new"))
        self.assertRecordValues(
            request.lead_id,
            [
                {
                    "name": "Testing Bot's New Lead",
                    "email_from": VISITOR,
                    "phone": "+380 50 123 4567",
                    "team_id": self.sale_team.id,
                    "type": "opportunity",
                }
            ],
        )
        self.assertTrue(request.lead_id.origin_channel_id)

    def test_known_visitor_lands_on_his_card(self):
        """A second chat is on the same card; what stands there stays."""
        lead = self.env["crm.lead"].create(
            {
                "name": "Ours",
                "email_from": VISITOR,
                "description": "<p>Ours</p>",
            }
        )
        request = self._chat()
        self.assertEqual(request.lead_id, lead)
        self.assertEqual(request.result, "attached")
        self.assertEqual(lead.name, "Ours")
        self.assertEqual(lead.description, "<p>Ours</p>")
        self.assertTrue(lead.origin_channel_id)
        channel = lead.origin_channel_id
        self.assertEqual(self._chat().lead_id, lead)
        self.assertEqual(lead.origin_channel_id, channel, "the first chat stays")

    def test_forwarded_chat_is_recorded(self):
        """The lead goes to whoever takes the chat; who else it may be is shown."""
        lead = self.env["crm.lead"].create({"name": "Ours", "email_from": VISITOR})
        self.step_create_lead.sudo().step_type = "create_lead_and_forward"
        request = self._chat()
        self.assertEqual((request.channel, request.result), ("chat", "new"))
        self.assertEqual(request.unclear, "doubtful")
        self.assertEqual(request.related_lead_ids, lead)

    def test_failure_keeps_the_lead(self):
        with (
            patch.object(
                self.env.registry["crm.intake"], "_lookup", side_effect=ValueError("broken")
            ),
            mute_logger("odoo.addons.crm_lead_dedup.models.crm_intake"),
        ):
            request = self._chat()
        self.assertEqual(request.result, "failed")
        self.assertEqual(request.lead_id.email_from, VISITOR)
