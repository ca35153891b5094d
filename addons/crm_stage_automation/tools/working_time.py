# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Adding and measuring working time, exact to the second."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from .delays import SECONDS, Delay, plain_after
from .known_hours import Ask, KnownHours, moment_of, seconds_of

# Weeks that are looked at, more and more until the answer is found.
WEEKS = (2, 8, 32, 128, 256)
_WEEK = 7 * SECONDS["days"]


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

    >>> from datetime import UTC
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
        self._known = KnownHours(ask, zone)
        self._zone = zone

    def after(self, moment: datetime, delay: Delay) -> datetime:
        """Return the moment after a delay of working time (``delay.is_working`` is not looked at).

        Outside working hours the delay begins with the next ones. Minutes and hours count only
        while there is work, and may end with the closing time. So many days later is the same time
        of day, held within the hours of that working day. A delay of nothing is the next moment of
        work; a negative one is counted back in the same way.

        :raise NoWorkingTimeError: the calendar has not so much.
        """
        at = seconds_of(moment)
        if delay.unit == "days":
            return moment_of(self._days(at, delay.amount))
        wanted = delay.amount * SECONDS[delay.unit]
        return moment_of(self._forward(at, wanted) if wanted >= 0 else self._back(at, -wanted))

    def due(self, moment: datetime, delay: Delay) -> datetime:
        """Return the moment after a delay, in working time or by the clock as the delay says.

        :raise NoWorkingTimeError: the calendar has not so much.
        """
        if delay.is_working:
            return self.after(moment, delay)
        return plain_after(moment, delay, self._zone)

    def worked(self, begin: datetime, end: datetime) -> timedelta:
        """Return the working time between two moments, nothing when the second is earlier.

        :raise ValueError: they are further apart than the last of ``WEEKS``.
        """
        since, until = seconds_of(begin), seconds_of(end)
        if until - since > WEEKS[-1] * _WEEK:
            raise ValueError("too far apart")
        self._known.cover(since, max(since, until))
        return timedelta(seconds=max(0, self._known.sum_at(until) - self._known.sum_at(since)))

    def is_open(self, moment: datetime) -> bool:
        """Whether it is working time; the moment of closing is not."""
        at = seconds_of(moment)
        self._known.cover(at, at + 1)
        place = bisect_right(self._known.begins, at) - 1
        return place >= 0 and at < self._known.ends[place]

    def _forward(self, at: int, wanted: int) -> int:
        """Return the first second by which so much was worked since then."""
        for known in self._growing(at, 1):
            if wanted:
                target = known.sum_at(at) + wanted
                place = bisect_left(known.sums, target)
                if place < len(known.sums):
                    return known.ends[place] - (known.sums[place] - target)
            else:
                place = bisect_right(known.ends, at)
                if place < len(known.ends):
                    return max(at, known.begins[place])
        raise NoWorkingTimeError(is_empty=not self._known.begins)

    def _back(self, at: int, wanted: int) -> int:
        """Return the last second since which so much was worked until then."""
        for known in self._growing(at, -1):
            if wanted:
                target = known.sum_at(at) - wanted
                if target >= 0:
                    place = bisect_right(known.sums, target)
                    return known.ends[place] - (known.sums[place] - target)
            else:
                place = bisect_left(known.begins, at) - 1
                if place >= 0:
                    return min(at, known.ends[place])
        raise NoWorkingTimeError(is_empty=not self._known.begins)

    def _days(self, at: int, amount: int) -> int:
        """Return the same time of day so many working days later or earlier."""
        if not amount:
            return self._forward(at, 0)
        way = 1 if amount > 0 else -1
        start = self._forward(at, 0) if way > 0 else self._back(at, 0)
        # Counting back from closing time at midnight is counting from the day that it ends.
        today = self._known.there(start if way > 0 else start - 1).date()
        there = self._known.there(start).replace(tzinfo=None)
        for known in self._growing(start, way):
            place = bisect_left(known.days, today) + amount
            if 0 <= place < len(known.days):
                return self._held(known.days[place], there - datetime.combine(today, time()))
        raise NoWorkingTimeError(is_empty=not self._known.begins)

    def _held(self, day: date, clock: timedelta) -> int:
        """Return that time of a working day, or the nearest moment of work after or before it."""
        known = self._known
        wanted, midnight = known.at(day, clock), known.at(day + timedelta(1))
        place = bisect_left(known.ends, wanted)
        if place < len(known.begins) and known.begins[place] < midnight:
            return max(wanted, known.begins[place])
        return min(known.ends[place - 1], midnight)

    def _growing(self, at: int, way: int) -> Iterator[KnownHours]:
        """Let ever more weeks after or before the moment be known, until enough is enough."""
        for weeks in WEEKS:
            self._known.cover(*sorted((at, at + way * weeks * _WEEK)))
            yield self._known
