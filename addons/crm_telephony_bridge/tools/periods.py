# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Periods that people ask figures for, as days and as moments of a time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Period = Literal[
    "today", "yesterday", "week", "last_week", "month", "last_month", "quarter", "year", "own"
]
PERIODS: tuple[Period, ...] = get_args(Period)
DAY = timedelta(1)
# A figure of more than this is a mistake in a date.
MAX_DAYS = 3 * 366
# Days that are shown each for itself; a longer period is shown by months.
SHOWN_DAYS = 62


@dataclass(frozen=True, slots=True)
class Slices:
    """A period cut into days or months: the first day of each and the one after its last."""

    are_days: bool
    parts: tuple[tuple[date, date], ...]


def days_of(period: Period, today: date) -> tuple[date, date]:
    """Return the first day and the day after the last one; a week begins on Monday.

    >>> thursday = date(2026, 1, 1)
    >>> [str(day) for day in days_of("week", thursday)]
    ['2025-12-29', '2026-01-05']
    >>> [str(day) for day in days_of("last_month", thursday)]
    ['2025-12-01', '2026-01-01']
    >>> [str(day) for day in days_of("quarter", date(2026, 12, 31))]
    ['2026-10-01', '2027-01-01']
    """
    monday = today - timedelta(today.weekday())
    quarter = -((today.month - 1) % 3)
    days: dict[Period, tuple[date, date]] = {
        "yesterday": (today - timedelta(1), today),
        "week": (monday, monday + timedelta(7)),
        "last_week": (monday - timedelta(7), monday),
        "month": (_month(today, 0), _month(today, 1)),
        "last_month": (_month(today, -1), _month(today, 0)),
        "quarter": (_month(today, quarter), _month(today, quarter + 3)),
        "year": (date(today.year, 1, 1), date(today.year + 1, 1, 1)),
    }
    return days.get(period, (today, today + timedelta(1)))


def own_days(first: str, last: str, today: date) -> tuple[date, date]:
    """Read two days a person chose; what makes no period is today.

    >>> [str(day) for day in own_days("2026-03-01", "2026-03-31", date(2026, 5, 1))]
    ['2026-03-01', '2026-04-01']
    >>> [str(own_days(*said, date(2026, 5, 1))[0]) for said in (
    ...     ("2026-03-31", "2026-03-01"), ("soon", ""), ("0001-01-01", "9999-12-31"))]
    ['2026-05-01', '2026-05-01', '2026-05-01']
    """
    try:
        since, until = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return days_of("today", today)
    if not 0 <= (until - since).days <= MAX_DAYS:
        return days_of("today", today)
    return since, until + timedelta(1)


def moments(since: date, until: date, zone: str) -> tuple[datetime, datetime]:
    """Return when these days begin, in UTC without a zone, as databases keep it.

    >>> [str(at) for at in moments(date(2026, 3, 29), date(2026, 3, 30), "Europe/Budapest")]
    ['2026-03-28 23:00:00', '2026-03-29 22:00:00']
    """
    there = zone_of(zone)
    begin, end = (
        datetime.combine(day, time(), there).astimezone(UTC).replace(tzinfo=None)
        for day in (since, until)
    )
    return begin, end


def slices(since: date, until: date) -> Slices:
    """Cut a period into its days, a long one into its months.

    >>> [str(day) for day, _after in slices(date(2026, 2, 27), date(2026, 3, 2)).parts]
    ['2026-02-27', '2026-02-28', '2026-03-01']
    >>> months = slices(date(2026, 1, 15), date(2026, 4, 1))
    >>> months.are_days, [str(day) for day, _after in months.parts]
    (False, ['2026-01-01', '2026-02-01', '2026-03-01'])
    """
    count = (until - since).days
    if count <= SHOWN_DAYS:
        days = [since + timedelta(number) for number in range(count)]
        return Slices(are_days=True, parts=tuple((day, day + DAY) for day in days))
    first, last = _month(since, 0), _month(until - DAY, 0)
    number = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [(_month(first, one), _month(first, one + 1)) for one in range(number)]
    return Slices(are_days=False, parts=tuple(months))


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name, UTC for a name nobody knows.

    >>> str(zone_of("Europe/Kyiv")), str(zone_of("Mars/Olympus"))
    ('Europe/Kyiv', 'UTC')
    """
    try:
        return ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError):
        return ZoneInfo("UTC")


def _month(today: date, months: int) -> date:
    """Return the first day of the month so many months later."""
    count = today.year * 12 + today.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
