# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The score of a reviewed call: its points by weight, in per cent of what could be had."""

from collections.abc import Iterable


def score_of(lines: Iterable[tuple[float, float, float]]) -> float | None:
    """Return the score of lines (points, most points, weight), None when nothing counts.

    >>> score_of([(5, 5, 2.0), (0, 5, 1.0), (3, 5, 1.0)])
    65.0
    >>> score_of([]), score_of([(1, 5, 0.0)])
    (None, None)
    """
    scored = [(points / most, weight) for points, most, weight in lines if most and weight > 0]
    total = sum(weight for _share, weight in scored)
    return 100 * sum(share * weight for share, weight in scored) / total if scored else None
