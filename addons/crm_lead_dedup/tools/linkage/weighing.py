# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Weighs the pairs that a range of blocking keys brings together, and keeps what is worth it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import NamedTuple

import numpy as np

from .blocks import Met, Numbers, is_first
from .explain import reasons
from .figures import Figures
from .rules import Rules
from .scoring import Scores, score
from .shelf import Shelf

# Columns of Scores that have a row for each pair.
_ROWS = tuple(each.name for each in fields(Scores) if each.name not in ("prior", "rules"))


class Weighed(NamedTuple):
    """The pairs worth keeping, by the ids of their profiles, and of how many they are.

    :param reasons: one text a pair, as ``explain.reasons`` gives them.
    """

    left: Numbers
    right: Numbers
    scores: Scores
    reasons: list[str]
    compared: int


def weigh(shelf: Shelf, met: Met, rules: Rules, figures: Figures) -> Weighed:
    """Weigh pairs of profiles of one company or of none.

    A pair that came up with a smaller key already is left out, and one whose profile is gone.
    """
    there = np.isin(met.left, shelf.ids) & np.isin(met.right, shelf.ids)
    left, right, key = met.left[there], met.right[there], met.key[there]
    ids, places = np.unique(np.concatenate((left, right)), return_inverse=True)
    profiles = shelf.profiles(np.searchsorted(shelf.ids, ids), rules)
    one, other = places[: len(left)], places[len(left) :]
    ours, theirs = profiles.companies[one], profiles.companies[other]
    taken = (ours == 0) | (theirs == 0) | (ours == theirs)
    taken &= is_first(profiles.keys[one], profiles.keys[other], key, met.full)
    one, other = one[taken], other[taken]
    scores = score(profiles.batch, one, other, rules, figures)
    kept = np.flatnonzero(scores.tier)
    scores = rows_of(scores, kept)
    return Weighed(ids[one[kept]], ids[other[kept]], scores, reasons(scores), len(one))


def rows_of(scores: Scores, kept: Numbers) -> Scores:
    """Return the scores of some of the pairs."""
    return replace(scores, **{name: getattr(scores, name)[kept] for name in _ROWS})
