# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmPlaybookRule(models.Model):
    """A copy of a rule is its own: its steps follow one another, not those of the original."""

    _inherit = "crm.playbook.rule"

    def copy_data(self, default=None):
        """Copy steps as they are today, not yet saying which follows which: they have no ids."""
        copied = super().copy_data(default)
        for values in copied:
            if "step_ids" in values:
                values["step_ids"] = [line for line in values["step_ids"] if line[2]["active"]]
            for _command, _id, step in values.get("step_ids", ()):
                step.pop("after_step_id", None)
        return copied

    def copy(self, default=None):
        """The steps of a copy follow one another; in the same playbook it is called a copy."""
        # Core pairs old and new lines by their order to copy translations.
        rules = self.with_context(active_test=True)
        copies = super(CrmPlaybookRule, rules).copy(default).with_env(self.env)
        if "step_ids" not in (default or {}):
            self._chain_copies(copies)
        if {"name", "playbook_id"}.isdisjoint(default or {}):
            for copied in copies:
                copied.name = self.env._("%(rule)s (copy)", rule=copied.name)
        return copies

    def _chain_copies(self, copies):
        """Let the steps of copies follow one another as those of these rules do."""
        for rule, copied in zip(self, copies, strict=True):
            steps = rule.step_ids.filtered("active").sorted("id")
            copy_of = dict(zip(steps, copied.step_ids.sorted("id"), strict=True))
            for step in steps.filtered("after_step_id"):
                copy_of[step].after_step_id = copy_of[step.after_step_id]
