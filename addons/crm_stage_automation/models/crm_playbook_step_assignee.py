# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2.extensions import TransactionRollbackError
from psycopg2.extras import Json

from odoo import fields, models
from odoo.exceptions import LockError
from odoo.tools import SQL

from ..tools.picking import Person, Rule, Seat, share_out
from .working_time import WorkingHours

BY_TURNS = ("role", "least_loaded", "round_robin")


class CrmPlaybookStep(models.Model):
    """Whom a step is for."""

    _inherit = "crm.playbook.step"

    turns = fields.Json(
        readonly=True, copy=False, help="Whose turn it is: by team, then by person."
    )

    def _assignees(self, work):
        """Return a user for each job.

        Who cannot be found is stood in for by the leader of the team, and that one by the
        responsible user.

        :param work: records by job.
        """
        if self.assignee_kind in BY_TURNS:
            found = self._by_turns(work)
        else:
            find = getattr(self, f"_assignee_{self.assignee_kind}")
            found = {job: find(record) for job, record in work.items()}
        return {
            job: next(
                filter(self._is_there, (found[job], self._assignee_leader(record))), job.run_as
            )
            for job, record in work.items()
        }

    def _assignee_user(self, record):
        return record.sudo().user_id

    def _assignee_leader(self, record):
        return record.sudo().team_id.user_id

    def _assignee_named(self, _record):
        return self.assignee_id

    def _is_there(self, user):
        return bool(user) and user.sudo().active

    def _by_turns(self, work):
        """Share the jobs out among the people of the role or of each record's team."""
        rules, people = self._circles(work), {}
        users = self.env["res.users"].union(*(seats for seats, _jobs in rules.values()))
        away = WorkingHours(self.env).absent(users, fields.Datetime.now())
        loads = self._loads(users) if self.assignee_kind == "least_loaded" else {}
        for user in users:
            people[user.id] = Person(load=loads.get(user.id, 0), is_absent=user in away)
        turns = self._locked_turns()
        method = "least_loaded" if self.assignee_kind == "least_loaded" else "round_robin"
        circles = [
            Rule(
                circle,
                [
                    Seat(user.id, 1, turns.get(str(circle), {}).get(str(user.id), 0))
                    for user in seats
                ],
                method,
                {job.id for job in jobs},
            )
            for circle, (seats, jobs) in rules.items()
        ]
        shares = share_out([job.id for job in work], circles, people)
        self._remember_turns(turns, shares.credits)
        given = {job: shares.given.get(job.id, (False, 0))[0] for job in work}
        return {job: self.env["res.users"].browse(user or []) for job, user in given.items()}

    def _circles(self, work):
        """Return (people, jobs) by id of a team; 0 for those of a role."""
        circles = {}
        for job, record in work.items():
            team = record.sudo().team_id if self.assignee_kind != "role" else None
            circle = team.id if team else 0
            if circle not in circles:
                people = team.member_ids if team else self.role_id.sudo().all_user_ids
                able = people.filtered(lambda user: user.active and not user.share)
                companies = job.company_id
                able = able.filtered(lambda user, own=companies: own <= user.company_ids)
                circles[circle] = able.sorted("id"), []
            circles[circle][1].append(job)
        return circles

    def _loads(self, users):
        """Return how much each has to do."""
        counts = (
            self.env["mail.activity"]
            .sudo()
            ._read_group([("user_id", "in", users.ids)], ["user_id"], ["__count"])
        )
        return {user.id: count for user, count in counts}

    def _hold_turns(self):
        """Hold whose turn it is until the end of the transaction.

        :return: false when another process does so, or did since this transaction began.
        """
        if self.assignee_kind not in BY_TURNS:
            return True
        try:
            with self.env.cr.savepoint(flush=False):
                return bool(self._root().sudo().try_lock_for_update(allow_referencing=True))
        except TransactionRollbackError:
            return False

    def _locked_turns(self):
        """Return the turns so far, which nobody else counts on until the end of the transaction."""
        root = self._root().sudo()
        if not root.try_lock_for_update(allow_referencing=True):
            raise LockError(self.env._("It is being worked on already."))
        return root.turns or {}

    def _remember_turns(self, turns, credit):
        """Write down whose turn it is; that is no edit of the step, so no version and no signal."""
        root = self._root()
        new = {
            str(circle): {str(user): n for user, n in of.items()} for circle, of in credit.items()
        }
        self.env.cr.execute(
            SQL("UPDATE crm_playbook_step SET turns = %s WHERE id = %s", Json(turns | new), root.id)
        )
        root.invalidate_recordset(["turns"], flush=False)
