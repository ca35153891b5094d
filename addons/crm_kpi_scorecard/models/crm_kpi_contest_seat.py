# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmKpiContestSeat(models.Model):
    """Somebody's place in a contest, or his wish to have none."""

    _name = "crm.kpi.contest.seat"
    _description = "Participant of a Contest"
    _order = "contest_id, rank, id"
    _rec_name = "user_id"

    contest_id = fields.Many2one("crm.kpi.contest", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="contest_id.company_id")
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, ondelete="cascade", index=True
    )
    opted_out = fields.Boolean(help="Does not take part, and is not shown.")
    value = fields.Float(readonly=True, aggregator=None)
    rank = fields.Integer(readonly=True, aggregator=None, help="0: not ranked.")
    is_winner = fields.Boolean(readonly=True)

    _person_uniq = models.UniqueIndex(
        "(contest_id, user_id)", "This person takes part in the contest already."
    )
