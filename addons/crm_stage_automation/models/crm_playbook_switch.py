# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmPlaybook(models.Model):
    """Switching on and off, and what waits."""

    _inherit = "crm.playbook"

    waiting_count = fields.Integer("Waiting Steps", compute="_compute_waiting")
    former_count = fields.Integer(
        "Waiting in a Former Version",
        compute="_compute_waiting",
        help="Steps that were planned before the playbook was edited, and are done as planned.",
    )

    def _compute_waiting(self):
        """How many steps wait, and how many of them with a former version."""
        jobs = self.env["crm.playbook.job"].sudo()
        waiting = jobs._read_group(
            [("rule_id.playbook_id", "in", self.ids), ("state", "=", "pending")],
            ["rule_id", "step_id"],
            ["__count"],
        )
        for playbook in self:
            mine = [one for one in waiting if one[0].playbook_id == playbook]
            playbook.waiting_count = sum(count for _rule, _step, count in mine)
            playbook.former_count = sum(
                count for _rule, step, count in mine if step._root().active and step.root_id
            )

    def write(self, vals):
        """Switching on, off or away has its consequences, by whatever door."""
        if "company_id" in vals:
            self._all_rules()._check_editor()
        if vals.get("active") is False:
            vals = vals | {"is_on": False}
        done = super().write(vals)
        if "is_on" in vals:
            self._switched(vals["is_on"])
        if not {"is_on", "active", "company_id"}.isdisjoint(vals):
            self.env.registry.clear_cache()
        return done

    def unlink(self):
        """What is gone watches no more."""
        done = super().unlink()
        self.env.registry.clear_cache()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """What did something stays in the log."""
        self._all_rules()._unlink_except_used()

    def action_switch_on(self):
        """Let the rules watch the deals from now on, in the user's name where none is given."""
        if any(not playbook.rule_ids for playbook in self):
            raise UserError(self.env._("A playbook without rules does nothing: add one first."))
        self._check_chosen()
        self.is_on = True

    def action_switch_off(self):
        """Let nothing more be planned, and cancel what waits."""
        self.is_on = False

    def action_move_waiting(self):
        """Let what waits with a former version go on with that of today, and be due by it."""
        self.check_access("write")
        jobs = self.env["crm.playbook.job"].sudo()
        moved = jobs.search(
            [
                ("rule_id.playbook_id", "in", self.ids),
                ("state", "=", "pending"),
                ("step_id.root_id.active", "=", True),
            ]
        )
        moved._move_to_root()

    def action_open_waiting(self):
        """Show what waits."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_stage_automation.crm_playbook_job_action"
        )
        # In the order in which they are due; without waiting ones, what was done.
        context = {"search_default_pending": 1} if self.waiting_count else {}
        return action | {"domain": [("playbook_id", "=", self.id)], "context": context}

    def action_try(self):
        """Open the dry run of all rules."""
        self.ensure_one()
        return self._open_dry_run(self.env["crm.playbook.rule"])

    def _open_dry_run(self, rule):
        """Return the dialog in which the past is played again."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Try It on the Past"),
            "res_model": "crm.playbook.dry.run",
            "view_mode": "form",
            "target": "new",
            "context": {"default_playbook_id": self.id, "default_rule_id": rule.id},
        }

    def _all_rules(self):
        """Return the rules, archived ones too."""
        return self.with_context(active_test=False).rule_ids

    def _switched(self, is_on):
        """Begin or end watching."""
        rules = self._all_rules()
        if not is_on:
            rules._cancel_waiting("switched_off")
            return
        rules.filtered(lambda rule: not rule.responsible_id).responsible_id = self.env.user
        rules.sudo().active_since = fields.Datetime.now()
