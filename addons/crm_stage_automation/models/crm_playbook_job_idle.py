# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmPlaybookJob(models.Model):
    """What was wanted because nothing was planned is not wanted once something is."""

    _inherit = "crm.playbook.job"

    def _still_wanted(self, work):
        """Return what is still to be done: not for deals that were taken care of meanwhile.

        :param work: records by job.
        """
        first = self[:1]
        if (
            first.rule_id.trigger != "no_activity"
            or first.step_id.after_step_id
            or first.made_id
            or not work
        ):
            return work
        cared_for = self._cared_for({record.id for record in work.values()})
        over = self.browse([job.id for job, record in work.items() if record.id in cared_for])
        over.write({"state": "skipped", "reason": "planned_meanwhile"})
        return {job: record for job, record in work.items() if job not in over}

    def _cared_for(self, lead_ids):
        """Return the ids of the leads with something to do that did not come from the rule."""
        leads = self.env["crm.lead"].browse(lead_ids)
        ours = self.search(
            [
                ("rule_id", "=", self.rule_id.id),
                ("res_model", "=", leads._name),
                ("res_id", "in", leads.ids),
                ("made_model", "=", "mail.activity"),
            ]
        )
        activities = self.env["mail.activity"].search_fetch(
            [
                ("res_model", "=", leads._name),
                ("res_id", "in", leads.ids),
                ("id", "not in", ours.mapped("made_id")),
            ],
            ["res_id"],
        )
        return {
            *activities.mapped("res_id"),
            *leads.filtered("stage_id.is_deferred").ids,
        }
