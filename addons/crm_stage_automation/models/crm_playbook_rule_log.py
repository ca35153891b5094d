# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmPlaybookRule(models.Model):
    """What a rule did, and what went wrong."""

    _inherit = "crm.playbook.rule"

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
