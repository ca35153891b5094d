# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the whole base says: how large it is and how common a name or a phone is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from . import firms, people
from .batch import Batch, Codes, Columns
from .contacts import MAX_EMAILS, MAX_PHONES
from .places import STREET_WORDS
from .rules import Rules

# A code seen less often is as rare as one that was never seen.
RARE = 3
_SLOTS = {
    "person": people.MAX_WORDS,
    "company": firms.MAX_WORDS,
    "phone": MAX_PHONES,
    "email": MAX_EMAILS,
    "street": STREET_WORDS + 1,
    "city": 1,
    "zip": 1,
}
Counts = tuple[Codes, Codes]


@dataclass(frozen=True, slots=True)
class Figures:
    """The size of a base and how often its common codes come.

    :param counts: field of the comparison → (codes in order, how often each comes).
    """

    size: int = 0
    counts: dict[str, Counts] = field(default_factory=dict)

    @classmethod
    def of(cls, batches: Iterable[Batch], rules: Rules) -> Figures:
        """Count what is in the batches."""
        size = 0
        found: dict[str, Counts] = {}
        for batch in batches:
            size += len(batch)
            for (name, kind), columns in zip(rules.columns, batch.columns, strict=True):
                if kind in _SLOTS:
                    found[name] = _merged(found.get(name), _count(columns, kind))
        return cls(size, {name: _common(counts) for name, counts in found.items()})

    def of_codes(self, name: str, codes: Codes) -> npt.NDArray[np.float64]:
        """Return how often each code comes, at least as often as a rare one does."""
        known, counts = self.counts.get(name, (np.zeros(0, np.int32), np.zeros(0, np.int32)))
        result = np.full(codes.shape, float(RARE - 1))
        if len(known):
            place = np.minimum(np.searchsorted(known, codes), len(known) - 1)
            result = np.where(known[place] == codes, counts[place], result)
        return result

    def to_bytes(self) -> dict[str, bytes]:
        """Return what can be stored: one value a field."""
        return {name: np.concatenate(pair).tobytes() for name, pair in self.counts.items()}

    @classmethod
    def from_bytes(cls, size: int, stored: dict[str, bytes]) -> Figures:
        """Read what ``to_bytes`` gave.

        >>> Figures.from_bytes(3, Figures().to_bytes()).size
        3
        """
        counts: dict[str, Counts] = {}
        for name, data in stored.items():
            both = np.frombuffer(data, dtype=np.int32)
            counts[name] = (both[: len(both) // 2], both[len(both) // 2 :])
        return cls(size, counts)


def _count(columns: Columns, kind: str) -> Counts:
    codes, counts = np.unique(columns.codes[: _SLOTS[kind]], return_counts=True)
    known = codes != 0
    return codes[known], counts[known].astype(np.int32)


def _merged(one: Counts | None, other: Counts) -> Counts:
    if one is None:
        return other
    codes, place = np.unique(np.concatenate((one[0], other[0])), return_inverse=True)
    total = np.zeros(len(codes), np.int32)
    np.add.at(total, place, np.concatenate((one[1], other[1])))
    return codes.astype(np.int32), total


def _common(counts: Counts) -> Counts:
    often = counts[1] >= RARE
    return counts[0][often], counts[1][often]
