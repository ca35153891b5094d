# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmDedupMatch(models.Model):
    """Decisions on pairs that no scan has seen yet."""

    _inherit = "crm.dedup.match"

    @api.model
    def _of_pair(self, card, other):
        """The match of two cards, empty if there is none."""
        engine = self.env["crm.dedup.engine"]
        left, right = engine._ordered((card._name, card.id), (other._name, other.id))
        return self.search(
            [
                ("left_model", "=", left[0]),
                ("left_id", "=", left[1]),
                ("right_model", "=", right[0]),
                ("right_id", "=", right[1]),
            ]
        )

    @api.model
    def _remember(self, card, other, state):
        """Keep a decision on two cards, which need not have been found by a scan.

        :param card: the card that the user may change
        :param other: another card that he may read
        :param state: ``confirmed`` or ``dismissed``
        :return: the match
        """
        card.check_access("write")
        other.check_access("read")
        match = self.sudo()._of_pair(card, other)
        if not match:
            match = self.sudo().create(self._values_of_pair(card, other))
        match.with_env(self.env)._decide(state)
        return match.with_env(self.env)

    @api.model
    def _values_of_pair(self, card, other):
        """Values of a match, as far as a look-up finds the pair."""
        engine = self.env["crm.dedup.engine"]
        found = engine.sudo().find_matches(card.sudo())[card.sudo()]
        key = (other._name, other.id)
        known = next((each for each in found if (each["model"], each["id"]) == key), {})
        values = {
            "probability": known.get("probability", 0),
            "weight": known.get("weight", 0),
            "tier": known.get("tier", "review"),
            "relation": known.get("relation", "duplicate"),
            "company_id": (card.sudo().company_id or other.sudo().company_id).id,
            "explanation_data": [
                [line["field"], line["level"], line["contribution"]]
                for line in known.get("explanation", ())
            ],
        }
        return {**values, **self._sides_of_pair(card, other)}

    @api.model
    def _sides_of_pair(self, card, other):
        """Values that say which two cards a match is about, in order."""
        values = {}
        sides = sorted([(card._name, card.id), (other._name, other.id)])
        for side, (model, card_id) in zip(("left", "right"), sides, strict=True):
            link = self.env[model]._identifier_link
            values.update(
                {f"{side}_model": model, f"{side}_id": card_id, f"{side}_{link}": card_id}
            )
        return values
