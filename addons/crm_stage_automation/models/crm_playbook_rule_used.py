# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class CrmPlaybookRule(models.Model):
    """Stages and teams that rules name: a rule that lost its last one would be for all."""

    _inherit = "crm.playbook.rule"

    def _release(self, used):
        """Let go of stages or teams that are about to be deleted.

        A rule of a playbook that is off has its stages chosen anew before it is switched on.

        :raise UserError: one of them is needed.
        """
        names = ("team_ids",) if used._name == "crm.team" else ("stage_ids", "origin_stage_ids")
        rules = self.sudo().with_context(active_test=False)
        rules = rules.search(Domain.OR(Domain(name, "in", used.ids) for name in names))
        needed = rules if used._name == "crm.team" else rules.filtered("is_on")
        if needed:
            raise UserError(
                self.env._(
                    "%(names)s: playbooks need this (%(rules)s). Choose something else there "
                    "before you delete it.",
                    names=", ".join(used.mapped("display_name")),
                    rules=", ".join(needed.mapped("display_name")),
                )
            )
        if rules:
            lost = [Command.unlink(each.id) for each in used]
            rules.write({**dict.fromkeys(names, lost), "needs_stages": True})
