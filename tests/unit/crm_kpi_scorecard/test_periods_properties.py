# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Periods fit together: no moment is in two, none in none."""

from datetime import date, datetime, timedelta

from crm_kpi_scorecard_tools.periods import KINDS, Period, at, between, local_day, period_on
from hypothesis import given
from hypothesis import strategies as st

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
]
zones = st.sampled_from(ZONES)
kinds = st.sampled_from(KINDS)
days = st.dates(date(2012, 1, 1), date(2036, 12, 31))
minutes = st.datetimes(datetime(2012, 1, 1), datetime(2036, 12, 31))


@given(minutes, zones, kinds)
def test_a_moment_is_in_its_period(moment, zone, kind):
    """What a period's bounds say is what the calendar on the wall says."""
    begin, end = at(moment, zone, kind).bounds(zone)
    assert begin <= moment < end


@given(days, zones, kinds)
def test_bounds_meet(day, zone, kind):
    """A period ends where the next begins; the first moment is inside, the last outside."""
    period = period_on(day, kind)
    begin, end = period.bounds(zone)
    assert end == period.next().bounds(zone)[0]
    assert at(begin, zone, kind) == at(end - timedelta(microseconds=1), zone, kind) == period
    assert at(end, zone, kind) == period.next()


@given(days, zones, st.sampled_from(["week", "month", "quarter", "year"]))
def test_days_add_up(day, zone, kind):
    """The days of a period last together as long as the period."""
    period = period_on(day, kind)
    begin, end = period.bounds(zone)
    spans = [Period("day", one).bounds(zone) for one in period.days]
    assert sum((stop - start for start, stop in spans), timedelta()) == end - begin


@given(days, kinds, st.integers(-60, 60))
def test_shift_and_back(day, kind, count):
    """So many periods later and as many earlier is the same period, and steps can be split."""
    period = period_on(day, kind)
    assert period.shift(count).shift(-count) == period
    assert period.shift(count) == period.shift(count - 1).next()
    assert period_on(period.shift(count).start, kind) == period.shift(count)


@given(days, kinds)
def test_days_of_a_period_are_its_own(day, kind):
    """Each of its days, and no other, leads to the period."""
    period = period_on(day, kind)
    assert {period_on(one, kind) for one in period.days} == {period}
    assert period_on(period.end + timedelta(days=1), kind) == period.next()
    assert day in period.days


@given(days, kinds)
def test_the_previous_and_the_next(day, kind):
    """They are neighbours, and last year's lies before both."""
    period = period_on(day, kind)
    assert period.previous.next() == period
    assert period.previous.end + timedelta(days=1) == period.start
    assert period.year_ago <= period.previous


@given(days, kinds, st.integers(0, 400))
def test_between_has_each_day_once(day, kind, length):
    """All days from one to another are in exactly one of the periods between them."""
    until = day + timedelta(days=length)
    found = between(day, until, kind)
    inside = [one for period in found for one in period.days if day <= one <= until]
    assert inside == [day + timedelta(days=number) for number in range(length + 1)]


@given(st.lists(days, min_size=2, max_size=10, unique=True), kinds)
def test_labels_are_unique_and_in_order(some, kind):
    """Two periods never have one label, and labels sort as periods do."""
    periods = sorted({period_on(day, kind) for day in some})
    labels = [period.label for period in periods]
    assert labels == sorted(set(labels))


@given(minutes, zones)
def test_local_day_is_near(moment, zone):
    """No wall clock is more than a day away."""
    assert abs((local_day(moment, zone) - moment.date()).days) <= 1
