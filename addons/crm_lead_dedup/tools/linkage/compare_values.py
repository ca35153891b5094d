# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Compares phones, addresses, places and the values of further rules."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .batch import Columns
from .contacts import MAX_EMAILS, ROLE
from .figures import Figures
from .levels import (
    CLOSE,
    DIFFERS,
    PART,
    SAME,
    Codes,
    Floats,
    Mask,
    Outcome,
    any_equal,
    present,
    similarity,
)

Comparer = Callable[[Columns, Columns, Figures, str], Outcome]
# A number or street of more records than this says less.
_SHARED = 4.0


def phone(one: Columns, other: Columns, figures: Figures, field: str) -> Outcome:
    """The same number, a slip of one digit, or other numbers."""
    outcome = _known(one.codes, other.codes)
    same = any_equal(one.codes, other.codes)
    outcome.levels[same] = SAME
    rest = np.flatnonzero(outcome.levels == DIFFERS)
    near = similarity(one.text(rest), other.text(rest)) >= 0.88
    outcome.levels[rest[near]] = CLOSE
    outcome.strengths[same] = _rarity(one.codes[:, same], other.codes[:, same], figures, field)
    return outcome


def email(one: Columns, other: Columns, figures: Figures, field: str) -> Outcome:
    """The same mailbox, the same name at another provider or a typo, the same company."""
    size = MAX_EMAILS
    outcome = _known(one.codes[:size], other.codes[:size])
    keys, names = slice(0, size), slice(size * 2, size * 3)
    domains = slice(size * 3, size * 4)
    outcome.levels[any_equal(one.codes[domains], other.codes[domains])] = PART
    outcome.levels[any_equal(one.codes[names], other.codes[names])] = CLOSE
    rest = np.flatnonzero((outcome.levels == DIFFERS) | (outcome.levels == PART))
    near = similarity(one.text(rest), other.text(rest)) >= 0.9
    outcome.levels[rest[near]] = CLOSE
    same = any_equal(one.codes[keys], other.codes[keys])
    outcome.levels[same] = SAME
    outcome.strengths[same] = _rarity(
        one.codes[keys][:, same], other.codes[keys][:, same], figures, field
    )
    # Equal mailboxes of nobody in particular: with the mark of a role in place of the others' code.
    roles = one.codes[size : size * 2] == ROLE
    own = any_equal(np.where(roles, 0, one.codes[keys]), other.codes[keys])
    outcome.shared[:] = same & ~own
    return outcome


def _like(near: float) -> Comparer:
    """Return what tells the same, alike from this similarity on, and not."""

    def compare(one: Columns, other: Columns, _figures: Figures, _field: str) -> Outcome:
        outcome = exact(one, other, _figures, _field)
        rest = np.flatnonzero(outcome.levels == DIFFERS)
        close = similarity(one.text(rest), other.text(rest)) >= near
        outcome.levels[rest[close]] = CLOSE
        return outcome

    return compare


def exact(one: Columns, other: Columns, _figures: Figures, _field: str) -> Outcome:
    """The same or not."""
    outcome = _known(one.codes, other.codes)
    outcome.levels[any_equal(one.codes, other.codes)] = SAME
    return outcome


city = fuzzy = _like(0.75)
zip_code = _like(0.7)
tax_number = _like(0.87)
# One or two letters apart.
distance = _like(0.74)


def _known(one: Codes, other: Codes) -> Outcome:
    """Both have a value: it differs until more is known."""
    outcome = Outcome.empty(one.shape[1])
    outcome.levels[present(one) & present(other)] = DIFFERS
    return outcome


def _rarity(one: Codes, other: Codes, figures: Figures, field: str) -> Floats:
    """Return what a shared value counts: less when many share it; the rarest of all counts."""
    least = np.full(one.shape[1], np.inf)
    for left in one:
        shared: Mask = (left != 0) & any_equal(left[None], other)
        counts = figures.of_codes(field, left)
        least = np.where(shared, np.minimum(least, counts), least)
    return np.asarray(1.0 / (1.0 + np.log(np.maximum(least, _SHARED) / _SHARED) / 2), np.float32)
