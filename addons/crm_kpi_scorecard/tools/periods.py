# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Days, weeks, months, quarters and years of the wall clock of a time zone."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

KINDS = ("day", "week", "month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}


class Period(NamedTuple):
    """A period of a kind, named by its first day; weeks are ISO weeks and begin on Monday.

    >>> Period("month", date(2026, 2, 1)).end
    datetime.date(2026, 2, 28)
    """

    kind: str
    start: date

    @property
    def end(self) -> date:
        """The last day that belongs to it."""
        return self.shift(1).start - timedelta(days=1)

    def shift(self, count: int) -> "Period":
        """So many periods later (or earlier).

        >>> Period("quarter", date(2026, 1, 1)).shift(-1).start
        datetime.date(2025, 10, 1)
        """
        if self.kind in _DAYS:
            return Period(self.kind, self.start + timedelta(days=_DAYS[self.kind] * count))
        return Period(self.kind, _add_months(self.start, _MONTHS[self.kind] * count))

    def next(self) -> "Period":
        """The period after it."""
        return self.shift(1)

    @property
    def previous(self) -> "Period":
        """The period before it."""
        return self.shift(-1)

    @property
    def year_ago(self) -> "Period":
        """The same period of last year: of a week the one 52 weeks before, of 29 February the 28th.

        >>> Period("day", date(2024, 2, 29)).year_ago.start
        datetime.date(2023, 2, 28)
        """
        if self.kind == "week":
            return self.shift(-52)
        return Period(self.kind, _add_months(self.start, -12))

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """The moments it lasts from and until (UTC, without zone; the second is outside).

        >>> begin, end = Period("month", date(2026, 3, 1)).bounds("Europe/Berlin")
        >>> begin, (end - begin) // timedelta(hours=1)
        (datetime.datetime(2026, 2, 28, 23, 0), 743)
        """
        return _midnight(self.start, zone), _midnight(self.shift(1).start, zone)

    @property
    def days(self) -> list[date]:
        """All its days."""
        return [self.start + timedelta(days=n) for n in range((self.end - self.start).days + 1)]

    @property
    def label(self) -> str:
        """How it is written, the same in every language.

        >>> [period_on(date(2026, 3, 5), kind).label for kind in KINDS]
        ['2026-03-05', '2026-W10', '2026-03', '2026-Q1', '2026']
        """
        if self.kind == "week":
            year, week, _day = self.start.isocalendar()
            return f"{year}-W{week:02}"
        if self.kind == "quarter":
            return f"{self.start.year}-Q{(self.start.month + 2) // 3}"
        return self.start.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.kind]]


def _add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=4096)
def _midnight(day: date, zone: str) -> datetime:
    """When a day begins on the wall clock (UTC, without zone).

    Where the clocks skip midnight, it is the first moment there is.

    >>> _midnight(date(2026, 4, 1), "America/New_York")
    datetime.datetime(2026, 4, 1, 4, 0)
    """
    local = datetime.combine(day, time(), ZoneInfo(zone))
    return local.astimezone(UTC).replace(tzinfo=None)


def period_on(day: date, kind: str) -> Period:
    """The period a day belongs to.

    :raises ValueError: an unknown kind

    >>> period_on(date(2026, 3, 5), "week").start
    datetime.date(2026, 3, 2)
    """
    if kind == "week":
        return Period(kind, day - timedelta(days=day.weekday()))
    if kind == "day":
        return Period(kind, day)
    if kind not in _MONTHS:
        raise ValueError(f"no kind of period: {kind}")
    step = _MONTHS[kind]
    return Period(kind, date(day.year, (day.month - 1) // step * step + 1, 1))


def local_day(moment: datetime, zone: str) -> date:
    """The date on the wall clock of a zone.

    >>> moment = datetime(2026, 3, 31, 22, 30)
    >>> [local_day(moment, zone).month for zone in ("Europe/Moscow", "Europe/London")]
    [4, 3]
    """
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def at(moment: datetime, zone: str, kind: str) -> Period:
    """The period a moment (UTC, without zone) falls into.

    >>> at(datetime(2026, 3, 31, 22, 30), "America/New_York", "month").label
    '2026-03'
    """
    return period_on(local_day(moment, zone), kind)


def last(count: int, until: Period) -> list[Period]:
    """So many periods up to this one, the oldest first.

    >>> [period.label for period in last(3, Period("month", date(2026, 1, 1)))]
    ['2025-11', '2025-12', '2026-01']
    """
    return [until.shift(-n) for n in reversed(range(count))]


def between(date_from: date, date_to: date, kind: str) -> list[Period]:
    """All periods that have a day in these dates, the oldest first.

    >>> [period.label for period in between(date(2025, 12, 31), date(2026, 1, 1), "year")]
    ['2025', '2026']
    """
    found, period = [], period_on(date_from, kind)
    while period.start <= date_to:
        found.append(period)
        period = period.next()
    return found
