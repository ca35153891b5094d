# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models


class CrmCardRuleLine(models.Model):
    """Which gaps a user may see, and in which words."""

    _inherit = "crm.card.rule.line"

    @api.model
    def _visible_gaps(self, cards, missing):
        """Gaps as the form shows them, without those of which the user may know nothing.

        :param missing: ``{card: plain lines}``
        :return: ``{card: [{"line", "label", "field", "model", "res_id", "stage"}]}``
        """
        plain = {line.id: line for lines in missing.values() for line in lines}
        lines = self.sudo().browse(plain)
        labels = {line.id: line._label() for line in lines}
        stages = {line.id: line.required_stage_id.display_name or False for line in lines}
        open_to_user = {
            line_id: self._may_see(cards._name, line) for line_id, line in plain.items()
        }
        readable = self._readable_on_the_way(
            cards, {line.path for line in plain.values() if open_to_user[line.id]}
        )
        shown = {}
        for card in cards:
            shown[card] = []
            for line in missing.get(card, ()):
                target = self._target(card, line)
                is_own = target == card.sudo()
                if open_to_user[line.id] and (is_own or target <= readable[target._name]):
                    shown[card].append(
                        {
                            "line": line.id,
                            "label": labels[line.id],
                            "field": line.path.split(".")[0] if line.source == "field" else False,
                            "stage": stages[line.id],
                        }
                        | self._place(card, line, target)
                    )
        return shown

    @api.model
    def _place(self, card, line, target):
        """Where a gap is filled in: on another card, if there is one to fill in."""
        if target == card.sudo() or len(target) != 1 or not isinstance(target.id, int):
            return {"model": False, "res_id": False}
        return {"model": target._name, "res_id": target.id}

    @api.model
    def _target(self, card, line):
        """The records whose field is empty."""
        records = card.sudo()
        if line.source == "field":
            for name in line.path.split(".")[:-1]:
                records = records[name]
        return records

    @api.model
    def _may_see(self, model_name, line):
        """Whether the user may read the fields and models along a path."""
        if self.env.su or line.source != "field":
            return True
        for field in self._fields_of(model_name, line.path):
            model = self.env[field.model_name]
            if not model._has_field_access(field, "read") or not model.has_access("read"):
                return False
        return True

    @api.model
    def _readable_on_the_way(self, cards, paths):
        """The records on the way of these paths that the user may read, one look per model."""
        seen = defaultdict(set)
        for path in paths:
            records = cards.sudo()
            for name in path.split(".")[:-1]:
                records = records[name]
                seen[records._name].update(records._ids)
        return {
            name: self.env[name].browse(ids)._filtered_access("read").sudo()
            for name, ids in seen.items()
        }
