# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calendars that answer as Odoo's do, with their habits: midnight a microsecond early, and leaves
until the last second of a day.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from crm_stage_automation_tools.working_time import WorkingTime

BERLIN = ZoneInfo("Europe/Berlin")
WORKDAYS = range(5)
WEEK = range(7)


@dataclass
class Office:
    """Hours of a week, less the days off.

    :param hours: (from, to) by weekday, in hours of the wall clock; 24 is midnight.
    """

    hours: dict[int, list[tuple[float, float]]]
    zone: tzinfo = BERLIN
    days_off: frozenset[date] = frozenset()
    asked: list[tuple[datetime, datetime]] = field(default_factory=list)

    def __call__(self, begin, end):
        """Yield the pieces of work between two moments, day by day."""
        self.asked.append((begin, end))
        day = begin.astimezone(self.zone).date() - timedelta(1)
        while day <= end.astimezone(self.zone).date():
            for first, last in self.hours.get(day.weekday(), ()):
                since, until = self._at(day, first), self._at(day, last)
                if day in self.days_off:
                    since = max(since, datetime.combine(day, time(23, 59, 59), self.zone))
                since, until = max(since, begin), min(until, end)
                if since.astimezone(UTC) < until.astimezone(UTC):
                    yield since, until, None
            day += timedelta(1)

    def _at(self, day, hour):
        clock = time.max if hour == 24 else time(int(hour), round(hour % 1 * 60))
        return datetime.combine(day, clock, self.zone)

    def working_time(self):
        """Return the tool that is tested, over this calendar."""
        return WorkingTime(self, self.zone)


def office(hours=(9, 18), days=WORKDAYS, **kwargs):
    """Return a calendar with the same hours on each of the days."""
    return Office({day: [hours] for day in days}, **kwargs)


def utc(local, zone=BERLIN):
    """Return the moment that a wall clock shows, as databases keep it."""
    return datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def local(moment, zone=BERLIN):
    """Return what the wall clock shows."""
    return moment.replace(tzinfo=UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
