# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Compares names of people, companies and streets: rare words count more than common ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from . import firms, people
from .alignment import Alignment, align
from .batch import Columns
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
from .people import GLUE, GLUED
from .places import STREET_WORDS
from .tokens import EXACT, KNOWN

# The information of an ordinary name: -ln of its frequency.
ORDINARY = 10.0
_LEAST, _MOST = 0.3, 1.6
# A given name that is less alike is hardly a slip.
_FAR = 0.75


def information(codes: Codes, figures: Figures, field: str) -> Floats:
    """Return -ln of how frequent each word is; word × pair."""
    # A small base says little about names: as if there were some more records.
    size = figures.size + 300.0
    share = (figures.of_codes(field, codes) + 0.5) / size
    return np.asarray(np.where(codes != 0, -np.log(np.minimum(share, 0.5)), 0), np.float32)


def person(one: Columns, other: Columns, figures: Figures, field: str) -> Outcome:
    """Compare people: all words in any order, typos, initials, a part, or another name."""
    return _with_both(_people, one, other, figures, field)


def _with_both(
    compare: Callable[[Columns, Columns, Figures, str], Outcome],
    one: Columns,
    other: Columns,
    figures: Figures,
    field: str,
) -> Outcome:
    """Compare the pairs of which both have a value."""
    rows = np.flatnonzero(present(one.codes) & present(other.codes))
    if not len(rows):
        return Outcome.empty(one.codes.shape[1])
    found = compare(one.take(rows), other.take(rows), figures, field)
    return found.spread(rows, one.codes.shape[1])


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


def _people(one: Columns, other: Columns, figures: Figures, field: str) -> Outcome:
    """Compare pairs that have names both."""
    size = people.MAX_WORDS
    known = _known(one.codes), _known(other.codes)
    words = align(one.codes[:size], other.codes[:size], one, other, known)
    _glue(words, one.codes, other.codes)
    _initials(words, one.codes, other.codes)
    info = information(one.codes[:size], figures, field)
    left, right = words.left.sum(axis=0), words.right.sum(axis=0)
    over, exact = np.minimum(words.left_over, words.right_over), (words.score >= 1).sum(axis=0)
    found = Outcome.empty(len(left))
    near = over == 0
    found.levels[:] = np.where(near, CLOSE, np.where(exact > 0, PART, DIFFERS))
    least = np.minimum(left, right)
    found.levels[near & (exact == least) & ((exact >= 2) | (left == right))] = SAME
    good = (found.levels == SAME) | (found.levels == CLOSE)
    strength = (info * words.score**2).sum(axis=0) / ORDINARY
    found.strengths[good] = np.clip(strength, _LEAST, _MOST)[good]
    _doubt(found, words, (one.codes, other.codes), known)
    # Other characters that are read alike; namesakes that have two fathers.
    signs, fathers = (_unlike(one.codes[i], other.codes[i]) for i in (people.SIGNS, people.FATHERS))
    found.levels[good & signs] = CLOSE
    found.levels[good & fathers] = PART
    found.doubtful |= signs
    return found


