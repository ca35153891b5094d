# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from markupsafe import Markup

from odoo import models

from odoo.addons.crm.models.crm_lead import PARTNER_ADDRESS_FIELDS_TO_SYNC

from ..tools import emails, phones

# What core replaces by the customer's value, as far as cards are recognised by it.
FACTS = {"phone": "phone", "email_from": "email", "vat": "tax_number", "website": "domain"}
NAMES = ("contact_name", "partner_name", "function", *FACTS)


class CrmLead(models.Model):
    """What a lead said by itself is kept when it gets a customer, whose values replace it."""

    _inherit = "crm.lead"

    def write(self, vals):
        """Phones, e-mails and numbers of the lead's own become further ones of it.

        Only of leads that had no customer: what stands on the others is their customer's.
        """
        if not vals.get("partner_id"):
            return super().write(vals)
        free = self.filtered(lambda lead: not lead.partner_id)
        before = {lead: {name: lead[name] for name in FACTS if lead[name]} for lead in free}
        result = super().write(vals)
        replaced = {}
        for lead, values in before.items():
            facts = [
                (FACTS[name], text)
                for name, value in values.items()
                if lead[name] != value
                for text in self._texts_of_fact(FACTS[name], value)
            ]
            if facts:
                replaced[lead.id] = facts
        if replaced:
            self.env["crm.identifier"]._learn("crm.lead", replaced)
        return result

    def _texts_of_fact(self, kind, value):
        """A field may hold several phones or addresses."""
        if kind == "phone":
            return phones.split_phones(value) or [value]
        if kind == "email":
            return emails.split_addresses(value) or [value]
        return [value]

    def _handle_partner_assignment(
        self, force_partner_id=False, create_missing=True, with_parent=None
    ):
        """Conversion notes what the customer's names and address replaced."""
        with self._noting_own_values():
            return super()._handle_partner_assignment(
                force_partner_id, create_missing=create_missing, with_parent=with_parent
            )

    @contextmanager
    def _noting_own_values(self):
        """Write into the log what a customer set meanwhile has replaced on these leads."""
        leads = self.filtered(lambda lead: not lead.partner_id)
        before = {lead: lead._own_values() for lead in leads}
        yield
        bodies = {}
        for lead, values in before.items():
            lines = [
                Markup("<li>%s: %s</li>") % (label, value)
                for label, value in values.items()
                if value and value != lead._own_values().get(label)
            ]
            if lead.partner_id and lines:
                bodies[lead.id] = self._own_values_note(lead.partner_id, lines)
        if bodies:
            self.browse(bodies)._message_log_batch(bodies=bodies)

    def _own_values_note(self, partner, lines):
        intro = self.env._(
            "Linked to %(customer)s. Before that the lead said:", customer=partner.display_name
        )
        return Markup("<p>%s</p><ul>%s</ul>") % (intro, Markup("").join(lines))

    def _own_values(self):
        """``{label: value}`` of what core takes over from a customer, the address in one line."""
        self.ensure_one()
        labels = self.fields_get([*NAMES, "street"], ["string"])
        values = {labels[name]["string"]: self[name] for name in NAMES if self[name]}
        parts = [
            self[name].display_name if self._fields[name].relational else self[name]
            for name in PARTNER_ADDRESS_FIELDS_TO_SYNC
        ]
        values[self.env._("Address")] = ", ".join(part for part in parts if part)
        if self.lang_id:
            values[self.env._("Language")] = self.lang_id.display_name
        return values
