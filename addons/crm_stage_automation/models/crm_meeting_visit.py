# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.places import Position, distance, is_there

PLACES = [
    ("there", "At the planned place"),
    ("elsewhere", "Elsewhere"),
    ("unknown", "Not known"),
]


class CrmMeetingVisit(models.Model):
    """When somebody came to a meeting and left it, and how far from the plan he was.

    Only he and his team leader see it, managers of other teams do not. Rows are made by the
    check-in alone and nobody changes them.
    """

    _name = "crm.meeting.visit"
    _description = "Meeting Check-in"
    _order = "check_in_at desc, id desc"
    _rec_name = "event_id"

    event_id = fields.Many2one(
        "calendar.event",
        string="Meeting",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    lead_id = fields.Many2one(
        related="event_id.opportunity_id", string="Deal", store=True, index="btree_not_null"
    )
    check_in_at = fields.Datetime(string="Check-in", required=True, readonly=True)
    check_out_at = fields.Datetime(string="Check-out", readonly=True)
    check_in_position = fields.Json(readonly=True)
    check_out_position = fields.Json(readonly=True)
    check_in_place = fields.Selection(
        PLACES, string="Came", required=True, readonly=True, default="unknown"
    )
    check_out_place = fields.Selection(
        PLACES, string="Left", required=True, readonly=True, default="unknown"
    )
    check_in_distance = fields.Integer(
        string="Distance (m)", readonly=True, aggregator="avg", help="From the planned place."
    )
    check_out_distance = fields.Integer(
        string="Distance on Leaving (m)", readonly=True, aggregator="avg"
    )
    planned_at = fields.Datetime(string="Planned", readonly=True)
    planned_hours = fields.Float(readonly=True)
    minutes_late = fields.Integer(compute="_compute_beside_plan", store=True, aggregator="avg")
    hours = fields.Float(string="Hours There", compute="_compute_beside_plan", store=True)
    hours_beside_plan = fields.Float(compute="_compute_beside_plan", store=True)

    _event_user_uniq = models.Constraint(
        "UNIQUE (event_id, user_id)", "You have checked in at this meeting already."
    )

    @api.depends("check_in_at", "check_out_at", "planned_at", "planned_hours")
    def _compute_beside_plan(self):
        for visit in self:
            late = visit.check_in_at - visit.planned_at if visit.planned_at else timedelta()
            visit.minutes_late = round(late.total_seconds() / 60)
            if not visit.check_out_at:
                visit.hours = visit.hours_beside_plan = 0
                continue
            stay = visit.check_out_at - visit.check_in_at
            visit.hours = stay.total_seconds() / 3600
            visit.hours_beside_plan = visit.hours - visit.planned_hours

    @api.model
    def _prepare_place(self, event, door, position):
        """Return what is kept of a position.

        :param event: ``calendar.event`` of one record
        :param door: "check_in" or "check_out"
        :param position: what the browser said, or nothing
        :raise ValueError: it is no position
        """
        if not position:
            return {}
        seen = _position(position)
        values = {f"{door}_position": {name: getattr(seen, name) for name in seen.__slots__}}
        planned = event._planned_position()
        if planned:
            near = is_there(planned, seen, event._meeting_company().meeting_radius)
            values[f"{door}_place"] = "there" if near else "elsewhere"
            values[f"{door}_distance"] = round(distance(planned, seen))
        return values

    @api.autovacuum
    def _gc_positions(self):
        """Delete positions when their time is over; what was computed from them stays."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_meeting_visit v
                   SET check_in_position = NULL, check_out_position = NULL
                  FROM res_company c
                 WHERE c.id = v.company_id
                   AND (v.check_in_position IS NOT NULL OR v.check_out_position IS NOT NULL)
                   AND v.check_in_at < %s - make_interval(days => c.meeting_keep_days)
                """,
                fields.Datetime.now(),
            )
        )
        self.invalidate_model(["check_in_position", "check_out_position"])
        return self.env.cr.rowcount, 0


def _position(told):
    """Return the position a browser told.

    :raise ValueError: it is none
    """
    try:
        numbers = [float(told.get(name) or 0) for name in Position.__slots__]
    except (AttributeError, TypeError, OverflowError) as error:
        raise ValueError("not a position") from error
    return Position(*numbers)
