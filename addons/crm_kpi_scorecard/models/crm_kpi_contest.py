# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .levels import KINDS


class CrmKpiContest(models.Model):
    """People measure themselves by one KPI until a day; the best get a badge."""

    _name = "crm.kpi.contest"
    _description = "Contest"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    definition_id = fields.Many2one(
        "crm.kpi.definition",
        string="KPI",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    kind = fields.Selection(KINDS, string="Period Kind", required=True, default="month")
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", required=True, help="The last day.")
    team_ids = fields.Many2many("crm.team", string="Teams", help="Their members take part.")
    user_ids = fields.Many2many("res.users", string="People", domain="[('share', '=', False)]")
    badge_id = fields.Many2one("gamification.badge", ondelete="set null")
    winners = fields.Integer(
        string="Winning Ranks", default=1, help="1: the first; 3: the first, second and third."
    )
    # draft → running (its people have seats) → done (ranks are final, badges are given)
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("done", "Done")],
        required=True,
        default="draft",
        copy=False,
        readonly=True,
    )
    seat_ids = fields.One2many("crm.kpi.contest.seat", "contest_id", string="Participants")

    _dates_ordered = models.Constraint(
        "CHECK(date_from <= date_to)", "A contest begins before it ends."
    )
    _winners_positive = models.Constraint(
        "CHECK(winners >= 1)", "At least the first rank of a contest wins."
    )

    def write(self, vals):
        """No contest goes to a company that is not one's own."""
        done = super().write(vals)
        if "company_id" in vals:
            self.check_access("write")
        return done
