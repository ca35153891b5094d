# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmLead2opportunityPartner(models.TransientModel):
    """Making client, counterparty and contact of a lead: what is there is taken, never doubled."""

    _inherit = "crm.lead2opportunity.partner"

    def _make_parties(self, lead):
        """All three in one go, linked, and written on the lead."""
        # Who presses twice is refused. A dialog of somebody else that names this lead as a possible
        # duplicate refers to it only, and is no reason.
        lead.lock_for_update(allow_referencing=True)
        # Whoever makes one of them of another lead at this moment goes first.
        self.env["crm.party.claim"].sudo()._claim(self._claimed_keys(lead))
        self._check_parties(lead)
        client = self._make_client(lead)
        counterparty = self._make_counterparty(lead, client)
        contact = self._make_contact(lead, client)
        if self.client_user_id and client.user_id != self.client_user_id:
            client.user_id = self.client_user_id
        lead.write(
            {
                "client_id": client.id,
                "counterparty_id": counterparty.id,
                "contact_id": contact.id,
            }
        )

    def _check_parties(self, lead):
        """Say what is missing or doubtful before anything is made."""
        problem = self.vat and self._checked_vat()["problem"]
        if problem:
            raise UserError(problem)
        if not self.client_id and not (self.client_name or "").strip():
            raise UserError(self.env._("Choose a client or name the new one."))
        twin = self._company_of_name(self.client_name)[:1]
        done = lead.client_id and lead.client_id.name == self.client_name
        known = self.client_id or done or self._client_of_vat()
        if known or self.is_another or not self.client_is_company or not twin:
            return
        raise UserError(
            self.env._(
                "There is a company named %(name)s already. Choose it as client, or tick that "
                "yours is another company of the same name.",
                name=twin.display_name,
            )
        )

    def _claimed_keys(self, lead):
        """By what somebody else would find those made here. Hook."""
        person = (self.contact_name or "").strip()
        known = {
            "vat": self.vat and self._bare_vat(),
            "client": self.client_id.id or (self.client_name or "").strip().casefold(),
            "payer": self.counterparty_id.id or (self.counterparty_name or "").strip().casefold(),
            "contact": self.contact_id.id,
            "email": person and lead.email_normalized,
            "phone": person and lead.phone_sanitized,
        }
        return [f"{what}:{value}" for what, value in known.items() if value]

    # Who -----------------------------------------------------------------------------------------

    def _make_client(self, lead):
        client = self.client_id
        if not client and lead.client_id.name == self.client_name:
            client = lead.client_id
        client = client or self._client_of_vat()
        if not client:
            values = self._client_values(lead)
            client = self.env["res.partner"].create(values)
        elif not client.is_client:
            client.is_client = True
        return client

    def _make_counterparty(self, lead, client):
        """The legal entity, linked as payer; the client itself when no other is named."""
        if self._is_own_payer():
            # What is on the card already is not replaced by what somebody types here.
            vals = {"is_counterparty": True} if self.vat and not client.is_counterparty else {}
            if self.vat and not client.vat:
                vals["vat"] = self._checked_vat()["value"]
                vals["country_id"] = client.country_id.id or self.country_id.id
            client.write(vals)
            return client._default_counterparty(self._party_company())[client]
        entity = self.counterparty_id or self._entity_of_vat()
        if not entity:
            entity = self.env["res.partner"].create(self._counterparty_values(lead))
        if entity != client:
            payers = client._parties(("counterparty", "any"), self._party_company())[client]
            has_default = any(payers.filtered(lambda link: link.role_id.code == "payer"))
            role = self._payer_role()
            self._join(client, entity, role, is_default=not has_default)
        return entity

    def _make_contact(self, lead, client):
        """The person, linked under its role; nobody when the client is the person."""
        contact = self.contact_id
        name = (self.contact_name or "").strip()
        if not contact and not name:
            return contact
        if not contact:
            contact = self._person_of(lead, client, name)
        if not contact:
            contact = self.env["res.partner"].create(self._contact_values(lead, client))
        if contact != client and self.contact_role_id:
            self._join(client, contact, self.contact_role_id)
        return contact

    def _person_of(self, lead, client, name):
        """Somebody of this name at the client, or with the lead's e-mail or phone."""
        same_name = Domain("name", "=", name) & Domain("is_company", "=", False)
        own = Domain("parent_id", "=", client.id)
        own |= Domain("client_link_ids.client_id", "=", client.id)
        for field_name in ("email_normalized", "phone_sanitized"):
            if lead[field_name]:
                own |= Domain(field_name, "=", lead[field_name])
        return self._search_partners(same_name & own)[:1]

    def _is_own_payer(self):
        return not self.counterparty_id and not (self.counterparty_name or "").strip()

    # Links ---------------------------------------------------------------------------------------

    def _payer_role(self):
        role_model = self.env["crm.party.role"]
        role = role_model.search([("code", "=", "payer")], limit=1)
        if not role:
            raise UserError(self.env._("There is no role with the code “payer” any more."))
        return role

    def _join(self, client, party, role, **values):
        """A link as of today, unless there is one."""
        link_model = self.env["crm.party.link"]
        here = (
            link_model._domain_on(company=self._party_company())
            & Domain("client_id", "=", client.id)
            & Domain("party_id", "=", party.id)
            & Domain("role_id", "=", role.id)
        )
        if not link_model.search_count(here, limit=1):
            link_model.create(
                {"client_id": client.id, "party_id": party.id, "role_id": role.id} | values
            )

    # Values --------------------------------------------------------------------------------------

    def _client_values(self, lead):
        """Values of a new client; its person has the e-mail and phone of the lead. Hook."""
        values = lead._prepare_customer_values(
            self.client_name.strip(), is_company=self.client_is_company
        )
        if self.contact_id or self.contact_name:
            values |= {"email": False, "phone": False, "function": False}
        values |= {"is_client": True, "user_id": self.client_user_id.id, "company_name": False}
        return values

    def _counterparty_values(self, lead):
        """Values of a new legal entity. Hook."""
        return {
            "name": self.counterparty_name.strip(),
            "is_company": True,
            "is_counterparty": True,
            "vat": self.vat and self._checked_vat()["value"],
            "country_id": self.country_id.id,
            "company_id": self.client_id.company_id.id,
        }

    def _contact_values(self, lead, client):
        """Values of a new contact: of the client's company, else by itself. Hook."""
        parent = client.id if client.is_company else False
        values = lead._prepare_customer_values(self.contact_name.strip(), parent_id=parent)
        return values | {"is_contact": True, "user_id": self.client_user_id.id}
