# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

# What a step made and is still to be done, by model.
OPEN = {
    "project.task": [("state", "not in", ("1_done", "1_canceled"))],
    "mail.activity": [("active", "=", True)],
}


class CrmPlaybookJob(models.Model):
    """What makes a task is done when the task is."""

    _inherit = "crm.playbook.job"

    def _followers(self, activities_done=False):
        """Return what is to be planned after these jobs; tasks tell it themselves."""
        over = self
        if not activities_done:
            over = self.filtered(lambda job: job.made_model != "project.task")
        return super(CrmPlaybookJob, over)._followers(activities_done)

    def _going_on(self):
        """Return those that wait, and those whose task or activity is not done yet."""
        still = self.filtered(lambda job: job.state in ("pending", "running"))
        for model, domain in OPEN.items():
            made = self.filtered(lambda job, model=model: job.made_model == model) - still
            if made:
                there = self.env[model].search([("id", "in", made.mapped("made_id")), *domain])
                still |= made.filtered(lambda job, ids=set(there.ids): job.made_id in ids)
        return still

    def _tasks_done(self, tasks):
        """Plan what comes after the steps that made these tasks.

        :param tasks: ``project.task``, done just now
        """
        jobs = self.sudo().search(
            [
                ("made_model", "=", tasks._name),
                ("made_id", "in", tasks.ids),
                ("occurrence", "=", 0),
                ("state", "=", "done"),
            ]
        )
        if jobs:
            jobs._plan_followers(activities_done=True)
