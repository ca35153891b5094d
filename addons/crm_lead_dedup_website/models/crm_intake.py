# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup, escape

from odoo import api, models
from odoo.fields import Command
from odoo.http import request
from odoo.tools import html2plaintext, html_sanitize

# What the intake reads itself; all other fields of a form are for a new lead only.
READ_BY_INTAKE = frozenset(
    {"contact_name", "email_from", "phone", "partner_name", "website", "vat", "country_id",
     "partner_id", "company_id", "team_id", "user_id", "medium_id", "source_id", "campaign_id"}
)  # fmt: skip
MARKS = ("source_id", "medium_id", "campaign_id")


class CrmIntake(models.AbstractModel):
    _inherit = "crm.intake"

    @api.model
    def _prepare_website_request(self, values, custom, meta, visitor):
        """The plain request for :meth:`receive` from a form of Odoo's website. Hook.

        :param values: writable fields of ``crm.lead`` that the form filled in
        :param custom: its other fields, as lines of text
        :param meta: network address and browser, when the website records them
        :param visitor: ``website.visitor`` (sudo)
        """
        description = self._website_description(values.get("description"), custom, meta)
        marks = {**self._website_marks(), **{k: values[k] for k in MARKS if values.get(k)}}
        country = self.env["res.country"].sudo().browse(values.get("country_id"))
        subject = values.get("name") or ""
        return {
            "channel": "website",
            "company_id": values.get("company_id") or request.website.company_id.id,
            "team_id": values.get("team_id"),
            "user_id": values.get("user_id"),
            "subject": subject,
            "origin": request.httprequest.headers.get("Origin"),
            "values": {
                "name": values.get("contact_name"),
                "phone": values.get("phone"),
                "email": values.get("email_from"),
                "company": values.get("partner_name"),
                "tax_number": values.get("vat"),
                "website": values.get("website"),
                "country": country.code or visitor.country_id.code,
                "language": self.env.lang,
                "message": f"{subject}\n\n{html2plaintext(description)}".strip(),
                "page": request.httprequest.referrer,
                **self._mark_names(marks),
            },
            "lead_values": {
                **{name: value for name, value in values.items() if name not in READ_BY_INTAKE},
                "description": description,
            },
        }

    @api.model
    def _website_description(self, description, custom, meta):
        """The form's text with its other fields below, as HTML."""
        parts = [html_sanitize(description or "")]
        for text in filter(None, (custom, meta)):
            lines = Markup("<br/>").join(escape(line) for line in text.splitlines())
            parts.append(Markup("<p>%s</p>") % lines)
        return Markup("").join(parts)

    @api.model
    def _website_marks(self):
        """Where the visitor came from, by the cookies that core has set."""
        return self.env["crm.lead"].sudo().default_get(list(MARKS))

    @api.model
    def _mark_names(self, marks):
        """The names of the marks, as a form of any other site would send them."""
        return {
            f"utm_{kind}": self.env[f"utm.{kind}"].sudo().browse(marks.get(f"{kind}_id")).name
            for kind in ("source", "medium", "campaign")
        }

    @api.model
    def _link_visitor(self, filed, visitor):
        """Show the card on the visitor, and link a new lead of somebody who has logged in.

        Only when the form holds that user's own data: he may have typed somebody else's.
        """
        lead = filed.lead_id
        partner = visitor.partner_id
        if filed.lead_created and partner and not lead.partner_id:
            same_email = partner.email_normalized and (
                lead.email_normalized == partner.email_normalized
            )
            known = partner._phone_format(number=partner.phone) or partner.phone
            same_phone = (
                not (lead.phone and known)
                or (lead._phone_format(number=lead.phone) or lead.phone) == known
            )
            if same_email and same_phone:
                lead.with_context(crm_intake=True).partner_id = partner
        if not visitor.lead_ids and not partner:
            visitor.name = filed.contact_name
        visitor.lead_ids = [Command.link(lead.id)]
