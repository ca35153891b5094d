# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup, escape

from odoo import api, models
from odoo.fields import Domain

REQUEST_VALUES = (
    "contact_name", "phone", "extension", "email", "company_name", "tax_number", "website",
    "country_id", "message", "product_interest", "page", "referrer", "utm_source",
    "utm_medium", "utm_campaign", "utm_term", "utm_content", "keyword", "click_ids",
    "language", "origin", "raw_payload", "idempotency_key", "filled_values", "error",
)  # fmt: skip
LEAD_VALUES = (
    "contact_name", "partner_name", "email_from", "email_cc", "phone", "vat", "website",
    "function", "street", "street2", "zip", "city", "state_id", "country_id", "lang_id",
    "description", "referred",
)  # fmt: skip
MESSAGE_VALUES = ("subject", "email_from", "reply_to", "incoming_email_to", "incoming_email_cc")
# Enough to find a request in a note that was written about it.
TELLING = ("reference", "contact_name", "phone", "email", "company_name", "message")


class CrmPersonEraser(models.AbstractModel):
    """Erases what is known of a person; what remains says only that something came, and when.

    Runs as superuser; :class:`CrmPersonData` checks who may ask for it.
    """

    _name = "crm.person.eraser"
    _description = "Erasure of a Person's Data"

    @api.model
    def _erase_requests(self, requests):
        """Empty requests, their files and mails, what was learnt from them, the notes on them."""
        self._erase_claims(requests)
        self._empty_messages(self._mails_of(requests))
        self._erase_notes(requests)
        self.env["crm.identifier"].search(
            [("request_id", "in", requests.ids), ("origin", "=", "request")]
        ).unlink()
        self.env["ir.attachment"].search(
            [("res_model", "=", "crm.request"), ("res_id", "in", requests.ids)]
        ).unlink()
        requests.write(
            {
                **dict.fromkeys(REQUEST_VALUES, False),
                "related_lead_ids": False,
                "related_partner_ids": False,
            }
        )

    @api.model
    def _erase_claims(self, requests):
        """Forget the identities under which workers met; they stay for two days otherwise."""
        intake = self.env["crm.intake"]
        keys = {claim for request in requests for claim in intake._item_of(request).claims()}
        keys |= {f"idempotency:{key}" for key in requests.mapped("idempotency_key") if key}
        learnt = self.env["crm.identifier"].search([("request_id", "in", requests.ids)])
        for row in learnt:
            kind, key = ("phone_tail", row.tail) if row.kind == "phone" else (row.kind, row.key)
            keys.add(f"{row.request_id.company_id.id}:{kind}:{key}")
        self.env["crm.intake.claim"].search([("key", "in", list(keys))]).unlink()

    @api.model
    def _mails_of(self, requests):
        """The mails on the cards as which the requests came; the gateway's key names them."""
        keys = requests.filtered(lambda row: row.channel == "email").mapped("idempotency_key")
        sent = [key.partition(":")[2].rpartition(" ")[0] for key in keys if key]
        return self.env["mail.message"].search(
            Domain("message_id", "in", sent)
            & Domain("model", "=", "crm.lead")
            & Domain("message_type", "=", "email")
        )

    @api.model
    def _empty_messages(self, messages):
        """Empty messages, their files, and the letters about them that wait to be sent."""
        self.env["mail.mail"].search([("mail_message_id", "in", messages.ids)]).unlink()
        messages = messages.exists()
        messages.attachment_ids.unlink()
        messages.write({"body": self._erased_body(), **dict.fromkeys(MESSAGE_VALUES, False)})

    @api.model
    def _erase_notes(self, requests):
        """Empty our own notes and activities that repeat what the requests said."""
        leads = requests.lead_id | requests.related_lead_ids
        on_leads = Domain("model", "=", "crm.lead") & Domain("res_id", "in", leads.ids)
        notes = self.env["mail.message"].search(
            on_leads & Domain("message_type", "=", "notification")
        )
        activities = self.env["crm.intake"]._open_activities(leads.ids)
        words = {
            str(escape(line))
            for request in requests
            for name in TELLING
            for line in (request[name] or "").splitlines()
            if line.strip()
        }
        telling = notes.filtered(lambda note: any(word in (note.body or "") for word in words))
        self.env["mail.mail"].search([("mail_message_id", "in", telling.ids)]).unlink()
        telling.exists().write({"body": self._erased_body(), "subject": False})
        for activity in activities:
            if any(word in (activity.note or "") for word in words):
                activity.note = False

    @api.model
    def _erase_leads(self, leads):
        """Make leads without a customer anonymous: the figures stay, the person goes."""
        present = [name for name in LEAD_VALUES if name in leads._fields]
        leads = leads.with_context(tracking_disable=True, crm_intake=True)
        for lead in leads:
            lead.write(
                {
                    **dict.fromkeys(present, False),
                    "name": self.env._("Erased lead %(number)s", number=lead.id),
                }
            )
        leads.identifier_ids.unlink()
        of_leads = [("model", "=", "crm.lead"), ("res_id", "in", leads.ids)]
        messages = self.env["mail.message"].search(of_leads)
        messages.tracking_value_ids.unlink()
        self._empty_messages(messages)
        self.env["ir.attachment"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "in", leads.ids)]
        ).unlink()
        activities = self.env["mail.activity"].with_context(active_test=False)
        for activity in activities.search([("res_model", "=", "crm.lead"), *of_leads[1:]]):
            lead = leads.browse(activity.res_id)
            # The activity keeps the name of its lead.
            activity.write(
                {"note": False, "summary": False, "feedback": False, "res_name": lead.display_name}
            )

    @api.model
    def _erased_body(self):
        return Markup("<p>%s</p>") % self.env._("Erased on request of the person.")
