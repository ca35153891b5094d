# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.tools import email_normalize, email_split

from ..tools import quality

RESULT_OF_ACTION = {
    "attach": "attached",
    "new_linked": "customer",
    "new_after_lost": "returned",
    "new": "new",
}
# The request's own words that live under the same name on crm.request.
SAME_NAMES = (
    "message", "product_interest", "page", "referrer", "utm_source", "utm_medium",
    "utm_campaign", "utm_term", "utm_content", "keyword", "click_ids", "language",
)  # fmt: skip


def _first_email(item):
    """The request's own address as it was written, as core keeps it; else any other of it."""
    typed = email_split(item.values.email) if item.values.email else []
    return typed[0] if typed else next(iter(item.emails.values()), "")


# What may fill a blank of an open lead: its field, and where the value stands.
BLANKS = {
    "contact_name": lambda item: item.values.name,
    "partner_name": lambda item: item.values.company,
    "phone": lambda item: item.phones[0].display if item.phones else item.values.phone,
    "email_from": _first_email,
    "vat": lambda item: item.values.tax_number,
    "website": lambda item: item.values.website,
}


class CrmIntake(models.AbstractModel):
    _inherit = "crm.intake"

    # ------------------------------------------------------------------
    # Leads
    # ------------------------------------------------------------------

    @api.model
    def _store_leads(self, items):
        """Create the new leads in one batch and fill blanks of the old ones."""
        created = [item for item in items if item.lead_created]
        Lead = self.env["crm.lead"].with_context(
            # The request's note and its activity tell the person; core would tell again.
            tracking_disable=True,
            mail_create_nosubscribe=True,
            mail_create_nolog=True,
            mail_auto_subscribe_no_notify=True,
            crm_intake=True,
            default_user_id=False,
        )
        records = Lead.create([self._prepare_lead_values(item) for item in created])
        real = {
            item.lead_id: lead.id for item, lead in zip(created, records, strict=True)
        }
        for item in items:
            item.lead_id = real.get(item.lead_id, item.lead_id)
        self._follow(records)
        self._fill_blanks([item for item in items if not item.lead_created])
        leads = self.env["crm.lead"].browse([item.lead_id for item in items])
        for item, lead in zip(items, leads, strict=True):
            item.partner_id = item.partner_id or lead.partner_id.id
            item.user_id = self._person_in_charge(lead, item).id

    @api.model
    def _prepare_lead_values(self, item):
        """Values of a new lead. Hook: extend to fill fields of your own.

        A lead linked to a customer gets none of the request's own contact data: core would
        write them back to the customer.
        """
        source = self.env["crm.intake.source"].browse(item.request.get("source_id"))
        team = self.env["crm.team"].browse(item.team_id)
        partner = self.env["res.partner"].browse(item.partner_id)
        values = {
            "name": self._lead_name(item),
            "company_id": item.company_id,
            "team_id": team.id,
            "user_id": self._person_for_new(item, partner, team, source).id,
            "type": "lead" if team.use_leads else "opportunity",
            "description": self._lead_description(item),
            "referred": item.values.referrer or False,
            "lead_quality": "interest" if self._is_interest(item) else "lead",
            **self._marketing(item, source),
        }
        if partner:
            values["partner_id"] = partner.id
        else:
            values.update({name: value(item) or False for name, value in BLANKS.items()})
            values["country_id"] = self._country_id(item)
            values["lang_id"] = self._language_id(item)
            company = self.env["res.partner"].browse(item.decision.company_partner_id)
            if company and not values["partner_name"]:
                values["partner_name"] = company.name
        values.update(item.request.get("lead_values") or {})
        return values

    @api.model
    def _lead_name(self, item):
        what = item.values.product_interest or item.request.get("subject")
        who = item.values.name or item.values.company or item.values.phone or item.values.email
        if what:
            return f"{what} – {who}" if who else what
        return self.env._("Request from %(who)s", who=who)

    @api.model
    def _lead_description(self, item):
        """The message and where it was written, as HTML; everything escaped."""
        parts = [escape(line) for line in item.values.message.splitlines()]
        body = Markup("<br/>").join(parts)
        if item.values.page:
            body += Markup("<p>%s</p>") % self.env._("Page: %(page)s", page=item.values.page)
        if item.values.keyword or item.values.utm_term:
            keyword = item.values.keyword or item.values.utm_term
            body += Markup("<p>%s</p>") % self.env._("Keyword: %(word)s", word=keyword)
        return body or False

    @api.model
    def _person_for_new(self, item, partner, team, source):
        """Who gets a new lead: the customer's salesperson, the team's leader, the source's."""
        wanted = self.env["res.users"].browse(item.request.get("user_id"))
        for user in (wanted, partner.user_id, team.user_id, source.user_id):
            if self._can_be_told(user, item):
                return user
        return self.env["res.users"]

    @api.model
    def _person_in_charge(self, lead, item):
        """Who is told: the lead's person; inactive or missing, the team's leader. Hook."""
        source = self.env["crm.intake.source"].browse(item.request.get("source_id"))
        for user in (lead.user_id, lead.team_id.user_id, source.user_id):
            if self._can_be_told(user, item):
                return user
        return self.env["res.users"]

    @api.model
    def _can_be_told(self, user, item):
        return (
            user.active and not user.share and item.company_id in user.company_ids.ids
        )

    @api.model
    def _is_interest(self, item):
        phone = item.phones[0] if item.phones else None
        return quality.is_interest(
            phone=phone,
            extension=item.values.extension,
            name=item.values.name,
            company=item.values.company,
            email=item.values.email,
            channel=item.request.get("channel", ""),
            phone_is_company_card=item.phone_is_company_card,
        )

    @api.model
    def _country_id(self, item):
        """The country named, else the one the phone tells; False when neither does."""
        named = self._country_named(item.values.country)[1]
        region = item.phones[0].region if item.phones else None
        return named or self._country_named(region or "")[1] or False

    @api.model
    def _language_id(self, item):
        """An installed language for what the sender named: exact, else the same language."""
        wanted = item.values.language.replace("-", "_").casefold()
        if not wanted:
            return False
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        found = [code for code in codes if code.casefold() == wanted] or [
            code for code in codes if code.casefold().split("_")[0] == wanted.split("_")[0]
        ]
        return self.env["res.lang"]._get_data(code=found[0]).id if found else False

    @api.model
    def _marketing(self, item, source):
        """Source, medium and campaign: from the request, else the source's defaults."""
        values = {}
        for field, given in (
            ("source_id", item.values.utm_source),
            ("medium_id", item.values.utm_medium),
            ("campaign_id", item.values.utm_campaign),
        ):
            if given:
                model = self.env["crm.lead"]._fields[field].comodel_name
                values[field] = self.env["utm.mixin"]._find_or_create_record(model, given).id
            else:
                values[field] = source[field].id
        return values

    @api.model
    def _follow(self, leads):
        """The person in charge follows a new lead, as core does, one batch a person."""
        for user, of_user in leads.grouped("user_id").items():
            if user:
                self.env["mail.followers"]._insert_followers(
                    "crm.lead", of_user.ids, user.partner_id.ids, customer_ids=[],
                    check_existing=False,
                )

    @api.model
    def _fill_blanks(self, items):
        """Fill what an open lead does not know yet; never what somebody wrote.

        A lead that has a customer is left alone: core writes its phone and e-mail back. So is
        one whose request names somebody else's identifier too.
        """
        leads = self.env["crm.lead"].browse([item.lead_id for item in items])
        for item, lead in zip(items, leads, strict=True):
            if lead.partner_id or item.decision.conflict:
                continue
            vals = {
                name: value(item)
                for name, value in BLANKS.items()
                if not lead[name] and value(item)
            }
            if vals:
                lead.with_context(tracking_disable=True, crm_intake=True).write(vals)

    # ------------------------------------------------------------------
    # Requests and identifiers
    # ------------------------------------------------------------------

    @api.model
    def _store_requests(self, items):
        records = self.env["crm.request"].create(
            [self._prepare_request_values(item) for item in items]
        )
        for item, record in zip(items, records, strict=True):
            item.request_id = record.id
        files = [
            {"name": name, "raw": content, "res_model": "crm.request", "res_id": item.request_id}
            for item in items
            for name, content in item.request.get("files") or []
        ]
        if files:
            self.env["ir.attachment"].create(files)

    @api.model
    def _prepare_request_values(self, item):
        """Values of the ``crm.request`` row. Hook: extend to keep more."""
        request, decision = item.request, item.decision
        received_at = request.get("received_at") or fields.Datetime.now()
        source = self.env["crm.intake.source"].browse(request.get("source_id"))
        related = decision.related if decision else ()
        values = {
            "channel": request.get("channel") or "api",
            "received_at": received_at,
            "hour": self._hour(item.company_id, received_at),
            "source_id": source.id,
            "company_id": item.company_id,
            "team_id": item.team_id or False,
            "lead_id": item.lead_id or False,
            "lead_created": bool(item.lead_id) and item.lead_created,
            "partner_id": item.partner_id or False,
            "user_id": item.user_id or False,
            "result": self._result(item),
            "unclear": self._unclear(item),
            "matched_by": ", ".join(decision.matched_by) if decision else False,
            "previous_lead_id": decision.previous_lead_id if decision else False,
            "related_lead_ids": [card_id for model, card_id in related if model == "lead"],
            "related_partner_ids": [card_id for model, card_id in related if model == "partner"],
            "error": item.error or False,
            "origin": request.get("origin") or False,
            "raw_payload": request.get("raw") or False,
            "idempotency_key": self._repeat_key(item) or False,
            "consent": item.values.consent,
            "consent_text": item.values.consent
            and (item.values.consent_text or source.consent_text),
            "consent_at": item.values.consent and received_at,
            "contact_name": item.values.name or False,
            "company_name": item.values.company or False,
            "tax_number": item.values.tax_number or False,
            "website": item.values.website or False,
            "country_id": self._country_id(item),
            **self._phone_and_email(item),
        }
        values.update({name: getattr(item.values, name) or False for name in SAME_NAMES})
        return values

    @api.model
    def _phone_and_email(self, item):
        readable = [phone for phone in item.phones if phone.valid]
        return {
            "phone": readable[0].display if readable else item.values.phone or False,
            "phone_readable": bool(readable),
            "extension": item.values.extension or (readable[0].extension if readable else False),
            "email": next(iter(item.emails.values()), item.values.email) or False,
        }

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
        zone = self.env["res.company"].browse(company_id).partner_id.tz or "UTC"
        record = self.with_context(tz=zone)
        return f"{fields.Datetime.context_timestamp(record, moment).hour:02d}"

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
                    values.append(
                        {**row, "origin": "request", "lead_id": item.lead_id,
                         "request_id": item.request_id}
                    )
        if values:
            self.env["crm.identifier"].create(values)

    @api.model
    def _identifier_rows(self, item):
        rows = [
            {"kind": "phone", "value": phone.display, "key": phone.e164 or False,
             "tail": phone.tail or False, "extension": phone.extension or False,
             "phone_kind": phone.kind}
            for phone in item.phones
        ]
        rows += [
            {"kind": "email", "value": email_normalize(email) or email, "key": key}
            for key, email in item.emails.items()
        ]
        if item.tax_number:
            rows.append({"kind": "tax_number", "value": item.values.tax_number,
                         "key": item.tax_number})
        return rows
