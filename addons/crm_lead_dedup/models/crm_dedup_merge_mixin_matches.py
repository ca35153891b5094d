# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

# What of a decision goes along to the pair with the survivor.
OF_THE_DECISION = (
    "probability",
    "weight",
    "tier",
    "relation",
    "state",
    "decided_by_id",
    "decided_at",
    "company_id",
)


class CrmDedupMergeMixin(models.AbstractModel):
    """What becomes of the pairs in which merged cards stand."""

    _inherit = "crm.dedup.merge.mixin"

    def _merge_matches(self, others):
        """Pairs among these cards are decided; those with third cards are found anew."""
        link = self._identifier_link
        self.env["crm.dedup.match"].flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE crm_dedup_match SET state = 'merged'
                    WHERE %s = ANY(%s) AND %s = ANY(%s) AND state <> 'merged'""",
                SQL.identifier(f"left_{link}"),
                (self | others).ids,
                SQL.identifier(f"right_{link}"),
                (self | others).ids,
            )
        )
        self.env["crm.dedup.match"].invalidate_model(["state"])

    def _merge_decisions(self, others):
        """Who was said to be somebody else than a merged card is not the survivor, either."""
        link = self._identifier_link
        Match = self.env["crm.dedup.match"].sudo()
        decided = Match.search(
            [
                ("state", "=", "dismissed"),
                "|",
                (f"left_{link}", "in", others.ids),
                (f"right_{link}", "in", others.ids),
            ]
        )
        for match, sides in decided._cards().items():
            third = next(
                card for card in (*sides, self) if not (card._name == self._name and card in others)
            )
            if third == self:
                continue
            known = Match._of_pair(self, third)
            if not known:
                kept = {name: match[name] for name in OF_THE_DECISION}
                kept.update(decided_by_id=match.decided_by_id.id, company_id=match.company_id.id)
                Match.create({**kept, **Match._sides_of_pair(self, third)})
            elif known.state == "candidate":
                known.write({"state": "dismissed"})
