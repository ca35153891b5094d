# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..tools.linkage.clusters import clusters

PAIRS = """
    SELECT id, COALESCE(left_lead_id, 0), COALESCE(left_partner_id, 0),
           COALESCE(right_lead_id, 0), COALESCE(right_partner_id, 0),
           weight, probability, tier, company_id
      FROM crm_dedup_match
     WHERE relation = 'duplicate' AND state IN ('candidate', 'confirmed')
"""
CREATE = """
    INSERT INTO crm_dedup_cluster
           (state, tier, kind, size, probability, company_id, create_uid, create_date, write_uid,
            write_date)
    SELECT 'open', n.tier, n.kind, n.size, n.probability, NULLIF(n.company, 0), %(uid)s,
           now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
      FROM unnest(%(tiers)s::text[], %(kinds)s::text[], %(sizes)s::int[],
                  %(probabilities)s::float8[], %(companies)s::int[])
           WITH ORDINALITY AS n(tier, kind, size, probability, company, number)
     ORDER BY n.number
 RETURNING id
"""
MEMBERS = """
    INSERT INTO crm_dedup_cluster_member
           (cluster_id, lead_id, partner_id, create_uid, create_date, write_uid, write_date)
    SELECT cluster_id, NULLIF(lead_id, 0), NULLIF(partner_id, 0), %(uid)s,
           now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
      FROM unnest(%(clusters)s::int[], %(leads)s::int[], %(partners)s::int[])
           AS n(cluster_id, lead_id, partner_id)
"""


class CrmDedupCluster(models.Model):
    """Puts the pairs of a scan together; a cluster that stays the same keeps its row."""

    _inherit = "crm.dedup.cluster"

    @api.model
    def _rebuild(self):
        """Make the clusters equal to the pairs known now; returns how many there are."""
        self.env.flush_all()
        pairs = [
            (row[0], (row[1], row[2]), (row[3], row[4]), *row[5:])
            for row in self.env.execute_query(SQL(PAIRS))
        ]
        wanted = clusters([(left, right, weight) for _id, left, right, weight, *_rest in pairs])
        there = self._members()
        kept = {group: cluster_id for cluster_id, group in there.items()}
        gone = set(there) - {kept[group] for group in wanted if group in kept}
        self.env.cr.execute(
            SQL("DELETE FROM crm_dedup_cluster WHERE id = ANY(%s) AND state <> 'done'", list(gone))
        )
        fresh = [group for group in wanted if group not in kept]
        kept.update(self._add(fresh, pairs))
        self._link(wanted, kept, pairs)
        self.env.invalidate_all()
        return len(wanted)

    @api.model
    def _members(self):
        """``{cluster id: its cards as pairs (lead id, customer id)}``."""
        groups = {}
        for cluster_id, lead_id, partner_id in self.env.execute_query(
            SQL(
                """SELECT cluster_id, COALESCE(lead_id, 0), COALESCE(partner_id, 0)
                     FROM crm_dedup_cluster_member"""
            )
        ):
            groups.setdefault(cluster_id, set()).add((lead_id, partner_id))
        return {cluster_id: frozenset(group) for cluster_id, group in groups.items()}

    @api.model
    def _add(self, groups, pairs):
        """Insert clusters with their members; ``{group: cluster id}``."""
        if not groups:
            return {}
        place = {card: number for number, group in enumerate(groups) for card in group}
        tiers = ["automatic"] * len(groups)
        weakest = [1.0] * len(groups)
        companies = [0] * len(groups)
        for _id, left, right, _weight, probability, tier, company in pairs:
            number = place.get(left)
            if number is None or number != place.get(right):
                continue
            tiers[number] = "review" if tier == "review" else tiers[number]
            weakest[number] = min(weakest[number], probability)
            companies[number] = company or companies[number]
        kinds = [_kind(group) for group in groups]
        rows = self.env.execute_query(
            SQL(
                CREATE,
                tiers=tiers,
                kinds=kinds,
                sizes=[len(group) for group in groups],
                probabilities=weakest,
                companies=companies,
                uid=self.env.uid,
            )
        )
        made = {group: row[0] for group, row in zip(groups, rows, strict=True)}
        members = [(made[group], *card) for group in groups for card in sorted(group)]
        columns = zip(*members, strict=True)
        names = ("clusters", "leads", "partners")
        self.env.cr.execute(
            SQL(MEMBERS, **dict(zip(names, map(list, columns), strict=True)), uid=self.env.uid)
        )
        return made

    @api.model
    def _link(self, groups, cluster_ids, pairs):
        """Tell the pairs within a cluster which one it is."""
        of_card = {card: cluster_ids[group] for group in groups for card in group}
        links = [
            (pair[0], of_card[pair[1]])
            for pair in pairs
            if pair[1] in of_card and of_card[pair[1]] == of_card.get(pair[2])
        ]
        columns = zip(*links, strict=True) if links else ([], [])
        self.env.cr.execute(
            SQL(
                """UPDATE crm_dedup_match m SET cluster_id = n.cluster_id
                     FROM unnest(%s::int[], %s::int[]) AS n(id, cluster_id)
                    WHERE m.id = n.id AND m.cluster_id IS DISTINCT FROM n.cluster_id""",
                *map(list, columns),
            )
        )


def _kind(group):
    """What the cards of a cluster are: leads, customers or both."""
    leads = any(lead for lead, _partner in group)
    partners = any(partner for _lead, partner in group)
    return "mixed" if leads and partners else "lead" if leads else "partner"
