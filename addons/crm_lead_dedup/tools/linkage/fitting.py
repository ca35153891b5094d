# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Proposes weights and thresholds from decisions: "the same" and "not the same".

The weights are those of a logistic regression that is held back by the present ones: few decisions
change little, and a level nobody decided about keeps its weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt

from .batch import Batch, Index
from .figures import Figures
from .levels import CLOSE, DIFFERS, PART, SAME, Floats, Levels, Mask
from .rules import Comparison, Rules
from .scoring import score

Numbers = npt.NDArray[np.float64]

MINIMUM = 50
# As many decisions of either kind as this are needed at least.
_EACH = 5
_WEIGHTS = ("agree", "close", "part", "differ")
_LEVELS = (SAME, CLOSE, PART, DIFFERS)
# How far a weight is expected to be wrong, and the level of all pairs together.
_SPREAD, _SPREAD_PRIOR = 1.0, 0.7
_LARGEST = 20.0
# Thresholds move by no more than this at once; a missed pair costs as much as two wrong ones.
_REACH, _MISSED = 2.0, 2.0
_MARGIN = 0.5


@dataclass(frozen=True, slots=True)
class Change:
    """One weight that would change.

    :param place: position of the comparison in the rules; -1 for what is of all of them.
    :param level: ``agree``, ``close``, ``part``, ``differ``, ``prior``, ``review``, ``automatic``.
    """

    place: int
    field: str
    level: str
    old: float
    new: float


@dataclass(frozen=True, slots=True)
class Counts:
    """What the rules make of the decided pairs, by weight alone.

    :param automatic: the same, and would be merged without asking.
    :param review: the same, and would be shown.
    :param missed: the same, and would not be found.
    :param wrong_automatic: not the same, but would be merged without asking.
    :param wrong_review: not the same, but would be shown.
    :param spared: not the same, and would not be shown.
    """

    automatic: int
    review: int
    missed: int
    wrong_automatic: int
    wrong_review: int
    spared: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """The rules proposed, and what would change.

    :param enough: whether there were decisions enough; otherwise the rules are the present ones.
    """

    rules: Rules
    changes: tuple[Change, ...]
    decisions: int
    before: Counts
    after: Counts
    enough: bool


def propose(
    batch: Batch,
    left: Index,
    right: Index,
    labels: Sequence[bool],
    rules: Rules,
    figures: Figures | None = None,
) -> Proposal:
    """Propose from decided pairs whose records are still as they were.

    :param labels: for each pair whether somebody said that it is the same.
    """
    scores = score(batch, left, right, rules, figures)
    strengths = strengths_of(scores.levels, scores.contributions, rules)
    prior = np.full(len(scores), scores.prior)
    return propose_from(scores.levels, strengths, np.array(labels, bool), rules, prior)


def strengths_of(levels: Levels, contributions: Floats, rules: Rules) -> Floats:
    """Return by what the weights were multiplied; 1 where a weight of zero does not tell.

    >>> from .rules import DEFAULT_RULES
    >>> levels = np.zeros((1, len(DEFAULT_RULES.active)), np.int8)
    >>> strengths_of(levels, levels.astype(np.float32), DEFAULT_RULES).max().item()
    1.0
    """
    weights = _table(rules)[np.arange(levels.shape[1]), levels]
    safe = np.where(weights == 0, 1, weights)
    return np.where(weights == 0, 1, contributions / safe).astype(np.float32)


def propose_from(
    levels: Levels,
    strengths: Floats,
    labels: Mask,
    rules: Rules,
    prior: Numbers,
    minimum: int = MINIMUM,
) -> Proposal:
    """Propose from what was stored when the pairs were found.

    :param levels: pair × active comparison, as scoring gave them.
    :param strengths: the same shape, see ``strengths_of``.
    :param prior: the prior of each pair under the present rules.
    """
    design = _design(levels, strengths)
    start = _table(rules)[:, list(_LEVELS)].ravel().astype(np.float64)
    before = _counts(design @ start + prior, labels, rules)
    same = int(labels.sum())
    if len(labels) < minimum or min(same, len(labels) - same) < _EACH:
        return Proposal(rules, (), len(labels), before, before, enough=False)
    weights, shift = _regression(design, labels, start, prior)
    seen = (design != 0).sum(axis=0) >= _EACH
    proposed = _rules(rules, np.where(seen, weights, start), float(shift))
    final = _table(proposed)[:, list(_LEVELS)].ravel().astype(np.float64)
    weight = design @ final + prior + (proposed.prior - rules.prior)
    proposed = _thresholds(proposed, weight, labels)
    after = _counts(weight, labels, proposed)
    return Proposal(proposed, _changes(rules, proposed), len(labels), before, after, enough=True)


