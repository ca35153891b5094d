# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# What anybody who may write the rule may set: it changes nothing that is done.
HARMLESS = frozenset({"name", "sequence"})
# With another moment, what lies behind it counts no more than when the rule was switched on.
DATE = frozenset(
    {
        "trigger",
        "date_field_id",
        "date_field_name",
        "date_amount",
        "date_unit",
        "date_way",
        "date_every",
    }
)
# What only the engine sets.
SYSTEM = frozenset({"paused", "error", "error_at", "active_since"})


class CrmPlaybookRule(models.Model):
    """Who may have what done in whose name.

    Steps run with the rights of the responsible user. So whoever edits the rule must have these
    rights himself, and steps that run server actions are edited by settings administrators only.
    """

    _inherit = "crm.playbook.rule"

    waiting_count = fields.Integer("Waiting Steps", compute="_compute_waiting_count")

    def _compute_waiting_count(self):
        """How many steps wait."""
        counts = dict(
            self.env["crm.playbook.job"]
            .sudo()
            ._read_group(
                [("rule_id", "in", self.ids), ("state", "=", "pending")], ["rule_id"], ["__count"]
            )
        )
        for rule in self:
            rule.waiting_count = counts.get(rule._origin, 0)

    @api.model_create_multi
    def create(self, vals_list):
        """A rule of a playbook that is on works in its author's name if in no other."""
        self._check_system_fields(*vals_list)
        rules = super().create(vals_list)
        rules.filtered(
            lambda rule: not rule.responsible_id and rule.is_on
        ).responsible_id = self.env.user
        rules._check_editor()
        rules.filtered("is_on").sudo().active_since = fields.Datetime.now()
        return rules

    def write(self, vals):
        """The editor has to be allowed what the rule did and what it will do."""
        self._check_system_fields(vals)
        is_edit = not (HARMLESS | SYSTEM).issuperset(vals)
        if is_edit:
            self._check_editor()
        done = super().write(vals)
        if is_edit:
            self._check_editor()
            self.sudo().write({"error": False, "error_at": False})
        if not DATE.isdisjoint(vals):
            self.sudo().active_since = fields.Datetime.now()
        if vals.get("active") is False:
            self._cancel_waiting("archived")
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """What did something stays in the log."""
        jobs = self.env["crm.playbook.job"].sudo()
        if jobs.search_count([("rule_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("Steps were planned by this: archive it instead of deleting it.")
            )

    @api.constrains("responsible_id")
    def _check_responsible(self):
        """Nothing is done as the superuser, server actions for settings administrators only.

        :raise ValidationError: the responsible is the superuser, or may not do what a step does.
        """
        if any(user._is_superuser() for user in self.responsible_id):
            raise ValidationError(
                self.env._("Choose in whose name the steps are done: a person, not the system.")
            )
        self.with_context(active_test=False).step_ids._check_server_action()
        self.step_ids._check_field_value()

    def action_pause(self):
        """Let what waits keep waiting."""
        self.check_access("write")
        self.sudo().paused = True

    def action_resume(self):
        """Let what waits be done, what is overdue at once."""
        self.check_access("write")
        self.sudo().paused = False
        self.env["crm.playbook.job"].sudo()._wake(fields.Datetime.now())

    def action_cancel_waiting(self):
        """Cancel what waits."""
        self._cancel_waiting("by_hand")

    def _cancel_waiting(self, reason):
        """Cancel what waits of these rules."""
        self.check_access("write")
        jobs = self.env["crm.playbook.job"].sudo()
        jobs.search([("rule_id", "in", self.ids), ("state", "=", "pending")])._cancel(reason)

    def _check_editor(self):
        """Refuse to let a user have done what he may not do himself.

        :raise AccessError: a step runs a server action, or the responsible user may do more.
        """
        editor = self.env.user
        if self.env.su or editor.has_group("base.group_system"):
            return
        rules = self.sudo().with_context(active_test=False)
        if any(step.kind == "server_action" for step in rules.step_ids):
            raise AccessError(
                self.env._("Only settings administrators may edit what runs server actions.")
            )
        for responsible in rules.responsible_id:
            if responsible.all_group_ids - editor.sudo().all_group_ids or (
                responsible.company_ids - editor.company_ids
            ):
                raise AccessError(
                    self.env._(
                        "%(user)s may do more than you: have a settings administrator edit this, "
                        "or take it over in your own name.",
                        user=responsible.name,
                    )
                )

    def _check_system_fields(self, *vals_list):
        """Refuse what only the engine sets.

        :raise ValidationError: the values hold such a field.
        """
        if not self.env.su and any(not SYSTEM.isdisjoint(vals) for vals in vals_list):
            raise ValidationError(self.env._("This is set by the engine alone."))
