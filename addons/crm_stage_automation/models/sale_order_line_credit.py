# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

AMOUNT_FIELDS = {
    "discount", "order_id", "price_unit", "product_id", "product_uom_id", "product_uom_qty",
    "tax_ids",
}  # fmt: skip


class SaleOrderLine(models.Model):
    """What makes a confirmed order larger."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        """A line may be added to an order that was confirmed long ago."""
        orders = {vals["order_id"] for vals in vals_list if vals.get("order_id")}
        self.env["sale.order"].browse(orders)._watch_credit()
        return super().create(vals_list)

    def write(self, vals):
        """So may more of what is on it."""
        if not AMOUNT_FIELDS.isdisjoint(vals):
            self.order_id._watch_credit()
        return super().write(vals)
