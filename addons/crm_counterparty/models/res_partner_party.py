# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """What a partner is to us, several at once, and how partners hang together.

    *Client*: an organisation or person we sell to. *Counterparty*: a legal entity on which
    documents are made out. *Contact*: a person who acts. *Partner*: a supplier, dealer, … that
    stays out of sales figures.
    """

    _inherit = "res.partner"

    is_client = fields.Boolean("Client", index="btree_not_null")
    is_counterparty = fields.Boolean("Counterparty")
    is_contact = fields.Boolean("Contact Person")
    is_other_partner = fields.Boolean("Partner", help="A supplier, dealer, …: no sales figures.")
    counts_as_client = fields.Boolean(
        compute="_compute_counts_as_client", search="_search_counts_as_client"
    )
    party_link_ids = fields.One2many("crm.party.link", "client_id", "Parties")
    client_link_ids = fields.One2many("crm.party.link", "party_id", "Clients")

    @api.model
    def _client_domain(self):
        """Who counts as a client: who is marked so, else whoever bought or has a deal.

        A partner of whom nobody said what he is counts as core counts: figures on the day of
        installation are core's.
        """
        nothing_said = Domain.AND(
            [(name, "=", False)]
            for name in ("is_client", "is_counterparty", "is_contact", "is_other_partner")
        )
        deals = Domain("opportunity_ids.type", "=", "opportunity")
        return Domain("is_client", "=", True) | (
            nothing_said & (Domain("customer_rank", ">", 0) | deals)
        )

    def _compute_counts_as_client(self):
        clients = self.filtered_domain(Domain("id", "in", self._search_clients().ids))
        for partner in self:
            partner.counts_as_client = partner in clients

    def _search_clients(self):
        return self.with_context(active_test=False).search(
            Domain("id", "in", self.ids) & self._client_domain()
        )

    def _search_counts_as_client(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._client_domain() if True in value else ~self._client_domain()

    @api.private
    def _parties(self, kinds=("counterparty", "any"), company=None, date=None):
        """The parties of these clients on a day: ``{client: links}``, the default first.

        :param kinds: what the roles join, see ``crm.party.role.joins``
        """
        links = self.env["crm.party.link"].search(
            self.env["crm.party.link"]._domain_on(date, company)
            & Domain("client_id", "in", self.ids)
            & Domain("role_id.joins", "in", kinds),
            order="is_default DESC, company_id, id",
        )
        found = links.grouped("client_id")
        return {client: found.get(client, links.browse()) for client in self}

    @api.private
    def _default_counterparty(self, company=None, date=None):
        """``{client: partner}``: the default payer, else the only payer, else nobody."""
        chosen = {}
        for client, links in self._parties(("counterparty", "any"), company, date).items():
            payers = links.filtered(lambda link: link.role_id.code == "payer") or links
            default = payers.filtered("is_default")[:1]
            chosen[client] = (
                default or (payers if len(payers.party_id) == 1 else payers[:0])
            ).party_id
        return chosen

    @api.private
    def _client_of(self, company=None, date=None):
        """``{partner: client}``: whom we serve when this partner writes, buys or is invoiced.

        A partner that is marked as a client is his own; else the only client at which he has a
        role; else his commercial entity, as core has it.
        """
        link_model = self.env["crm.party.link"]
        links = link_model.search(
            link_model._domain_on(date, company) & Domain("party_id", "in", self.ids)
        )
        clients = defaultdict(self.browse)
        for link in links:
            clients[link.party_id] |= link.client_id
        return {
            partner: partner
            if partner.is_client or len(clients[partner]) != 1
            else clients[partner]
            for partner in self
        } | {
            partner: partner.commercial_partner_id
            for partner in self
            if not partner.is_client and len(clients[partner]) != 1
        }
