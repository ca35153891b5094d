# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Candidate pairs of a base too large for one go: taken one range of blocking keys after another.

A pair that has several keys in common comes up with each of them; it counts at the smallest.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.int32]
# Stands behind the last key of a record that has few: no key is greater.
NO_KEY = np.iinfo(np.int32).max


class Met(NamedTuple):
    """Pairs of records that share a key: ``left`` < ``right``, and the ``key``.

    ``full`` are the keys that too many records share, which therefore say nothing.
    """

    left: Numbers
    right: Numbers
    key: Numbers
    full: Numbers


def met(keys: Numbers, refs: Numbers, cap: int) -> Met:
    """Return the pairs that share a key.

    :param keys: in ascending order, beside the records, ascending within a key.
    :param cap: a key of more records is left out.

    >>> found = met(np.array([5, 5, 7, 7, 7]), np.array([1, 2, 1, 2, 3]), cap=60)
    >>> list(zip(found.key.tolist(), found.left.tolist(), found.right.tolist()))
    [(5, 1, 2), (7, 1, 2), (7, 1, 3), (7, 2, 3)]
    """
    starts, sizes = _blocks(keys)
    counts = np.repeat(starts + sizes, sizes) - np.arange(len(keys)) - 1
    counts[np.repeat(sizes > cap, sizes)] = 0
    left = np.repeat(np.arange(len(keys)), counts)
    right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(counts) - counts, counts)
    return Met(refs[left], refs[right], keys[left], keys[starts[sizes > cap]])


def reach(keys: Numbers, cap: int, most: int) -> int:
    """Tell how many of the rows make at most so many pairs; whole blocks, and one at least.

    >>> reach(np.array([5, 5, 5, 7, 7, 8]), cap=60, most=3)
    3
    """
    _starts, sizes = _blocks(keys)
    pairs = np.cumsum(np.where(sizes > cap, 0, sizes * (sizes - 1) // 2))
    blocks = max(int(np.searchsorted(pairs, most, side="right")), 1)
    return int(sizes[:blocks].sum())


def table(keys: Keys, counts: Numbers) -> Keys:
    """Return record × key of keys that stand one record after the other, filled with ``NO_KEY``.

    >>> table(np.array([5, 7, 9], np.int32), np.array([2, 1]))[1].tolist() == [9, NO_KEY]
    True
    """
    rows = np.full((len(counts), int(counts.max(initial=0))), NO_KEY, np.int32)
    within = np.arange(len(keys)) - np.repeat(np.cumsum(counts) - counts, counts)
    rows[np.repeat(np.arange(len(counts)), counts), within] = keys
    return rows


def is_first(one: Keys, other: Keys, key: Numbers, full: Numbers) -> Mask:
    """Tell which pairs come up with no smaller key than this.

    :param one: pair × key, as ``table`` gives them, beside ``other``.
    :param full: keys that too many records share.

    >>> is_first(np.array([[5, 7]]), np.array([[7, 5]]), np.array([7]), np.array([5])).tolist()
    [True]
    """
    first = np.ones(len(key), bool)
    columns = np.ascontiguousarray(other.T)
    for column in np.ascontiguousarray(one.T):
        shared = np.zeros(len(key), bool)
        for theirs in columns:
            shared |= column == theirs
        smaller = np.flatnonzero(shared & (column < key))
        first[smaller] &= np.isin(column[smaller], full)
    return first


def _blocks(keys: Numbers) -> tuple[Numbers, Numbers]:
    """Return where the block of each key begins, and how many rows it has."""
    begins = np.ones(len(keys), bool)
    begins[1:] = keys[1:] != keys[:-1]
    starts = np.flatnonzero(begins)
    return starts, np.diff(np.append(starts, len(keys)))
