# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import html2plaintext

# Given to the intake by name; all else that core prepares is for a new lead only.
PLACE = frozenset({"team_id", "user_id", "source_id"})


class ChatbotScriptStep(models.Model):
    _inherit = "chatbot.script.step"

    def _process_step_create_lead(self, discuss_channel):
        """The words of an anonymous visitor go through the intake: onto the known card.

        Not when the chat is handed on to a salesperson: core gives that person the lead, and a
        known card is not given away. Such leads, and those of users, are recorded when made.
        """
        if self.step_type != "create_lead" or not self.env.user._is_public():
            return super()._process_step_create_lead(discuss_channel)
        request = self.env["crm.intake"].receive([self._prepare_chat_request(discuss_channel)])
        lead = request.lead_id
        if not lead:
            # Kept as a failed request; the lead is made as core makes it. Core reads what the
            # visitor may not read from the cache, which a failure has emptied.
            plain = self.sudo().with_context(crm_intake=True)
            lead = super(ChatbotScriptStep, plain)._process_step_create_lead(discuss_channel.sudo())
            request.write({"lead_id": lead.id, "lead_created": True})
            return lead
        if not lead.origin_channel_id:
            lead.origin_channel_id = discuss_channel.id
        return lead

    def _prepare_chat_request(self, discuss_channel):
        """The plain request for the intake from what the visitor told the chatbot. Hook."""
        told = self._chatbot_prepare_customer_values(
            discuss_channel, create_partner=False, update_partner=True
        )
        prepared = self._chatbot_crm_prepare_lead_values(discuss_channel, told["description"])
        team = self.env["crm.team"].sudo().browse(prepared.get("team_id"))
        source = self.env["utm.source"].sudo().browse(prepared.get("source_id"))
        return {
            "channel": "chat",
            "company_id": (team.company_id or self.env.company).id,
            "team_id": team.id,
            "values": {
                "email": told["email"],
                "phone": told["phone"],
                "country": discuss_channel.sudo().country_id.code,
                "message": html2plaintext(prepared["description"]),
                "utm_source": source.name,
            },
            "lead_values": {name: v for name, v in prepared.items() if name not in PLACE},
        }
