# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Compares phones, addresses, places and the values of further rules."""

from __future__ import annotations

import numpy as np

from .batch import Columns
from .contacts import MAX_EMAILS
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

# A number or street of more records than this says less.
_SHARED = 4.0


def phone(one: Columns, other: Columns, figures: Figures, field: str) -> Outcome:
    """The same number, a slip of one digit, or other numbers."""
    outcome = _known(one.codes, other.codes)
    same = any_equal(one.codes, other.codes)
    outcome.levels[same] = SAME
    rest = np.flatnonzero(outcome.levels == DIFFERS)
    near = similarity(one.texts[rest], other.texts[rest]) >= 0.88
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
    near = similarity(one.texts[rest], other.texts[rest]) >= 0.9
    outcome.levels[rest[near]] = CLOSE
    same = any_equal(one.codes[keys], other.codes[keys])
    outcome.levels[same] = SAME
    outcome.strengths[same] = _rarity(
        one.codes[keys][:, same], other.codes[keys][:, same], figures, field
    )
    return outcome


def website(one: Columns, other: Columns, _figures: Figures, _field: str) -> Outcome:
    """The same domain or another."""
    return _plain(one.codes, other.codes)


def city(one: Columns, other: Columns, _figures: Figures, _field: str) -> Outcome:
    """The same city, a misspelt one, or another."""
    return _fuzzy(one, other, 0.75)


def zip_code(one: Columns, other: Columns, _figures: Figures, _field: str) -> Outcome:
    """The same postcode, one with a slip, or another."""
    return _fuzzy(one, other, 0.7)


def tax_number(one: Columns, other: Columns, _figures: Figures, _field: str) -> Outcome:
    """The same number, one with a slip, or another."""
    return _fuzzy(one, other, 0.87)


def exact(one: Columns, other: Columns, _figures: Figures, _field: str) -> Outcome:
    """The same or not."""
    return _plain(one.codes, other.codes)


def fuzzy(one: Columns, other: Columns, _figures: Figures, _field: str) -> Outcome:
    """The same, alike, or not."""
    return _fuzzy(one, other, 0.75)


def distance(one: Columns, other: Columns, _figures: Figures, _field: str) -> Outcome:
    """The same, one or two letters apart, or not."""
    return _fuzzy(one, other, 0.74)


def _plain(one: Codes, other: Codes) -> Outcome:
    outcome = _known(one, other)
    outcome.levels[any_equal(one, other)] = SAME
    return outcome


def _fuzzy(one: Columns, other: Columns, near: float) -> Outcome:
    outcome = _plain(one.codes, other.codes)
    rest = np.flatnonzero(outcome.levels == DIFFERS)
    close = similarity(one.texts[rest], other.texts[rest]) >= near
    outcome.levels[rest[close]] = CLOSE
    return outcome


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
