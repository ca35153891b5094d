# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmPlaybookRule(models.Model):
    """What a rule does in a line, and what it needs before it can watch."""

    _inherit = "crm.playbook.rule"

    needs_stages = fields.Boolean(
        readonly=True, help="It would be wrong for any stage: the stages have to be chosen."
    )

    def _outline(self):
        """Return when the rule fires and what is done then."""
        self.ensure_one()
        steps = (step._outline() for step, _depth in self._steps_in_order())
        return self.env._("%(when)s → %(steps)s", when=self._when_words(), steps=", ".join(steps))

    def _needs(self):
        """Return what has to be chosen before these rules can watch, in sentences."""
        found = []
        for rule in self:
            moves = rule.trigger == "moved"
            if rule.needs_stages and moves and not rule.origin_stage_ids:
                found.append(self.env._("%(rule)s: the stage it comes from", rule=rule.name))
            if rule.needs_stages and moves and not rule.stage_ids:
                found.append(self.env._("%(rule)s: the stage it moves to", rule=rule.name))
            if rule.needs_stages and not moves and not rule.stage_ids:
                found.append(self.env._("%(rule)s: the stage", rule=rule.name))
            found += rule.step_ids._needs()
        return found

    def _without_leader(self, headless):
        """Return the teams of which these rules tell the leader, and have none.

        :param headless: all teams without a leader.
        """
        teams = headless.browse()
        for rule in self:
            kinds = {step.escalate_kind for step in rule.step_ids}
            kinds |= {step._asked_for() for step in rule.step_ids}
            if "leader" in kinds:
                teams |= headless & rule.team_ids if rule.team_ids else headless
        return teams
