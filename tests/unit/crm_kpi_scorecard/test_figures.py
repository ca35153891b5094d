# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""No data is never zero, and small samples say so."""

from fractions import Fraction

import pytest
from crm_kpi_scorecard_tools.figures import Figure, add, change, difference
from hypothesis import given
from hypothesis import strategies as st

numbers = st.none() | st.fractions(-100, 100, max_denominator=10)
figures = st.builds(Figure, numbers, numbers, st.integers(0, 20))


@pytest.mark.parametrize(
    ("figure", "state"),
    [
        (Figure(Fraction(1), Fraction(0), 0), "no_data"),
        (Figure(Fraction(1), Fraction(2), 2), "small"),
        (Figure(Fraction(0), Fraction(5), 5), "ok"),
        (Figure(Fraction(0), None, 5), "ok"),
        (Figure(None, Fraction(5), 5), "no_data"),
        (Figure(Fraction(1), Fraction(2), 9, "broken"), "error"),
    ],
)
def test_state(figure, state):
    """Divided by nothing is no data; 1 of 2 is too few of 5; 0 of 5 is a figure."""
    assert figure.state(minimal_sample=5) == state


def test_enough_is_not_small():
    """A sample as large as the smallest allowed is large enough."""
    assert Figure(Fraction(1), Fraction(5), 5).state(5) == "ok"


def test_error_has_no_value():
    """A figure that failed is not shown as the number it got to."""
    assert Figure(Fraction(1), None, 9, "broken").value is None


def test_a_sum_tells_the_error_of_a_part():
    """A broken part does not vanish in the whole."""
    assert add([Figure(Fraction(1)), Figure(None, error="broken")]).error == "broken"


@given(st.lists(figures, max_size=6))
def test_a_sum_is_of_sums(parts):
    """Numerators and denominators are added apart, so large parts weigh more."""
    total = add(parts)
    known = [part for part in parts if part.numerator is not None]
    if not known:
        assert total == Figure.NONE
        return
    assert total.numerator == sum(part.numerator for part in known)
    assert total.sample == sum(part.sample for part in known)
    below = [part.denominator for part in known if part.denominator is not None]
    assert total.denominator == (sum(below) if below else None)


@given(numbers, numbers)
def test_change_has_the_sign_of_the_difference(now, then):
    """More is a rise, from a debt too; from nothing there is no percentage."""
    apart, percent = difference(now, then), change(now, then)
    assert (apart is None) == (now is None or then is None)
    if apart is None or not then:
        assert percent is None
    else:
        assert (percent > 0, percent < 0) == (apart > 0, apart < 0)
        assert abs(percent * then) == abs(apart * 100)
