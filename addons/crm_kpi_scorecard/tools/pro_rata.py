# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Parts of a period by working days: targets of a part, and where an open period is going."""

from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction


def count_days(days: Iterable[date], working: Collection[date]) -> int:
    """How many of these days are worked.

    >>> count_days([date(2026, 3, 6), date(2026, 3, 7)], {date(2026, 3, 6)})
    1
    """
    return sum(1 for day in days if day in working)


def share(value: Fraction, worked: int, total: int) -> Fraction:
    """The part of a value that falls on some of its working days; the whole when none is worked.

    >>> share(Fraction(100), 5, 20)
    Fraction(25, 1)
    """
    return value * worked / total if total else value


def run_rate(value: Fraction | None, elapsed: int, total: int) -> Fraction | None:
    """Where the period ends when it goes on like this; None before its first working day is over.

    >>> run_rate(Fraction(30), 10, 20), run_rate(Fraction(30), 0, 20)
    (Fraction(60, 1), None)
    """
    return None if value is None or elapsed <= 0 else value * total / elapsed
