# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """How many calls are drawn for review."""

    _inherit = "res.company"

    telephony_review_count = fields.Integer(
        string="Calls to Review",
        default=2,
        help="Drawn of each person and week. 0: none.",
    )
    telephony_review_seconds = fields.Integer(
        string="Shortest Call to Review (s)", default=30, help="Shorter conversations say little."
    )

    _telephony_review_positive = models.Constraint(
        "CHECK (telephony_review_count >= 0 AND telephony_review_seconds >= 0)",
        "The number and length of calls to review must not be negative.",
    )
