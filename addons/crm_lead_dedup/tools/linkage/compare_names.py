# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Compares names of people, companies and streets: rare words count more than common ones."""

from __future__ import annotations

import numpy as np

from . import firms, people
from .alignment import Alignment, align
from .batch import Columns
from .figures import Figures
from .levels import CLOSE, DIFFERS, MISSING, PART, SAME, Codes, Floats, Levels, Mask, Outcome
from .people import GLUE, GLUED
from .places import STREET_WORDS
from .tokens import EXACT, KNOWN

# The information of an ordinary name: -ln of its frequency.
ORDINARY = 10.0
_LEAST, _MOST = 0.3, 1.6


def information(codes: Codes, figures: Figures, field: str) -> Floats:
    """Return -ln of how frequent each word is; pair × word."""
    # A small base says little about names: as if there were some more records.
    size = figures.size + 300.0
    share = (figures.of_codes(field, codes.T) + 0.5) / size
    return np.asarray(np.where(codes.T != 0, -np.log(np.minimum(share, 0.5)), 0), np.float32)


def person(one: Columns, other: Columns, figures: Figures, field: str) -> Outcome:
    """Compare people: all words in any order, typos, initials, a part, or another name."""
    outcome = Outcome.empty(one.codes.shape[1])
    rows = np.flatnonzero((one.codes[0] != 0) & (other.codes[0] != 0))
    if len(rows):
        one, other = one.take(rows), other.take(rows)
        found = _people(one, other, figures, field)
        outcome.levels[rows], outcome.strengths[rows], outcome.apart[rows] = found
        outcome.vague[rows] = _vague(one.codes) | _vague(other.codes)
    return outcome


def _known(codes: Codes) -> Codes:
    """Tell which words are given names (1) or written in characters that are exact (2)."""
    size = people.MAX_WORDS
    letters = np.maximum(codes[size : size * 2], 0)
    known = np.where((letters & EXACT) > 0, 2, np.where((letters & KNOWN) > 0, 1, 0))
    return known.astype(np.int32)


def _vague(codes: Codes) -> Mask:
    """Tell which names have fewer than two words that are written out."""
    size = people.MAX_WORDS
    return np.asarray((codes[size : size * 2] > 0).sum(axis=0) < 2)


def _people(
    one: Columns, other: Columns, figures: Figures, field: str
) -> tuple[Levels, Floats, Mask]:
    """Compare pairs that have names both; the last mask says who has another given name."""
    size = people.MAX_WORDS
    known = _known(one.codes), _known(other.codes)
    words = align(one.codes[:size], other.codes[:size], one.texts, other.texts, known)
    _glue(words, one.codes, other.codes)
    _initials(words, one.codes, other.codes)
    info = information(one.codes[:size], figures, field)
    left, right = words.left.sum(axis=1), words.right.sum(axis=1)
    over = np.minimum(words.left_over, words.right_over)
    exact = (words.score >= 1).sum(axis=1)
    strength = (info * words.score**2).sum(axis=1) / ORDINARY
    levels = np.full(len(left), DIFFERS, np.int8)
    levels[(over > 0) & (exact > 0)] = PART
    near = over == 0
    levels[near] = CLOSE
    levels[near & (exact == left) & (exact == right)] = SAME
    levels[near & (exact == np.minimum(left, right)) & (exact >= 2)] = SAME
    good = (levels == SAME) | (levels == CLOSE)
    alone, alone_too = (known[0].T > 0) & (words.score == 0), (known[1].T > 0) & ~words.taken
    apart = alone.any(axis=1) & alone_too.any(axis=1)
    strength = np.where(good, np.clip(strength, _LEAST, _MOST), 1)
    return levels, strength.astype(np.float32), np.asarray(apart)


def _initials(words: Alignment, one: Codes, other: Codes) -> None:
    """Let an initial stand for a word that is left over."""
    size = people.MAX_WORDS
    left, right = one[size : size * 2], other[size : size * 2]
    letter, other_letter = abs(left) & (KNOWN - 1), abs(right) & (KNOWN - 1)
    for i in range(size):
        for j in range(size):
            short = (left[i] < 0) | (right[j] < 0)
            if not short.any():
                continue
            hit = short & (letter[i] == other_letter[j]) & (left[i] != 0)
            hit &= (words.score[:, i] == 0) & ~words.taken[:, j]
            words.score[hit, i] = 0.5
            words.taken[hit, j] = True


