# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Weighs pairs: log odds of each comparison, added up, and what follows from the sum."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from . import compare_names, compare_values
from .batch import Batch, Index
from .figures import Figures
from .levels import (
    CLOSE,
    DIFFERS,
    MISSING,
    PART,
    SAME,
    Codes,
    Floats,
    Levels,
    Mask,
    Outcome,
    present,
)
from .reading import FIRM, MODELS, PERSON
from .rules import Comparison, Kind, Rules

NONE, REVIEW, AUTOMATIC = range(3)
TIERS = ("", "review", "automatic")
DUPLICATE, RELATED = range(2)
RELATIONS = ("duplicate", "related")
# Of another name, where there is nothing but the address besides.
FAINT = 0.2
_CONTACTS = ("phone", "email")
# What is somebody's own and tells him from everybody else.
_OWN = frozenset({*_CONTACTS, "tax_number", "exact", "normalised", "distance"})
# So much less is asked of two who have nothing of their own, but a whole address both: nothing
# better will be known of them.
_ALLOWANCE = 1.0

COMPARERS: dict[str, compare_values.Comparer] = {
    "person": compare_names.person,
    "company": compare_names.company,
    "phone": compare_values.phone,
    "email": compare_values.email,
    "tax_number": compare_values.tax_number,
    "website": compare_values.exact,
    "street": compare_names.street,
    "city": compare_values.city,
    "zip": compare_values.zip_code,
    "country": compare_values.exact,
    "exact": compare_values.exact,
    "normalised": compare_values.exact,
    "phonetic": compare_values.exact,
    "fuzzy": compare_values.fuzzy,
    "distance": compare_values.distance,
}


class Doubts(NamedTuple):
    """Pairs about which something speaks against certainty, as ``levels.Outcome`` tells."""

    vague: Mask
    apart: Mask
    doubtful: Mask
    shared: Mask


@dataclass(frozen=True, slots=True)
class Scores:
    """What is known about pairs; every column has one row a pair.

    :param weight: natural log odds that both are the same, the prior included.
    :param probability: 1 / (1 + exp(-weight)).
    :param tier: NONE, REVIEW or AUTOMATIC (``TIERS`` has the names).
    :param relation: DUPLICATE or RELATED (``RELATIONS`` has the names).
    :param contributions: pair × active comparison of the rules; with the prior they add up to
        the weight.
    :param levels: pair × active comparison (``levels.NAMES`` has the names).
    :param prior: what speaks against any two records before they are compared.
    """

    weight: npt.NDArray[np.float64]
    probability: npt.NDArray[np.float64]
    tier: npt.NDArray[np.int8]
    relation: npt.NDArray[np.int8]
    contributions: Floats
    levels: Levels
    prior: float
    rules: Rules

    def __len__(self) -> int:
        return len(self.weight)


def prior(rules: Rules, figures: Figures) -> float:
    """Return the log odds that any two records of the base are the same."""
    return float(rules.prior - np.log(figures.size + 300.0))


def score(
    batch: Batch, left: Index, right: Index, rules: Rules, figures: Figures | None = None
) -> Scores:
    """Weigh pairs of a batch, given by the positions of their records."""
    figures = figures or Figures()
    left, right = _in_order(batch, left, right)
    flags, other = batch.flags[left], batch.flags[right]
    outcomes = {
        (field, kind): COMPARERS[kind](columns.take(left), columns.take(right), figures, field)
        for (field, kind), columns in zip(rules.columns, batch.columns, strict=True)
    }
    told = _told(outcomes)
    _soften(outcomes, told)
    contributions = np.zeros((len(left), len(rules.active)), np.float32)
    levels = np.zeros((len(left), len(rules.active)), np.int8)
    companies = _companies(flags, other)
    for index, row in enumerate(rules.active):
        outcome = outcomes[row.field, row.kind]
        used = np.where(_applies(row, flags | other, companies), outcome.levels, 0)
        table = np.array([0, row.agree, row.close, row.part, row.differ], np.float32)
        contributions[:, index] = table[used] * outcome.strengths
        levels[:, index] = used
    before = prior(rules, figures)
    weight = contributions.sum(axis=1, dtype=np.float64) + before
    probability = 1.0 / (1.0 + np.exp(-np.clip(weight, -500, 500)))
    doubts = Doubts(
        *(np.any([getattr(o, name) for o in outcomes.values()], axis=0) for name in Doubts._fields)
    )
    doubts = doubts._replace(apart=doubts.apart & told)
    allowed = weight + _ALLOWANCE * _addresses_only(batch, (left, right), rules, outcomes)
    tier, relation = _judge(rules, (weight, allowed), levels, (flags, other), doubts)
    return Scores(weight, probability, tier, relation, contributions, levels, before, rules)


def _in_order(batch: Batch, left: Index, right: Index) -> tuple[Index, Index]:
    """Turn pairs so that the answer does not depend on which record was named first."""
    sums = batch.flags.astype(np.int64)
    for columns in batch.columns:
        sums = sums * 31 + columns.codes.sum(axis=0, dtype=np.int64)
    swap = sums[left] > sums[right]
    return np.where(swap, right, left), np.where(swap, left, right)


