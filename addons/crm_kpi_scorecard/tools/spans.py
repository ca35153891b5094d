# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stretches of days that people choose, and those they compare them with."""

from datetime import date, datetime, timedelta
from typing import Literal

from .periods import Period, period_on

Before = Literal["previous", "year_ago"]
_WHOLE = ("year", "quarter", "month", "week")


def whole(first: date, last: date) -> Period | None:
    """The period these days are, if they are one.

    >>> whole(date(2026, 2, 1), date(2026, 2, 28)).label
    '2026-02'
    >>> whole(date(2026, 2, 1), date(2026, 2, 27)) is None
    True
    """
    for kind in _WHOLE:
        period = period_on(first, kind)
        if (period.start, period.end) == (first, last):
            return period
    return None


def before(first: date, last: date, which: Before) -> tuple[date, date]:
    """The days to compare with: as many before them, or the same ones of last year.

    The days before a whole month are the whole month before it, and so on.

    >>> before(date(2026, 3, 1), date(2026, 3, 31), "previous")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    >>> before(date(2026, 3, 5), date(2026, 3, 6), "previous")
    (datetime.date(2026, 3, 3), datetime.date(2026, 3, 4))
    >>> before(date(2024, 2, 28), date(2024, 2, 29), "year_ago")
    (datetime.date(2023, 2, 28), datetime.date(2023, 2, 28))
    """
    period = whole(first, last)
    if period:
        former = period.previous if which == "previous" else period.year_ago
        return former.start, former.end
    if which == "previous":
        length = last - first + timedelta(days=1)
        return first - length, last - length
    return Period("day", first).year_ago.start, Period("day", last).year_ago.start


def bounds(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """The moments these days last from and until (UTC, without zone; the second is outside).

    >>> bounds(date(2026, 3, 29), date(2026, 3, 29), "Europe/Berlin")
    (datetime.datetime(2026, 3, 28, 23, 0), datetime.datetime(2026, 3, 29, 22, 0))
    """
    return Period("day", first).bounds(zone)[0], Period("day", last).bounds(zone)[1]


def presets(today: date) -> dict[str, tuple[date, date]]:
    """What people choose most, up to the end of what has begun.

    >>> presets(date(2026, 3, 5))["last_month"]
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    >>> presets(date(2026, 3, 5))["last_12_months"]
    (datetime.date(2025, 4, 1), datetime.date(2026, 3, 31))
    """
    month, quarter = period_on(today, "month"), period_on(today, "quarter")
    year = period_on(today, "year")
    spans = {
        "this_month": (month, month),
        "last_month": (month.previous, month.previous),
        "this_quarter": (quarter, quarter),
        "last_quarter": (quarter.previous, quarter.previous),
        "this_year": (year, year),
        "last_year": (year.previous, year.previous),
        "last_12_months": (month.shift(-11), month),
    }
    return {key: (first.start, last.end) for key, (first, last) in spans.items()}
