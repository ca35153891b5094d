# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyReviewCriterion(models.Model):
    """A line of the score sheet. A review copies it: changes here do not touch old scores."""

    _name = "telephony.review.criterion"
    _description = "Criterion of Call Reviews"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        string="What to Listen For", translate=True, help="Shown to who reviews a call."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    weight = fields.Float(default=1.0, help="How much it counts beside the others.")
    max_points = fields.Integer(string="Most Points", default=5)
    company_id = fields.Many2one("res.company", index=True, help="Empty: of all companies.")

    _sensible = models.Constraint(
        "CHECK (weight >= 0 AND max_points > 0)",
        "The weight must not be negative, and there must be a point to give.",
    )
