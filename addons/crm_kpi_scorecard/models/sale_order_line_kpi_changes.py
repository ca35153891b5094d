# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrderLine(models.Model):
    """Lines of orders of closed periods that are added, changed or deleted."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "crm.kpi.fact.mixin"]

    _kpi_moment = "order_id.date_order"
    _kpi_watched = frozenset(
        {"discount", "order_id", "price_unit", "product_id", "product_uom_qty", "tax_ids"}
    )

    def _kpi_is_fact(self):
        """Lines of quotations, and those that only hold a text, are no facts."""
        return super()._kpi_is_fact() and self.order_id.state == "sale" and not self.display_type
