# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.board import SORTED, STAGED, placed, reading_order


class CrmPlaybookRule(models.Model):
    """A rule of the board, and moving it to another stage."""

    _inherit = "crm.playbook.rule"

    def move_to(self, stage_id=False, origin_id=False, before_id=False):
        """Hang the rule under another stage, or elsewhere under its own.

        :param stage_id: none for any stage.
        :param origin_id: the stage under which it hung; its other stages stay.
        :param before_id: the rule of the playbook before which it is to stand; none: the last.
        """
        self.ensure_one()
        self.check_access("write")
        if (stage_id or 0) != (origin_id or 0):
            self._change_stage(stage_id, origin_id)
        rules = self.playbook_id.rule_ids.sorted(SORTED)
        for place, rule in enumerate(placed(rules.ids, self.ids, before_id or 0), 1):
            if self.browse(rule).sequence != place:
                self.browse(rule).sequence = place

    def _change_stage(self, stage_id, origin_id):
        """Name another stage in the place of one.

        :raise UserError: the trigger of the rule names no stage, or the stage is gone.
        """
        stage = self.env["crm.stage"].browse(stage_id or []).exists()
        if self.trigger not in STAGED:
            raise UserError(
                self.env._(
                    "“%(rule)s” is of no stage, so it cannot hang under one: choose another "
                    "moment for it first.",
                    rule=self.name,
                )
            )
        if stage_id and not stage:
            raise UserError(self.env._("This stage was deleted: open the board anew."))
        others = self.stage_ids.filtered(lambda one: one.id != origin_id)
        self.stage_ids = [Command.set((others | stage).ids if stage else [])]

    def _hangs_under(self, stage):
        """Whether the rule is shown under a stage."""
        self.ensure_one()
        if self.trigger == "won":
            return stage.is_won
        return self.trigger in STAGED and stage in self.stage_ids

    def _board_values(self):
        """Return the rule and its steps in plain values."""
        self.ensure_one()
        # The names of what a rule uses are told to who may read it, also where he may not open it.
        rule = self.sudo()
        return {
            "id": self.id,
            "name": self.name,
            "when": rule._when_words(),
            "which": rule._which_words(),
            "responsible": rule.responsible_id.name or "",
            "paused": self.paused,
            "error": self.error or "",
            "waiting": self.waiting_count,
            "is_movable": self.trigger in STAGED,
            "has_moment": self.trigger != "date",
            "steps": rule._board_steps(),
        }

    def _when_words(self):
        """Return when the rule fires."""
        words = dict(self._fields["trigger"]._description_selection(self.env))[self.trigger]
        if self.trigger == "moved" and self.origin_stage_ids:
            origins = ", ".join(self.origin_stage_ids.mapped("name"))
            return self.env._("%(trigger)s, from: %(stages)s", trigger=words, stages=origins)
        if self.trigger == "date" and self.date_field_id:
            # Names of fields are read by settings administrators only.
            name = self.sudo().date_field_id.field_description
            return self.env._("%(trigger)s: %(date)s", trigger=words, date=name)
        return words

    def _which_words(self):
        """Return for which deals it is; empty: for all."""
        parts = self._teams().mapped("name")
        if not self._record_domain().is_true():
            parts.append(self.env._("only some deals"))
        return ", ".join(parts)

    def _board_steps(self):
        """Return the steps in reading order, in plain values."""
        return [
            {
                "id": step.id,
                "name": step.name,
                "kind": step.kind,
                "depth": depth,
                "sequence": step.sequence,
                **step._words(),
            }
            for step, depth in self._steps_in_order()
        ]

    def _steps_in_order(self):
        """Return (step, depth), what follows a step right below it."""
        steps = {step.id: step for step in self.step_ids}
        return [(steps[one], depth) for one, depth in reading_order(self._step_pairs())]

    def _step_pairs(self):
        """Return (step, the one that it follows or 0) of the rule's steps, in their order."""
        return [(step.id, step.after_step_id.id or 0) for step in self.step_ids.sorted(SORTED)]
