# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyReviewCriterion(models.Model):
    """A line of the score sheet."""

    _name = "telephony.review.criterion"
    _description = "Criterion of Call Reviews"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    weight = fields.Float(default=1.0)
    company_id = fields.Many2one("res.company", index=True, help="Empty: of all companies.")
