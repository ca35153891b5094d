# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """A client is stopped by his counterparties."""

    _inherit = "res.partner"

    def _credit_parties(self):
        """Add the counterparties of clients."""
        company = self.env.company
        found = super()._credit_parties()
        clients = self.commercial_partner_id._credit_counterparties(company)
        return {
            partner: parties | clients.get(partner.commercial_partner_id, self.browse())
            for partner, parties in found.items()
        }

    def _credit_counterparties(self, company):
        """Return ``{client: commercial partners}`` of his counterparties of today.

        Nobody where the policy of the company does not stop whole clients.
        """
        policy = self.env["crm.credit.policy"]._of(company).get(company)
        if not policy or not policy.stops_client:
            return {}
        return {
            client: links.sudo().party_id.commercial_partner_id.with_env(self.env)
            for client, links in self._parties(("counterparty",), company).items()
        }

    @api.model
    def _credit_stopped_domain(self, stopped):
        """Add the clients of those who are stopped."""
        company = self.env.company
        domain = super()._credit_stopped_domain(stopped)
        policy = self.env["crm.credit.policy"]._of(company).get(company)
        if not policy or not policy.stops_client:
            return domain
        links = (
            self.env["crm.party.link"]
            .sudo()
            ._search(
                self.env["crm.party.link"]._domain_on(company=company)
                & Domain("role_id.joins", "=", "counterparty")
                & Domain("party_id.active", "=", True)
                & Domain("party_id.commercial_partner_id", "in", stopped)
            )
        )
        return domain | Domain("commercial_partner_id", "in", links.subselect("client_id"))
