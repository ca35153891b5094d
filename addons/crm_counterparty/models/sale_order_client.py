# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SaleOrder(models.Model):
    """Whom an order serves; the counterparty is core's invoice address."""

    _inherit = "sale.order"

    client_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="restrict")
