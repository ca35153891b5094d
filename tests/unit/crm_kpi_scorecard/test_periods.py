# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Periods of the wall clock, where clocks change and years begin."""

from datetime import date, datetime, timedelta

import pytest
from crm_kpi_scorecard_tools.periods import KINDS, Period, at, between, last, local_day, period_on

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "month"),
    [("Europe/Moscow", "2026-04"), ("Europe/London", "2026-03"), ("America/New_York", "2026-03")],
)
def test_the_month_of_a_late_evening(zone, month):
    """Half past ten in the evening of 31 March (UTC) is April in Moscow and March elsewhere."""
    assert at(datetime(2026, 3, 31, 22, 30), zone, "month").label == month


@pytest.mark.parametrize(
    ("month", "hours", "day", "hours_of_day"),
    [
        (date(2026, 3, 1), 743, date(2026, 3, 29), 23),
        (date(2026, 10, 1), 745, date(2026, 10, 25), 25),
    ],
)
def test_hours_where_clocks_change(month, hours, day, hours_of_day):
    """One lead an hour in Berlin: the days count together what the month counts."""
    period = Period("month", month)
    begin, end = period.bounds("Europe/Berlin")
    leads = [begin + HOUR * number for number in range(int((end - begin) / HOUR))]
    by_day = dict.fromkeys(period.days, 0)
    for lead in leads:
        by_day[local_day(lead, "Europe/Berlin")] += 1
    assert len(leads) == sum(by_day.values()) == hours
    assert by_day.pop(day) == hours_of_day
    assert set(by_day.values()) == {24}


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2024, 12, 30), "2025-W01"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2026, 1, 1), "2026-W01"),
    ],
)
def test_weeks_around_new_year(day, label):
    """A week belongs to the year that has its Thursday."""
    assert period_on(day, "week").label == label


@pytest.mark.parametrize(
    ("kind", "day", "before"),
    [
        ("day", date(2024, 2, 29), date(2023, 2, 28)),
        ("day", date(2025, 2, 28), date(2024, 2, 28)),
        ("week", date(2026, 3, 2), date(2025, 3, 3)),
        ("month", date(2024, 2, 1), date(2023, 2, 1)),
        ("quarter", date(2026, 1, 1), date(2025, 1, 1)),
        ("year", date(2026, 1, 1), date(2025, 1, 1)),
    ],
)
def test_year_ago(kind, day, before):
    """Last year's period begins on the same date, of weeks on the Monday 52 weeks before."""
    assert Period(kind, day).year_ago == Period(kind, before)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        # The clocks skip midnight: the day begins at one.
        ("America/Asuncion", date(2023, 10, 1), 23),
        ("Africa/Cairo", date(2026, 4, 24), 23),
        # Midnight comes twice; the day begins with the first.
        ("America/Havana", date(2026, 11, 1), 25),
        # There was no such day.
        ("Pacific/Apia", date(2011, 12, 30), 0),
        # Half an hour.
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
    ],
)
def test_strange_days(zone, day, hours):
    """A day is as long as the clock of the place makes it."""
    begin, end = Period("day", day).bounds(zone)
    assert (end - begin) / HOUR == hours


@pytest.mark.parametrize("kind", ["decade", "", "Month"])
def test_unknown_kind(kind):
    """What is no kind of period is refused, by name."""
    with pytest.raises(ValueError, match="no kind of period"):
        period_on(date(2026, 1, 1), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_last_ends_with_the_one_asked_for(kind):
    """Twelve periods for a trend line, the oldest first."""
    until = period_on(date(2026, 3, 5), kind)
    found = last(12, until)
    assert (len(found), found[-1], found[0]) == (12, until, until.shift(-11))


def test_between_is_empty_when_it_ends_before_it_begins():
    """No period lies between days in the wrong order."""
    assert between(date(2026, 3, 5), date(2026, 1, 1), "month") == []
