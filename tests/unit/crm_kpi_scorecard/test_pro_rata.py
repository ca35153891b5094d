# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Parts of a period by its working days."""

from datetime import date, timedelta
from fractions import Fraction

from crm_kpi_scorecard_tools.periods import Period
from crm_kpi_scorecard_tools.pro_rata import count_days, run_rate, share
from hypothesis import given
from hypothesis import strategies as st

MARCH = Period("month", date(2026, 3, 1)).days
amounts = st.fractions(-1000, 1000, max_denominator=100)


def test_weekends_are_not_counted():
    """March 2026 has 22 days from Monday to Friday."""
    assert count_days(MARCH, {day for day in MARCH if day.weekday() < 5}) == 22


def test_no_forecast_before_a_working_day_is_over():
    """On the first morning nobody can say where the month goes; nor without a figure."""
    assert run_rate(Fraction(5), 0, 22) is None
    assert run_rate(None, 5, 22) is None


def test_a_closed_period_is_its_own_forecast():
    """When all working days are over, the figure is what it is."""
    assert run_rate(Fraction(7, 3), 22, 22) == Fraction(7, 3)


def test_a_period_without_work_has_the_whole_target():
    """A target for a week of holidays is not divided by nothing."""
    assert share(Fraction(100), 0, 0) == 100


@given(amounts, st.lists(st.booleans(), min_size=31, max_size=31), st.integers(0, 31))
def test_parts_make_the_whole(value, worked, cut):
    """The target of the days until one, and of those after it, is together the target."""
    days = [MARCH[0] + timedelta(days=number) for number in range(31)]
    working = {day for day, is_worked in zip(days, worked, strict=True) if is_worked}
    before, after = count_days(days[:cut], working), count_days(days[cut:], working)
    total = before + after
    assert total == len(working)
    if total:
        assert share(value, before, total) + share(value, after, total) == value


@given(amounts, st.integers(1, 31), st.integers(0, 31))
def test_going_on_like_this_reaches_the_forecast(value, elapsed, left):
    """The share of the forecast for the days that are over is what there is now."""
    total = elapsed + left
    assert share(run_rate(value, elapsed, total), elapsed, total) == value
