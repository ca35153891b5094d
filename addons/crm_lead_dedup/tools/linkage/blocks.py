# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Candidate pairs of a base too large for one go: sorted once, taken range by range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
Pairs = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Records in the order of their blocking keys, without keys of too many or of one record.

    :param refs: numbers of the records, block after block, ascending within a block.
    :param ends: for each row the position behind the last one of its block.
    """

    refs: Numbers
    ends: Numbers

    @classmethod
    def of(cls, keys: Numbers, refs: Numbers, cap: int) -> Blocks:
        """Sort the keys (one a row, beside its record) into blocks of 2 to ``cap`` records."""
        order = np.lexsort((refs, keys))
        keys, refs = keys[order], refs[order]
        first = np.ones(len(keys), bool)
        first[1:] = keys[1:] != keys[:-1]
        sizes = np.diff(np.append(np.flatnonzero(first), len(keys)))
        kept = (sizes > 1) & (sizes <= cap)
        refs = refs[np.repeat(kept, sizes)]
        sizes = sizes[kept]
        return cls(refs, np.repeat(np.cumsum(sizes), sizes).astype(np.int32))

    def pairs(self, first: int, behind: int) -> Pairs:
        """Return the pairs, each once, whose lower record is in ``range(first, behind)``.

        >>> keys, refs = np.array([5, 5, 7, 7, 7], np.int32), np.array([1, 2, 2, 3, 1], np.int32)
        >>> blocks = Blocks.of(keys, refs, cap=60)
        >>> [part.tolist() for part in blocks.pairs(1, 2)]
        [[1, 1], [2, 3]]
        """
        rows = np.flatnonzero((self.refs >= first) & (self.refs < behind))
        counts = self.ends[rows] - rows - 1
        rows, counts = rows[counts > 0], counts[counts > 0]
        left = np.repeat(rows, counts)
        within = np.arange(len(left)) - np.repeat(np.cumsum(counts) - counts, counts)
        packed = self.refs[left].astype(np.int64) << 32 | self.refs[left + 1 + within]
        packed = np.unique(packed)
        return packed >> 32, packed & 0xFFFFFFFF
