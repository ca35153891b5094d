# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Scales of bands: ordered intervals without gaps, on which an exact value has one place."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from .exact import plain

Limit = Fraction | None


class OutsideScaleError(ValueError):
    """A value that the declared range of the scale does not have.

    :param value: the value
    """

    def __init__(self, value: Fraction) -> None:
        super().__init__(f"outside the scale: {plain(value)}")
        self.value = value


@dataclass(frozen=True, slots=True)
class Band:
    """One interval; a limit that is None is infinite, ``key`` is what the caller wants back.

    >>> str(Band(Fraction(5), Fraction(10), True, False))
    '[5, 10)'
    """

    low: Limit
    high: Limit
    low_in: bool = True
    high_in: bool = False
    key: object = None

    def __str__(self) -> str:
        """As mathematicians write it."""
        left = "(−∞" if self.low is None else f"{'[' if self.low_in else '('}{plain(self.low)}"
        right = "∞)" if self.high is None else f"{plain(self.high)}{']' if self.high_in else ')'}"
        return f"{left}, {right}"

    @property
    def is_empty(self) -> bool:
        """Whether no value can be in it."""
        if self.low is None or self.high is None:
            return False
        if self.low == self.high:
            return not (self.low_in and self.high_in)
        return self.low > self.high

    def has(self, value: Fraction) -> bool:
        """Whether a value is in it.

        >>> band = Band(Fraction(30), Fraction(45), True, True)
        >>> band.has(Fraction(45)), band.has(Fraction("45.01"))
        (True, False)
        """
        if self.low is not None and (value < self.low or (value == self.low and not self.low_in)):
            return False
        return self.high is None or value < self.high or (value == self.high and self.high_in)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a scale, and between which bands.

    ``kind`` is "gap", "overlap", "empty" (a band without values), "start" or "end" (the scale does
    not begin, or end, where its range does).
    """

    kind: Literal["gap", "overlap", "empty", "start", "end"]
    first: Band | None
    second: Band | None
    at: Limit


class Scale:
    """Bands put in order once, to find the place of many values.

    >>> scale = Scale([Band(Fraction(20), None, key="green"), Band(None, Fraction(20), key="red")])
    >>> scale.place(Fraction(20)).key, scale.place(Fraction("19.99")).key
    ('green', 'red')
    """

    def __init__(self, bands: Iterable[Band], low: Limit = None, high: Limit = None) -> None:
        self.bands = sorted(bands, key=_low)
        self.low, self.high = low, high
        self._highs = [_high(band) for band in self.bands]

    def place(self, value: Fraction | None) -> Band | None:
        """The band of an exact value, None where there is no value or no band.

        :raises OutsideScaleError: the value is not in the declared range
        """
        if value is None:
            return None
        if (self.low is not None and value < self.low) or (
            self.high is not None and value > self.high
        ):
            raise OutsideScaleError(value)
        index = bisect_left(self._highs, (0, value, 0))
        for band in self.bands[index : index + 2]:
            if band.has(value):
                return band
        return None


def place(
    value: Fraction | None,
    bands: Iterable[Band],
    range_: tuple[Limit, Limit] = (None, None),
) -> Band | None:
    """The band of one value; see :class:`Scale`.

    :raises OutsideScaleError: the value is not in the declared range
    """
    return Scale(bands, *range_).place(value)


def _low(band: Band) -> tuple[int, Fraction, int]:
    if band.low is None:
        return -1, Fraction(0), 0
    return 0, band.low, 0 if band.low_in else 1


def _high(band: Band) -> tuple[int, Fraction, int]:
    if band.high is None:
        return 1, Fraction(0), 0
    return 0, band.high, 0 if band.high_in else -1


def faults(bands: Sequence[Band], low: Limit = None, high: Limit = None) -> list[Fault]:
    """What is wrong: gaps, overlaps, bands without values, ends left open.

    >>> holes = faults([Band(None, Fraction(5)), Band(Fraction(5), None, low_in=False)])
    >>> [(fault.kind, fault.at) for fault in holes]
    [('gap', Fraction(5, 1))]
    >>> faults([Band(None, Fraction(5)), Band(Fraction(5), None)])
    []
    """
    found = [Fault("empty", band, None, band.low) for band in bands if band.is_empty]
    order = sorted((band for band in bands if not band.is_empty), key=_low)
    if not order:
        return [*found, Fault("start", None, None, low), Fault("end", None, None, high)]
    if _opens(order[0].low, order[0].low_in, low):
        found.append(Fault("start", None, order[0], low))
    furthest = order[0]
    for band in order[1:]:
        fault = _between(furthest, band)
        if fault:
            found.append(fault)
        furthest = max(furthest, band, key=_high)
    if _opens(furthest.high, furthest.high_in, high):
        found.append(Fault("end", furthest, None, high))
    return found


def _opens(end: Limit, is_in: bool, wanted: Limit) -> bool:
    """Whether the outermost band does not end just where the range does."""
    if wanted is None:
        return end is not None
    return end != wanted or not is_in


def _between(first: Band, second: Band) -> Fault | None:
    """What is wrong between two neighbours."""
    if first.high is None or second.low is None or second.low < first.high:
        return Fault("overlap", first, second, second.low)
    if second.low > first.high or not (first.high_in or second.low_in):
        return Fault("gap", first, second, first.high)
    if first.high_in and second.low_in:
        return Fault("overlap", first, second, second.low)
    return None


def draw(
    bands: Sequence[Band],
    low: Limit = None,
    high: Limit = None,
    label: Callable[[Band], str] = lambda band: str(band.key or ""),
) -> str:
    """The scale as lines of text, faults where they are, for people who have to mend it.

    >>> print(draw([Band(None, Fraction(5), key="red"), Band(Fraction(8), None, key="green")]))
    (−∞, 5)  red
    ✗ gap: 5 … 8
    [8, ∞)   green
    """
    wrong = faults(bands, low, high)
    width = max((len(str(band)) for band in bands), default=0)
    lines = [_mark(fault) for fault in wrong if fault.kind == "start"]
    for band in sorted(bands, key=_low):
        lines += [
            _mark(fault)
            for fault in wrong
            if fault.second is band and fault.kind in ("gap", "overlap")
        ]
        note = "  ✗ empty" if band.is_empty else ""
        lines.append(f"{band!s:<{width}}  {label(band)}{note}".rstrip())
    return "\n".join([*lines, *(_mark(fault) for fault in wrong if fault.kind == "end")])


def _mark(fault: Fault) -> str:
    """One fault as a line of the drawing."""
    if fault.kind == "start":
        end = fault.second.low if fault.second else None
        return f"✗ start: {_text(fault.at, '−∞')} … {_text(end, '')}".rstrip(" …")
    if fault.kind == "end":
        end = fault.first.high if fault.first else None
        return f"✗ end: {_text(end, '')} … {_text(fault.at, '∞')}".replace("  … ", " ")
    first, second = fault.first, fault.second
    begin = _text(first.high if first else None, "∞")
    other = _text(second.low if second else None, "−∞")
    if fault.kind == "overlap":
        begin, other = other, begin
    return f"✗ {fault.kind}: {begin if begin == other else f'{begin} … {other}'}"


def _text(limit: Limit, infinite: str) -> str:
    return infinite if limit is None else plain(limit)


def basis_value(value: Fraction | None, reference: Fraction | None) -> Fraction | None:
    """A value in percent of its target, or of a former value; None when that is zero or missing.

    >>> basis_value(Fraction(30), Fraction(40)), basis_value(Fraction(30), Fraction(0))
    (Fraction(75, 1), None)
    """
    return None if value is None or not reference else value / reference * 100
