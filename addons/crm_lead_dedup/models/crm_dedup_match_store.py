# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import numpy as np

from odoo import api, models
from odoo.tools import SQL

from ..tools.array_text import BREAK, array
from ..tools.linkage.scoring import DUPLICATE, RELATIONS, TIERS
from ..tools.linkage.weighing import rows_of

# A scan is nobody's: PostgreSQL would look up the user of each row twice to hear that he exists.
STORE = """
    INSERT INTO crm_dedup_match
           (left_model, left_id, right_model, right_id, left_lead_id, left_partner_id,
            right_lead_id, right_partner_id, company_id, probability, weight, tier, relation,
            explanation_data, state, scan, create_date, write_date)
    SELECT CASE WHEN n.left_lead > 0 THEN 'crm.lead' ELSE 'res.partner' END,
           COALESCE(NULLIF(n.left_lead, 0), n.left_partner),
           CASE WHEN n.right_lead > 0 THEN 'crm.lead' ELSE 'res.partner' END,
           COALESCE(NULLIF(n.right_lead, 0), n.right_partner),
           NULLIF(n.left_lead, 0), NULLIF(n.left_partner, 0), NULLIF(n.right_lead, 0),
           NULLIF(n.right_partner, 0), NULLIF(n.company, 0), n.probability, n.weight, n.tier,
           n.relation, n.reasons::jsonb, 'candidate', %(scan)s, now() AT TIME ZONE 'UTC',
           now() AT TIME ZONE 'UTC'
      FROM unnest(%(left_lead)s::int[], %(left_partner)s::int[], %(right_lead)s::int[],
                  %(right_partner)s::int[], %(company)s::int[], %(probability)s::float8[],
                  %(weight)s::float8[], %(tier)s::text[], %(relation)s::text[],
                  string_to_array(%(reasons)s, E'\\n'))
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
OF_CARD = ("leads", "partners", "companies")

OF_PROFILES = """
    WITH card AS (SELECT lead_id, partner_id FROM crm_dedup_profile WHERE id = ANY(%(profiles)s))
    SELECT m.id FROM card JOIN crm_dedup_match m ON m.left_lead_id = card.lead_id
     UNION ALL
    SELECT m.id FROM card JOIN crm_dedup_match m ON m.right_lead_id = card.lead_id
     UNION ALL
    SELECT m.id FROM card JOIN crm_dedup_match m ON m.left_partner_id = card.partner_id
     UNION ALL
    SELECT m.id FROM card JOIN crm_dedup_match m ON m.right_partner_id = card.partner_id
"""


class CrmDedupMatch(models.Model):
    """Writes what a scan found, by SQL in batch."""

    _inherit = "crm.dedup.match"

    @api.model
    def _keep(self, shelf, weighed, state):
        """Store the pairs of a slice that are worth it; a decision is never overwritten.

        :param shelf: ``tools.linkage.shelf.Shelf`` with the profiles
        :param weighed: ``tools.linkage.weighing.Weighed``
        """
        cards = [
            {name: shelf.numbers(name)[np.searchsorted(shelf.ids, side)] for name in OF_CARD}
            for side in (weighed.left, weighed.right)
        ]
        left, right = self._in_order(*cards)
        excluded = self._excluded(left, right)
        kept = np.array([n for n in range(len(weighed.left)) if n not in excluded], dtype=np.int64)
        if not len(kept):
            return
        scores = rows_of(weighed.scores, kept)
        columns = {
            "left_lead": left["leads"][kept].tolist(),
            "left_partner": left["partners"][kept].tolist(),
            "right_lead": right["leads"][kept].tolist(),
            "right_partner": right["partners"][kept].tolist(),
            "company": np.maximum(left["companies"], right["companies"])[kept].tolist(),
            "probability": scores.probability.tolist(),
            "weight": scores.weight.tolist(),
            "relation": [RELATIONS[number] for number in scores.relation.tolist()],
        }
        columns["tier"] = self._tiers(scores.tier.tolist(), columns)
        arrays = {name: array(column) for name, column in columns.items()}
        reasons = BREAK.join([weighed.reasons[number] for number in kept.tolist()])
        self.env.cr.execute(SQL(STORE, **arrays, reasons=reasons, scan=state["number"]))
        state["counts"]["matches"] += int((scores.relation == DUPLICATE).sum())

    @api.model
    def _in_order(self, one, other):
        """Put the lead before the customer, of one kind the lower id first."""
        alike = (one["leads"] > 0) == (other["leads"] > 0)
        higher = np.maximum(one["leads"], one["partners"]) > np.maximum(
            other["leads"], other["partners"]
        )
        swap = np.where(alike, higher, one["leads"] == 0)
        return (
            {name: np.where(swap, other[name], one[name]) for name in OF_CARD},
            {name: np.where(swap, one[name], other[name]) for name in OF_CARD},
        )

    @api.model
    def _excluded(self, *sides):
        """Numbers of the pairs that are never duplicates, whatever they look like."""
        cards = [
            [
                ("crm.lead", lead) if lead else ("res.partner", partner)
                for lead, partner in zip(
                    side["leads"].tolist(), side["partners"].tolist(), strict=True
                )
            ]
            for side in sides
        ]
        pairs = list(zip(*cards, strict=True))
        excluded = self.env["crm.dedup.engine"]._dedup_excluded_pairs(pairs)
        return {number for number, pair in enumerate(pairs) if pair in excluded}

    @api.model
    def _tiers(self, tiers, columns):
        names = [TIERS[number] for number in tiers]
        rows = self.env.execute_query(
            SQL(SAME_CUSTOMER, array(columns["left_lead"]), array(columns["right_lead"]))
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
            of_cards = SQL("id IN (%s)", SQL(OF_PROFILES, profiles=profile_ids))
        self.env.cr.execute(
            SQL(
                "DELETE FROM crm_dedup_match WHERE state = 'candidate' AND scan < %s AND %s",
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
