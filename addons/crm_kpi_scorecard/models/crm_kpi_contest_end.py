# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# The boards and walls hear it; it carries no figures.
NEW_FIGURES = "crm_kpi_scorecard/new"


class CrmKpiContest(models.Model):
    """A contest ends: its ranks stay, the winners get their badge once, everybody is told."""

    _inherit = "crm.kpi.contest"

    ended_at = fields.Datetime("Ended On", readonly=True, copy=False)

    @api.model
    def _cron_contests(self):
        """Rank the running contests, and end those whose last day has passed.

        Each is one transaction: killed before its end nothing has happened, and it is done at the
        next run; killed after it, it is done.
        """
        cron = self.env["ir.cron"]
        today = fields.Date.add(fields.Date.today(), days=1)
        domain = Domain("state", "=", "running") & Domain("date_from", "<=", today)
        waiting = self.sudo().search(domain, order="ranked_at NULLS FIRST, id")
        cron._commit_progress(remaining=len(waiting))
        for contest in waiting:
            locked = contest.try_lock_for_update()
            # Somebody may have ended it since it was found.
            if locked.exists() and locked.state == "running":
                locked._rank_or_end()
            if not cron._commit_progress(1):
                break

    def action_end(self):
        """End a contest whose last day has passed, without waiting for the next run."""
        self.check_access("write")
        for contest in self:
            if contest.state == "running" and not contest._is_over():
                raise UserError(
                    self.env._(
                        "“%(name)s” runs until %(day)s: change its last day to end it earlier.",
                        name=contest.name,
                        day=contest.date_to,
                    )
                )
        self.sudo().try_lock_for_update()._end()

    def _rank_or_end(self):
        """Do what is due with one contest."""
        self.ensure_one()
        if self._is_over():
            self._end()
        elif self._rank():
            self._tell_screens()

    def _end(self):
        """Freeze the ranks, give badges and tell it; a contest that has ended stays as it is."""
        for contest in self.filtered(lambda one: one.state == "running"):
            contest._sync_seats()
            contest._rank()
            winners = contest.seat_ids.filtered(lambda seat, c=contest: 1 <= seat.rank <= c.winners)
            winners.is_winner = True
            contest.write({"state": "done", "ended_at": fields.Datetime.now()})
            contest._give_badges(winners)
            contest._tell_participants(winners)
            contest._tell_screens()

    def _give_badges(self, winners):
        """Give the badge to each winner who has not got it for this contest."""
        if not self.badge_id:
            return
        for seat in winners.filtered(lambda one: not one.badge_user_id):
            badge = self.env["gamification.badge.user"].create(
                {
                    "user_id": seat.user_id.id,
                    "badge_id": self.badge_id.id,
                    "comment": self.env._("Won “%(name)s”.", name=self.name),
                }
            )
            seat.badge_user_id = badge
            badge._send_badge()

    def _tell_participants(self, winners):
        """Write to all who took part who won: what the contest shows, and not more."""
        people = self.seat_ids.filtered(lambda one: not one.opted_out).user_id
        if not people:
            return
        names = ", ".join(winners.sorted("rank").mapped("user_id.name"))
        said = self.env._("The contest is over.")
        won = self.env._("Won by %(names)s.", names=names) if names else self.env._("Nobody won.")
        self.env["mail.thread"].message_notify(
            partner_ids=people.partner_id.ids,
            subject=self.name,
            body=Markup("<p>%s %s</p>") % (said, won),
            author_id=self.env.ref("base.partner_root").id,
        )

    def _tell_screens(self):
        """Let the screens of those who take part and of the leaders read the ranks anew."""
        people = self.seat_ids.user_id | self.team_ids.user_id | self.create_uid
        for one in people.filtered("active"):
            one._bus_send(NEW_FIGURES, {"company_id": self.company_id.id})
