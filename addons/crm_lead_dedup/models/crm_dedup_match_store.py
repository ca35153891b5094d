# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

import numpy as np

from odoo import api, models
from odoo.tools import SQL

from ..tools.linkage.levels import NAMES
from ..tools.linkage.scoring import DUPLICATE, RELATIONS, TIERS

STORE = """
    INSERT INTO crm_dedup_match
           (left_model, left_id, right_model, right_id, left_lead_id, left_partner_id,
            right_lead_id, right_partner_id, company_id, probability, weight, tier, relation,
            explanation_data, state, scan, create_uid, create_date, write_uid, write_date)
    SELECT CASE WHEN n.left_lead > 0 THEN 'crm.lead' ELSE 'res.partner' END,
           COALESCE(NULLIF(n.left_lead, 0), n.left_partner),
           CASE WHEN n.right_lead > 0 THEN 'crm.lead' ELSE 'res.partner' END,
           COALESCE(NULLIF(n.right_lead, 0), n.right_partner),
           NULLIF(n.left_lead, 0), NULLIF(n.left_partner, 0), NULLIF(n.right_lead, 0),
           NULLIF(n.right_partner, 0), NULLIF(n.company, 0), n.probability, n.weight, n.tier,
           n.relation, n.reasons::jsonb, 'candidate', %(scan)s, %(uid)s, now() AT TIME ZONE 'UTC',
           %(uid)s, now() AT TIME ZONE 'UTC'
      FROM unnest(%(left_lead)s::int[], %(left_partner)s::int[], %(right_lead)s::int[],
                  %(right_partner)s::int[], %(company)s::int[], %(probability)s::float8[],
                  %(weight)s::float8[], %(tier)s::text[], %(relation)s::text[],
                  %(reasons)s::text[])
           AS n(left_lead, left_partner, right_lead, right_partner, company, probability, weight,
                tier, relation, reasons)
        ON CONFLICT (left_model, left_id, right_model, right_id) DO UPDATE
       SET probability = EXCLUDED.probability, weight = EXCLUDED.weight, tier = EXCLUDED.tier,
           relation = EXCLUDED.relation, explanation_data = EXCLUDED.explanation_data,
           company_id = EXCLUDED.company_id, scan = EXCLUDED.scan
     WHERE crm_dedup_match.state = 'candidate'
"""
# Never joined without asking: leads that somebody linked to one customer already.
SAME_CUSTOMER = """
    SELECT q.number - 1
      FROM unnest(%s::int[], %s::int[]) WITH ORDINALITY AS q(left_lead, right_lead, number)
      JOIN crm_lead a ON a.id = q.left_lead
      JOIN crm_lead b ON b.id = q.right_lead AND b.partner_id = a.partner_id
"""


class CrmDedupMatch(models.Model):
    """Writes what a scan found, by SQL in batch."""

    _inherit = "crm.dedup.match"

    @api.model
    def _keep(self, loaded, left, right, scores, state):
        """Store the pairs of a slice that are worth it; a decision is never overwritten.

        :param loaded: profiles as ``crm.dedup.engine._load`` gives them
        :param left: positions in them, beside ``right``, one a row of ``scores``
        """
        passing = np.flatnonzero(scores.tier)
        left, right = self._in_order(loaded, left[passing], right[passing])
        excluded = self._excluded(loaded, left, right)
        kept = np.array([n for n in range(len(passing)) if n not in excluded], dtype=np.int64)
        passing, left, right = passing[kept], left[kept], right[kept]
        if not len(passing):
            return
        leads, partners = loaded["leads"], loaded["partners"]
        columns = {
            "left_lead": leads[left].tolist(),
            "left_partner": partners[left].tolist(),
            "right_lead": leads[right].tolist(),
            "right_partner": partners[right].tolist(),
            "company": np.maximum(loaded["companies"][left], loaded["companies"][right]).tolist(),
            "probability": scores.probability[passing].tolist(),
            "weight": scores.weight[passing].tolist(),
            "relation": [RELATIONS[number] for number in scores.relation[passing]],
            "reasons": _reasons(scores, passing),
        }
        columns["tier"] = self._tiers(scores.tier[passing], columns)
        self.env.cr.execute(SQL(STORE, **columns, scan=state["number"], uid=self.env.uid))
        state["counts"]["matches"] += int((scores.relation[passing] == DUPLICATE).sum())

    @api.model
    def _in_order(self, loaded, left, right):
        """Put the lead before the customer, of one kind the lower id first."""
        leads, ids = loaded["leads"], np.maximum(loaded["leads"], loaded["partners"])
        swap = np.where(
            (leads[left] > 0) == (leads[right] > 0), ids[left] > ids[right], leads[left] == 0
        )
        return np.where(swap, right, left), np.where(swap, left, right)

    @api.model
    def _excluded(self, loaded, left, right):
        """Numbers of the pairs that are never duplicates, whatever they look like."""
        sides = [
            [
                ("crm.lead", lead) if lead else ("res.partner", partner)
                for lead, partner in zip(
                    loaded["leads"][side].tolist(), loaded["partners"][side].tolist(), strict=True
                )
            ]
            for side in (left, right)
        ]
        pairs = list(zip(*sides, strict=True))
        excluded = self.env["crm.dedup.engine"]._dedup_excluded_pairs(pairs)
        return {number for number, pair in enumerate(pairs) if pair in excluded}

    @api.model
    def _tiers(self, tiers, columns):
        names = [TIERS[number] for number in tiers]
        rows = self.env.execute_query(
            SQL(SAME_CUSTOMER, columns["left_lead"], columns["right_lead"])
        )
        for (number,) in rows:
            names[number] = "review"
        return names

    @api.model
    def _remove_stale(self, number, profile_ids=None):
        """Delete candidates that the scan of this number did not find again.

        :param profile_ids: only those of these profiles' cards
        """
        of_cards = SQL("TRUE")
        if profile_ids is not None:
            of_cards = SQL(
                """EXISTS (SELECT FROM crm_dedup_profile p WHERE p.id = ANY(%s)
                           AND (p.lead_id IN (m.left_lead_id, m.right_lead_id)
                                OR p.partner_id IN (m.left_partner_id, m.right_partner_id)))""",
                profile_ids,
            )
        self.env.cr.execute(
            SQL(
                "DELETE FROM crm_dedup_match m WHERE state = 'candidate' AND scan < %s AND %s",
                number,
                of_cards,
            )
        )
        self.env["crm.dedup.match"].invalidate_model()

    @api.model
    def _counts(self):
        """How many duplicates of each tier are known and not decided on."""
        rows = self._read_group(
            [("state", "=", "candidate"), ("relation", "=", "duplicate")], ["tier"], ["__count"]
        )
        counts = {"automatic": 0, "review": 0, **dict(rows)}
        return {**counts, "matches": sum(counts.values())}


def _reasons(scores, passing):
    """The reasons of pairs as JSON texts ``[[field, level, contribution], …]``, strongest first."""
    fields = [row.field for row in scores.rules.active]
    prior = ["prior", "prior", round(scores.prior, 3)]
    texts = []
    for levels, parts in zip(
        scores.levels[passing].tolist(), scores.contributions[passing].tolist(), strict=True
    ):
        rows = [
            [name, NAMES[level], round(part, 3)]
            for name, level, part in zip(fields, levels, parts, strict=True)
            if level
        ]
        rows.sort(key=lambda row: -abs(row[2]))
        texts.append(json.dumps([*rows, prior]))
    return texts
