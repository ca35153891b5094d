# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass
from typing import Any

import numpy as np

from odoo import api, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ..tools.linkage.fitting import propose_from, strengths_of
from ..tools.linkage.levels import NAMES
from ..tools.linkage.scoring import DUPLICATE, TIERS, score

# The latest decisions say most about what people want now.
MAX_DECISIONS = 20_000
MAX_MATCHES = 50_000
EXAMPLES = 20
# What a weight is multiplied with; beyond it, the trace of a weight that was changed since.
STRENGTHS = (0.1, 1.5)
LEVEL_NUMBERS = {name: number for number, name in enumerate(NAMES)}


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided about, as the search saw it: one row a pair, one column a comparison.

    :param levels: how much both agreed (``tools.linkage.levels``)
    :param strengths: what the weight of the level was multiplied with
    :param priors: what spoke against the pair before it was compared
    :param labels: whether somebody said that they are the same
    """

    levels: Any
    strengths: Any
    priors: Any
    labels: Any


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Open matches under some rules; what is only related is no duplicate of any tier."""

    tiers: Any
    weights: Any
    probabilities: Any

    @classmethod
    def of(cls, scores):
        tiers = np.where(scores.relation == DUPLICATE, scores.tier, 0)
        return cls(tiers, scores.weight, scores.probability)

    def named(self, side, number):
        """Values of an example for one side."""
        return {
            f"tier_{side}": TIERS[self.tiers[number]] or "none",
            f"probability_{side}": float(self.probabilities[number]),
        }


class CrmDedupProposal(models.Model):
    """What the proposal is learnt from, and what it would change."""

    _inherit = "crm.dedup.proposal"

    @api.model
    def _decisions(self, rules):
        """The latest decisions on matches, as the scan had stored them.

        Not from the cards of today: a card that others were merged into has their phones and
        e-mails now, so everything would seem to agree.

        :return: ``Decisions``
        """
        self.env["crm.dedup.match"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT state <> 'dismissed', explanation_data FROM crm_dedup_match
                    WHERE state IN ('confirmed', 'merged', 'dismissed')
                      AND explanation_data IS NOT NULL
                 ORDER BY COALESCE(decided_at, write_date) DESC, id DESC LIMIT %s""",
                MAX_DECISIONS,
            )
        )
        columns = [_columns(rules, subject) for subject in ("company", "person")]
        levels = np.zeros((len(rows), len(rules.active)), np.int8)
        contributions = np.zeros(levels.shape, np.float32)
        priors = np.zeros(len(rows))
        for number, (_same, reasons) in enumerate(rows):
            # Only people have a name of their own beside their company's.
            place = columns[any(name == "name" for name, _level, _part in reasons)]
            for name, level, contribution in reasons:
                if level == "prior":
                    priors[number] = contribution
                elif name in place:
                    levels[number, place[name]] = LEVEL_NUMBERS[level]
                    contributions[number, place[name]] = contribution
        strengths = np.clip(strengths_of(levels, contributions, rules), *STRENGTHS)
        labels = np.array([same for same, _reasons in rows], dtype=bool)
        return Decisions(levels, strengths, priors, labels)

    @api.model
    def _fit(self, decisions, rules):
        """Weights that fit the decisions best. Hook: learn otherwise.

        :param decisions: ``Decisions``
        :return: ``tools.linkage.fitting.Proposal``
        """
        return propose_from(
            decisions.levels, decisions.strengths, decisions.labels, rules, decisions.priors
        )

    # ------------------------------------------------------------------
    # What would change
    # ------------------------------------------------------------------

    @api.model
    def _effects(self, old, new):
        """How many open matches would change their tier, with examples of each change."""
        matches, pairs, shelf = self._open_matches()
        values = {"looked_at": len(matches), "to_automatic": 0, "to_review": 0, "to_none": 0}
        if not matches:
            return values
        left, right = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
        figures = self.env["crm.dedup.figure"]._figures(old.version)
        batch = shelf.profiles(np.arange(len(shelf)), old).batch
        before, after = (
            _Weighed.of(score(batch, left, right, rules, figures)) for rules in (old, new)
        )
        changed = np.flatnonzero(before.tiers != after.tiers)
        names = [TIERS[number] or "none" for number in after.tiers[changed]]
        for name in ("automatic", "review", "none"):
            values[f"to_{name}"] = names.count(name)
        values["example_ids"] = [
            Command.create(
                {"match_id": matches[n], **before.named("old", n), **after.named("new", n)}
            )
            for n in _most_telling(changed, before, after)
        ]
        return values

    @api.model
    def _open_matches(self):
        """Ids of open matches, the places of their profiles on a shelf, and the shelf."""
        domain = Domain([("state", "=", "candidate"), ("relation", "=", "duplicate")])
        sides = ["left_lead_id", "left_partner_id", "right_lead_id", "right_partner_id"]
        found = (
            self.env["crm.dedup.match"]
            .sudo()
            .search_fetch(domain, sides, limit=MAX_MATCHES, order="id desc")
        )
        leads = found.left_lead_id | found.right_lead_id
        partners = found.left_partner_id | found.right_partner_id
        shelf = self.env["crm.dedup.engine"]._load(
            SQL("(p.lead_id = ANY(%s) OR p.partner_id = ANY(%s))", leads.ids, partners.ids),
            ("crm.lead", "res.partner"),
        )
        place = {
            (lead, partner): number
            for number, (lead, partner) in enumerate(
                zip(*(shelf.numbers(name).tolist() for name in ("leads", "partners")), strict=True)
            )
        }
        matches, pairs = [], []
        for match in found:
            left, right = (
                place.get((match[f"{side}_lead_id"].id or 0, match[f"{side}_partner_id"].id or 0))
                for side in ("left", "right")
            )
            if left is not None and right is not None:
                matches.append(match.id)
                pairs.append((left, right))
        return matches, pairs, shelf


def _most_telling(changed, before, after):
    """Pairs of every kind of change in turn, the largest changes of weight first."""
    moved = np.abs(after.weights[changed] - before.weights[changed])
    kinds = {}
    for n in changed[np.argsort(-moved, kind="stable")].tolist():
        kinds.setdefault((int(before.tiers[n]), int(after.tiers[n])), []).append(n)
    share = -(-EXAMPLES // max(len(kinds), 1))
    return [n for of_kind in kinds.values() for n in of_kind[:share]][:EXAMPLES]


def _columns(rules, subject):
    """``{field: place}`` of the comparisons that are used for people, or for companies."""
    return {
        row.field: place for place, row in enumerate(rules.active) if row.subject in ("", subject)
    }
