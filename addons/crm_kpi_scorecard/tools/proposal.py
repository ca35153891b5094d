# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bands and a target proposed from what a company's figures were."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

# Fewer figures say nothing about what is usual.
FEWEST = 4
# Where the limits stand: the worst fifth, the middle, the best fifth.
QUANTILES = (Fraction(20, 100), Fraction(50, 100), Fraction(80, 100))
COLOURS = {
    "better": ["red", "yellow", "green", "orange"],
    "worse": ["green", "yellow", "orange", "red"],
    "neither": ["yellow", "green", "green", "yellow"],
}
# Where two limits fall together, the first of these that they bounded is what stays.
MILDEST = ("green", "yellow", "orange", "red")
# With how many significant digits limits are told, the fewest that tell them apart.
DIGITS = range(2, 10)


@dataclass(frozen=True, slots=True)
class Bin:
    """A column of a histogram: from (included), to (excluded but for the last), how many."""

    low: Fraction
    high: Fraction
    count: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A target, the limits between the bands, and the colours from the lowest band up.

    There is one colour more than limits; nothing is proposed where figures are too few.
    """

    target: Fraction | None = None
    limits: list[Fraction] = field(default_factory=list)
    colours: list[str] = field(default_factory=list)


def nice(value: Fraction, digits: int = 2, down: bool = False) -> Fraction:
    """A number people would say: so many significant digits, the nearest or the one below.

    >>> nice(Fraction(1234)), nice(Fraction(1, 3)), nice(Fraction(0))
    (Fraction(1200, 1), Fraction(33, 100), Fraction(0, 1))
    >>> nice(Fraction(996, 10)), nice(Fraction(996, 10), down=True)
    (Fraction(100, 1), Fraction(99, 1))
    """
    if not value:
        return Fraction(0)
    step = Fraction(10) ** (math.floor(math.log10(abs(value))) + 1 - digits)
    return (math.floor(value / step) if down else round(value / step)) * step


def quantile(ordered: Sequence[Fraction], part: Fraction) -> Fraction:
    """The value below which a part of the values lies, between two neighbours in proportion.

    >>> quantile([Fraction(1), Fraction(2), Fraction(4)], Fraction(3, 4))
    Fraction(3, 1)
    """
    place = part * (len(ordered) - 1)
    index = int(place)
    after = ordered[min(index + 1, len(ordered) - 1)]
    return ordered[index] + (after - ordered[index]) * (place - index)


def histogram(values: Sequence[Fraction], bins: int = 12) -> list[Bin]:
    """How often which values came, in columns of one nice width.

    >>> [(int(b.low), int(b.high), b.count) for b in histogram([Fraction(n) for n in (1, 2, 9)], 5)]
    [(0, 2, 1), (2, 4, 1), (4, 6, 0), (6, 8, 0), (8, 10, 1)]
    """
    if not values:
        return []
    lowest, highest = min(values), max(values)
    width = _width(highest - lowest or abs(highest) or Fraction(1), bins)
    start = (lowest / width).__floor__()
    counts = [0] * ((highest / width).__floor__() - start + 1)
    for value in values:
        counts[(value / width).__floor__() - start] += 1
    return [
        Bin((start + n) * width, (start + n + 1) * width, count) for n, count in enumerate(counts)
    ]


def _width(span: Fraction, bins: int) -> Fraction:
    """The smallest of 1, 2, 5, 10, 20, 50 … (or 0.5, 0.2, …) that makes few enough columns."""
    power = Fraction(10) ** (math.floor(math.log10(span / bins)))
    for step in (1, 2, 5, 10):
        if span / (power * step) <= bins:
            return power * step
    return power * 20


def _limits(marks: Sequence[Fraction]) -> list[Fraction]:
    """The quantiles as round numbers, as few digits as leave them apart and the middle in its band.

    >>> [float(limit) for limit in _limits([Fraction(n) for n in (1252, 1255, 1257)])]
    [1252.0, 1255.0, 1257.0]
    >>> [float(limit) for limit in _limits([Fraction("99.6")] * 3)]
    [99.0, 99.0, 99.0]
    """
    limits: list[Fraction] = []
    for digits in DIGITS:
        for down in (False, True):
            limits = [nice(mark, digits, down) for mark in marks]
            if len(set(limits)) == len(set(marks)) and all(
                (marks[1] >= limit) == (marks[1] >= mark)
                for limit, mark in zip(limits[::2], marks[::2], strict=True)
            ):
                return limits
    return limits


def propose(values: Sequence[Fraction], higher_is: str) -> Proposal:
    """Limits where the worst fifth, the middle and the best fifth of the figures end.

    The target is what every fifth figure was better than. What is better when lower has its
    colours the other way round; what is neither is good in the middle.

    >>> figures = [Fraction(n) for n in range(0, 101, 10)]
    >>> proposal = propose(figures, "better")
    >>> [int(limit) for limit in proposal.limits], int(proposal.target), proposal.colours[0]
    ([20, 50, 80], 80, 'red')
    >>> [int(limit) for limit in propose([Fraction(n) for n in (1, 2, 4, 7, 9)], "better").limits]
    [2, 4, 8]
    >>> propose(figures[:3], "better")
    Proposal(target=None, limits=[], colours=[])
    """
    if len(values) < FEWEST:
        return Proposal()
    order = sorted(values)
    marks = [quantile(order, part) for part in QUANTILES]
    lowest = marks[0]
    if all(value.denominator == 1 for value in order):
        # Between whole numbers this one divides them as the quantile does.
        lowest = Fraction(math.floor(lowest))
        marks = [Fraction(math.ceil(mark)) for mark in marks]
    marks = _limits(marks)
    limits: list[Fraction] = []
    colours = [COLOURS[higher_is][0]]
    for limit, colour in zip(marks, COLOURS[higher_is][1:], strict=True):
        if limits and limit <= limits[-1]:
            colours[-1] = min(colours[-1], colour, key=MILDEST.index)
        else:
            limits.append(limit)
            colours.append(colour)
    best = {"better": marks[-1], "worse": min(marks[0], lowest), "neither": marks[1]}
    return Proposal(best[higher_is], limits, colours)
