# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import numpy as np

from odoo import api, models
from odoo.tools import SQL

from ..tools.linkage.components import groups_of

# Rows written by one statement.
CHUNK = 20_000
# A lead is its id, a customer its id below zero: one number says which card.
PAIRS = """
    SELECT string_agg(int4send(id), ''), string_agg(int4send(COALESCE(cluster_id, 0)), ''),
           string_agg(int4send(COALESCE(left_lead_id, -left_partner_id)), ''),
           string_agg(int4send(COALESCE(right_lead_id, -right_partner_id)), ''),
           string_agg(int4send((tier = 'review')::int), ''),
           string_agg(int4send(COALESCE(company_id, 0)), ''),
           string_agg(float8send(weight), ''), string_agg(float8send(probability), '')
      FROM crm_dedup_match
     WHERE relation = 'duplicate' AND state IN ('candidate', 'confirmed')
"""
PAIR_COLUMNS = (
    "id", "cluster", "left", "right", "review", "company", "weight", "probability",
)  # fmt: skip
MEMBERS = """
    SELECT string_agg(int4send(cluster_id), ''),
           string_agg(int4send(COALESCE(lead_id, -partner_id)), '')
      FROM crm_dedup_cluster_member
"""
CREATE = """
    INSERT INTO crm_dedup_cluster
           (state, tier, kind, size, probability, company_id, create_uid, create_date, write_uid,
            write_date)
    SELECT 'open', CASE WHEN n.review > 0 THEN 'review' ELSE 'automatic' END,
           (ARRAY['partner', 'lead', 'mixed'])[n.kind], n.size, n.probability,
           NULLIF(n.company, 0), %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s,
           now() AT TIME ZONE 'UTC'
      FROM unnest(%(review)s::int[], %(kind)s::int[], %(size)s::int[],
                  %(probability)s::float8[], %(company)s::int[])
           WITH ORDINALITY AS n(review, kind, size, probability, company, number)
     ORDER BY n.number
 RETURNING id
"""
ADD_MEMBERS = """
    INSERT INTO crm_dedup_cluster_member
           (cluster_id, lead_id, partner_id, create_uid, create_date, write_uid, write_date)
    SELECT cluster_id, CASE WHEN card > 0 THEN card END, CASE WHEN card < 0 THEN -card END,
           %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
      FROM unnest(%(clusters)s::int[], %(cards)s::int[]) AS n(cluster_id, card)
"""


class CrmDedupCluster(models.Model):
    """Puts the pairs of a scan together; a cluster that stays the same keeps its row."""

    _inherit = "crm.dedup.cluster"

    @api.model
    def _rebuild(self):
        """Make the clusters equal to the pairs known now; returns how many there are."""
        self.env.flush_all()
        pairs = self._columns(PAIRS, PAIR_COLUMNS)
        cards, groups = groups_of(pairs["left"], pairs["right"], pairs["weight"])
        marks = _marks(cards, groups)
        there, there_marks = self._there()
        place = np.searchsorted(there_marks, marks)
        place = np.minimum(place, max(len(there) - 1, 0))
        is_kept = there_marks[place] == marks if len(there) else np.zeros(len(marks), bool)
        cluster_ids = np.where(is_kept, there[place] if len(there) else 0, 0)
        gone = np.setdiff1d(there, cluster_ids)
        self.env.cr.execute(
            SQL(
                "DELETE FROM crm_dedup_cluster WHERE id = ANY(%s) AND state <> 'done'",
                gone.tolist(),
            )
        )
        group_of_pair = _group_of_pairs(pairs, cards, groups)
        fresh = np.flatnonzero(~is_kept)
        cluster_ids[fresh] = self._create_rows(fresh, cards, groups, pairs, group_of_pair)
        self._add_members(cluster_ids, fresh, cards, groups)
        self._link(pairs, group_of_pair, cluster_ids)
        self.env.invalidate_all()
        return len(marks)

    @api.model
    def _columns(self, query, names):
        """One row of bytes as columns of numbers, without an object a value."""
        [row] = self.env.execute_query(SQL(query))
        kinds = {"weight": ">f8", "probability": ">f8"}
        return {
            name: np.frombuffer(bytes(data or b""), kinds.get(name, ">i4")).astype(
                np.float64 if name in kinds else np.int64
            )
            for name, data in zip(names, row, strict=True)
        }

    @api.model
    def _there(self):
        """Ids of the clusters there are, and the mark of each one's cards, in order of marks."""
        members = self._columns(MEMBERS, ("cluster", "card"))
        there, groups = np.unique(members["cluster"], return_inverse=True)
        marks = _marks(members["card"], groups)
        order = np.argsort(marks)
        return there[order], marks[order]

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
            values = {name: column[part].tolist() for name, column in columns.items()}
            ids += self.env.execute_query(SQL(CREATE, **values, uid=self.env.uid))
        return np.array([row[0] for row in ids], dtype=np.int64)

    @api.model
    def _add_members(self, cluster_ids, fresh, cards, groups):
        rows = np.flatnonzero(np.isin(groups, fresh))
        for part in _parts(rows):
            clusters, of_part = cluster_ids[groups[part]].tolist(), cards[part].tolist()
            self.env.cr.execute(
                SQL(ADD_MEMBERS, clusters=clusters, cards=of_part, uid=self.env.uid)
            )

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
                    pairs["id"][part].tolist(),
                    wanted[part].tolist(),
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
