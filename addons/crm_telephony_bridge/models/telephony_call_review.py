# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyCallReview(models.Model):
    """A call that was drawn for checking, with its score sheet."""

    _name = "telephony.call.review"
    _description = "Review of a Call"
    _order = "id desc"
    _rec_name = "call_id"

    call_id = fields.Many2one("telephony.call", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="call_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Person", index=True)
    reviewer_id = fields.Many2one("res.users")
    state = fields.Selection(
        [("todo", "To Review"), ("done", "Reviewed")], required=True, default="todo", index=True
    )
    score = fields.Float(aggregator="avg")
    note = fields.Text()
