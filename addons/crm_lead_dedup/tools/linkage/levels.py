# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How much two values agree, for many pairs at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

MISSING, SAME, CLOSE, PART, DIFFERS = range(5)
NAMES = ("missing", "same", "close", "part", "differs")

Codes = npt.NDArray[np.int32]
Levels = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Texts = npt.NDArray[Any]


@dataclass(slots=True)
class Outcome:
    """The level of each pair and how strongly it counts: the weight is multiplied with it.

    The masks say more about some pairs; where they apply nothing is certain.

    :param vague: what agrees as far as it goes, but says too little.
    :param apart: what cannot be the same thing misspelt: two different given names.
    :param doubtful: what may be the same thing misspelt, or a relative.
    :param shared: what is the same, but belongs to several by its nature: info@.
    """

    levels: Levels
    strengths: Floats
    vague: Mask
    apart: Mask
    doubtful: Mask
    shared: Mask

    @classmethod
    def empty(cls, size: int) -> Outcome:
        """Nothing known yet about so many pairs."""
        levels, strengths = np.zeros(size, np.int8), np.ones(size, np.float32)
        return cls(levels, strengths, *[np.zeros(size, bool) for _mask in range(4)])

    def spread(self, rows: npt.NDArray[np.int64], size: int) -> Outcome:
        """Return the outcome of so many pairs when this one is that of some of them."""
        whole = Outcome.empty(size)
        for item in fields(Outcome):
            getattr(whole, item.name)[rows] = getattr(self, item.name)
        return whole


def similarity(one: Sequence[str] | Texts, other: Sequence[str] | Texts) -> Floats:
    """Return 1 for equal texts, 0 for entirely different ones; a swap of letters is one error.

    >>> similarity(["petrenko", "olga"], ["petrneko", "ivan"]).tolist()
    [0.875, 0.0]
    """
    if not len(one):
        return np.zeros(0, np.float32)
    return cpdist(one, other, scorer=OSA.normalized_similarity, dtype=np.float32)


def any_equal(one: Codes, other: Codes) -> Mask:
    """Tell for each pair whether any code of the one is among those of the other."""
    found = np.zeros(one.shape[1], bool)
    for left in one:
        known = left != 0
        if known.any():
            for right in other:
                found |= known & (left == right)
    return found


def present(codes: Codes) -> Mask:
    """Tell which have any value."""
    return np.asarray((codes != 0).any(axis=0))
