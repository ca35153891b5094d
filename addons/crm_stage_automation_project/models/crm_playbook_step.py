# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmPlaybookStep(models.Model):
    """The step that makes a task of a deal."""

    _inherit = "crm.playbook.step"

    project_id = fields.Many2one(
        "project.project",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="Where the task is made. The next step begins when the task is done.",
    )

    def _make_tasks(self, work):
        """Make a task for each record, all at once, with the rights of the responsible user."""
        if not self.project_id:
            return super()._make_tasks(work)
        people = self._assignees(work)
        adders = self._adders(work, people)
        some = next(iter(work.values()))
        tasks = some.env["project.task"].create(
            [
                {
                    "name": f"{self.name}: {record.display_name}",
                    "description": self.note,
                    "project_id": self.project_id.id,
                    "lead_id": record.id,
                    "partner_id": record.partner_id.id,
                    "user_ids": people[job].ids,
                    "date_deadline": adders[job](job.due, self._deadline_delay()),
                }
                for job, record in work.items()
            ]
        )
        return dict(zip(work, tasks, strict=True))

    def _missing(self):
        """A task needs a project."""
        missing = super()._missing()
        if self.kind == "task" and not self.sudo().project_id:
            missing.append("project_id")
        return missing
