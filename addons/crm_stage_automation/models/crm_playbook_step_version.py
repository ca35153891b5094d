# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

# What does not change what a step that waits does.
SAME = frozenset({"name", "sequence", "active"})


class CrmPlaybookStep(models.Model):
    """Editing a step that waits somewhere keeps its former version for what waits.

    The step itself stays the version of today; the former one is an archived copy that names it.
    """

    _inherit = "crm.playbook.step"

    @api.model_create_multi
    def create(self, vals_list):
        """The author has to be allowed what the step does."""
        self._check_values(*vals_list)
        steps = super().create(vals_list)
        steps._check_editor()
        self.env.registry.clear_cache()
        return steps

    def write(self, vals):
        """What waits keeps the version with which it was planned."""
        self._check_values(vals)
        if not SAME.issuperset(vals):
            self._check_editor()
            self._keep_former()
        elif "active" in vals:
            self._check_editor()
        done = super().write(vals)
        if not SAME.issuperset(vals):
            self._check_editor()
            self.rule_id.sudo().write({"error": False, "error_at": False})
        if vals.get("active") is False:
            self._cancel_waiting()
        self.env.registry.clear_cache()
        return done

    def unlink(self):
        """Only steps that never planned anything are deleted."""
        self._check_editor()
        done = super().unlink()
        self.env.registry.clear_cache()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """What did something stays in the log."""
        jobs = self.env["crm.playbook.job"].sudo()
        if jobs.search_count([("root_step", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("Steps were planned by this: archive it instead of deleting it.")
            )

    @api.constrains("kind", "rule_id")
    def _check_server_action(self):
        """Server actions are run for settings administrators only.

        :raise ValidationError: the responsible user is none.
        """
        for step in self.sudo():
            responsible = step.rule_id.responsible_id
            if (
                step.kind == "server_action"
                and responsible
                and not responsible.has_group("base.group_system")
            ):
                raise ValidationError(
                    self.env._(
                        "%(step)s runs a server action: the responsible user of its rule has to "
                        "be a settings administrator.",
                        step=step.name,
                    )
                )

    def _check_editor(self):
        """Refuse to let a user have done what he may not do himself.

        :raise AccessError: see the rule's method.
        """
        self.rule_id._check_editor()

    def _check_values(self, *vals_list):
        """Refuse a choice that is not the user's.

        :raise AccessError: a server action, and he is no settings administrator.
        :raise ValidationError: which step it is the former version of.
        """
        if self.env.su:
            return
        if any(vals.get("root_id") for vals in vals_list):
            raise ValidationError(self.env._("This is set by the engine alone."))
        chosen = any(vals.get("kind") == "server_action" for vals in vals_list)
        if chosen and not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._("Only settings administrators may choose a server action.")
            )

    def _keep_former(self):
        """Keep a copy of the steps that wait somewhere, for what waits."""
        jobs = self.env["crm.playbook.job"].sudo()
        waiting = jobs._read_group(
            [("step_id", "in", self.ids), ("state", "=", "pending")], ["step_id"]
        )
        for (step,) in waiting:
            former = step.copy({"active": False, "root_id": step.id, "rule_id": step.rule_id.id})
            former.flush_recordset()
            self.env.execute_query(
                SQL(
                    """UPDATE crm_playbook_job SET step_id = %s
                        WHERE step_id = %s AND state = 'pending' RETURNING id""",
                    former.id,
                    step.id,
                )
            )
        jobs.invalidate_model(["step_id"], flush=False)
        for playbook in self.browse([step.id for (step,) in waiting]).playbook_id.sudo():
            playbook.version += 1

    def _cancel_waiting(self):
        """Cancel what waits of these steps, in every version."""
        jobs = self.env["crm.playbook.job"].sudo()
        jobs.search([("root_step", "in", self.ids), ("state", "=", "pending")])._cancel("archived")
