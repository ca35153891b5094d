# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.job_keys import Job, Key, doubled_by_merge
from .working_time import WorkingHours


class CrmPlaybookJob(models.Model):
    """What becomes of waiting steps when their record changes, is merged or goes.

    A row that the runner holds is left to it: it is being done.
    """

    _inherit = "crm.playbook.job"

    def _waiting_for(self, records):
        """Return what waits for these records."""
        return self.search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("state", "=", "pending"),
            ]
        )

    def _cancel(self, reason):
        """Cancel what still waits of these; return it."""
        jobs = self.sudo().try_lock_for_update().filtered(lambda job: job.state == "pending")
        jobs.write({"state": "cancelled", "reason": reason})
        return jobs

    def _cancel_changed(self, changes):
        """Cancel what is not wanted any more since records changed so: one UPDATE."""
        old = [(change, change.before) for change in changes if change.before]
        after = {
            "left_stage": [c.record for c, before in old if before.stage != c.after.stage],
            "reassigned": [c.record for c, before in old if before.user not in (0, c.after.user)],
            "closed": [
                c.record
                for c, before in old
                if (c.after.is_won, c.after.is_lost) != (before.is_won, before.is_lost)
                and (c.after.is_won or c.after.is_lost)
            ],
        }
        self._cancel_flagged(after)

    def _cancel_flagged(self, record_ids):
        """Cancel what waits for leads and has one of the flags of its step set.

        :param record_ids: by flag (``cancel_<flag>`` of the step), which is the reason too.
        """
        wanted = {flag: ids for flag, ids in record_ids.items() if ids}
        if not wanted:
            return
        self.flush_model()
        cases = {
            flag: SQL("step.%s AND job.res_id IN %s", SQL.identifier(f"cancel_{flag}"), tuple(ids))
            for flag, ids in wanted.items()
        }
        reason = SQL(" ").join(SQL("WHEN %s THEN %s", case, flag) for flag, case in cases.items())
        self.env.execute_query(
            SQL(
                """WITH gone AS (
                       SELECT job.id, CASE %s END AS reason
                         FROM crm_playbook_job job
                         JOIN crm_playbook_step step ON step.id = job.step_id
                        WHERE job.state = 'pending' AND job.res_model = 'crm.lead'
                          AND job.res_id IN %s AND (%s)
                          FOR UPDATE OF job SKIP LOCKED
                   )
                   UPDATE crm_playbook_job job
                      SET state = 'cancelled', reason = gone.reason
                     FROM gone WHERE gone.id = job.id
                RETURNING job.id""",
                reason,
                tuple({record for ids in wanted.values() for record in ids}),
                SQL(" OR ").join(SQL("(%s)", case) for case in cases.values()),
            )
        )
        self.invalidate_model(["state", "reason"], flush=False)

    def _activities_deleted(self, activity_ids):
        """What made these activities is cancelled: somebody took them away undone."""
        if activity_ids:
            jobs = self._that_made(activity_ids, ("pending", "done")).try_lock_for_update()
            jobs.write({"state": "cancelled", "reason": "activity_deleted"})

    def _activities_done(self, done):
        """Note that activities are done, and return what is to be planned after them.

        :param done: by id of the activity, that of its lead.
        """
        if not done:
            return []
        jobs = self._that_made(done, ("pending", "done"))
        waiting = jobs.filtered(lambda job: job.state == "pending").try_lock_for_update()
        waiting.write({"state": "done", "reason": "activity_done"})
        jobs.flush_recordset()
        self._cancel_flagged({"done": [lead for lead in done.values() if lead]})
        return jobs._followers(activities_done=True)

    def _that_made(self, activity_ids, states):
        """Return the jobs that made these activities; reminders of them have rows of their own."""
        return self.search(
            [
                ("made_model", "=", "mail.activity"),
                ("made_id", "in", list(activity_ids)),
                ("occurrence", "=", 0),
                ("state", "in", states),
            ]
        )

    def _follow_person(self, changes):
        """Count again, in the working time of who is in charge now, what waits for him."""
        ids = [c.record for c in changes if c.before and c.before.user != c.after.user]
        if not ids:
            return
        jobs = self._waiting_for(self.env["crm.lead"].browse(ids)).filtered(
            lambda job: (
                not (job.made_id or job.put_off)
                and job.step_id.delay_calendar == "assignee"
                and job.step_id.assignee_kind == "user"
            )
        )
        leads = self.env["crm.lead"].browse(jobs.mapped("res_id"))
        hours = WorkingHours(self.env, leads.user_id)
        by_due = defaultdict(self.browse)
        for job in jobs.try_lock_for_update():
            record = self.env[job.res_model].browse(job.res_id)
            try:
                by_due[job.step_id._due(job.moment, record, hours)] += job
            except UserError as error:
                job.rule_id._mark(str(error))
        for due, group in by_due.items():
            group.due = due
        if by_due:
            self._wake(min(by_due))

    def _merge_records(self, kept, others):
        """Move the jobs of records that are merged into one; what would be done twice is skipped.

        Keys and origins stay, so that the merge can be undone by them.
        """
        jobs = self.search([("res_model", "=", kept._name), ("res_id", "in", (kept | others).ids)])
        rules = jobs.rule_id
        gap = timedelta(minutes=max(rules.mapped("gap_minutes"), default=0))
        again = {job.root_step: job.rule_id.again for job in jobs}
        covered = doubled_by_merge(map(self._as_plain, jobs), kept.id, again, gap)
        jobs.filtered(lambda job: job.res_id != kept.id).res_id = kept.id
        for job_id, covering in covered.items():
            self.browse(job_id).write(
                {"state": "skipped", "reason": "merged", "covered_by_id": covering}
            )

    def _as_plain(self, job):
        """Return a job in plain values."""
        key = Key(job.res_model, job.origin_id, job.root_step, job.round, job.occurrence)
        return Job(job.id, key, job.state, job.due)
