# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.delays import Delay
from .crm_playbook_step import DELAY_UNITS
from .crm_playbook_step_assignee import BY_TURNS
from .working_time import WorkingHours


class CrmPlaybookStep(models.Model):
    """The step that gives somebody something to do."""

    _inherit = "crm.playbook.step"

    activity_type_id = fields.Many2one("mail.activity.type", ondelete="restrict")
    note = fields.Html("Text", translate=True, help="Of the activity, or what people are told.")
    deadline_amount = fields.Integer(
        "To Be Done Within", default=1, help="Counted from when the step is done, as its delay is."
    )
    deadline_unit = fields.Selection(DELAY_UNITS, default="hours", required=True)

    @api.constrains("deadline_amount", "deadline_unit")
    def _check_deadline(self):
        """What is to be done is due later than it is given."""
        for step in self:
            try:
                later = step._deadline_delay().amount >= 0
            except ValueError:
                later = False
            if not later:
                raise ValidationError(
                    self.env._("“%(step)s” cannot be done within this time.", step=step.name)
                )

    def _goes_together(self):
        """Return whether jobs of this step can be done with those of others of its kind.

        Activities can, when no turns are counted: following is written once for all of a person's.
        """
        return self.kind == "activity" and self.assignee_kind not in BY_TURNS

    def _perform_activity(self, work):
        """Create an activity for each record; who gets one is told once a run.

        :param work: records by job, of all these steps.
        """
        parts, values = defaultdict(dict), {}
        for job, record in work.items():
            parts[job.step_id.id][job] = record
        for step in self:
            values |= step._activities(parts[step.id])
        some = next(iter(work.values()))
        quick = some.env["mail.activity"].with_context(mail_activity_quick_update=True)
        made = dict(zip(values, quick.create(list(values.values())), strict=True))
        return {job: job.step_id._made_activity(job, activity) for job, activity in made.items()}

    def _activities(self, work):
        """Return the values of an activity by job."""
        people = self._assignees(work)
        adders = self._adders(work, people)
        kind = self.activity_type_id or self.env.ref("mail.mail_activity_data_todo")
        texts = {user: self.with_context(lang=user.lang) for user in set(people.values())}
        return {
            job: {
                "activity_type_id": kind.id,
                "automated": True,
                "summary": texts[people[job]].name,
                "note": texts[people[job]].note,
                "user_id": people[job].id,
                "res_model_id": self.env["ir.model"]._get_id(record._name),
                "res_id": record.id,
                "deadline_at": adders[job](job.due, self._deadline_delay()),
            }
            for job, record in work.items()
        }

    def _made_activity(self, job, activity):
        """Return what becomes of a job that made an activity."""
        values = {"made_model": activity._name, "made_id": activity.id}
        if activity.user_id != job.run_as:
            values["tell_id"] = activity.user_id.id
        if self._series():
            # The job goes on, as the one that reminds.
            values |= {"state": "pending", "due": activity.deadline_at}
        return values

    def _deadline_delay(self):
        """Return within which time what is made is to be done."""
        return Delay(self.deadline_amount, self.deadline_unit, self.delay_calendar != "clock")

    def _adders(self, work, people):
        """Return what adds a delay to a moment, by job, in the time that the step counts by.

        :param work: records by job.
        :param people: users by job.
        """
        users = self.env["res.users"].union(*people.values())
        hours = WorkingHours(self.env, users)
        by_person = self.delay_calendar != "team"

        def adder(job, record):
            company = job.company_id or self.env.company
            user = people[job] if by_person else None
            team = record.sudo().team_id if "team_id" in record._fields else None
            return lambda moment, delay: hours.due(moment, delay, company, team, user)

        return {job: adder(job, record) for job, record in work.items()}
