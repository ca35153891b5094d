# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyCallReviewLine(models.Model):
    """The points of one criterion in one review."""

    _name = "telephony.call.review.line"
    _description = "Line of a Call Review"
    _order = "sequence, id"
    _rec_name = "criterion_id"

    review_id = fields.Many2one(
        "telephony.call.review", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True)
    criterion_id = fields.Many2one(
        "telephony.review.criterion", required=True, readonly=True, ondelete="restrict"
    )
    description = fields.Text(related="criterion_id.description")
    sequence = fields.Integer(readonly=True)
    weight = fields.Float(readonly=True)
    max_points = fields.Integer(string="Of", readonly=True, required=True)
    points = fields.Integer(help="0 is the worst.")
    is_skipped = fields.Boolean(
        string="Does Not Apply", help="The call gave no occasion for it: it does not count."
    )
    note = fields.Char()

    _criterion_uniq = models.UniqueIndex(
        "(review_id, criterion_id)", "A criterion stands once in a review."
    )
    _points_in_range = models.Constraint(
        "CHECK (points >= 0 AND points <= max_points)",
        "The points must be between 0 and the most points of the criterion.",
    )
