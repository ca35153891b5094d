# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SaleOrderLine(models.Model):
    """What a line would have cost without its discount, before tax."""

    _inherit = "sale.order.line"

    kpi_list_amount = fields.Monetary(
        "List Amount",
        compute="_compute_kpi_amounts",
        store=True,
        help="The amount without tax before any discount of the line.",
    )
    kpi_discount_amount = fields.Monetary(
        "Discount Given",
        compute="_compute_kpi_amounts",
        store=True,
        help="How much less than the list amount the line is, without tax.",
    )

    @api.depends("price_subtotal", "discount", "product_uom_qty", "price_unit", "tax_ids")
    def _compute_kpi_amounts(self):
        """Lines without a discount cost nothing; for others core's tax engine is asked again."""
        for line in self:
            if line.display_type or line.is_downpayment:
                listed = discount = 0.0
            elif line._is_global_discount():
                listed, discount = 0.0, -line.price_subtotal
            else:
                listed = line._kpi_undiscounted() if line.discount else line.price_subtotal
                discount = listed - line.price_subtotal
            line.kpi_list_amount, line.kpi_discount_amount = listed, discount

    def _kpi_undiscounted(self):
        """The amount without tax that the line would have without its discount."""
        company = self.company_id or self.env.company
        base_line = self._prepare_base_line_for_taxes_computation()
        base_line["discount"] = 0.0
        taxes = self.env["account.tax"]
        taxes._add_tax_details_in_base_line(base_line, company)
        taxes._round_base_lines_tax_details([base_line], company)
        return base_line["tax_details"]["total_excluded_currency"]
