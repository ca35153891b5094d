# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrder(models.Model):
    """An order is stopped by the debts of whoever pays for the client it serves."""

    _inherit = "sale.order"

    def _credit_debtors(self):
        """Add the client of the order and his counterparties."""
        found = super()._credit_debtors()
        for company, orders in self.grouped("company_id").items():
            clients = orders.client_id.commercial_partner_id
            counterparties = clients._credit_counterparties(company)
            for order in orders:
                client = order.client_id.commercial_partner_id
                if client in counterparties:
                    found[order] |= client | counterparties[client]
        return found
