# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Numbers as people write them, exactly; rounded only where they are shown."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from crm_kpi_scorecard_tools.exact import exact, plain, rounded
from hypothesis import given
from hypothesis import strategies as st

decimals = st.decimals(-(10**9), 10**9, places=4)


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1/0", "", "many"])
def test_what_is_no_number_is_refused(text):
    """A word, nothing, or infinity is not taken for a number."""
    with pytest.raises(ValueError, match="not a finite number"):
        exact(text)


def test_a_float_is_its_shortest_decimal():
    """45.01 means 45.01 and not the nearest binary fraction."""
    assert exact(0.1) + exact(0.2) == exact(0.3)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_survives(value):
    """Read exactly and given back, a float is the same one."""
    assert float(exact(value)) == value


@given(decimals, st.integers(0, 4))
def test_halves_are_rounded_away_from_zero(value, digits):
    """As a school book rounds, and not to the even neighbour."""
    expected = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert rounded(exact(value), digits) == float(expected)


@given(decimals)
def test_plain_text_is_the_number(value):
    """Leaving out zeros never changes the number, whole tens keep theirs."""
    assert Fraction(plain(exact(value))) == exact(value)