def _told(outcomes: dict[tuple[str, Kind], Outcome]) -> Mask:
    """Tell which pairs have a phone or an e-mail both, which tell relatives apart."""
    levels = [found.levels for (_field, kind), found in outcomes.items() if kind in _CONTACTS]
    found = [level != MISSING for level in levels]
    return np.asarray(np.any(found, axis=0) if found else np.ones(1, bool))


def _addresses_only(
    batch: Batch, ends: tuple[Index, Index], rules: Rules, outcomes: dict[tuple[str, Kind], Outcome]
) -> Mask:
    """Tell of which pairs neither has anything of its own, but both have street and postcode."""
    found = np.ones(len(ends[0]), bool)
    for (_field, kind), columns in zip(rules.columns, batch.columns, strict=True):
        if kind in _OWN:
            known = present(columns.codes)
            found &= ~known[ends[0]] & ~known[ends[1]]
    for wanted in ("street", "zip"):
        levels = [outcome.levels for (_field, kind), outcome in outcomes.items() if kind == wanted]
        found &= np.any([level != MISSING for level in levels], axis=0) if levels else False
    return found


def _soften(outcomes: dict[tuple[str, Kind], Outcome], told: Mask) -> None:
    """Let another name count less where no phone and no e-mail could tell relatives apart.

    The same address is all that is known of such people, so they are shown instead of hidden.
    """
    for (_field, kind), outcome in outcomes.items():
        if kind == "person":
            apart = ~told & np.isin(outcome.levels, (PART, DIFFERS))
            outcome.strengths[apart] = FAINT


def _applies(row: Comparison, flags: Codes, companies: Mask) -> Mask:
    """Tell for which pairs a comparison is used: by the models and by whose records they are.

    :param flags: of either record.
    :param companies: which pairs are two companies.
    """
    used = np.ones(len(flags), bool)
    if row.models:
        strange = sum(bit for model, bit in MODELS.items() if model not in row.models)
        used &= (flags & strange) == 0
    if row.subject:
        used &= companies == (row.subject == "company")
    return used


def _companies(flags: Codes, other: Codes) -> Mask:
    """Tell which pairs are two companies; a sole trader is compared as a person with people."""
    return np.asarray(((flags & other & FIRM) != 0) & ((flags & other & PERSON) == 0))


def _judge(
    rules: Rules,
    weights: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]],
    levels: Levels,
    flags: tuple[Codes, Codes],
    doubts: Doubts,
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]:
    """Tell the tier and the relation of each pair.

    :param weights: what counts for certainty, and what for being shown.
    """
    level = partial(_level, rules, levels)
    companies = _companies(*flags)
    unlike = (flags[0] & flags[1] & (FIRM | PERSON)) == 0
    # Another company's name: only a tax number or mailbox in common makes it a new name of one.
    renamed = level("email", SAME) | level("tax_number", SAME)
    apart = doubts.apart | (companies & level("company", DIFFERS) & ~renamed)
    tier = np.where(weights[1] >= rules.review, REVIEW, NONE).astype(np.int8)
    certain = _certain(rules, levels, companies, doubts) & ~unlike
    tier[(weights[0] >= rules.automatic) & certain] = AUTOMATIC
    together = level("phone", SAME) | level("email", SAME) | (level("company", SAME) & unlike)
    related = (together & (tier == NONE)) | ((unlike | apart) & (tier != NONE))
    tier[related] = REVIEW
    return tier, np.where(related, RELATED, DUPLICATE).astype(np.int8)


def _certain(rules: Rules, levels: Levels, companies: Mask, doubts: Doubts) -> Mask:
    """Tell where something strong agrees beside the name, and nothing contradicts."""
    level = partial(_level, rules, levels)
    named = level("person", SAME, CLOSE) | level("company", SAME, CLOSE)
    contradicted = level("person", PART, DIFFERS) | (
        companies & (level("company", PART, DIFFERS) | level("city", DIFFERS))
    )
    # Everybody at a company reads its mailbox; companies that have one are at one place besides.
    there = level("city", SAME) | level("street", SAME) | level("zip", SAME)
    own = level("email", SAME) & (~doubts.shared | (companies & there))
    strong = level("phone", SAME) | own | level("tax_number", SAME)
    placed = level("street", SAME, CLOSE) & level("person", SAME) & level("city", SAME)
    placed &= ~(level("phone", DIFFERS) | level("email", DIFFERS, PART))
    # Relatives have one phone, hardly one mailbox, and then a phone each.
    doubted = doubts.vague | (doubts.doubtful & ~(own & ~level("phone", DIFFERS)))
    return np.asarray((strong | placed) & named & ~contradicted & ~doubted)


def _level(rules: Rules, levels: Levels, kind: str, *wanted: int) -> Mask:
    """Tell where a comparison of this kind is at one of these levels."""
    columns = [index for index, row in enumerate(rules.active) if row.kind == kind]
    found = np.zeros(len(levels), bool)
    for column in columns:
        for one in wanted:
            found |= levels[:, column] == one
    return found
