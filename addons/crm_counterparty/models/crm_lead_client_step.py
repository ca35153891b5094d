# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .crm_lead_client import PARTIES
from .crm_lead_client_settle import PARTNERS


class CrmLead(models.Model):
    """Client, contact and counterparty in step with core's partner, whichever is written."""

    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        """Client or contact may be said alone: core's partner and the rest follow."""
        vals_list = [dict(vals) for vals in vals_list]
        said = self._said_parties(vals_list)
        self._mark_clients(said)
        wishes = [(self.browse(), self._wish(vals)) for vals in said]
        derived = set()
        for vals, parties in zip(said, self._settle_parties(wishes), strict=True):
            if not vals.get("partner_id"):
                derived.add(parties["partner_id"].id)
            vals |= {name: parties[name].id for name in PARTNERS}
        leads = super(CrmLead, self._with_derived(derived)).create(vals_list)
        return leads.with_env(self.env)

    def write(self, vals):
        """Client or contact may be written alone: core's partner and the rest follow."""
        if not self._says_parties(vals):
            return super().write(vals)
        self._mark_clients([vals])
        wish = self._wish(vals)
        groups = {}
        settled = self._settle_parties([(lead, wish) for lead in self])
        for lead, parties in zip(self, settled, strict=True):
            # What is written anyway or stays as it is does not tell leads apart.
            changed = {
                name: parties[name].id
                for name in PARTNERS
                if parties[name] != lead[name]
                or vals.get(name, parties[name].id) != parties[name].id
            }
            contact_data = parties.keys() - set(PARTNERS) - vals.keys()
            changed |= {name: parties[name] for name in sorted(contact_data)}
            key = tuple(changed.items())
            groups[key] = groups.get(key, self.browse()) | lead
        for key, leads in groups.items():
            parties = dict(key)
            # A partner that only follows keeps its e-mail and phone.
            follows = "partner_id" in parties and "partner_id" not in vals
            leads = leads._with_derived({parties["partner_id"]} if follows else ())  # noqa: PLW2901
            super(CrmLead, leads).write(dict(vals) | parties)
        return True

    def _says_parties(self, vals):
        """Somebody says client or contact, or more than core's partner alone."""
        names = vals.keys() & set(PARTIES)
        return bool(names - {"counterparty_id"} or (names and "partner_id" in vals))

    def _said_parties(self, vals_list):
        """Of the values for new leads those that say a client, a contact or a counterparty.

        An empty one beside a partner says nothing: forms send what nobody filled in.
        """
        client = self.env.context.get("default_client_id")
        for vals in vals_list:
            if client:
                vals.setdefault("client_id", client)
            if vals.get("partner_id") and not any(vals.get(name) for name in PARTIES):
                for name in PARTIES:
                    vals.pop(name, None)
        return [vals for vals in vals_list if any(vals.get(name) for name in PARTIES)]

    def _wish(self, vals):
        partner = self.env["res.partner"]
        wish = {name: partner.browse(vals[name] or []) for name in PARTNERS if name in vals}
        if vals.get("email_from") or vals.get("phone"):
            wish["has_own"] = True
        if vals.get("company_id"):
            wish["company_id"] = self.env["res.company"].browse(vals["company_id"])
        return wish

    def _mark_clients(self, vals_list):
        """Who is chosen as client is one, also where nobody said so before.

        What only follows from core's partner marks nothing, unless he was said to be something
        else: then the deal would be in no figure of clients.
        """
        partner_model = self.env["res.partner"]
        chosen = partner_model
        for vals in vals_list:
            client = partner_model.browse(vals.get("client_id") or [])
            person = partner_model.browse(vals.get("partner_id") or [])
            if not client or client.is_client:
                continue
            said = vals.get("client_is_said") or not person or client._kinds()
            if said or person._client_of()[person] != client:
                chosen |= client
        # Choosing a client of a deal is no right to edit his card.
        chosen.sudo().is_client = True

    # E-mail and phone --------------------------------------------------------------------------

    def _is_to_client(self):
        """Whether a company was chosen as client and nobody there as contact.

        The lead's e-mail and phone are of somebody there then: neither does the company's
        replace them, nor do they go onto the company's card. Core's form sends both with each
        save as long as core says that they differ.
        """
        client = self.client_id
        return (
            client == self.partner_id
            and client.is_company
            and (client.is_client or self.client_is_said)
        )

    def _get_partner_email_update(self, force_void=True):
        if self.email_from and self._is_to_client():
            return False
        return super()._get_partner_email_update(force_void)

    def _get_partner_phone_update(self, force_void=True):
        if self.phone and self._is_to_client():
            return False
        return super()._get_partner_phone_update(force_void)

    def _with_derived(self, partner_ids):
        """Nobody chose these partners as such: their e-mail and phone are not the lead's."""
        if not partner_ids:
            return self
        return self.with_context(crm_counterparty_derived=tuple(partner_ids))

    def _of_chosen_partner(self):
        derived = self.env.context.get("crm_counterparty_derived", ())
        return self.filtered(lambda lead: lead.partner_id.id not in derived)

    def _inverse_email_from(self):
        return super(CrmLead, self._of_chosen_partner())._inverse_email_from()

    def _inverse_phone(self):
        return super(CrmLead, self._of_chosen_partner())._inverse_phone()
