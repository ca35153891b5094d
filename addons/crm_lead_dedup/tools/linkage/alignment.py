# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sets words side by side: which words of two names are the same, nearly the same, left over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .batch import Columns
from .levels import Codes, Floats, Mask, similarity

# Below this two words have nothing to do with each other.
NEAR = 0.6


@dataclass(slots=True)
class Alignment:
    """Words of many pairs side by side; matrices are word × pair.

    :param score: how near the word of the left name is to its partner, 0 without partner.
    :param left: whether there is a word.
    :param right: the same of the right name.
    :param taken: whether the word of the right name has a partner.
    """

    score: Floats
    left: Mask
    right: Mask
    taken: Mask

    @property
    def left_over(self) -> npt.NDArray[np.int64]:
        """How many words of the left name have no partner."""
        return np.asarray((self.left & (self.score == 0)).sum(axis=0))

    @property
    def right_over(self) -> npt.NDArray[np.int64]:
        """How many words of the right name have no partner."""
        return np.asarray((self.right & ~self.taken).sum(axis=0))


def align(
    one: Codes,
    other: Codes,
    texts: Columns,
    other_texts: Columns,
    known: tuple[Codes, Codes] | None = None,
) -> Alignment:
    """Find the partners: equal words first, then the nearest ones.

    :param one: codes of the words, slot × pair; ``texts`` has the words themselves.
    :param known: slot × pair of either side, 1 for words that are never near another such word,
        2 for words that are never near any.
    """
    slots, size = one.shape
    score = np.zeros((slots, size), np.float32)
    taken = np.zeros((slots, size), bool)
    for i in range(slots):
        for j in range(slots):
            equal = (one[i] == other[j]) & (one[i] != 0) & (score[i] == 0) & ~taken[j]
            score[i, equal] = 1
            taken[j, equal] = True
    result = Alignment(score, one != 0, other != 0, taken)
    rest = np.flatnonzero((result.left_over > 0) & (result.right_over > 0))
    if len(rest):
        _nearest(result, rest, texts, other_texts, known)
    return result


def _nearest(
    result: Alignment,
    rest: npt.NDArray[np.int64],
    one: Columns,
    other: Columns,
    known: tuple[Codes, Codes] | None,
) -> None:
    """Give the words that are left their nearest partners, the best pair first."""
    slots = len(result.score)
    free = (result.left & (result.score == 0))[:, rest].T
    open_ = (result.right & ~result.taken)[:, rest].T
    possible = free[:, :, None] & open_[:, None, :]
    if known:
        possible &= known[0][:, rest].T[:, :, None] + known[1][:, rest].T[:, None, :] < 2
    rows, i, j = np.nonzero(possible)
    pairs = rest[rows]
    near = similarity(one.text(pairs, i).tolist(), other.text(pairs, j).tolist())
    table = np.zeros((len(rest), slots, slots), np.float32)
    table[rows, i, j] = near
    flat = table.reshape(len(rest), -1)
    for _round in range(slots):
        best = flat.argmax(axis=1)
        value = flat[np.arange(len(rest)), best]
        hits = np.flatnonzero(value >= NEAR)
        if not len(hits):
            return
        x, y = best[hits] // slots, best[hits] % slots
        # Just below one: equal words are the only ones with a full score.
        result.score[x, rest[hits]] = np.minimum(value[hits], 0.99)
        result.taken[y, rest[hits]] = True
        table[hits, x, :] = 0
        table[hits, :, y] = 0
