# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class TelephonyRoute(models.Model):
    """Rules that ask for turnover ask the invoices of the client."""

    _inherit = "telephony.route"

    @api.model
    def _route_turnover(self, partner, company):
        """Replaced: invoiced in the past twelve months for the client the caller acts for.

        Who acts for several is served as the best of them.
        """
        if not partner:
            return super()._route_turnover(partner, company)
        served = partner.sudo()._clients_served(company)
        clients = self.env["res.partner"].union(*served).sudo()
        # One company's money, whichever companies the asker has ticked.
        clients = clients.with_context(allowed_company_ids=company.ids)
        return max(
            sum(amount for _month, amount in client.client_turnover_months) for client in clients
        )
