# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain


class CrmLead2opportunityPartner(models.TransientModel):
    """Who of a lead is known already: by tax number, e-mail, phone, and a company's name."""

    _inherit = "crm.lead2opportunity.partner"

    def _matches(self):
        """``{partner: [why]}``, the surest first; two queries at most.

        Hook: a module that recognises people better extends this.
        """
        lead = self.lead_id
        known = [
            (self.env._("same tax number"), self._entity_of_vat()),
            (self.env._("same e-mail"), self._found("email_normalized", lead.email_normalized)),
            (self.env._("same phone"), self._found("phone_sanitized", lead.phone_sanitized)),
            (self.env._("same name"), self._company_of_name(lead.partner_name)),
        ]
        matches = {}
        for reason, partners in known:
            for partner in partners:
                matches.setdefault(partner, []).append(reason)
        return matches

    def _propose_parties(self):
        """``{"client", "contact"}``: who the lead is about, from what is known of it."""
        lead = self.lead_id
        nobody = self.env["res.partner"]
        matches = nobody.union(*self._matches())
        person = lead.partner_id if not lead.partner_id.is_company else nobody
        person = person or matches.filtered(lambda partner: not partner.is_company)[:1]
        if lead.client_id and lead.client_id != person:
            return {"client": lead.client_id, "contact": person}
        company = matches.filtered("is_company")[:1]
        source = company or person
        client = source._client_of(self._party_company())[source] if source else nobody
        if client == person and lead.partner_name and not person.is_client:
            # A person of a company that is not there yet.
            client = nobody
        return {"client": client, "contact": person if person != client else nobody}

    def _entity_of_vat(self):
        """Whose tax number it is, however it is spelled."""
        if not self.vat:
            return self.env["res.partner"]
        value, bare = self._checked_vat()["value"], self._bare_vat()
        spelled = {self.vat, value, bare, (self.country_id.code or "") + bare}
        return self._found("vat", spelled).commercial_partner_id[:1]

    def _bare_vat(self):
        """The tax number without what is between its signs and without its country."""
        value = "".join(sign for sign in self._checked_vat()["value"].upper() if sign.isalnum())
        return value.removeprefix(self.country_id.code or "")

    def _client_of_vat(self):
        """Whose tax number it is; a legal entity of its own brings its client of that name."""
        entity = self._entity_of_vat()
        if self._is_own_payer() or not entity:
            return entity
        client = entity._client_of(self._party_company())[entity]
        same_name = (client.name or "").casefold() == (self.client_name or "").strip().casefold()
        return client if same_name else client.browse()

    def _company_of_name(self, name):
        if not (name or "").strip():
            return self.env["res.partner"]
        companies = Domain("is_company", "=", True)
        escaped = name.strip().replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        return self._search_partners(companies & Domain("name", "=ilike", escaped))

    def _found(self, field_name, value):
        if not value:
            return self.env["res.partner"]
        values = value if isinstance(value, set) else [value]
        return self._search_partners(Domain(field_name, "in", values))

    def _search_partners(self, domain):
        """A few partners of the lead's company or of all."""
        companies = Domain("company_id", "in", [False, self._party_company().id])
        return self.env["res.partner"].search(domain & companies, limit=5, order="id")
