# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import numpy as np

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..tools.linkage import profile
from ..tools.linkage.batch import Batch
from ..tools.linkage.explain import explanation
from ..tools.linkage.scoring import RELATIONS, TIERS, score
from .crm_dedup_match import CARD_MODELS


class CrmDedupExplain(models.AbstractModel):
    """How the probability of any two cards comes about, whether the search proposed them or not."""

    _name = "crm.dedup.explain"
    _description = "Explanation of a Probability"

    @api.model
    @api.readonly
    def explain(self, left, right):
        """Compare two cards as the search does, with the rules of now.

        :param left: ``[model, id]`` of a lead or customer
        :param right: the same of another
        :return: dict ``probability, weight, tier, relation, explanation`` (as a match has them),
            ``review, automatic`` (thresholds as weights), ``missing`` (labels of comparisons
            without a value on both), ``state`` (of the known match, or False), ``verdict``
            (sentence), ``may_change`` (the reader may change the rules)
        :raises AccessError: a card is not the reader's to read and no match of both is either
        """
        rule = self.env["crm.dedup.rule"]
        rule.check_access("read")
        cards = [self._card(*left), self._card(*right)]
        if cards[0] == cards[1]:
            raise UserError(self.env._("Choose two different cards."))
        match = self._match(cards)
        shown = self.env["crm.dedup.engine"]._shown_cards(cards)
        readable = [shown[card]["readable"] for card in cards]
        if not any(readable) or not (match or all(readable)):
            raise AccessError(self.env._("One of these cards is somebody else's."))
        rules = rule._rules()
        scores, reasons = self._compare(cards, rules)
        return {
            "probability": float(scores.probability[0]),
            "weight": float(scores.weight[0]),
            "tier": TIERS[scores.tier[0]],
            "relation": RELATIONS[scores.relation[0]],
            "explanation": self.env["crm.dedup.engine"]._labelled(reasons, *readable),
            "missing": self._missing(scores, reasons),
            "review": rules.review,
            "automatic": rules.automatic,
            "state": match.state,
            "verdict": self._verdict(cards, scores),
            "may_change": rule.has_access("write"),
        }

    @api.model
    def _card(self, model_name, card_id):
        if model_name not in CARD_MODELS:
            raise UserError(self.env._("Only leads and customers are compared."))
        card = self.env[model_name].browse(card_id).exists()
        if not card:
            raise UserError(self.env._("The card is no longer there."))
        return card

    @api.model
    def _match(self, cards):
        """The match of both that the reader may see, if there is one."""
        left, right = self.env["crm.dedup.engine"]._ordered(
            *((card._name, card.id) for card in cards)
        )
        return self.env["crm.dedup.match"].search(
            [
                ("left_model", "=", left[0]),
                ("left_id", "=", left[1]),
                ("right_model", "=", right[0]),
                ("right_id", "=", right[1]),
            ]
        )

    @api.model
    def _compare(self, cards, rules):
        """Scores of the one pair, and its reasons."""
        engine = self.env["crm.dedup.engine"]
        records = engine._records_of(cards)
        both = [records[card._name, card.id] for card in cards]
        batch = Batch.from_profiles([profile.build(record, rules) for record in both], rules)
        figures = self.env["crm.dedup.figure"]._figures(rules.version)
        scores = score(batch, np.array([0]), np.array([1]), rules, figures)
        return scores, explanation(scores, 0, *both)

    @api.model
    def _missing(self, scores, reasons):
        """Labels of what could not be compared."""
        labels = self.env["crm.dedup.rule"]._labels()
        told = {reason["field"] for reason in reasons}
        fields = dict.fromkeys(row.field for row in scores.rules.active)
        return [labels[field] for field in fields if field not in told]

    @api.model
    def _verdict(self, cards, scores):
        """What the search does with such a pair, in a sentence."""
        pair = tuple((card._name, card.id) for card in cards)
        if self.env["crm.dedup.engine"]._dedup_excluded_pairs([pair]):
            return self.env._("They belong together already, so they are never proposed.")
        if RELATIONS[scores.relation[0]] == "related":
            return self.env._("Related, not the same: they share something, but are two.")
        tier = TIERS[scores.tier[0]]
        if tier == "automatic":
            return self.env._("Certain: can be merged without looking at each.")
        if tier == "review":
            if scores.weight[0] >= scores.rules.automatic:
                return self.env._(
                    "To check: likely enough, but no phone, e-mail or tax number agrees, or the "
                    "names do not."
                )
            return self.env._("To check: likely, but not certain.")
        return self.env._("Not proposed: too little speaks for it.")

    @api.model
    def _open(self, cards):
        """The client action for one or two cards.

        :param cards: list of single records of leads or customers
        """
        both = [[card._name, card.id] for card in cards]
        sides = dict(zip(("left", "right"), both, strict=False))
        return {
            "type": "ir.actions.client",
            "tag": "crm_lead_dedup.explain",
            "name": self.env._("Are They the Same?"),
            "params": sides,
        }

    @api.model
    def _open_chosen(self, records):
        """The client action for what is chosen in a list."""
        if len(records) > 2:
            raise UserError(self.env._("Choose two cards to compare."))
        return self._open(list(records))
