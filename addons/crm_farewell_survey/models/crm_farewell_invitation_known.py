# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import html2plaintext

KNOWN = (
    "person_name", "email", "phone", "lang", "event", "lead_name", "state", "channel",
    "event_at", "sent_at", "delivered_at", "opened_at", "answered_at", "score", "nps",
    "stated_reason_id", "may_quote", "wants_talk", "callback_date", "offer_code",
)  # fmt: skip


class CrmFarewellInvitation(models.Model):
    """What is known of a person's feedback, for the person himself."""

    _inherit = "crm.farewell.invitation"

    def _known(self):
        """Return plain values of each: the letter, the answers, and what was written of them.

        Hook: extend for what your add-on keeps.
        """
        return [
            {name: one._known_value(name) for name in KNOWN}
            | {
                "answers": one._known_answers(),
                "letters": [one._known_text(message) for message in one.message_ids.sorted("id")],
                "notes": [one._known_text(message) for message in one.note_ids.sorted("id")],
            }
            for one in self
        ]

    def _known_value(self, name):
        field, value = self._fields[name], self[name]
        if field.type == "many2one":
            return value.display_name or None
        if name in ("score", "nps") and not self[f"has_{name}"]:
            return None
        return value if value or field.type in ("boolean", "integer", "float") else None

    def _known_answers(self):
        """Return the answers, also of a questionnaire that was only begun."""
        answers = self.env["survey.user_input"].search([("farewell_invitation_id", "=", self.id)])
        return [
            {"question": line.question_id.title, "answer": line.display_name}
            for line in (answers | self.user_input_id).user_input_line_ids
            if not line.skipped
        ]

    def _known_text(self, message):
        return {
            "at": message.date,
            "subject": message.subject or None,
            "text": html2plaintext(message.body or ""),
        }
