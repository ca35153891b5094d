# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

KINDS = ("is_client", "is_counterparty", "is_contact", "is_other_partner")


class ResPartner(models.Model):
    """What a partner is to us, several at once, and how partners hang together.

    *Client*: an organisation or person we sell to. *Counterparty*: a legal entity on which
    documents are made out. *Contact*: a person who acts. *Partner*: a supplier, dealer, … that
    stays out of sales figures.
    """

    _inherit = "res.partner"

    is_client = fields.Boolean("Client", index="btree_not_null", help="We sell to him.")
    is_counterparty = fields.Boolean(
        "Counterparty", help="A legal entity on which documents are made out."
    )
    is_contact = fields.Boolean("Contact Person", help="A person who acts for a client.")
    is_other_partner = fields.Boolean("Partner", help="A supplier, dealer, …: no sales figures.")
    counts_as_client = fields.Boolean(
        compute="_compute_counts_as_client", search="_search_counts_as_client"
    )
    outside_sales = fields.Boolean(
        compute="_compute_outside_sales",
        search="_search_outside_sales",
        help="A partner that is no client: sales figures leave him out.",
    )
    party_link_ids = fields.One2many("crm.party.link", "client_id", "Parties")
    client_link_ids = fields.One2many("crm.party.link", "party_id", "Clients")
    every_deal_ids = fields.One2many(
        "crm.lead",
        "partner_id",
        domain=[("type", "=", "opportunity")],
        context={"active_test": False},
        help="Deals of all people in charge, lost ones too; to search by.",
    )

    _other_partner_idx = models.Index("(id) WHERE is_other_partner")

    @api.model
    def _client_domain(self):
        """Who counts as a client: who is marked so, else whoever bought or has a deal.

        A partner of whom nobody said what he is counts as core counts: figures on the day of
        installation are core's. A lost deal is a deal too.
        """
        nothing_said = Domain.AND([(name, "=", False)] for name in KINDS)
        deals = Domain("every_deal_ids", "any!", Domain.TRUE)
        return Domain("is_client", "=", True) | (
            nothing_said & (Domain("customer_rank", ">", 0) | deals)
        )

    @api.model
    def _outside_sales_domain(self):
        """Who stays out of sales figures: suppliers, dealers, … that are not clients as well.

        On documents: ``~Domain("client_id", "any!", partners._outside_sales_domain())``.
        """
        return Domain("is_other_partner", "=", True) & Domain("is_client", "=", False)

    @api.model
    def _has_other_partners(self):
        """Whether anybody stays out of sales figures at all."""
        everyone = self.sudo().with_context(active_test=False)
        return bool(everyone.search(self._outside_sales_domain(), limit=1, order="id"))

    @api.depends(*KINDS)
    def _compute_counts_as_client(self):
        clients = self._among_clients()
        for partner in self:
            partner.counts_as_client = partner._origin in clients

    def _among_clients(self):
        """Those of them that count as clients; all are known, also who may not be read."""
        everyone = self._origin.sudo().with_context(active_test=False)
        marked = everyone.filtered("is_client")
        if rest := everyone - marked:
            marked |= rest.search(Domain("id", "in", rest.ids) & self._client_domain())
        return self.browse(marked.ids)

    def _search_counts_as_client(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._client_domain() if True in value else ~self._client_domain()

    @api.depends("is_other_partner", "is_client")
    def _compute_outside_sales(self):
        for partner in self:
            partner.outside_sales = partner.is_other_partner and not partner.is_client

    def _search_outside_sales(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._outside_sales_domain()
        return domain if True in value else ~domain

    def _kinds(self):
        """What somebody said that a partner is."""
        return {kind for kind in KINDS if self[kind]}

    def _clients_by_silence(self):
        """Those who count as clients only because nobody said what they are."""
        return self._among_clients().filtered(lambda partner: not partner._kinds()).sudo()

    @api.private
    def _parties(self, kinds=("counterparty", "any"), company=None, date=None):
        """The parties of these clients on a day: ``{client: links}``, the default first.

        Links of the company come before those that hold for all companies; archived parties
        are left out.

        :param kinds: what the roles join, see ``crm.party.role.joins``
        """
        # What follows from links is the same for everybody, whomever he may see.
        link_model = self.env["crm.party.link"].sudo()
        if not link_model._are_known():
            return dict.fromkeys(self, self.env["crm.party.link"])
        links = link_model.search_fetch(
            link_model._domain_on(date, company)
            & Domain("client_id", "in", self.ids)
            & Domain("role_id.joins", "in", kinds)
            & Domain("party_id", "any!", [("active", "=", True)]),
            ["client_id", "party_id", "role_id", "company_id", "is_default"],
            order="is_default DESC, id",
        ).sorted(lambda link: (not link.is_default, not link.company_id))
        found = {
            client.id: mine.with_env(self.env)
            for client, mine in links.grouped("client_id").items()
        }
        nobody = self.env["crm.party.link"]
        return {client: found.get(client._origin.id, nobody) for client in self}

    @api.private
    def _default_counterparty(self, company=None, date=None):
        """``{client: partner}``: the default payer, else the only payer, else nobody."""
        chosen = {}
        for client, links in self._parties(("counterparty", "any"), company, date).items():
            payers = links.sudo().filtered(lambda link: link.role_id.code == "payer")
            default = payers.filtered("is_default")[:1]
            if not default and len(payers.party_id) == 1:
                default = payers[:1]
            chosen[client] = default.party_id.with_env(self.env)
        return chosen

    @api.private
    def _client_of(self, company=None, date=None):
        """``{partner: client}``: whom we serve when this partner writes, buys or is invoiced.

        A partner that is marked as a client is his own; else the only client at which he has a
        role; else the same of his commercial entity; else that entity itself, as core has it.
        """
        only = (self | self.commercial_partner_id)._only_client(company, date)
        found = {}
        for partner in self:
            entity = partner.commercial_partner_id
            found[partner] = only[partner] or only.get(entity) or entity
        return found

    def _only_client(self, company, date):
        """``{partner: client}``: himself if marked so, the only one of his links, else nobody."""
        link_model = self.env["crm.party.link"].sudo()
        if not link_model._are_known():
            return {partner: partner.filtered("is_client") for partner in self}
        links = link_model.search(
            link_model._domain_on(date, company)
            & Domain("party_id", "in", self.filtered(lambda partner: not partner.is_client).ids)
            & Domain("client_id", "any!", [("active", "=", True)])
        )
        clients = defaultdict(self.browse)
        for link in links:
            clients[link.party_id.id] |= link.client_id.with_env(self.env)
        found = {}
        for partner in self:
            only = partner if partner.is_client else clients[partner._origin.id]
            found[partner] = only if len(only) == 1 else self.browse()
        return found
