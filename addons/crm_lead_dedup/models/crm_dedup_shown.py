# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..tools.linkage.explain import explanation
from ..tools.linkage.scoring import RELATIONS, TIERS

# What stands for a value of a card that the reader may not read.
MASK = "•••"


class CrmDedupEngine(models.AbstractModel):
    """What a reader is told of matches: names, reasons, and nothing of cards not his to read."""

    _inherit = "crm.dedup.engine"

    @api.model
    def _shown_cards(self, cards, records=None):
        """``{card: {"name", "readable", "in_charge"}}`` for the current user, in batch.

        :param cards: single records, of both models mixed
        :param records: what :meth:`_records_of` gave of them, if it was read already
        """
        if records is None:
            records = self._records_of(cards)
        shown = {}
        for model in {card._name for card in cards}:
            of_model = self.env[model].union(*(card for card in cards if card._name == model))
            readable = of_model._filtered_access("read")
            for card in of_model:
                known = records.get((model, card.id), {})
                is_readable = card in readable
                shown[card] = {
                    "name": (known.get("card_name") or "") if is_readable else self._masked_name(),
                    "readable": is_readable,
                    "in_charge": known.get("in_charge") or "",
                }
        return shown

    @api.model
    def _masked_name(self):
        return self.env._("Somebody else's card")

    @api.model
    def _told(self, asked, hits, scores, limit):
        """The matches of each asked card as dictionaries, best first, dismissed ones left out."""
        decisions = self._decisions(asked, hits)
        best = {}
        for hit in sorted(hits, key=lambda hit: -scores.weight[hit[1]]):
            number, _pair, model, card_id = hit
            match_id, state = decisions.get((number, model, card_id), (False, "candidate"))
            chosen = best.setdefault(number, [])
            if state != "dismissed" and len(chosen) < limit:
                chosen.append((hit, match_id, state))
        lines = self._lines(asked, best, scores)
        return [lines.get(number, []) for number in range(len(asked))]

    @api.model
    def _lines(self, asked, best, scores):
        """``{number asked: [match, …]}`` with names and reasons."""
        hits = [hit for chosen in best.values() for hit, _match_id, _state in chosen]
        cards = [self.env[model].browse(card_id) for _n, _p, model, card_id in hits]
        own = [
            self.env[asked[n].model].browse(asked[n].card_id) for n in best if not asked[n].record
        ]
        records = self._records_of(cards + own)
        shown = self._shown_cards(cards, records)
        lines = {}
        for number, chosen in best.items():
            one = asked[number]
            mine = one.record or records[one.model, one.card_id]
            for (_number, pair, model, card_id), match_id, state in chosen:
                card = shown[self.env[model].browse(card_id)]
                theirs = records[model, card_id]
                reasons = explanation(scores, pair, mine, theirs)
                lines.setdefault(number, []).append(
                    {
                        "model": model,
                        "id": card_id,
                        **card,
                        "probability": float(scores.probability[pair]),
                        "weight": float(scores.weight[pair]),
                        "tier": TIERS[scores.tier[pair]],
                        "relation": RELATIONS[scores.relation[pair]],
                        "explanation": self._labelled(reasons, True, card["readable"]),
                        "match_id": match_id,
                        "state": state,
                    }
                )
        return lines

    @api.model
    def _records_of(self, cards):
        """``{(model, id): record}`` of saved cards of both models."""
        records = {}
        for model in {card._name for card in cards}:
            of_model = self.env[model].union(*(card for card in cards if card._name == model))
            for card_id, record in of_model.sudo()._dedup_record_values().items():
                records[model, card_id] = record
        return records

    @api.model
    def _explained(self, triples):
        """Reasons as they are shown, for stored ones.

        :param triples: list of ``(left card, right card, stored reasons)``
        :return: list of lists of ``{"field", "label", "level", "left", "right", "contribution"}``
        """
        cards = [card for left, right, _stored in triples for card in (left, right)]
        records = self._records_of(cards)
        shown = self._shown_cards(cards, records)
        told = []
        for left, right, stored in triples:
            reasons = [
                {
                    "field": name,
                    "level": level,
                    "left": _value(records.get((left._name, left.id), {}), name),
                    "right": _value(records.get((right._name, right.id), {}), name),
                    "contribution": contribution,
                }
                for name, level, contribution in stored
            ]
            readable = (shown[left]["readable"], shown[right]["readable"])
            told.append(self._labelled(reasons, *readable))
        return told

    @api.model
    def _labelled(self, reasons, left_readable, right_readable):
        labels = self._field_labels()
        return [
            {
                **reason,
                "label": labels.get(reason["field"], reason["field"]),
                "left": _masked(reason["left"], left_readable),
                "right": _masked(reason["right"], right_readable),
            }
            for reason in reasons
        ]

    @api.model
    def _field_labels(self):
        """What the compared fields are called, in the reader's language."""
        return {
            **self.env["crm.dedup.rule"]._labels(),
            "prior": self.env._("Before any comparison"),
        }


def _value(record, name):
    """What a record says in a compared field, all phones and e-mails of it."""
    values = [record.get(name), *(record.get(f"{name}s") or ())]
    return ", ".join(str(value) for value in values if value)


def _masked(value, readable):
    return value if readable or not value else MASK
