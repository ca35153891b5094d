# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stretches of days that people choose."""

from datetime import date, timedelta

import pytest
from crm_kpi_scorecard_tools import spans
from crm_kpi_scorecard_tools.periods import KINDS, period_on
from hypothesis import given
from hypothesis import strategies as st

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@given(days, st.sampled_from([kind for kind in KINDS if kind != "day"]))
def test_whole_periods(day, kind):
    """Each week, month, quarter and year is known, and compared with the one before it."""
    period = period_on(day, kind)
    assert spans.whole(period.start, period.end) == period
    assert spans.before(period.start, period.end, "previous")[1] == period.start - timedelta(days=1)


@given(days, st.integers(0, 400))
def test_as_many_days_before(first, length):
    """What is compared ends the day before, and is as long unless both are whole periods."""
    last = first + timedelta(days=length)
    since, until = spans.before(first, last, "previous")
    assert until == first - timedelta(days=1)
    assert spans.whole(first, last) or until - since == last - first


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31), date(2024, 2, 29)])
def test_presets_hold_today(day):
    """What is called this month, quarter or year has today in it."""
    for key, (first, last) in spans.presets(day).items():
        assert (first <= day <= last) == (not key.startswith("last_") or key == "last_12_months")


def test_bounds_of_a_short_day():
    """The day on which the clocks go forward has 23 hours."""
    since, until = spans.bounds(date(2026, 3, 29), date(2026, 3, 29), "Europe/Berlin")
    assert until - since == timedelta(hours=23)
