# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from contextlib import suppress
from datetime import timedelta

from psycopg2 import OperationalError
from psycopg2.errors import UniqueViolation
from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models
from odoo.exceptions import LockError
from odoo.tools import SQL

from ..tools.chains import read_chain
from ..tools.collected import CONTEXT_KEY
from .halving import in_halves

_logger = logging.getLogger(__name__)

# Steps of one transaction.
BATCH = 200
CLAIMS = 5
# How often the cron runs anyway.
REGULARLY = timedelta(minutes=5)
# What a lock or a connection stopped is tried again so much later, in minutes.
RETRIES = (5, 30)
# Two who add the same follower at once are told so by a unique constraint.
PASSING = (OperationalError, UniqueViolation, LockError, OSError)
ERROR_LENGTH = 2000
DONE = {"state": "done", "reason": False, "error": False}


class CrmPlaybookJob(models.Model):
    """Doing what is due, in batches, each in a transaction of its own.

    Rows are locked by the first statement of the transaction and stay so until its end: this lock
    is the lease. Whoever is killed leaves no trace, and two at once never hold the same row.
    """

    _inherit = "crm.playbook.job"

    @api.model
    def _cron_run(self):
        """Do what is due until nothing is left, or the time is up; then tell people."""
        jobs, cron = self.sudo(), self.env["ir.cron"]
        # The transaction of a cron has begun before: what others committed since would be refused.
        cron._commit_progress()
        jobs._give_up_interrupted()
        left = cron._commit_progress()
        busy = set()
        while left and (batch := jobs._claim(jobs._claim_query(BATCH, busy))):
            busy |= batch._run()
            left = cron._commit_progress(len(batch), remaining=len(batch))
        jobs._tell_all()
        jobs._wake_for_next()
        if busy:
            # Whoever counts these turns may have looked for more while this run held their rows.
            jobs._wake(fields.Datetime.now())
        cron._commit_progress(remaining=0 if left else 1)

    @api.model
    def _claim(self, query):
        """Return rows that a locking query finds.

        Must be the first statement of a transaction: of a row that was changed by another after
        its beginning, the database tells only by an error. Then it begins anew.
        """
        for _attempt in range(CLAIMS):
            try:
                rows = self.env.execute_query(query)
            except TransactionRollbackError:
                self.env.cr.rollback()
                continue
            return self.browse(job_id for (job_id,) in rows)
        return self.browse()

    def _claim_query(self, limit, busy=()):
        """Return what locks what is due and nobody else holds, the oldest first.

        :param busy: ids of steps that are left to another process.
        """
        return SQL(
            """SELECT job.id
                 FROM crm_playbook_job job
                 JOIN crm_playbook_rule rule ON rule.id = job.rule_id
                WHERE job.state = 'pending' AND job.due <= %s AND rule.paused IS NOT TRUE
                  AND job.step_id != ALL(%s)
                ORDER BY job.due, job.id
                LIMIT %s
                  FOR UPDATE OF job SKIP LOCKED""",
            fields.Datetime.now(),
            list(busy),
            limit,
        )

    def _run(self):
        """Do these jobs, those of equal kind together.

        :return: the ids of steps whose turns another process counts; their jobs are left to it.
        """
        # Kept apart, because only they commit: what they do cannot be taken back.
        outward = self.filtered(lambda job: job.step_id.kind == "server_action")
        busy = set()
        for group in (self - outward).grouped(self._alike).values():
            if group[:1].made_id or all(step._hold_turns() for step in group.step_id):
                # Nothing passes: what a lock stopped is tried again by itself, see `_failed`.
                in_halves(group, type(self)._do, type(self)._failed, passes=())
            else:
                busy.update(group.step_id.ids)
        if outward:
            outward._run_outward()
        return busy

    def _alike(self, job):
        """Return what jobs that are done together have in common."""
        step = job.step_id
        kind = step.kind if step._goes_together() and not job.made_id else step
        return (kind, job.run_as, job.company_id, job.res_model, bool(job.made_id))

    def _do(self):
        """Do jobs of equal kind, as far as their records are there and may be read."""
        work = self._work()
        outcomes = {}
        if work and self[:1].made_id:
            outcomes = self._remind(work)
        elif work:
            step = self.step_id.with_context(lang=self.run_as.lang)
            outcomes = getattr(step, f"_perform_{step.kind}")(work)
        self.browse([job.id for job in work if job not in outcomes]).write(DONE)
        for job, outcome in outcomes.items():
            job.write(DONE | outcome)
        done = self.browse([job.id for job in work if job.state == "done"])
        if done:
            done._plan_followers()

    def _work(self):
        """Return the records by job, with the rights of the responsible user."""
        model = self._as_responsible()
        if model is None:
            self.write({"state": "failed", "reason": "responsible_archived"})
            return {}
        records = model.browse(dict.fromkeys(self.mapped("res_id"))).exists()
        readable = records._filtered_access("read")
        work = {}
        for job in self:
            record = model.browse(job.res_id)
            if record in readable:
                work[job] = record.with_prefetch(readable._prefetch_ids)
            elif record in records:
                job.write({"state": "failed", "reason": "no_access"})
            else:
                job.write({"state": "cancelled", "reason": "record_deleted"})
        return self._still_wanted(work)

    def _as_responsible(self):
        """Return the model of the records as the responsible user; None if he is no more."""
        user, company = self.run_as, self.company_id
        if not user.active:
            return None
        company = company if company in user.company_ids else user.company_id
        chains = {job.res_id: read_chain(job.chain) for job in self if job.chain}
        context = {
            "lang": user.lang,
            "tz": user.tz,
            "allowed_company_ids": company.ids,
            CONTEXT_KEY: chains,
        }
        return self.env(user=user.id, su=False, context=context)[self[:1].res_model]

    def _failed(self, error):
        """Write down what went wrong; what may be better soon is tried again."""
        _logger.info("Planned step %s failed", self.id, exc_info=error)
        values = {"error": str(error)[:ERROR_LENGTH] or type(error).__name__}
        if isinstance(error, PASSING) and self.attempts < len(RETRIES):
            wait = timedelta(minutes=RETRIES[self.attempts])
            values |= {"attempts": self.attempts + 1, "due": fields.Datetime.now() + wait}
        else:
            values |= {"state": "failed", "reason": "error"}
            self._mark_rule(values["error"])
        self.write(values)

    def _mark_rule(self, error):
        """Show the error on the rule, unless another process is about to do so."""
        with suppress(OperationalError), self.env.cr.savepoint(flush=False):
            self.rule_id._mark(error)

    @api.model
    def _wake_for_next(self):
        """Be there in time for what is due before the next regular run."""
        now = fields.Datetime.now()
        soon = [("state", "=", "pending"), ("due", ">", now), ("due", "<=", now + REGULARLY)]
        if first := self.search(soon, order="due", limit=1):
            self._wake(first.due)
