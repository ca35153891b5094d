# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An activity's date and its moment: the one on a wall calendar, the other in time.

The moment is UTC without a zone. The zone is that of the person who is to do it.
"""

from datetime import UTC, date, datetime, tzinfo


def date_of(moment: datetime, zone: tzinfo) -> date:
    """Return the day on which a moment is for somebody.

    >>> from zoneinfo import ZoneInfo
    >>> moment = datetime(2026, 1, 5, 23, 30)
    >>> [str(date_of(moment, ZoneInfo(zone))) for zone in ("Europe/London", "Asia/Taipei")]
    ['2026-01-05', '2026-01-06']
    """
    return _there(moment, zone).date()


def moved_to(moment: datetime, day: date, zone: tzinfo) -> datetime:
    """Return the moment on another day that keeps the time of day.

    A time of day that the change of clocks leaves out is moved behind it, within the same day.

    >>> from zoneinfo import ZoneInfo
    >>> print(moved_to(datetime(2026, 3, 27, 8), date(2026, 3, 30), ZoneInfo("Europe/Berlin")))
    2026-03-30 07:00:00
    """
    there = datetime.combine(day, _there(moment, zone).time(), zone)
    return there.astimezone(UTC).replace(tzinfo=None)


def _there(moment: datetime, zone: tzinfo) -> datetime:
    return moment.replace(tzinfo=UTC).astimezone(zone)
