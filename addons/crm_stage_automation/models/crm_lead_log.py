# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmLead(models.Model):
    """What playbooks did for a deal, and what they are going to do."""

    _inherit = "crm.lead"

    waiting_step_count = fields.Integer("Waiting Steps", compute="_compute_step_counts")
    past_step_count = fields.Integer("Past Steps", compute="_compute_step_counts")

    def _compute_step_counts(self):
        """Who reads the deal reads its steps, so nothing else is asked."""
        waiting, past = dict.fromkeys(self.ids, 0), dict.fromkeys(self.ids, 0)
        groups = (
            self.env["crm.playbook.job"]
            .sudo()
            ._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id", "state"],
                ["__count"],
            )
        )
        for lead_id, state, count in groups:
            (waiting if state in ("pending", "running") else past)[lead_id] += count
        for lead in self:
            lead.waiting_step_count = waiting.get(lead._origin.id, 0)
            lead.past_step_count = past.get(lead._origin.id, 0)

    def action_open_steps(self):
        """Open the log of the deal."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_stage_automation.crm_playbook_job_action_lead"
        )
        return action | {
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {"create": False},
        }
