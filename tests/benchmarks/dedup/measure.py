# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Precision, recall and F1 over pairs; a pair is one number, so that millions are compared fast."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
_SHIFT = 32


def codes(pairs: Iterable[tuple[int, int]]) -> Codes:
    """Pairs of ids as sorted numbers, each pair once, whichever id came first."""
    flat = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    return of_columns(flat[:, 0], flat[:, 1])


def of_columns(left: NDArray[np.int64], right: NDArray[np.int64]) -> Codes:
    """The same for two columns of ids."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    found: Codes = np.unique((low << _SHIFT) | high)
    return found


@dataclass(frozen=True, slots=True)
class Quality:
    """How well found pairs fit the true ones."""

    precision: float
    recall: float
    found: int

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def quality(found: Codes, truth: Codes) -> Quality:
    """Compare found pairs with the true ones."""
    right = shared(found, truth)
    return Quality(right / max(len(found), 1), right / max(len(truth), 1), len(found))


def shared(one: Codes, other: Codes) -> int:
    """How many pairs both hold."""
    return int(np.isin(one, other, assume_unique=True).sum())


def best_threshold(found: Codes, scores: NDArray[np.float64], truth: Codes) -> float:
    """The score from which on F1 is highest: the best a rival can do, told the truth."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(np.isin(found[order], truth))
    count = np.arange(1, len(order) + 1)
    f1 = 2 * right / (count + len(truth))
    return float(scores[order][int(np.argmax(f1))])
