# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which pairs are worth comparing: those that share a key which is not too common."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

CAP = 60
_SLICE = 2_000_000


def candidate_pairs(
    keys: npt.NDArray[np.int32], refs: npt.NDArray[np.int64], cap: int = CAP
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the pairs of different records that share a key, each once, left < right.

    :param keys: one key a row, beside the record it belongs to in ``refs``.
    :param cap: a key of more records says nothing and is left out; the profile has refined ones.

    >>> left, right = candidate_pairs(np.array([5, 5, 7, 7, 7]), np.array([1, 2, 2, 3, 1]))
    >>> list(zip(left.tolist(), right.tolist()))
    [(1, 2), (1, 3), (2, 3)]
    """
    # One sort of one column is many times faster than to sort by both.
    rows = np.sort((keys.astype(np.int64) << 32) | refs)
    keys, refs = rows >> 32, rows & 0xFFFFFFFF
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, int)
    sizes = np.diff(np.r_[starts, len(keys)])
    parts = [(left << 32) | right for left, right in _block_pairs(refs, starts, sizes, cap)]
    packed = np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.int64)
    return packed >> 32, packed & 0xFFFFFFFF


def _block_pairs(
    refs: npt.NDArray[np.int64],
    starts: npt.NDArray[np.int64],
    sizes: npt.NDArray[np.int64],
    cap: int,
) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Yield the pairs of all blocks of one size at a time."""
    for size in range(2, cap + 1):
        chosen = starts[sizes == size]
        if not len(chosen):
            continue
        one, other = np.triu_indices(size, 1)
        step = max(1, _SLICE // len(one))
        for begin in range(0, len(chosen), step):
            base = chosen[begin : begin + step, None]
            left, right = refs[base + one].ravel(), refs[base + other].ravel()
            differ = left != right
            yield np.minimum(left, right)[differ], np.maximum(left, right)[differ]
