# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Whom a caller may call for, and whose calls are a client's."""

    _inherit = "res.partner"

    @api.private
    def _clients_served(self, company):
        """The clients of a caller: ``{client: links}``, the one he is the default of first.

        Those at which he or his company has a role; himself or his company when marked as a
        client, or when there is nobody else. The same for whoever asks.
        """
        self.ensure_one()
        people = self | self.commercial_partner_id
        link_model = self.env["crm.party.link"].sudo()
        links = link_model
        if link_model._are_known():
            links = link_model.search(
                link_model._domain_on(company=company)
                & Domain("party_id", "in", people.ids)
                & Domain("client_id", "any!", [("active", "=", True)]),
                order="is_default DESC, id",
            )
        found = defaultdict(lambda: link_model)
        for client in people.sudo().filtered("is_client"):
            found[client] |= link_model
        for link in links:
            found[link.client_id] |= link
        if not found:
            found[self.commercial_partner_id.sudo()] |= link_model
        return dict(found)

    def _telephony_linked(self):
        """Extended: the people and legal entities of a client."""
        linked = super()._telephony_linked()
        link_model = self.env["crm.party.link"].sudo()
        links = link_model.search(link_model._domain_on() & Domain("client_id", "in", self.ids))
        for party, of_party in links.grouped("party_id").items():
            clients = self.browse(of_party.client_id.ids)
            person = party.with_env(self.env)
            linked[person] = linked.get(person, self.browse()) | clients
        return linked
