# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CrmPlaybookStep(models.Model):
    """The step that runs what settings administrators wrote."""

    _inherit = "crm.playbook.step"

    server_action_id = fields.Many2one(
        "ir.actions.server",
        domain=[("model_id.model", "=", "crm.lead")],
        ondelete="restrict",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a server action that the user may not choose."""
        steps = super().create(vals_list)
        # Not the values alone: a context gives defaults.
        steps._check_chooser(any(step.server_action_id for step in steps.sudo()))
        return steps

    def write(self, vals):
        """Refuse a server action that the user may not choose."""
        self._check_chooser(vals.get("server_action_id"))
        return super().write(vals)

    def _check_chooser(self, is_chosen):
        """Let only settings administrators choose a server action, of whatever kind the step is.

        :raise AccessError: another one does.
        """
        if not is_chosen:
            return
        if not (self.env.su or self.env.user.has_group("base.group_system")):
            raise AccessError(self.env._("Only settings administrators may choose server actions."))

    def _run_server_action(self, record):
        """Run the action on one record, for a responsible user who might do so himself.

        Core runs most kinds of actions as root, so it is asked again here: the responsible user may
        have lost the right since the step was made.

        :raise AccessError: he is no settings administrator.
        """
        if not record.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._(
                    "%(user)s is no settings administrator, so no server action runs in his name.",
                    user=record.env.user.name,
                )
            )
        action = self.sudo().server_action_id
        if not action:
            raise UserError(self.env._("“%(step)s” has no server action.", step=self.name))
        action.with_env(record.env).with_context(
            active_model=record._name, active_id=record.id, active_ids=record.ids
        ).run()
