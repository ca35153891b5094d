# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Command

from ..tools.score import score_of


class TelephonyCallReview(models.Model):
    """A call that was drawn for checking, with its score sheet."""

    _name = "telephony.call.review"
    _description = "Review of a Call"
    _order = "id desc"
    _rec_name = "call_id"

    call_id = fields.Many2one(
        "telephony.call", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="call_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True, index=True)
    team_id = fields.Many2one(related="call_id.team_id", store=True, index="btree_not_null")
    week = fields.Date(
        string="Week From", readonly=True, index="btree_not_null", help="Of which it was drawn."
    )
    reviewer_id = fields.Many2one("res.users", domain="[('share', '=', False)]")
    reviewed_at = fields.Datetime(string="Reviewed", readonly=True)
    state = fields.Selection(
        [("todo", "To Review"), ("done", "Reviewed")],
        required=True,
        readonly=True,
        default="todo",
        index=True,
    )
    line_ids = fields.One2many("telephony.call.review.line", "review_id", string="Score Sheet")
    score = fields.Float(
        string="Score (%)",
        compute="_compute_score",
        store=True,
        aggregator="avg",
        digits=(5, 1),
    )
    note = fields.Text(help="What the person reads.")

    # Of the call, for who reviews it.
    started_at = fields.Datetime(related="call_id.started_at")
    direction = fields.Selection(related="call_id.direction")
    customer_number = fields.Char(related="call_id.customer_number")
    partner_id = fields.Many2one(related="call_id.partner_id")
    talk_seconds = fields.Float(related="call_id.talk_seconds")

    _call_uniq = models.UniqueIndex("(call_id)", "This call is being reviewed already.")

    @api.depends("line_ids.points", "line_ids.weight", "line_ids.is_skipped", "state")
    def _compute_score(self):
        for review in self:
            lines = review.line_ids.filtered(lambda line: not line.is_skipped)
            told = score_of((line.points, line.max_points, line.weight) for line in lines)
            review.score = told or 0.0

    @api.private
    def _start(self, calls, **values):
        """Make a review with a fresh score sheet for each call that has none.

        :param calls: ``telephony.call`` records
        :param values: common to all, by field
        """
        reviews = self.sudo()
        taken = reviews.search([("call_id", "in", calls.ids)]).call_id
        calls = (calls - taken).sudo()
        sheets = {company: self._sheet(company) for company in calls.company_id}
        return reviews.create(
            [
                {
                    "call_id": call.id,
                    "user_id": call.user_id.id,
                    "line_ids": sheets[call.company_id],
                    **self._prepare_review(call),
                    **values,
                }
                for call in calls
            ]
        )

    @api.model
    def _prepare_review(self, call):
        """Who is to review a call: the team's leader, but nobody the own calls. Hook."""
        leader = call.team_id.user_id
        may = leader.has_group("crm_telephony_bridge.group_supervisor") if leader else False
        return {"reviewer_id": leader.id if may and leader != call.user_id else False}

    @api.model
    def _sheet(self, company):
        """The lines of a fresh score sheet, as commands."""
        criteria = self.env["telephony.review.criterion"].sudo()
        return [
            Command.create(
                {
                    "criterion_id": one.id,
                    "sequence": one.sequence,
                    "weight": one.weight,
                    "max_points": one.max_points,
                }
            )
            for one in criteria.search([("company_id", "in", [company.id, False])])
        ]

    def action_done(self):
        """Close the reviews: the persons see them."""
        self.check_access("write")
        now = fields.Datetime.now()
        self.write({"state": "done", "reviewed_at": now})
        self.filtered(lambda review: not review.reviewer_id).reviewer_id = self.env.user
        return True

    def action_reopen(self):
        """Take the reviews up again."""
        self.check_access("write")
        self.write({"state": "todo", "reviewed_at": False})
        return True

    def action_open_call(self):
        """Open the call, where its recording is."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "telephony.call",
            "res_id": self.call_id.id,
            "views": [[False, "form"]],
        }
