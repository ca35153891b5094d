# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .columns import make_columns

PARTIES = ("client_id", "counterparty_id", "contact_id")


class CrmLead(models.Model):
    """Whom a deal serves, on whom its documents are made out, with whom we talk.

    Core's ``partner_id`` is the one to write to: the contact, else the client. Whichever of them
    is written, the others follow, see ``crm_lead_client_step``.
    """

    _inherit = "crm.lead"

    client_id = fields.Many2one(
        "res.partner",
        compute="_compute_parties",
        store=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        help="The organisation or person we serve.",
    )
    counterparty_id = fields.Many2one(
        "res.partner",
        compute="_compute_parties",
        store=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        tracking=12,
        help="The legal entity on which quotations and invoices are made out. Empty: the client.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        "Contact Person",
        compute="_compute_parties",
        store=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        help="The person we talk with. Empty: the client itself.",
    )

    client_is_said = fields.Boolean(
        store=False, help="Set on a form by whoever chooses the client, for the time of saving."
    )

    def _auto_init(self):
        """Make the columns before Odoo does, which would compute them lead by lead."""
        if "client_id" in make_columns(self, *PARTIES):
            self._fill_parties()
        return super()._auto_init()

    def _fill_parties(self):
        """Client and contact of the leads that are there, as core has them, by one statement."""
        self.env.execute_query(
            SQL(
                """UPDATE crm_lead lead
                      SET client_id = partner.commercial_partner_id,
                          contact_id = NULLIF(lead.partner_id, partner.commercial_partner_id)
                     FROM res_partner partner
                    WHERE partner.id = lead.partner_id"""
            )
        )

    @api.depends("partner_id")
    def _compute_parties(self):
        """Client, contact and counterparty follow the partner that core writes.

        A client that is there stays as long as the partner is one of its people, and with the
        client the counterparty somebody chose.
        """
        wishes = [(lead, {"partner_id": lead.partner_id}) for lead in self]
        for lead, parties in zip(self, self._settle_parties(wishes), strict=True):
            lead.update({name: parties[name] for name in PARTIES})

    @api.onchange("client_id")
    def _onchange_client_id(self):
        """The client's default contact and payer come with it, unless those chosen are its own."""
        [own] = self.env["crm.party.link"]._belonging(
            self.company_id, [(self.counterparty_id, self.client_id)]
        )
        self._settle_on_form({"client_id": self.client_id, "is_new_client": not own})

    @api.onchange("contact_id")
    def _onchange_contact_id(self):
        """No contact: one writes to the client."""
        self._settle_on_form({"client_id": self.client_id, "contact_id": self.contact_id})

    def _settle_on_form(self, wish):
        """The other parties of the one lead on a form."""
        [parties] = self._settle_parties([(self, wish)])
        changed = {name: value for name, value in parties.items() if self[name] != value}
        if "partner_id" in changed:
            # Core's partner did not bring this client: somebody chose it.
            self.client_is_said = True
        self.update(changed)
