# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``clusters`` for a whole base: the same groups, found in columns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .clusters import LARGEST, clusters

Numbers = npt.NDArray[np.int64]


def groups_of(
    left: Numbers, right: Numbers, weight: npt.NDArray[np.float64], largest: int = LARGEST
) -> tuple[Numbers, Numbers]:
    """Return the records that the pairs put together, and the number of each one's group.

    Only what hangs together too widely is looked at pair by pair.

    >>> left, right = np.array([1, 2, 8]), np.array([2, 3, 9])
    >>> [part.tolist() for part in groups_of(left, right, np.array([9.0, 2.0, 1.0]))]
    [[1, 2, 3, 8, 9], [0, 0, 0, 1, 1]]
    >>> [part.tolist() for part in groups_of(left, right, np.array([9.0, 2.0, 1.0]), largest=2)]
    [[1, 2, 8, 9], [0, 0, 1, 1]]
    """
    records, places = np.unique(np.concatenate((left, right)), return_inverse=True)
    one, other = places[: len(left)], places[len(left) :]
    labels = _components(one, other, len(records))
    sizes = np.bincount(labels, minlength=len(records))
    wide = sizes[labels] > largest
    if wide.any():
        pairs = np.flatnonzero(wide[one])
        labels[wide] = -1
        rows = zip(one[pairs].tolist(), other[pairs].tolist(), weight[pairs].tolist(), strict=True)
        for group in clusters(rows, largest):
            members = list(group)
            labels[members] = min(members)
    kept = labels >= 0
    _names, numbers = np.unique(labels[kept], return_inverse=True)
    return records[kept], numbers.astype(np.int64)


def _components(one: Numbers, other: Numbers, count: int) -> Numbers:
    """Return for each record the lowest one it hangs together with."""
    labels = np.arange(count)
    while True:
        lowest = np.minimum(labels[one], labels[other])
        before = labels.copy()
        np.minimum.at(labels, one, lowest)
        np.minimum.at(labels, other, lowest)
        labels = labels[labels]
        if np.array_equal(before, labels):
            return labels
