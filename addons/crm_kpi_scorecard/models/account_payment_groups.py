# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class AccountPayment(models.Model):
    """The groups a customer is in, to see payments by them."""

    _inherit = "account.payment"

    kpi_group_ids = fields.Many2many(
        related="partner_id.category_id",
        string="Client Groups",
        help="The tags of the customer. A payment of a customer with two tags is in both groups.",
    )
    kpi_person_id = fields.Many2one(
        related="partner_id.user_id",
        string="Customer's Salesperson",
    )