def _unlike(one: npt.NDArray[np.int32], other: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Tell where both are known and they differ."""
    return np.asarray((one != 0) & (other != 0) & (one != other))


def _doubt(
    found: Outcome, words: Alignment, codes: tuple[Codes, Codes], known: tuple[Codes, Codes]
) -> None:
    """Mark whose given names are two, may be two, or are not told."""
    alone, alone_too = (known[0] > 0) & (words.score == 0), (known[1] > 0) & ~words.taken
    found.apart[:] = alone.any(axis=0) & alone_too.any(axis=0)
    good = (found.levels == SAME) | (found.levels == CLOSE)
    found.doubtful[:] = _doubtful(words, *codes, known) & good
    far = ((words.score > 0) & (words.score < _FAR)).any(axis=0)
    found.vague[:] = _vague(codes[0]) | _vague(codes[1]) | (found.doubtful & far)


def _doubtful(
    words: Alignment, one: Codes, other: Codes, known: tuple[Codes, Codes]
) -> npt.NDArray[np.bool_]:
    """Tell where it may be the given name that is not quite the same, as of brother and sister.

    A slip in the surname is none of a relative's: the given name agrees letter by letter.
    """
    size = people.MAX_WORDS
    slips = (words.score > 0) & (words.score < 1)
    given, given_too = known[0] == 1, known[1] == 1
    agreed = (given & (words.score >= 1)).any(axis=0)
    equal = (other[:size, None] == one[None, :size]).any(axis=1)
    slipped = (given & slips).any(axis=0) | (given_too & words.taken & ~equal).any(axis=0)
    return np.asarray(slips.any(axis=0) & (slipped | ~agreed))


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
            hit &= (words.score[i] == 0) & ~words.taken[j]
            words.score[i, hit] = 0.5
            words.taken[j, hit] = True


def _glue(words: Alignment, one: Codes, other: Codes) -> None:
    """Let two words written together on one side stand for the two of the other side."""
    size = people.MAX_WORDS
    for place, (i, j) in enumerate(GLUED):
        for k in range(size):
            hit = (one[GLUE + place] != 0) & (one[GLUE + place] == other[k])
            hit &= (words.score[i] < 1) & (words.score[j] < 1)
            words.score[i, hit] = words.score[j, hit] = 1
            words.taken[k, hit] = True
            hit = (other[GLUE + place] != 0) & (other[GLUE + place] == one[k])
            hit &= words.score[k] < 1
            words.score[k, hit] = 1
            words.taken[i, hit] = words.taken[j, hit] = True
    whole = (one[GLUE + 3] != 0) & (one[GLUE + 3] == other[GLUE + 3])
    words.score[:, whole] = np.where(words.left[:, whole], 1, 0)
    words.taken[:, whole] = words.right[:, whole]


def company(one: Columns, other: Columns, figures: Figures, field: str) -> Outcome:
    """Compare companies: what the rare words say counts, common ones hardly."""
    return _with_both(_companies, one, other, figures, field)


def _companies(one: Columns, other: Columns, figures: Figures, field: str) -> Outcome:
    """Compare pairs that have companies both."""
    size = firms.MAX_WORDS
    glued, branch = size, size + 1
    words = align(one.codes[:size], other.codes[:size], one, other)
    info_left = information(one.codes[:size], figures, field)
    info_right = information(other.codes[:size], figures, field)
    common = (info_left * words.score**2).sum(axis=0)
    lost = (info_left * (words.score == 0)).sum(axis=0)
    lost_right = (info_right * (words.right & ~words.taken)).sum(axis=0)
    share = common / np.maximum(common + np.minimum(lost, lost_right), 1e-6)
    levels = np.full(len(share), DIFFERS, np.int8)
    levels[share >= 0.35] = PART
    levels[share >= 0.75] = CLOSE
    equal = one.codes[glued] == other.codes[glued]
    full = (words.score == 1).sum(axis=0)
    levels[equal | ((full == words.left.sum(axis=0)) & (full == words.right.sum(axis=0)))] = SAME
    # Another branch of the same company has a card of its own.
    levels[(one.codes[branch] != other.codes[branch]) & (levels < PART)] = PART
    strength = np.maximum(common, equal * info_left.sum(axis=0)) / ORDINARY
    return _outcome(levels, strength)


def street(one: Columns, other: Columns, figures: Figures, field: str) -> Outcome:
    """Compare addresses: words in any order, and the number of the house."""
    return _with_both(_streets, one, other, figures, field)


def _streets(one: Columns, other: Columns, figures: Figures, field: str) -> Outcome:
    """Compare pairs that have addresses both."""
    size = STREET_WORDS
    words = align(one.codes[:size], other.codes[:size], one, other)
    left, right = one.codes[size], other.codes[size]
    number = (left != 0) & (left == right)
    info_left = information(one.codes[:size], figures, field)
    info_right = information(other.codes[:size], figures, field)
    common = (info_left * words.score**2).sum(axis=0)
    lost = np.minimum(
        (info_left * (words.score == 0)).sum(axis=0),
        (info_right * (words.right & ~words.taken)).sum(axis=0),
    )
    share = common / np.maximum(common + lost, 1e-6)
    common = common + np.where(number, information(left, figures, field), 0)
    levels = np.full(len(share), DIFFERS, np.int8)
    levels[(share >= 0.4) | number] = PART
    levels[(share >= 0.6) & (number | (left == 0) | (right == 0))] = CLOSE
    whole = (words.score.sum(axis=0) >= 0.99 * words.left.sum(axis=0)) & (words.right_over == 0)
    levels[whole & (share > 0) & number] = SAME
    # Words on one side only: the number is all there is to compare.
    bare = ~words.left.any(axis=0) | ~words.right.any(axis=0)
    levels[bare & number] = CLOSE
    levels[bare & ~number] = np.where((left != 0) & (right != 0), DIFFERS, MISSING)[bare & ~number]
    return _outcome(levels, common / ORDINARY)


def _outcome(levels: Levels, strength: Floats) -> Outcome:
    """Let what agrees count by how telling it is, within bounds."""
    found = Outcome.empty(len(levels))
    found.levels[:] = levels
    good = (levels == SAME) | (levels == CLOSE)
    found.strengths[good] = np.clip(strength, _LEAST, _MOST)[good]
    return found
