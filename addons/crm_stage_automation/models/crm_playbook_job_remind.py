# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..tools.job_keys import Key
from ..tools.reminders import next_round, occurrences


class CrmPlaybookJob(models.Model):
    """Reminding of an activity that a step made, until it is done or somebody above is told.

    The job that made the activity stays pending and is due with the next reminder. Each reminder is
    a row of its own, with a key: it is sent once, whoever runs.
    """

    _inherit = "crm.playbook.job"

    series_from = fields.Integer(
        readonly=True, help="Reminders before this one were sent for an earlier deadline."
    )
    _running_idx = models.Index("(write_date) WHERE state = 'running'")

    def _remind(self, work):
        """Do what the series of these jobs are due with, and say when to look again.

        :param work: records by job.
        """
        activities = {act.id: act for act in self._made_activities()}
        settled = self._settled()
        owners = {job: activities[job.made_id].user_id for job in work if job.made_id in activities}
        adders = self.step_id._adders({job: work[job] for job in owners}, owners)
        outcomes, rows = {}, []
        for job in work:
            activity = activities.get(job.made_id)
            if not activity:
                outcomes[job] = {"state": "cancelled", "reason": "activity_deleted"}
            elif not activity.active:
                outcomes[job] = {"reason": "activity_done"}
            else:
                moments = job._moments(activity, adders[job])
                turn = next_round(
                    job.step_id._series(), moments, fields.Datetime.now(), settled.get(job, ())
                )
                rows += job._reminder_rows(turn, moments, activity)
                outcomes[job] = (
                    {"state": "pending", "due": turn.next_at}
                    if turn.next_at
                    else {"reason": "series_over"}
                )
        self.create(rows)
        return outcomes

    def _made_activities(self):
        """Return the activities that are still there, the done ones included."""
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        return activities.search([("id", "in", self.mapped("made_id"))])

    def _settled(self):
        """Return by job the numbers of the reminders that were sent or skipped."""
        found = self.search(
            [
                ("res_model", "in", self.mapped("res_model")),
                ("res_id", "in", self.mapped("res_id")),
                ("root_step", "in", self.mapped("root_step")),
                ("occurrence", ">", 0),
            ]
        )
        jobs = {(job.res_model, job.origin_id, job.root_step, job.round): job for job in self}
        settled = {}
        for row in found:
            job = jobs.get((row.res_model, row.origin_id, row.root_step, row.round))
            if job:
                settled.setdefault(job, set()).add(row.occurrence - 1)
        return settled

    def _moments(self, activity, add):
        """Return when each reminder is due; a moved deadline begins the rest of the series anew."""
        series = self.step_id._series()
        deadline = activity.deadline_at or self.due
        moments = occurrences(series, deadline, add)
        past = min(self.series_from, len(moments))
        return [deadline] * past + moments[: len(moments) - past]

    def _reminder_rows(self, turn, moments, activity):
        """Return the rows that say what was reminded of, missed, or told to somebody above."""
        series = self.step_id._series()
        rows = [
            self._reminder_row(number, moments[number], "skipped", "missed") for number in turn.skip
        ]
        if turn.remind is not None:
            told = {"tell_id": activity.user_id.id}
            rows.append(
                self._reminder_row(turn.remind, moments[turn.remind], "done", "reminded") | told
            )
        if turn.escalate is not None:
            told = {"tell_id": self._above().id}
            rows.append(
                self._reminder_row(series.most, moments[series.most], "done", "escalated") | told
            )
        return rows

    def _reminder_row(self, number, moment, state, reason):
        key = Key(self.res_model, self.origin_id, self.root_step, self.round, number + 1)
        return {
            "step_id": self.step_id.id,
            "rule_id": self.rule_id.id,
            "root_step": self.root_step,
            "res_model": self.res_model,
            "res_id": self.res_id,
            "origin_id": self.origin_id,
            "round": self.round,
            "occurrence": number + 1,
            "key": str(key),
            "moment": self.moment,
            "due": moment,
            "state": state,
            "reason": reason,
            "chain": self.chain,
            "run_as": self.run_as.id,
            "company_id": self.company_id.id,
            "made_model": self.made_model,
            "made_id": self.made_id,
        }

    def _above(self):
        """Return whom to tell that all reminders were in vain."""
        step, record = self.step_id, self.env[self.res_model].browse(self.res_id)
        named = step.escalate_kind == "named" and step.escalate_id
        return named or step._assignee_leader(record) or self.run_as

    def _restart_series(self, deadlines):
        """Let the rest of each series follow a deadline that was moved.

        :param deadlines: moments by id of an activity.
        """
        jobs = self.search(
            [
                ("made_model", "=", "mail.activity"),
                ("made_id", "in", list(deadlines)),
                ("occurrence", "=", 0),
                ("state", "=", "pending"),
            ]
        )
        # A row that the runner holds is about to be due by the old deadline: it is left to it.
        jobs = jobs.try_lock_for_update()
        settled = jobs._settled() if jobs else {}
        for job in jobs:
            job.write(
                {
                    "due": deadlines[job.made_id],
                    "series_from": max(settled.get(job, ()), default=-1) + 1,
                }
            )
        if jobs:
            self._wake(min(jobs.mapped("due")))
