# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from markupsafe import Markup, escape

from odoo import api, models
from odoo.tools import email_split

from ..tools import quality


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
        self._replace_placeholders(items, created, records)
        self._follow(records)
        self._fill_blanks([item for item in items if not item.lead_created])
        leads = self.env["crm.lead"].browse([item.lead_id for item in items])
        for item, lead in zip(items, leads, strict=True):
            item.partner_id = item.partner_id or lead.partner_id.id
            item.user_id = self._person_in_charge(lead, item).id

    @api.model
    def _replace_placeholders(self, items, created, records):
        """Put the ids of the new leads where decisions of the batch speak of them."""
        real = {item.lead_id: lead.id for item, lead in zip(created, records, strict=True)}
        for item in items:
            item.lead_id = real.get(item.lead_id, item.lead_id)
            related = tuple(
                (model, real.get(card_id, card_id) if model == "lead" else card_id)
                for model, card_id in item.decision.related
            )
            previous = item.decision.previous_lead_id
            item.decision = replace(
                item.decision, related=related, previous_lead_id=real.get(previous, previous)
            )

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
        """Who gets a new lead: the customer's salesperson, the team's leader, the source's.

        Where Odoo's rules assign leads, the last two are only told: the lead waits for the rules.
        """
        people = [self.env["res.users"].browse(item.request.get("user_id")), partner.user_id]
        if not self.env["crm.lead"]._is_rule_based_assignment_activated():
            people += [team.user_id, source.user_id]
        for user in people:
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
        return user.active and not user.share and item.company_id in user.company_ids.ids

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
            lists=self.env["crm.address.list"]._lists(),
        )

    @api.model
    def _follow(self, leads):
        """The person in charge follows a new lead, as core does, one batch a person."""
        for user, of_user in leads.grouped("user_id").items():
            if user:
                self.env["mail.followers"]._insert_followers(
                    "crm.lead",
                    of_user.ids,
                    user.partner_id.ids,
                    customer_ids=[],
                    check_existing=False,
                )

    @api.model
    def _fill_blanks(self, items):
        """Fill what an open lead does not know yet; never what somebody wrote.

        What was filled is remembered on the item, so that a wrong request can be taken back.

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
                item.filled = {name: lead[name] for name in vals}
