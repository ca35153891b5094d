# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..tools import periods


class CrmKpiContest(models.Model):
    """Who takes part in a contest: it begins, and people leave and join it."""

    _inherit = "crm.kpi.contest"

    my_part = fields.Selection(
        [("in", "Takes part"), ("out", "Stays out"), ("none", "Not asked")],
        compute="_compute_my_part",
        help="Whether you take part. Who stays out is shown to nobody.",
    )

    @api.depends("seat_ids.opted_out", "seat_ids.user_id")
    @api.depends_context("uid")
    def _compute_my_part(self):
        """Read only the seats of who asks."""
        mine = self.env["crm.kpi.contest.seat"].sudo()
        mine = mine.search([("contest_id", "in", self.ids), ("user_id", "=", self.env.uid)])
        part = {seat.contest_id.id: "out" if seat.opted_out else "in" for seat in mine}
        for contest in self:
            contest.my_part = part.get(contest.id, "none")

    @api.constrains("definition_id")
    def _check_told_per_person(self):
        """Refuse a KPI that has no figure of a person."""
        for contest in self:
            if not contest.definition_id.sudo().per_person:
                raise ValidationError(
                    self.env._(
                        "“%(kpi)s” is not told per person: choose another KPI, or switch that on "
                        "in its settings.",
                        kpi=contest.definition_id.display_name,
                    )
                )

    def action_start(self):
        """Give everybody a seat, and begin."""
        self.check_access("write")
        for contest in self:
            if contest.state != "draft":
                raise UserError(self.env._("“%(name)s” has begun already.", name=contest.name))
            if not contest._participants():
                raise UserError(
                    self.env._("Nobody would take part: choose teams or people, then start.")
                )
        self.state = "running"
        self._sync_seats()
        self._rank()

    def write(self, vals):
        """People chosen after the start get a seat as well; what decides does not change then."""
        decides = {"definition_id", "company_id", "date_from"} & vals.keys()
        if decides and any(contest.state != "draft" for contest in self):
            raise UserError(
                self.env._(
                    "The contest has begun: its KPI, company and first day stay. Make a new one to "
                    "measure something else."
                )
            )
        result = super().write(vals)
        if {"team_ids", "user_ids"} & vals.keys():
            self.filtered(lambda contest: contest.state == "running")._sync_seats()
        return result

    def _participants(self):
        """Return who takes part: active people of the company, chosen or of a chosen team."""
        self.ensure_one()
        people = self.sudo().user_ids | self.sudo().team_ids.crm_team_member_ids.user_id
        return people.filtered(
            lambda one: one.active and not one.share and self.company_id in one.company_ids
        )

    def _sync_seats(self):
        """Give a seat to each who has none; nobody loses his."""
        for contest in self.sudo():
            new = contest._participants() - contest.seat_ids.user_id
            contest.write({"seat_ids": [Command.create({"user_id": one.id}) for one in new]})

    # ------------------------------------------------------------------
    # Leaving and joining
    # ------------------------------------------------------------------

    def action_opt_out(self):
        """Leave the contest: no rank, no badge, and shown to nobody."""
        self._take_part(False)

    def action_opt_in(self):
        """Join it again."""
        self._take_part(True)

    def _take_part(self, is_in):
        """Let who asks leave or join, himself only and while it runs."""
        self.ensure_one()
        self.check_access("read")
        if self.state != "running" or self._is_over():
            raise UserError(self.env._("The contest is not running: its ranks stay as they are."))
        seat = self.sudo().seat_ids.filtered(lambda one: one.user_id.id == self.env.uid)
        if not seat:
            raise UserError(self.env._("You do not take part in this contest."))
        seat.write({"opted_out": not is_in} | seat._nothing())
        self._rank()

    # ------------------------------------------------------------------
    # Days
    # ------------------------------------------------------------------

    def _today(self):
        """Return the day it is for the company."""
        zone = self.sudo().company_id._kpi_zone()
        return periods.local_day(fields.Datetime.now(), zone)

    def _is_over(self):
        """Say whether its last day has passed."""
        return self._today() > self.date_to
