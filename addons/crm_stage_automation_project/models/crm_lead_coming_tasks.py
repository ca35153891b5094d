# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import models


class CrmLead(models.Model):
    """Tasks that are not made yet: a customer asks how far it is, not how many were begun."""

    _inherit = "crm.lead"

    def _coming_tasks(self):
        """Return how many tasks playbooks are still going to make, by id of the deal.

        Steps that wait make theirs, and so do those that follow what is not done yet.
        """
        jobs = self.env["crm.playbook.job"].search_fetch(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("occurrence", "=", 0)]
        )
        begun = {(job.res_id, job.root_step) for job in jobs}
        steps = jobs.rule_id.filtered("is_on").with_context(active_test=True).step_ids
        followers = steps.filtered("after_step_id").grouped(lambda step: step.after_step_id.id)
        coming = Counter()
        for job in jobs._going_on():
            after = self._not_begun(job.root_step, followers, job.res_id, begun)
            coming[job.res_id] += sum(step.kind == "task" for step in after)
            coming[job.res_id] += not job.made_id and job.step_id.kind == "task"
        return coming

    def _not_begun(self, root, followers, lead_id, begun):
        """Return the steps that will follow another one and were not planned for the deal yet."""
        found = []
        for step in followers.get(root, ()):
            if (lead_id, step.id) not in begun:
                found += [step, *self._not_begun(step.id, followers, lead_id, begun)]
        return found
