# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The working hours that were asked of a calendar so far, in whole seconds since 1970.

Hours are asked for as pieces of time, the way a calendar gives them: attendances less leaves, each
day for itself. Two habits of such calendars are put right here: a day that ends at midnight ends a
microsecond before it, and a leave lasts until the 59th second.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import accumulate
from math import floor

# Begin and end with their zones, and whatever the calendar puts beside them.
Piece = tuple[datetime, datetime, object]
Ask = Callable[[datetime, datetime], Iterable[Piece]]

_MICROSECOND = timedelta(microseconds=1)


class KnownHours:
    """Pieces of work, apart from one another and in order.

    :param ask: see ``WorkingTime``.
    :param zone: whose midnight divides the days.

    ``begins`` and ``ends`` are those of the pieces; ``sums`` the seconds of work up to each end;
    ``days`` the days on which there is work.

    >>> hour = timedelta(hours=1)
    >>> known = KnownHours(lambda begin, end: [(begin + hour, begin + 3 * hour, None)], UTC)
    >>> known.cover(0, 1)
    >>> [str(moment_of(at)) for at in (*known.begins, *known.ends)], known.sums
    (['1969-12-29 01:00:00', '1969-12-29 03:00:00'], [7200])
    """

    def __init__(self, ask: Ask, zone: tzinfo) -> None:
        self._ask = ask
        self._zone = zone
        self._asked: tuple[int, int] | None = None
        self.begins: list[int] = []
        self.ends: list[int] = []
        self.sums: list[int] = []
        self.days: list[date] = []

    def cover(self, begin: int, end: int) -> None:
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

    def sum_at(self, at: int) -> int:
        """Return the seconds of work from the first known piece until then."""
        place = bisect_right(self.begins, at) - 1
        if place < 0:
            return 0
        return self.sums[place] - max(0, self.ends[place] - at)

    def there(self, at: int) -> datetime:
        """Return what the clock of the zone shows."""
        return _aware(at).astimezone(self._zone)

    def at(self, day: date, clock: timedelta = timedelta()) -> int:
        """Return the moment when it is so late on that day of the zone."""
        there = (datetime.combine(day, time()) + clock).replace(tzinfo=self._zone)
        return int(there.timestamp())

    def _load(self, begin: int, end: int) -> None:
        """Ask for the pieces of this time and put them in their places."""
        pieces = list(zip(self.begins, self.ends, strict=True))
        pieces += whole_pieces(self._ask(_aware(begin), _aware(end)), begin, end)
        self.begins, self.ends = [], []
        for since, until in sorted(pieces):
            if self.ends and since <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], until)
            else:
                self.begins.append(since)
                self.ends.append(until)
        spans = list(zip(self.begins, self.ends, strict=True))
        self.sums = list(accumulate(until - since for since, until in spans))
        self.days = sorted({day for span in spans for day in self._days_of(*span)})

    def _days_of(self, begin: int, end: int) -> Iterator[date]:
        """Yield the days that a piece has a part in."""
        day, last = self.there(begin).date(), self.there(end - 1).date()
        while day <= last:
            yield day
            day += timedelta(1)

    def _monday(self, at: int, weeks: int = 0) -> int:
        """Return the beginning of the week, or of one of the next."""
        day = self.there(at).date()
        return self.at(day + timedelta(7 * weeks - day.weekday()))


def whole_pieces(pieces: Iterable[Piece], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces in whole seconds, within the time asked for.

    >>> day = datetime(2026, 1, 5, tzinfo=UTC)
    >>> last = day.replace(hour=23, minute=59, second=59)
    >>> [(first, until)] = whole_pieces([(day, last.replace(microsecond=999999), 0)], 0, 2**40)
    >>> print(until - first, list(whole_pieces([(last, last + timedelta(seconds=1), 0)], 0, 2**40)))
    86400 []
    """
    for since, until, _meta in pieces:
        first, last = floor(since.timestamp()), floor((until + _MICROSECOND).timestamp())
        # Attendances begin with a minute; what begins with its last second is the end of a leave.
        first += since.second == 59
        low, high = max(begin, first), min(end, last)
        if low < high:
            yield low, high


def seconds_of(moment: datetime) -> int:
    """Return a moment (UTC, without a zone) in seconds, a fraction cut off.

    >>> seconds_of(datetime(1970, 1, 1, 0, 1, 0, 999999))
    60
    """
    return int(moment.replace(tzinfo=UTC, microsecond=0).timestamp())


def moment_of(at: int) -> datetime:
    """Return the moment in UTC, without a zone.

    >>> moment_of(60)
    datetime.datetime(1970, 1, 1, 0, 1)
    """
    return _aware(at).replace(tzinfo=None)


def _aware(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
