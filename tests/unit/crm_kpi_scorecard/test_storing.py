# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is kept of figures, how long periods are open, and for how long people are told of."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from crm_kpi_scorecard_tools.periods import KINDS, Period, period_on
from crm_kpi_scorecard_tools.storing import expected, is_closed, kept, shown
from hypothesis import given
from hypothesis import strategies as st

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
values = st.fractions(-(10**6), 10**6, max_denominator=10**6)


@given(days, st.sampled_from(KINDS), st.integers(0, 40))
def test_a_period_closes_once(day, kind, grace):
    """It is open until its days of grace are over, and closed from the next day on."""
    period = period_on(day, kind)
    last_open = period.end + timedelta(days=grace)
    assert not is_closed(period, period.start, grace)
    assert not is_closed(period, last_open, grace)
    assert is_closed(period, last_open + timedelta(days=1), grace)


def test_people_are_told_of_for_a_year_after_their_last_fact():
    """Who goes to zero is seen at zero; who left long ago is not told of for ever."""
    fact = Period("month", date(2024, 1, 1))
    periods = [fact.shift(number) for number in range(-3, 30)]
    found = expected(fact, fact, periods)
    assert found == [fact.shift(number) for number in range(12 + 1)]


@given(values)
def test_kept_to_eight_decimals(value):
    """What is stored is as near as eight decimals can be, in the same form each time."""
    stored = kept(value)
    assert abs(Fraction(stored) - value) <= Fraction(1, 2 * 10**8)
    assert stored.as_tuple().exponent == -8
    assert kept(Fraction(stored)) == stored


def test_nothing_is_kept_of_no_data():
    """No data is stored as nothing, and zero as zero."""
    assert (kept(None), shown(None)) == (None, None)
    assert (kept(Fraction(0)), shown(Fraction(0))) == (Decimal(0), 0.0)