def _table(rules: Rules) -> Floats:
    """Return the weight of each comparison (row) at each level (column)."""
    rows = [(0, row.agree, row.close, row.part, row.differ) for row in rules.active]
    return np.array(rows, np.float32)


def _design(levels: Levels, strengths: Floats) -> Numbers:
    """Return one column a weight: the strength where the pair is at that level."""
    parts = [np.where(levels == level, strengths, 0) for level in _LEVELS]
    return np.stack(parts, axis=2).reshape(len(levels), -1).astype(np.float64)


def _regression(
    design: Numbers, labels: Mask, start: Numbers, prior: Numbers
) -> tuple[Numbers, float]:
    """Fit by Newton's method with halved steps; the last parameter is the shift of the prior."""
    columns = np.column_stack((design, np.ones(len(design))))
    penalty = np.full(columns.shape[1], 1 / _SPREAD**2)
    penalty[-1] = 1 / _SPREAD_PRIOR**2
    origin = np.append(start, 0.0)
    theta = origin.copy()

    def loss(point: Numbers) -> float:
        eta = columns @ point + prior
        fit = np.logaddexp(0, np.where(labels, -eta, eta)).sum()
        return float(fit + 0.5 * (penalty * (point - origin) ** 2).sum())

    for _round in range(50):
        eta = np.clip(columns @ theta + prior, -30, 30)
        chance = 1 / (1 + np.exp(-eta))
        slope = columns.T @ (labels - chance) - penalty * (theta - origin)
        curve = (columns * (chance * (1 - chance))[:, None]).T @ columns + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while size > 1e-4 and loss(theta + size * step) > loss(theta):
            size /= 2
        theta = theta + size * step
        if float(np.abs(size * step).max()) < 1e-4:
            break
    return theta[:-1], float(theta[-1])


def _rules(rules: Rules, weights: Numbers, shift: float) -> Rules:
    """Put the weights into the rules: in their order, bounded, with two decimals."""
    found = iter(weights.reshape(-1, len(_LEVELS)).tolist())
    rows = tuple(_ordered(row, next(found)) if row.active else row for row in rules.comparisons)
    return replace(rules, comparisons=rows, prior=round(rules.prior + shift, 2))


def _ordered(row: Comparison, values: list[float]) -> Comparison:
    """Keep what is nearer the same at least as heavy as what is farther from it."""
    agree, close, part, differ = (round(max(-_LARGEST, min(_LARGEST, v)), 2) for v in values)
    close, part = min(agree, close), min(agree, part)
    differ = min(close, differ)
    return replace(row, agree=agree, close=close, part=part, differ=differ)


def _thresholds(rules: Rules, weight: Numbers, labels: Mask) -> Rules:
    """Move the thresholds where the decisions say so."""
    steps = np.arange(-_REACH, _REACH + 0.01, 0.25) + rules.review

    def cost(threshold: float) -> tuple[float, float]:
        shown = weight >= threshold
        wrong = float((shown & ~labels).sum() + _MISSED * (~shown & labels).sum())
        return wrong, abs(threshold - rules.review)

    review = round(float(min(steps.tolist(), key=cost)), 2)
    automatic = max(rules.automatic, review)
    others = weight[~labels]
    if len(others) and others.max() + _MARGIN > automatic:
        automatic = min(float(others.max()) + _MARGIN, automatic + _REACH)
    return replace(rules, review=review, automatic=round(automatic, 2))


def _counts(weight: Numbers, labels: Mask, rules: Rules) -> Counts:
    automatic = weight >= rules.automatic
    shown = (weight >= rules.review) & ~automatic
    tiers = (automatic, shown, ~automatic & ~shown)
    return Counts(*(int((tier & kind).sum()) for kind, tier in product((labels, ~labels), tiers)))


def _changes(old: Rules, new: Rules) -> tuple[Change, ...]:
    found = [
        Change(place, row.field, name, getattr(row, name), getattr(other, name))
        for place, (row, other) in enumerate(zip(old.comparisons, new.comparisons, strict=True))
        for name in _WEIGHTS
        if getattr(row, name) != getattr(other, name)
    ]
    found += [
        Change(-1, "", name, getattr(old, name), getattr(new, name))
        for name in ("prior", "review", "automatic")
        if getattr(old, name) != getattr(new, name)
    ]
    return tuple(found)
