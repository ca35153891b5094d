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
            vals |= {name: partner.id for name, partner in parties.items()}
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
                name: partner.id
                for name, partner in parties.items()
                if partner != lead[name] or vals.get(name, partner.id) != partner.id
            }
            key = tuple(changed.items())
            groups[key] = groups.get(key, self.browse()) | lead
        for key, leads in groups.items():
            leads._write_parties(vals, dict(key))
        return True

    def _write_parties(self, vals, parties):
        """One write of core's; e-mail and phone of lead and partner stay what they are."""
        derived = {parties["partner_id"]} if "partner_id" in parties.keys() - vals.keys() else ()
        leads = self._with_derived(derived)
        with self.env.protecting(leads._own_contact_data()):
            return super(CrmLead, leads).write(dict(vals) | parties)

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
            if not person or client._kinds() or person._client_of()[person] != client:
                chosen |= client
        # Choosing a client of a deal is no right to edit his card.
        chosen.sudo().is_client = True

    # E-mail and phone --------------------------------------------------------------------------

    def _own_contact_data(self):
        """What a client chosen for a lead does not replace, see `Environment.protecting`."""
        return [([self._fields[name]], self.filtered(name)) for name in ("email_from", "phone")]

    def _with_derived(self, partner_ids):
        """Nobody chose these partners as such: their e-mail and phone are not the lead's."""
        if not partner_ids:
            return self
        return self.with_context(crm_counterparty_derived=tuple(partner_ids))

    def _of_chosen_partner(self):
        derived = self.env.context.get("crm_counterparty_derived", ())
        return self.filtered(lambda lead: lead.partner_id.id not in derived)

    def _inverse_email_from(self):
        super(CrmLead, self._of_chosen_partner())._inverse_email_from()

    def _inverse_phone(self):
        super(CrmLead, self._of_chosen_partner())._inverse_phone()
