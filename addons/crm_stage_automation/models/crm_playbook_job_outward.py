# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .crm_playbook_job_run import DONE, ERROR_LENGTH

_logger = logging.getLogger(__name__)

# A process that runs an action holds its row; before it does, it needs a moment.
GRACE = timedelta(minutes=2)


class CrmPlaybookJob(models.Model):
    """Server actions may call the outside, which no rollback takes back: at most once.

    That one begins is committed before. A process that is killed meanwhile leaves a row that says
    so; whether to try again is for a person to decide.
    """

    _inherit = "crm.playbook.job"

    def _run_outward(self):
        """Run server actions one by one, each committed."""
        cron = self.env["ir.cron"]
        # What was claimed with them is done; each row is claimed anew, so that a process that is
        # killed leaves but one of which nobody knows how far it came.
        cron._commit_progress()
        for job in self:
            if job._hold("pending"):
                job.write({"state": "running", "attempts": 1})
                cron._commit_progress()
                if job._hold("running"):
                    job._attempt_outward()
            cron._commit_progress()

    def _hold(self, state):
        """Lock a row that is in a state; false when somebody else holds it or decided about it."""
        query = SQL(
            "SELECT id FROM crm_playbook_job WHERE id = %s AND state = %s FOR UPDATE SKIP LOCKED",
            self.id,
            state,
        )
        return bool(self._claim(query))

    def _attempt_outward(self):
        """Run one action; what it did to the database is undone if it fails."""
        try:
            with self.env.cr.savepoint():
                for job, record in self._work().items():
                    job.step_id._run_server_action(record)
                    job.write(DONE)
                    job._plan_followers()
        except Exception as error:  # whatever an administrator wrote
            _logger.info("Server action of step %s failed", self.id, exc_info=True)
            self._mark_rule(str(error))
            self.write({"state": "failed", "reason": "error", "error": str(error)[:ERROR_LENGTH]})

    @api.model
    def _give_up_interrupted(self):
        """Mark what was running when its process was killed."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM crm_playbook_job WHERE state = 'running' AND write_date < %s"
                " FOR UPDATE SKIP LOCKED",
                fields.Datetime.now() - GRACE,
            )
        )
        killed = self.browse(job_id for (job_id,) in rows)
        killed.write({"state": "failed", "reason": "interrupted"})
