# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .working_time import WorkingHours


class CrmPlaybookJob(models.Model):
    """What people do with planned steps."""

    _inherit = "crm.playbook.job"

    def action_cancel(self):
        """Cancel what waits of these."""
        self._check_steward()
        self._cancel("by_hand")

    def action_retry(self):
        """Try again now what failed."""
        self._check_steward()
        failed = self.sudo().try_lock_for_update().filtered(lambda job: job.state == "failed")
        now = fields.Datetime.now()
        failed.write(
            {"state": "pending", "reason": False, "error": False, "attempts": 0, "due": now}
        )
        if failed:
            self._wake(now)

    def _check_steward(self):
        """Planned steps are looked after by those who may edit playbooks.

        :raise AccessError: the user may not, or may not read one of these.
        """
        self.check_access("read")
        if not self.env["crm.playbook.rule"].has_access("write"):
            raise AccessError(self.env._("Only managers of sales look after planned steps."))

    def _move_to_root(self):
        """Let these go on with the version of today of their step, due by its delay."""
        jobs = self.try_lock_for_update()
        leads = self.env["crm.lead"].browse(jobs.mapped("res_id"))
        hours = WorkingHours(self.env, leads.user_id)
        groups = defaultdict(self.browse)
        for job in jobs:
            root = job.step_id.root_id
            record = self.env[job.res_model].browse(job.res_id)
            due = job.due
            if not job.made_id and root._delay() != job.step_id._delay():
                try:
                    due = root._due(job.moment, record, hours)
                except UserError as error:
                    job.rule_id._mark(str(error))
                    continue
            groups[root, due] += job
        for (root, due), group in groups.items():
            group.write({"step_id": root.id, "due": due})
        if groups:
            self._wake(min(due for _root, due in groups))
