# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ProjectTask(models.Model):
    """A task that belongs to a deal; who does it may have no login."""

    _name = "project.task"
    _inherit = ["project.task", "crm.work.link.mixin"]

    lead_id = fields.Many2one(
        "crm.lead",
        string="Deal",
        index="btree_not_null",
        tracking=True,
        ondelete="set null",
        groups="sales_team.group_sale_salesman",
        help="The deal shows how many of its tasks are done.",
    )

    def write(self, vals):
        """Who finishes a task starts the step that comes after it."""
        open_ones = self.filtered(lambda task: task.state != "1_done")
        result = super().write(vals)
        if done := open_ones.filtered(lambda task: task.state == "1_done"):
            self.env["crm.playbook.job"]._tasks_done(done)
        return result

    def _prepare_work_link(self):
        values = super()._prepare_work_link()
        # Whoever may send the link need not be in sales.
        task = self.sudo()
        address = task.partner_id._display_address(without_company=True) if task.partner_id else ""
        values.update(
            name=self.name,
            lead_id=task.lead_id.id,
            address=", ".join(filter(None, map(str.strip, address.splitlines())))
            or (task.lead_id._prepare_work_link()["address"] if task.lead_id else False),
            lang=task.partner_id.lang or values["lang"],
        )
        return values

    def _work_link_received(self, submission):
        """The crew's report closes the task; the deal hears of it too."""
        result = super()._work_link_received(submission)
        self.state = "1_done"
        if self.lead_id:
            self.lead_id.message_post(
                body=self._work_report_body(submission),
                author_id=self._work_report_author(submission).id,
                attachment_ids=submission.attachment_ids.copy(
                    {"res_model": "crm.lead", "res_id": self.lead_id.id}
                ).ids,
                message_type="comment",
                subtype_xmlid="mail.mt_note",
            )
        return result
