# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Adding and measuring working time, exact to the second.

Working hours are asked of a callable as pieces of time, the way a calendar gives them: attendances
less leaves, each day for itself. Two habits of such calendars are put right here: a day that ends
at midnight ends a microsecond before it, and a leave lasts until the 59th second.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import accumulate

from .delays import SECONDS, Delay, plain_after

# Begin and end with their zones, and whatever the calendar puts beside them.
Piece = tuple[datetime, datetime, object]
Ask = Callable[[datetime, datetime], Iterable[Piece]]

# Weeks that are looked at, more and more until the answer is found.
WEEKS = (2, 8, 32, 128, 256)
_WEEK = 7 * SECONDS["days"]
_MICROSECOND = timedelta(microseconds=1)


class NoWorkingTimeError(ValueError):
    """The calendar has not enough working time within the last of ``WEEKS``.

    ``is_empty``: it has none at all, as without attendances.
    """

    def __init__(self, *, is_empty: bool) -> None:
        super().__init__("no working time" if is_empty else "not enough working time")
        self.is_empty = is_empty


class WorkingTime:
    """The working hours of a calendar or of a person; made once for all records of a batch.

    :param ask: gives the working pieces between two moments (with zone); asked in whole weeks from
        Monday to Monday of ``zone``, so what it answers does not depend on the record.
    :param zone: whose midnight divides the days.

    Moments in and out are UTC without a zone; fractions of a second are cut off.

    >>> from zoneinfo import ZoneInfo
    >>> def nine_to_six(begin, end):
    ...     for days in range((end - begin).days + 1):
    ...         day = begin + timedelta(days)
    ...         if day.weekday() < 5:
    ...             yield day.replace(hour=9), day.replace(hour=18), None
    >>> hours = WorkingTime(nine_to_six, UTC)
    >>> print(hours.after(datetime(2026, 1, 2, 17, 30), Delay(1, "hours")))
    2026-01-05 09:30:00
    >>> print(hours.after(datetime(2026, 1, 2, 17, 0), Delay(1, "hours")))
    2026-01-02 18:00:00
    >>> print(hours.worked(datetime(2026, 1, 2, 17), datetime(2026, 1, 5, 10)))
    2:00:00
    >>> hours.is_open(datetime(2026, 1, 2, 17, 59, 59)), hours.is_open(datetime(2026, 1, 2, 18))
    (True, False)
    """

    def __init__(self, ask: Ask, zone: tzinfo) -> None:
        self._ask = ask
        self._zone = zone
        # Pieces in seconds since 1970, apart from one another and in order.
        self._begins: list[int] = []
        self._ends: list[int] = []
        # Seconds of work up to the end of each piece.
        self._sums: list[int] = []
        # What was asked for so far.
        self._asked: tuple[int, int] | None = None

    def after(self, moment: datetime, delay: Delay) -> datetime:
        """Return the moment after a delay of working time (``delay.is_working`` is not looked at).

        Outside working hours the delay begins with the next ones. Minutes and hours count only
        while there is work, and may end with the closing time. So many days later is the same time
        of day, held within the hours of that working day. A delay of nothing is the next moment of
        work; a negative one is counted back in the same way.

        :raise NoWorkingTimeError: the calendar has not so much.
        """
        at = _seconds(moment)
        if delay.unit == "days":
            return self._days(at, delay.amount)
        wanted = delay.amount * SECONDS[delay.unit]
        return _moment(self._forward(at, wanted) if wanted >= 0 else self._back(at, -wanted))

    def due(self, moment: datetime, delay: Delay) -> datetime:
        """Return the moment after a delay, in working time or by the clock as the delay says."""
        if delay.is_working:
            return self.after(moment, delay)
        return plain_after(moment, delay, self._zone)

    def worked(self, begin: datetime, end: datetime) -> timedelta:
        """Return the working time between two moments, nothing when the second is earlier.

        :raise ValueError: they are further apart than the last of ``WEEKS``.
        """
        since, until = _seconds(begin), _seconds(end)
        if until - since > WEEKS[-1] * _WEEK:
            raise ValueError("too far apart")
        self._cover(since, max(since, until))
        return timedelta(seconds=max(0, self._sum(until) - self._sum(since)))

    def is_open(self, moment: datetime) -> bool:
        """Whether it is working time; the moment of closing is not."""
        at = _seconds(moment)
        self._cover(at, at + 1)
        place = bisect_right(self._begins, at) - 1
        return place >= 0 and at < self._ends[place]

    def _forward(self, at: int, wanted: int) -> int:
        """Return the first second by which so much was worked since then."""
        for _weeks in self._growing(at, 1):
            if not wanted:
                place = bisect_right(self._ends, at)
                if place < len(self._ends):
                    return max(at, self._begins[place])
                continue
            target = self._sum(at) + wanted
            place = bisect_left(self._sums, target)
            if place < len(self._sums):
                return self._ends[place] - (self._sums[place] - target)
        raise NoWorkingTimeError(is_empty=not self._begins)

    def _back(self, at: int, wanted: int) -> int:
        """Return the last second since which so much was worked until then."""
        for _weeks in self._growing(at, -1):
            place = bisect_left(self._begins, at) - 1
            if not wanted:
                if place >= 0:
                    return min(at, self._ends[place])
                continue
            target = self._sum(at) - wanted
            if target >= 0:
                place = bisect_right(self._sums, target)
                return self._ends[place] - (self._sums[place] - target)
        raise NoWorkingTimeError(is_empty=not self._begins)

    def _days(self, at: int, amount: int) -> datetime:
        """Return the same time of day so many working days later or earlier."""
        if not amount:
            return _moment(self._forward(at, 0))
        way = 1 if amount > 0 else -1
        start = self._forward(at, 0) if way > 0 else self._back(at, 0)
        # Counting back from closing time at midnight is counting from the day that it ends.
        today = self._day(start if way > 0 else start - 1)
        for _weeks in self._growing(start, way):
            days = self._working_days(today, way)
            if len(days) >= abs(amount):
                local = self._local(start)
                clock = timedelta(days=(local.date() - today).days) + (
                    local.replace(tzinfo=None) - datetime.combine(local.date(), time())
                )
                return _moment(self._held(days[abs(amount) - 1], clock))
        raise NoWorkingTimeError(is_empty=not self._begins)

    def _working_days(self, today: date, way: int) -> list[date]:
        """Return the known days with work after this one (before it when ``way`` is -1)."""
        found = {
            self._day(moment)
            for begin, end in zip(self._begins, self._ends, strict=True)
            for moment in self._midnights(begin, end)
        }
        return sorted((day for day in found if (day - today).days * way > 0), reverse=way < 0)

    def _midnights(self, begin: int, end: int) -> Iterable[int]:
        """Yield a moment of each day that the piece lasts."""
        yield begin
        day = self._day(begin) + timedelta(1)
        while (midnight := self._at(day, timedelta())) < end:
            yield midnight
            day += timedelta(1)

    def _held(self, day: date, clock: timedelta) -> int:
        """Return that time of the day, or the nearest moment of work behind or before it."""
        wanted, midnight = self._at(day, clock), self._at(day + timedelta(1), timedelta())
        self._cover(wanted, midnight)
        place = bisect_left(self._ends, wanted)
        if place < len(self._begins) and self._begins[place] < midnight:
            return max(wanted, self._begins[place])
        return min(self._ends[place - 1], midnight)

    def _growing(self, at: int, way: int) -> Iterable[int]:
        """Let ever more weeks around the moment be known, until enough is enough."""
        for weeks in WEEKS:
            self._cover(*((at, at + weeks * _WEEK) if way > 0 else (at - weeks * _WEEK, at)))
            yield weeks

    def _cover(self, begin: int, end: int) -> None:
        """Let the weeks from begin to end be known; what is known is not asked for again."""
        first, last = self._monday(begin), self._monday(end, weeks=1)
        if self._asked is None:
            self._load(first, last)
            self._asked = first, last
            return
        since, until = self._asked
        if first < since:
            self._load(first, since)
        if last > until:
            self._load(until, last)
        self._asked = min(first, since), max(last, until)

    def _load(self, begin: int, end: int) -> None:
        """Ask for the pieces of this time and put them in their places."""
        pieces = sorted(zip(self._begins, self._ends, strict=True))
        pieces += _whole_pieces(self._ask(_aware(begin), _aware(end)), begin, end)
        self._begins, self._ends = [], []
        for since, until in sorted(pieces):
            if self._ends and since <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], until)
            else:
                self._begins.append(since)
                self._ends.append(until)
        lengths = (until - since for since, until in zip(self._begins, self._ends, strict=True))
        self._sums = list(accumulate(lengths))

    def _sum(self, at: int) -> int:
        """Return the seconds of work from the first known piece until then."""
        place = bisect_right(self._begins, at) - 1
        if place < 0:
            return 0
        return self._sums[place] - max(0, self._ends[place] - at)

    def _local(self, at: int) -> datetime:
        return _aware(at).astimezone(self._zone)

    def _day(self, at: int) -> date:
        return self._local(at).date()

    def _at(self, day: date, clock: timedelta) -> int:
        """Return the moment when it is so late on that day of the zone."""
        there = (datetime.combine(day, time()) + clock).replace(tzinfo=self._zone)
        return int(there.timestamp())

    def _monday(self, at: int, weeks: int = 0) -> int:
        """Return the beginning of the week, or of one of the next."""
        day = self._day(at)
        return self._at(day + timedelta(7 * weeks - day.weekday()), timedelta())


def _whole_pieces(pieces: Iterable[Piece], begin: int, end: int) -> Iterable[tuple[int, int]]:
    """Yield the pieces in whole seconds, within the time asked for."""
    for since, until, _meta in pieces:
        first, last = int(since.timestamp()), int((until + _MICROSECOND).timestamp())
        # Attendances begin with a minute; what begins with its last second is the end of a leave.
        first += since.second == 59
        low, high = max(begin, first), min(end, last)
        if low < high:
            yield low, high


def _seconds(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC, microsecond=0).timestamp())


def _aware(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _moment(at: int) -> datetime:
    return _aware(at).replace(tzinfo=None)
