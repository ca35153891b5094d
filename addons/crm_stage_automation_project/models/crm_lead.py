# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    task_ids = fields.One2many(
        "project.task", "lead_id", string="Tasks", groups="project.group_project_user", copy=False
    )
    task_count = fields.Integer(
        compute="_compute_task_counts",
        compute_sudo=True,
        help="Tasks of this deal, with those that playbooks are still going to make; cancelled ones"
        " are not counted.",
    )
    task_done_count = fields.Integer(compute="_compute_task_counts", compute_sudo=True)

    def _compute_task_counts(self):
        groups = self.env["project.task"]._read_group(
            [("lead_id", "in", self.ids), ("state", "!=", "1_canceled")],
            ["lead_id", "state"],
            ["__count"],
        )
        counts = dict.fromkeys(self.ids, 0)
        done = dict.fromkeys(self.ids, 0)
        for lead, state, count in groups:
            counts[lead.id] += count
            done[lead.id] += count if state == "1_done" else 0
        coming = self._coming_tasks()
        for lead in self:
            lead.task_count = counts.get(lead.id, 0) + coming[lead.id]
            lead.task_done_count = done.get(lead.id, 0)

    def action_view_tasks(self):
        """Open the tasks of the deal."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("project.action_view_all_task")
        action["name"] = self.env._("Tasks of %(deal)s", deal=self.name)
        action["domain"] = [("lead_id", "=", self.id)]
        action["context"] = {"default_lead_id": self.id, "default_partner_id": self.partner_id.id}
        return action

    def _merge_dependences(self, opportunities):
        """Tasks of the merged deals go on with the one that stays."""
        tasks = self.env["project.task"].sudo().with_context(active_test=False)
        tasks.search([("lead_id", "in", opportunities.ids)]).lead_id = self
        return super()._merge_dependences(opportunities)
