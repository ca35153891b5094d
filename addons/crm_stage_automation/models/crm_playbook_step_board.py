# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from ..tools.board import SORTED, branch, placed


class CrmPlaybookStep(models.Model):
    """Moving a step to another place of its rule, or to another rule."""

    _inherit = "crm.playbook.step"

    def move_to(self, rule_id, before_id=False):
        """Move the step, with what follows it, to another place.

        Where it stands before another step, it follows the same one as that does; as the last of
        the rule it follows none. What waits stays as it was planned, see ``_keep_former``.

        :param before_id: a step of the rule; none: the last.
        :raise UserError: the rule or the step is no longer there.
        """
        self.ensure_one()
        self.check_access("write")
        rule = self._rule_to_move_to(rule_id)
        moved = self.browse(branch(self.rule_id._step_pairs(), self.id))
        before = rule.step_ids.filtered(lambda step: step.id == before_id)
        if before_id and not before:
            raise UserError(self.env._("Somebody moved that step: open the board anew."))
        if before in moved:
            return
        after = before.after_step_id
        if rule != self.rule_id:
            if self.after_step_id:
                self.after_step_id = False
            moved.rule_id = rule
        if self.after_step_id != after:
            self.after_step_id = after
        rest = (rule.step_ids - moved).sorted(SORTED)
        order = placed(rest.ids, moved.ids, before.id or 0)
        for place, step in enumerate(order, 1):
            if self.browse(step).sequence != place:
                self.browse(step).sequence = place

    def _rule_to_move_to(self, rule_id):
        """Return a rule of the same playbook.

        :raise UserError: it is none, or not any more.
        """
        rule = self.rule_id.playbook_id.rule_ids.filtered(lambda one: one.id == rule_id)
        if not rule or self not in self.rule_id.step_ids:
            raise UserError(self.env._("Somebody changed this playbook: open the board anew."))
        return rule
