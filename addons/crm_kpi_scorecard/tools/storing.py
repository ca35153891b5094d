# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which cells there are, which are closed, and what of a figure is kept."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from .exact import rounded
from .periods import Period

# Somebody without any fact for so many periods has no figure any more.
REMEMBERED = 12
# What is stored of a numerator or denominator.
DIGITS = Decimal(1).scaleb(-8)


def is_closed(period: Period, today: date, grace_days: int) -> bool:
    """Whether the days in which a period may still change are over.

    >>> march = Period("month", date(2026, 3, 1))
    >>> is_closed(march, date(2026, 4, 5), 5), is_closed(march, date(2026, 4, 6), 5)
    (False, True)
    """
    return today > period.end + timedelta(days=grace_days)


def expected(first: Period, last: Period, periods: Iterable[Period]) -> list[Period]:
    """In which of these periods somebody is told of, whose facts are from the first to the last.

    >>> year = [Period("month", date(2026, n, 1)) for n in range(1, 13)]
    >>> [p.label for p in expected(year[1], year[1].shift(-10), year)]
    ['2026-02', '2026-03', '2026-04']
    """
    return [period for period in periods if first <= period <= last.shift(REMEMBERED)]


def kept(value: Fraction | None) -> Decimal | None:
    """A part of a figure as it is stored: eight decimals.

    >>> kept(Fraction(1, 3)), kept(Fraction(7)), kept(None)
    (Decimal('0.33333333'), Decimal('7.00000000'), None)
    """
    if value is None:
        return None
    whole = round(value * 10**8)
    return Decimal(whole) * DIGITS


def shown(value: Fraction | None) -> float | None:
    """A value as the database shows it; the band was found from the exact one.

    >>> shown(Fraction(1, 3))
    0.3333333333
    """
    return None if value is None else rounded(value, 10)
