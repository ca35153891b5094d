# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmPlaybookRule(models.Model):
    """What a rule did, and what went wrong."""

    _inherit = "crm.playbook.rule"

    former_count = fields.Integer(
        "Waiting in a Former Version",
        compute="_compute_former_count",
        help="Steps that were planned before the rule was edited, and are done as planned.",
    )

    def _compute_former_count(self):
        """How many steps wait as they were before the last edit."""
        counts = dict(
            self.env["crm.playbook.job"]
            .sudo()
            ._read_group(
                [
                    ("rule_id", "in", self.ids),
                    ("state", "=", "pending"),
                    ("step_id.root_id.active", "=", True),
                ],
                ["rule_id"],
                ["__count"],
            )
        )
        for rule in self:
            rule.former_count = counts.get(rule._origin, 0)

    def action_move_waiting(self):
        """Let what waits with a former version go on with that of today."""
        self.playbook_id.action_move_waiting()

    def action_open_log(self):
        """Open what was planned by these rules, the newest first."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_stage_automation.crm_playbook_job_action"
        )
        return action | {"domain": [("rule_id", "in", self.ids)], "context": {}}

    def action_clear_error(self):
        """The error was seen to: show it no more."""
        self.check_access("write")
        self.sudo().write({"error": False, "error_at": False})
