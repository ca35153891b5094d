# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmPlaybookJob(models.Model):
    """What was to be done by the person in charge, when there was none yet."""

    _inherit = "crm.playbook.job"

    def _hand_over(self, changes):
        """Give whoever is in charge now what somebody else got for want of such a person.

        A lead comes in and is given to somebody minutes or a night later: its call is his, with the
        time by which it is due, and so are the reminders. He is told with the next run.
        """
        ids = [
            change.record
            for change in changes
            if change.before and not change.before.user and change.after.user
        ]
        if not ids:
            return
        made = self._that_made_open(ids).filtered(lambda job: job.step_id.assignee_kind == "user")
        activities = self.env["mail.activity"].browse(made.mapped("made_id")).exists()
        owner = {lead.id: lead.user_id for lead in self.env["crm.lead"].browse(ids)}
        others = activities.filtered(lambda act: act.active and act.user_id != owner[act.res_id])
        for user, group in others.grouped(lambda act: owner[act.res_id]).items():
            group.with_context(mail_activity_quick_update=True).user_id = user
            jobs = made.filtered(lambda job, ids=set(group.ids): job.made_id in ids)
            jobs.try_lock_for_update().tell_id = user
        if others:
            self._wake(self.env.cr.now())

    def _that_made_open(self, lead_ids):
        """Return the jobs that made an activity of these leads which may be open still."""
        return self.search(
            [
                ("res_model", "=", "crm.lead"),
                ("res_id", "in", lead_ids),
                ("made_model", "=", "mail.activity"),
                ("occurrence", "=", 0),
                ("state", "in", ("pending", "done")),
            ]
        )