def _glue(words: Alignment, one: Codes, other: Codes) -> None:
    """Let two words written together on one side stand for the two of the other side."""
    size = people.MAX_WORDS
    for place, (i, j) in enumerate(GLUED):
        for k in range(size):
            hit = (one[GLUE + place] != 0) & (one[GLUE + place] == other[k])
            hit &= (words.score[:, i] < 1) & (words.score[:, j] < 1)
            words.score[hit, i] = words.score[hit, j] = 1
            words.taken[hit, k] = True
            hit = (other[GLUE + place] != 0) & (other[GLUE + place] == one[k])
            hit &= words.score[:, k] < 1
            words.score[hit, k] = 1
            words.taken[hit, i] = words.taken[hit, j] = True
    whole = (one[GLUE + 3] != 0) & (one[GLUE + 3] == other[GLUE + 3])
    words.score[whole] = np.where(words.left[whole], 1, 0)
    words.taken[whole] = words.right[whole]


def company(one: Columns, other: Columns, figures: Figures, field: str) -> Outcome:
    """Compare companies: what the rare words say counts, common ones hardly."""
    outcome = Outcome.empty(one.codes.shape[1])
    rows = np.flatnonzero((one.codes[0] != 0) & (other.codes[0] != 0))
    if len(rows):
        outcome.levels[rows], outcome.strengths[rows] = _companies(
            one.take(rows), other.take(rows), figures, field
        )
    return outcome


def _companies(one: Columns, other: Columns, figures: Figures, field: str) -> tuple[Levels, Floats]:
    """Compare pairs that have companies both."""
    size = firms.MAX_WORDS
    glued, branch = size, size + 1
    words = align(one.codes[:size], other.codes[:size], one.texts, other.texts)
    info_left = information(one.codes[:size], figures, field)
    info_right = information(other.codes[:size], figures, field)
    common = (info_left * words.score**2).sum(axis=1)
    lost = (info_left * (words.score == 0)).sum(axis=1)
    lost_right = (info_right * (words.right & ~words.taken)).sum(axis=1)
    share = common / np.maximum(common + np.minimum(lost, lost_right), 1e-6)
    levels = np.full(len(share), DIFFERS, np.int8)
    levels[share >= 0.35] = PART
    levels[share >= 0.75] = CLOSE
    equal = one.codes[glued] == other.codes[glued]
    full = (words.score == 1).sum(axis=1)
    levels[equal | ((full == words.left.sum(axis=1)) & (full == words.right.sum(axis=1)))] = SAME
    # Another branch of the same company has a card of its own.
    levels[(one.codes[branch] != other.codes[branch]) & (levels < PART)] = PART
    strength = np.maximum(common, equal * info_left.sum(axis=1)) / ORDINARY
    good = (levels == SAME) | (levels == CLOSE)
    return levels, np.where(good, np.clip(strength, _LEAST, _MOST), 1).astype(np.float32)


def street(one: Columns, other: Columns, figures: Figures, field: str) -> Outcome:
    """Compare addresses: words in any order, and the number of the house."""
    outcome = Outcome.empty(one.codes.shape[1])
    rows = np.flatnonzero((one.codes != 0).any(axis=0) & (other.codes != 0).any(axis=0))
    if len(rows):
        outcome.levels[rows], outcome.strengths[rows] = _streets(
            one.take(rows), other.take(rows), figures, field
        )
    return outcome


def _streets(one: Columns, other: Columns, figures: Figures, field: str) -> tuple[Levels, Floats]:
    """Compare pairs that have addresses both."""
    size = STREET_WORDS
    words = align(one.codes[:size], other.codes[:size], one.texts, other.texts)
    left, right = one.codes[size], other.codes[size]
    number = (left != 0) & (left == right)
    info_left = information(one.codes[:size], figures, field)
    info_right = information(other.codes[:size], figures, field)
    common = (info_left * words.score**2).sum(axis=1)
    lost = np.minimum(
        (info_left * (words.score == 0)).sum(axis=1),
        (info_right * (words.right & ~words.taken)).sum(axis=1),
    )
    share = common / np.maximum(common + lost, 1e-6)
    common = common + np.where(number, information(left[None], figures, field)[:, 0], 0)
    levels = np.full(len(share), DIFFERS, np.int8)
    levels[(share >= 0.4) | number] = PART
    levels[(share >= 0.6) & (number | (left == 0) | (right == 0))] = CLOSE
    whole = (words.score.sum(axis=1) >= 0.99 * words.left.sum(axis=1)) & (words.right_over == 0)
    levels[whole & (share > 0) & number] = SAME
    # Words on one side only: the number is all there is to compare.
    bare = ~words.left.any(axis=1) | ~words.right.any(axis=1)
    levels[bare & number] = CLOSE
    levels[bare & ~number] = np.where((left != 0) & (right != 0), DIFFERS, MISSING)[bare & ~number]
    good = (levels == SAME) | (levels == CLOSE)
    return levels, np.where(good, np.clip(common / ORDINARY, _LEAST, _MOST), 1).astype(np.float32)
