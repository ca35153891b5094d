# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When a letter may leave: the hours of a week, by the clock of whoever reads it.

Hours and days off have no zone of their own: nine o'clock is nine o'clock wherever the reader
lives, and a holiday is one from midnight to midnight there. Whether it is open at a moment is told
by the wall clock alone, so an hour that a clock repeats is open twice and one that it leaves out
not at all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# So far is looked for an opening.
DAYS = 800
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of a weekday.

    :param weekday: 0 is Monday
    :param begin: hours since midnight, 9.5 is half past nine
    :param end: up to 24
    :param week: 0 or 1 for every other week, the parity of ``week_of``
    """

    weekday: int
    begin: float
    end: float
    week: int | None = None


def week_of(day: date) -> int:
    """Return which of two weeks that take turns a day is in.

    >>> week_of(date(2026, 1, 5)), week_of(date(2026, 1, 12)), week_of(date(2026, 1, 18))
    (0, 1, 1)
    """
    return (day.toordinal() - 1) // 7 % 2


class SendingWindow:
    """Opening hours with days off.

    :param hours: of the week, or of two weeks
    :param closed: wall clock times between which it is closed

    >>> office = SendingWindow([Hours(day, 9, 18) for day in range(5)])
    >>> budapest = ZoneInfo("Europe/Budapest")
    >>> print(office.opening(datetime(2026, 1, 2, 22, 40), budapest))  # Friday 23:40
    2026-01-05 08:00:00
    >>> print(office.opening(datetime(2026, 3, 27, 22, 40), budapest))  # and the clocks change
    2026-03-30 07:00:00
    >>> print(office.opening(datetime(2026, 1, 5, 10, 15), budapest))
    2026-01-05 10:15:00
    """

    def __init__(self, hours: Iterable[Hours], closed: Iterable[Interval] = ()) -> None:
        self._hours = sorted(hours, key=lambda one: (one.weekday, one.begin))
        self._closed = sorted(closed)
        self._known: dict[tuple[datetime, str], datetime | None] = {}

    def opening(self, moment: datetime, zone: ZoneInfo) -> datetime | None:
        """Return the first moment from this one on at which it is open in a zone.

        :param moment: UTC without a zone, as is the answer
        :return: nothing when it is not open within ``DAYS``
        """
        key = (moment, zone.key)
        if key not in self._known:
            self._known[key] = self._opening(moment, zone)
        return self._known[key]

    def is_open(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether it is open at a moment (UTC without a zone); at closing time it is not.

        >>> window = SendingWindow([Hours(0, 9, 18)])
        >>> window.is_open(datetime(2026, 1, 5, 9), ZoneInfo("UTC"))
        True
        >>> window.is_open(datetime(2026, 1, 5, 18), ZoneInfo("UTC"))
        False
        """
        wall = _wall(moment, zone)
        return any(begin <= wall < end for begin, end in self._of_day(wall.date()))

    def _opening(self, moment: datetime, zone: ZoneInfo) -> datetime | None:
        if self.is_open(moment, zone):
            return moment
        # A clock that was put back may show yesterday's hours again.
        today = _wall(moment, zone).date() - _DAY
        for number in range(DAYS):
            found = [
                at
                for begin, _end in self._of_day(today + timedelta(number))
                for at in _moments(begin, zone)
                if at >= moment and self.is_open(at, zone)
            ]
            if found:
                return min(found)
        return None

    def _of_day(self, day: date) -> Iterator[Interval]:
        """Give what is open on a day, by the wall clock, in its order."""
        midnight = datetime.combine(day, time())
        for one in self._hours:
            if one.weekday == day.weekday() and one.week in (None, week_of(day)):
                begin, end = (midnight + _whole(hour) for hour in (one.begin, one.end))
                yield from self._without_closed(begin, end)

    def _without_closed(self, begin: datetime, end: datetime) -> Iterator[Interval]:
        for since, until in self._closed:
            if until <= begin or since >= end:
                continue
            if begin < since:
                yield begin, since
            begin = max(begin, until)
        if begin < end:
            yield begin, end


def _whole(hours: float) -> timedelta:
    """Return hours to the minute; 17.33 is twenty past five."""
    return timedelta(minutes=round(hours * 60))


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None, fold=0)


def _moments(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return when a wall clock shows this: once, twice, or at the moment it jumps over it."""
    first, second = (
        wall.replace(tzinfo=zone, fold=fold).astimezone(UTC).replace(tzinfo=None) for fold in (0, 1)
    )
    if second < first:
        return [_jump(second, first, wall, zone)]
    return [first] if first == second else [first, second]


def _jump(before: datetime, after: datetime, wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment between two at which the clock jumps over a time."""
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        before, after = (before, middle) if _wall(middle, zone) >= wall else (middle, after)
    return after.replace(microsecond=0)
