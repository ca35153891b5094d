# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrder(models.Model):
    """A confirmed order is a contact with its client."""

    _inherit = "sale.order"

    # The few that name no client; gone with the column.
    _figure_idx = models.Index("(partner_id) WHERE client_id IS NULL")

    def write(self, vals):
        """Who had the order, and who has it now, are marked."""
        fields = ("state", "date_order", "client_id", "partner_id", "company_id")
        if vals.keys().isdisjoint(fields):
            return super().write(vals)
        self._mark_figures()
        result = super().write(vals)
        self._mark_figures()
        return result

    def unlink(self):
        """Who had the order is marked."""
        self._mark_figures()
        return super().unlink()

    def _mark_figures(self):
        orders = self.sudo()
        self.env["crm.party.figure.dirty"]._mark(
            orders.client_id | orders.partner_id.commercial_partner_id
        )
