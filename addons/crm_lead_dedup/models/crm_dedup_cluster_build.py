# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import numpy as np

from odoo import api, models
from odoo.tools import SQL

from ..tools.array_text import array
from ..tools.linkage.components import groups_of

# Rows written by one statement.
CHUNK = 20_000
# Clusters made or removed in one slice.
CLUSTER_SLICE = 25_000
# A lead is its id, a customer its id below zero: one number says which card.
PAIRS = """
    SELECT string_agg(int4send(id), ''), string_agg(int4send(COALESCE(cluster_id, 0)), ''),
           string_agg(int4send(COALESCE(left_lead_id, -left_partner_id)), ''),
           string_agg(int4send(COALESCE(right_lead_id, -right_partner_id)), ''),
           string_agg(int4send((tier = 'review')::int), ''),
           string_agg(int4send(COALESCE(company_id, 0)), ''),
           string_agg(float8send(weight), ''), string_agg(float8send(probability), '')
      FROM crm_dedup_match
     WHERE relation = 'duplicate' AND state IN ('candidate', 'confirmed') AND %(of_cards)s
"""
PAIR_COLUMNS = (
    "id", "cluster", "left", "right", "review", "company", "weight", "probability",
)  # fmt: skip
OF_CARDS = """(left_lead_id = ANY(%(leads)s) OR left_partner_id = ANY(%(partners)s))"""
MEMBERS = """
    SELECT string_agg(int4send(c.id), ''),
           string_agg(int4send(COALESCE(m.lead_id, -m.partner_id)), ''),
           string_agg(int4send((c.state = 'done')::int), '')
      FROM crm_dedup_cluster_member m JOIN crm_dedup_cluster c ON c.id = m.cluster_id
     WHERE %(of_cards)s
"""
OF_MEMBERS = """
    c.id IN (SELECT cluster_id FROM crm_dedup_cluster_member
              WHERE lead_id = ANY(%(leads)s) OR partner_id = ANY(%(partners)s))
"""
# Cards that were deleted left their clusters.
TIDY = """
    DELETE FROM crm_dedup_cluster c
     WHERE state <> 'done'
       AND NOT EXISTS (SELECT FROM crm_dedup_cluster_member WHERE cluster_id = c.id);
    UPDATE crm_dedup_cluster c SET size = m.size
      FROM (SELECT cluster_id, count(*) AS size FROM crm_dedup_cluster_member GROUP BY 1) m
     WHERE m.cluster_id = c.id AND c.size <> m.size AND c.state <> 'done'
"""
# All that hangs together, by pairs or by clusters made before, with the cards of some profiles and
# with what was decided, taken back or deleted since.
AROUND = """
    WITH RECURSIVE loose AS (
         SELECT m.* FROM crm_dedup_match m JOIN crm_dedup_cluster c ON c.id = m.cluster_id
          WHERE m.state IN ('dismissed', 'merged') AND c.state <> 'done'
      UNION ALL
         SELECT * FROM crm_dedup_match
          WHERE cluster_id IS NULL AND relation = 'duplicate'
            AND state IN ('candidate', 'confirmed')),
    around(card) AS (
        (SELECT COALESCE(lead_id, -partner_id) FROM crm_dedup_profile WHERE id = ANY(%(profiles)s)
      UNION ALL
         SELECT COALESCE(left_lead_id, -left_partner_id) FROM loose
      UNION ALL
         SELECT COALESCE(right_lead_id, -right_partner_id) FROM loose
      UNION ALL
         SELECT unnest(array_agg(COALESCE(m.lead_id, -m.partner_id)))
           FROM crm_dedup_cluster c JOIN crm_dedup_cluster_member m ON m.cluster_id = c.id
          WHERE c.state <> 'done' GROUP BY c.id HAVING count(*) <> c.size)
          UNION
         SELECT n.card
           FROM around a
          CROSS JOIN LATERAL (
                SELECT COALESCE(o.lead_id, -o.partner_id) AS card
                  FROM crm_dedup_cluster_member m
                  JOIN crm_dedup_cluster_member o ON o.cluster_id = m.cluster_id
                 WHERE m.lead_id = a.card OR m.partner_id = -a.card
             UNION ALL
                SELECT unnest(ARRAY[COALESCE(left_lead_id, -left_partner_id),
                                    COALESCE(right_lead_id, -right_partner_id)])
                  FROM crm_dedup_match
                 WHERE relation = 'duplicate' AND state IN ('candidate', 'confirmed')
                   AND (left_lead_id = a.card OR right_lead_id = a.card
                        OR left_partner_id = -a.card OR right_partner_id = -a.card)) n)
    SELECT array_agg(card) FILTER (WHERE card > 0), array_agg(-card) FILTER (WHERE card < 0)
      FROM around
"""
# A scan is nobody's: PostgreSQL would look up the user of each row twice to hear that he exists.
CREATE = """
    INSERT INTO crm_dedup_cluster
           (state, tier, kind, size, probability, company_id, create_date, write_date)
    SELECT 'open', CASE WHEN n.review > 0 THEN 'review' ELSE 'automatic' END,
           (ARRAY['partner', 'lead', 'mixed'])[n.kind], n.size, n.probability,
           NULLIF(n.company, 0), now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
      FROM unnest(%(review)s::int[], %(kind)s::int[], %(size)s::int[],
                  %(probability)s::float8[], %(company)s::int[])
           WITH ORDINALITY AS n(review, kind, size, probability, company, number)
     ORDER BY n.number
 RETURNING id
"""
ADD_MEMBERS = """
    INSERT INTO crm_dedup_cluster_member
           (cluster_id, lead_id, partner_id, create_date, write_date)
    SELECT cluster_id, CASE WHEN card > 0 THEN card END, CASE WHEN card < 0 THEN -card END,
           now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
      FROM unnest(%(clusters)s::int[], %(cards)s::int[]) AS n(cluster_id, card)
"""


