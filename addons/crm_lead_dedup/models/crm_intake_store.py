# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import email_normalize

RESULT_OF_ACTION = {
    "attach": "attached",
    "new_linked": "customer",
    "new_after_lost": "returned",
    "new": "new",
}
# The request's own words that live under the same name on crm.request.
SAME_NAMES = (
    "tax_number", "website", "message", "product_interest", "page", "referrer", "utm_source",
    "utm_medium", "utm_campaign", "utm_term", "utm_content", "keyword", "click_ids", "language",
)  # fmt: skip


class CrmIntake(models.AbstractModel):
    _inherit = "crm.intake"

    @api.model
    def _store_requests(self, items):
        fields_of = self.env["crm.request"]._fields
        records = self.env["crm.request"].create(
            [
                # An empty value that would be empty anyway only costs its way through the ORM.
                {
                    name: value
                    for name, value in self._prepare_request_values(item).items()
                    if value is not False or fields_of[name].default or fields_of[name].compute
                }
                for item in items
            ]
        )
        for item, record in zip(items, records, strict=True):
            item.request_id = record.id
        files = [
            {"name": name, "raw": content, "res_model": "crm.request", "res_id": item.request_id}
            for item in items
            for name, content in item.request.get("files") or []
        ]
        if files:
            # Strangers' files are kept as they came: nothing renders them as a page of ours,
            # and nothing unpacks their images.
            careful = {"attachments_mime_plainxml": True, "image_no_postprocess": True}
            self.env["ir.attachment"].with_context(**careful).create(files)

    @api.model
    def _prepare_request_values(self, item):
        """Values of the ``crm.request`` row. Hook: extend to keep more."""
        request = item.request
        received_at = request.get("received_at") or fields.Datetime.now()
        return {
            "channel": request.get("channel") or "api",
            "received_at": received_at,
            "hour": self._hour(item.company_id, received_at),
            "source_id": request.get("source_id") or False,
            "company_id": item.company_id,
            "team_id": item.team_id or False,
            "error": item.error or False,
            "origin": request.get("origin") or False,
            "raw_payload": request.get("raw") or False,
            "idempotency_key": self._repeat_key(item) or False,
            **self._outcome(item),
            **self._consent(item, received_at),
            **self._own_words(item),
        }

    @api.model
    def _outcome(self, item):
        """What became of the request: the card, who was told, why, and what to look at."""
        values = {
            "lead_id": item.lead_id or False,
            "lead_created": bool(item.lead_id) and item.lead_created,
            "partner_id": item.partner_id or False,
            "user_id": item.user_id or False,
            "result": self._result(item),
            "unclear": self._unclear(item),
            "filled_values": item.filled or False,
        }
        decision = item.decision
        if decision:
            related = decision.related
            values.update(
                matched_by=", ".join(decision.matched_by),
                previous_lead_id=decision.previous_lead_id,
                related_lead_ids=[card for model, card in related if model == "lead"],
                related_partner_ids=[card for model, card in related if model == "partner"],
            )
        return values

    @api.model
    def _consent(self, item, received_at):
        """The text agreed to and when; the source's text when the sender names none."""
        if not item.values.consent:
            return {}
        source = self.env["crm.intake.source"].browse(item.request.get("source_id"))
        text = item.values.consent_text or source.consent_text
        return {"consent": True, "consent_text": text, "consent_at": received_at}

    @api.model
    def _own_words(self, item):
        """What the sender said of himself, as it is shown; never written to a customer."""
        values = {name: getattr(item.values, name) or False for name in SAME_NAMES}
        readable = [phone for phone in item.phones if phone.valid]
        values.update(
            contact_name=item.values.name or False,
            company_name=item.values.company or False,
            country_id=self._country_id(item),
            phone=readable[0].display if readable else item.values.phone or False,
            phone_readable=bool(readable),
            extension=item.values.extension or (readable[0].extension if readable else False),
            email=next(iter(item.emails.values()), item.values.email) or False,
        )
        return values

    @api.model
    def _result(self, item):
        if item.error:
            return "failed"
        return RESULT_OF_ACTION[item.decision.action] if item.decision else "dropped"

    @api.model
    def _unclear(self, item):
        """Why somebody should look at the request, or False."""
        if item.error:
            return "failed"
        if not item.decision:
            return item.request.get("dropped")
        if item.decision.doubtful:
            return "doubtful"
        return "phone" if item.unreadable_phone else False

    @api.model
    def _hour(self, company_id, moment):
        record = self.with_context(tz=self._company_zone(company_id))
        return f"{fields.Datetime.context_timestamp(record, moment).hour:02d}"

    @api.model
    def _company_zone(self, company_id):
        company = self.env["res.company"].browse(company_id)
        # Odoo shows a time zone on the working schedule; the contact's has no place in its form.
        return company.partner_id.tz or company.resource_calendar_id.tz or "UTC"

    @api.model
    def _store_identifiers(self, items):
        """Keep every phone, e-mail and number that the card did not know as a row of its own."""
        items = [item for item in items if not item.decision.conflict]
        leads = self.env["crm.lead"].browse({item.lead_id for item in items})
        known = set()
        for row in leads.identifier_ids:
            known.add((row.lead_id.id, row.kind, row.key or row.value))
        for lead in leads.filtered("partner_id"):
            for row in lead.partner_id.identifier_ids:
                known.add((lead.id, row.kind, row.key or row.value))
        values = []
        for item in items:
            for row in self._identifier_rows(item):
                fact = (item.lead_id, row["kind"], row["key"] or row["value"])
                if fact not in known:
                    known.add(fact)
                    made_by = {"lead_id": item.lead_id, "request_id": item.request_id}
                    values.append({**row, "origin": "request", **made_by})
        if values:
            self.env["crm.identifier"].create(values)

    @api.model
    def _identifier_rows(self, item):
        Identifier = self.env["crm.identifier"]
        rows = [Identifier._phone_values(phone) for phone in item.phones]
        rows += [
            {"kind": "email", "value": email_normalize(email) or email, "key": key}
            for key, email in item.emails.items()
        ]
        if item.tax_number:
            text = item.values.tax_number
            rows.append({"kind": "tax_number", "value": text, "key": item.tax_number})
        return rows
