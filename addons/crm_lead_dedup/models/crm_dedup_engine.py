# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass, field

import numpy as np

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.linkage.batch import Batch
from ..tools.linkage.blocking import CAP
from ..tools.linkage.scoring import score
from .crm_dedup_match import CARD_MODELS

NEIGHBOURS = """
    SELECT q.number, q.key, k.profile_id
      FROM unnest(%(numbers)s::int[], %(keys)s::int[]) AS q(number, key)
     CROSS JOIN LATERAL (SELECT profile_id FROM crm_dedup_key WHERE key = q.key LIMIT %(cap)s) k
"""
PROFILES = """
    SELECT id, lead_id, partner_id, company_id, codes, texts FROM crm_dedup_profile
     WHERE id = ANY(%(ids)s) AND is_compared AND version = %(version)s
"""


@dataclass(slots=True)
class Asked:
    """A card, saved or not, for which duplicates are looked for."""

    model: str
    card_id: int
    company_id: int | None
    codes: bytes
    texts: str
    keys: tuple
    # Customers that belong to the card: its own customer, its parent. Never its duplicates.
    linked: set = field(default_factory=set)
    record: dict | None = None


class CrmDedupEngine(models.AbstractModel):
    """Finds duplicates of leads and customers: of one card, of typed values, of the whole base."""

    _name = "crm.dedup.engine"
    _description = "Duplicate Engine"

    @api.model
    def _rules(self):
        """The comparison rules in force, as ``tools.linkage.rules.Rules``."""
        return self.env["crm.dedup.rule"]._rules()

    @api.private
    @api.model
    def find_matches(self, records, limit=20):
        """Likely duplicates of saved cards, the most likely first.

        :param records: leads or customers, of one model
        :param limit: at most so many for each
        :return: ``{record: [match, …]}``; a match is a dictionary with ``model``, ``id``,
            ``name``, ``readable``, ``in_charge``, ``probability``, ``weight``, ``tier``,
            ``relation``, ``explanation``, ``match_id`` and ``state``. What somebody said is not
            the same is left out; of a card that the reader may not read only the person in
            charge is told.
        """
        asked = self._asked_cards(records)
        return dict(zip(records, self._look_up(asked, limit), strict=True))

    @api.model
    def check_values(self, model_name, vals_list, limit=20):
        """Likely duplicates of values that are not saved yet: of a form, an import, an API.

        :param model_name: ``crm.lead`` or ``res.partner``
        :param vals_list: field values, of relations the id; ``id`` when it is an edited card
        :return: for each, in order, a list of matches as :meth:`find_matches` gives them
        """
        if model_name not in CARD_MODELS:
            raise UserError(self.env._("Only leads and customers are compared."))
        rules = self._rules()
        cards = self.env[model_name]
        self._check_reader(cards)
        records = cards._dedup_records_of_values(vals_list)
        profiles = self.env["crm.dedup.profile"]
        asked = []
        for record in records:
            company_id, _compared, codes, texts, keys = profiles._row(record, rules)
            asked.append(
                Asked(
                    model_name,
                    record["id"],
                    company_id,
                    codes,
                    texts,
                    profiles._keys_of(keys),
                    record.pop("linked"),
                    record,
                )
            )
        return self._look_up(asked, limit)

    @api.model
    def _check_reader(self, cards):
        """Duplicates are shown to those who work with leads, of cards they may read."""
        self.env["crm.lead"].check_access("read")
        cards.check_access("read")

    # ------------------------------------------------------------------
    # Looking up
    # ------------------------------------------------------------------

    @api.model
    def _asked_cards(self, records):
        """The saved cards as they are stored; what has no profile yet is read now."""
        profiles = self.env["crm.dedup.profile"]
        rules = self._rules()
        self._check_reader(records)
        self.env.flush_all()
        stored = profiles._stored(records._identifier_link, records.ids)
        rows = {
            card_id: row
            for card_id, (_profile_id, version, row) in stored.items()
            if version == rules.version
        }
        missing = records.filtered(lambda card: card.id not in rows)
        if missing:
            for card_id, record in missing.sudo()._dedup_record_values().items():
                rows[card_id] = profiles._row(record, rules)
        return [
            Asked(
                records._name,
                card.id,
                rows[card.id][0],
                *rows[card.id][2:4],
                profiles._keys_of(rows[card.id][4]),
            )
            for card in records
        ]

    @api.model
    def _look_up(self, asked, limit):
        """Matches of each of ``asked``, as many queries for one as for many."""
        left, right, cards, scores = self._scored(asked)
        hits = self._admitted(asked, left, right, cards, scores)
        return self._told(asked, hits, scores, limit)

    @api.model
    def _scored(self, asked):
        """Candidate pairs of what is asked with the cards of the base, and their scores.

        :return: numbers into ``asked``, numbers into the cards, the cards as rows
            ``(id, lead_id, partner_id, company_id, codes, texts)``, the scores
        """
        self.env["crm.dedup.profile"].flush_model()
        rules = self._rules()
        pairs = self._neighbours([(number, one.keys) for number, one in enumerate(asked)])
        cards = self.env.execute_query(
            SQL(PROFILES, ids=list({profile for _n, profile in pairs}), version=rules.version)
        )
        place = {card[0]: number for number, card in enumerate(cards)}
        pairs = sorted((n, place[profile]) for n, profile in pairs if profile in place)
        left = [n for n, _card in pairs]
        right = [card for _n, card in pairs]
        batch = Batch.from_rows(
            [one.codes for one in asked] + [bytes(card[4]) for card in cards],
            [one.texts for one in asked] + [card[5] for card in cards],
            rules,
        )
        ours = np.array(left, dtype=np.int64)
        theirs = np.array(right, dtype=np.int64) + len(asked)
        return left, right, cards, score(batch, ours, theirs, rules, self._figures())

    @api.model
    def _neighbours(self, asked):
        """``{(number, profile id)}`` that share a blocking key.

        A key that too many cards share says nothing; it is left out, as the scan does.

        :param asked: list of ``(number, keys)``
        """
        keys = [(number, key) for number, own in asked for key in own]
        if not keys:
            return set()
        numbers, values = map(list, zip(*keys, strict=True))
        rows = self.env.execute_query(SQL(NEIGHBOURS, numbers=numbers, keys=values, cap=CAP + 1))
        found = {}
        for number, key, profile_id in rows:
            found.setdefault((number, key), []).append(profile_id)
        return {
            (number, profile_id)
            for (number, _key), profile_ids in found.items()
            if len(profile_ids) <= CAP
            for profile_id in profile_ids
        }

    @api.model
    def _admitted(self, asked, left, right, cards, scores):
        """``[(number asked, pair number, model, card id)]`` of the pairs worth showing."""
        # Cards of companies that the reader does not work in are not even masked.
        companies = None if self.env.su else {None, *self.env.companies.ids}
        hits = []
        for pair, (number, place) in enumerate(zip(left, right, strict=True)):
            if not scores.tier[pair]:
                continue
            one = asked[number]
            _id, lead_id, partner_id, company_id, _codes, _texts = cards[place]
            model, card_id = ("crm.lead", lead_id) if lead_id else ("res.partner", partner_id)
            if (model, card_id) == (one.model, one.card_id):
                continue
            if one.company_id and company_id and one.company_id != company_id:
                continue
            if companies and company_id not in companies:
                continue
            if model == "res.partner" and card_id in one.linked:
                continue
            hits.append((number, pair, model, card_id))
        excluded = self._dedup_excluded_pairs(
            [
                ((asked[number].model, asked[number].card_id), (model, card_id))
                for number, _pair, model, card_id in hits
                if asked[number].card_id
            ]
        )
        return [
            hit
            for hit in hits
            if ((asked[hit[0]].model, asked[hit[0]].card_id), hit[2:]) not in excluded
        ]

    @api.model
    def _decisions(self, asked, hits):
        """``{(number asked, model, card id): (match id, state)}`` of what is known."""
        pairs = [self._ordered((asked[n].model, asked[n].card_id), (m, i)) for n, _p, m, i in hits]
        if not pairs:
            return {}
        columns = [[left[0], left[1], right[0], right[1]] for left, right in pairs]
        rows = self.env.execute_query(
            SQL(
                """SELECT q.number, m.id, m.state
                     FROM unnest(%s::text[], %s::int[], %s::text[], %s::int[])
                          WITH ORDINALITY
                          AS q(left_model, left_id, right_model, right_id, number)
                     JOIN crm_dedup_match m
                          USING (left_model, left_id, right_model, right_id)""",
                *map(list, zip(*columns, strict=True)),
            )
        )
        return {
            (hits[number - 1][0], *hits[number - 1][2:]): (match_id, state)
            for number, match_id, state in rows
        }

    @api.model
    def _ordered(self, one, other):
        """Two ``(model, id)`` in the order of ``crm.dedup.match``."""
        return (one, other) if one <= other else (other, one)