class CrmDedupCluster(models.Model):
    """Puts the pairs of a scan together; a cluster that stays the same keeps its row."""

    _inherit = "crm.dedup.cluster"

    @api.model
    def _rebuild(self, profile_ids=None, at_once=False):
        """Make the clusters equal to the pairs known now, so many of them at a time.

        :param profile_ids: only what hangs together with the cards of these profiles
        :param at_once: all of them, for which the pairs need not be read again and again
        :return: whether all of them are equal
        """
        self.env.flush_all()
        around = self._around(profile_ids)
        pairs = self._columns(PAIRS, PAIR_COLUMNS, OF_CARDS, around)
        cards, groups = groups_of(pairs["left"], pairs["right"], pairs["weight"])
        marks = _marks(cards, groups)
        there, there_marks, is_done = self._there(around)
        place = np.searchsorted(there_marks, marks)
        place = np.minimum(place, max(len(there) - 1, 0))
        is_kept = there_marks[place] == marks if len(there) else np.zeros(len(marks), bool)
        cluster_ids = np.where(is_kept, there[place] if len(there) else 0, 0)
        gone = np.setdiff1d(there[~is_done], cluster_ids)
        most = max(len(gone), len(groups), 1) if at_once else CLUSTER_SLICE
        self.env.cr.execute(
            SQL("DELETE FROM crm_dedup_cluster WHERE id = ANY(%s)", gone[:most].tolist())
        )
        group_of_pair = _group_of_pairs(pairs, cards, groups)
        fresh = np.flatnonzero(~is_kept)
        finished = max(len(gone), len(fresh)) <= most
        fresh = fresh[:most]
        cluster_ids[fresh] = self._create_rows(fresh, cards, groups, pairs, group_of_pair)
        self._add_members(cluster_ids, fresh, cards, groups)
        self._link(pairs, group_of_pair, cluster_ids)
        if finished:
            self.env.cr.execute(TIDY)
        self.env.invalidate_all()
        return finished

    @api.model
    def _around(self, profile_ids):
        """Ids ``{"leads", "partners"}`` of what is to be looked at; None for all."""
        if profile_ids is None:
            return None
        [(leads, partners)] = self.env.execute_query(SQL(AROUND, profiles=profile_ids))
        return {"leads": leads or [], "partners": partners or []}

    @api.model
    def _columns(self, query, names, condition, around):
        """One row of bytes as columns of numbers, without an object a value."""
        of_cards = SQL("TRUE") if around is None else SQL(condition, **around)
        [row] = self.env.execute_query(SQL(query, of_cards=of_cards))
        kinds = {"weight": ">f8", "probability": ">f8"}
        return {
            name: np.frombuffer(bytes(data or b""), kinds.get(name, ">i4")).astype(
                np.float64 if name in kinds else np.int64
            )
            for name, data in zip(names, row, strict=True)
        }

    @api.model
    def _there(self, around):
        """Ids of the clusters there are, the mark of each one's cards, and which are done.

        In order of the marks.
        """
        members = self._columns(MEMBERS, ("cluster", "card", "done"), OF_MEMBERS, around)
        there, first, groups = np.unique(members["cluster"], return_index=True, return_inverse=True)
        marks = _marks(members["card"], groups)
        order = np.argsort(marks)
        return there[order], marks[order], members["done"][first][order] > 0

    @api.model
    def _create_rows(self, fresh, cards, groups, pairs, group_of_pair):
        """Insert the clusters of these groups; their ids in order."""
        count = int(groups.max()) + 1 if len(groups) else 0
        inside = group_of_pair >= 0
        numbers = group_of_pair[inside]
        weakest = np.ones(count)
        np.minimum.at(weakest, numbers, pairs["probability"][inside])
        company = np.zeros(count, np.int64)
        np.maximum.at(company, numbers, pairs["company"][inside])
        leads = np.bincount(groups[cards > 0], minlength=count) > 0
        partners = np.bincount(groups[cards < 0], minlength=count) > 0
        columns = {
            "review": np.bincount(numbers, pairs["review"][inside], minlength=count) > 0,
            "kind": np.where(leads & partners, 3, np.where(leads, 2, 1)),
            "size": np.bincount(groups, minlength=count),
            "probability": weakest,
            "company": company,
        }
        columns["review"] = columns["review"].astype(int)
        ids = []
        for part in _parts(fresh):
            values = {name: array(column[part].tolist()) for name, column in columns.items()}
            ids += self.env.execute_query(SQL(CREATE, **values))
        return np.array([row[0] for row in ids], dtype=np.int64)

    @api.model
    def _add_members(self, cluster_ids, fresh, cards, groups):
        rows = np.flatnonzero(np.isin(groups, fresh))
        for part in _parts(rows):
            columns = {"clusters": cluster_ids[groups[part]], "cards": cards[part]}
            arrays = {name: array(column.tolist()) for name, column in columns.items()}
            self.env.cr.execute(SQL(ADD_MEMBERS, **arrays))

    @api.model
    def _link(self, pairs, group_of_pair, cluster_ids):
        """Tell the pairs within a cluster which one it is."""
        wanted = (
            np.where(group_of_pair >= 0, cluster_ids[group_of_pair], 0)
            if len(cluster_ids)
            else np.zeros(len(group_of_pair), np.int64)
        )
        for part in _parts(np.flatnonzero(wanted != pairs["cluster"])):
            self.env.cr.execute(
                SQL(
                    """UPDATE crm_dedup_match m SET cluster_id = NULLIF(n.cluster_id, 0)
                         FROM unnest(%s::int[], %s::int[]) AS n(id, cluster_id)
                        WHERE m.id = n.id""",
                    array(pairs["id"][part].tolist()),
                    array(wanted[part].tolist()),
                )
            )


def _parts(rows):
    return [rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)]


def _marks(cards, groups):
    """A number for each group that says which cards it has: 64 mixed bits of each, added up."""
    bits = cards.astype(np.uint64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        bits = (bits ^ (bits >> np.uint64(shift))) * np.uint64(factor)
    bits ^= bits >> np.uint64(31)
    marks = np.zeros(int(groups.max()) + 1 if len(groups) else 0, np.uint64)
    np.add.at(marks, groups, bits)
    return marks


def _group_of_pairs(pairs, cards, groups):
    """For each pair the group that both cards are in, or -1."""
    if not len(cards):
        return np.full(len(pairs["id"]), -1, np.int64)
    found = []
    for side in ("left", "right"):
        place = np.minimum(np.searchsorted(cards, pairs[side]), len(cards) - 1)
        found.append(np.where(cards[place] == pairs[side], groups[place], -1))
    return np.where(found[0] == found[1], found[0], -1)
