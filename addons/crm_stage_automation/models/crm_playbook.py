# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmPlaybook(models.Model):
    """What is done for a deal, by itself and in time: rules, each with its steps."""

    _name = "crm.playbook"
    _description = "Playbook"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True, help="What it is for, in a sentence or two.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_on = fields.Boolean(
        "Switched On", readonly=True, copy=False, help="Only then its rules watch the deals."
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: the deals of every company."
    )
    version = fields.Integer(
        default=1,
        readonly=True,
        copy=False,
        help="Goes up by one whenever a rule or a step is edited while steps of it wait.",
    )
    is_ready = fields.Boolean(
        "Ready-Made", readonly=True, copy=False, help="It came with the app, to be switched on."
    )
    rule_ids = fields.One2many("crm.playbook.rule", "playbook_id", copy=True)
    has_error = fields.Boolean(compute="_compute_has_error")

    def copy_data(self, default=None):
        """Two playbooks of one name would be mistaken for each other."""
        copied = super().copy_data(default)
        if "name" not in (default or {}):
            for playbook, values in zip(self, copied, strict=True):
                values["name"] = self.env._("%(playbook)s (copy)", playbook=playbook.name)
        return copied

    def copy(self, default=None):
        """A copy is off, and its steps follow steps of its own."""
        playbooks = self.with_context(active_test=True)
        copies = super(CrmPlaybook, playbooks).copy(default).with_env(self.env)
        if "rule_ids" not in (default or {}):
            for playbook, copied in zip(self, copies, strict=True):
                rules = playbook._all_rules().sorted("id")
                rules._chain_copies(copied._all_rules().sorted("id"))
        return copies

    def _compute_has_error(self):
        """Whether one of the rules could not do its work."""
        failing = self.rule_ids.filtered("error").playbook_id
        for playbook in self:
            playbook.has_error = playbook in failing
