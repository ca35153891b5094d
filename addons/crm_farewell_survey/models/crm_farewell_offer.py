# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmFarewellOffer(models.Model):
    """What a letter offers to a customer who left, chosen by the reason of the loss."""

    _name = "crm.farewell.offer"
    _description = "Offer in a Farewell Letter"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    kind = fields.Selection(
        [("text", "Text"), ("percentage", "Percentage")], required=True, default="text"
    )
    text = fields.Text(
        translate=True, help="What the customer reads; it stands in the letter as it is here."
    )
    percentage = fields.Float(string="Discount (%)")
    valid_days = fields.Integer(
        string="Valid for", default=30, help="Days after the letter in which the offer holds."
    )
    lost_reason_ids = fields.Many2many(
        "crm.lost.reason", string="Lost Reasons", help="Empty: whatever the reason."
    )

    _percentage_range = models.Constraint(
        "CHECK (percentage BETWEEN 0 AND 100 AND valid_days > 0)",
        "A discount is 0 to 100 percent, and an offer holds at least one day.",
    )
