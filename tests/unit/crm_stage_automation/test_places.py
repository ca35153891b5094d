# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Check-ins near and far."""

from math import inf, nan, pi

import pytest
from crm_stage_automation_tools.places import Position, distance, is_there
from hypothesis import given
from hypothesis import strategies as st

HALF_WAY_ROUND = pi * 6_371_009
positions = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 1000))


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        ((50.4501, 30.5234), (47.4979, 19.0402), 899_000),  # Kyiv, Budapest
        ((25.0330, 121.5654), (22.6273, 120.3014), 297_000),  # Taipei, Kaohsiung
        ((0, 179.999), (0, -179.999), 222),  # over the date line
        ((90, 0), (90, 77), 0),  # all longitudes meet at the pole
        ((0, 0), (0, 180), HALF_WAY_ROUND),
    ],
)
def test_known_distances(one, other, metres):
    """Within half a per cent of what an atlas says."""
    assert distance(Position(*one), Position(*other)) == pytest.approx(metres, rel=0.005, abs=1)


@pytest.mark.parametrize(
    "values",
    [
        *((91, 0, 0), (-90.1, 0, 0), (0, 180.5, 0), (0, -181, 0)),
        *((nan, 0, 0), (0, inf, 0), (0, 0, nan), (0, 0, -1), (0, 0, 200_000)),
    ],
)
def test_what_is_no_place(values):
    """A page may send anything."""
    with pytest.raises(ValueError, match="not"):
        Position(*values)


@given(positions, positions)
def test_the_way_back_is_as_long(one, other):
    """No distance is negative, none is more than half the way round."""
    there, back = distance(one, other), distance(other, one)
    assert there == pytest.approx(back, rel=1e-9, abs=1e-3)
    assert 0 <= there <= HALF_WAY_ROUND + 1
    assert distance(one, one) == 0


@given(positions, positions, st.floats(0, 1000))
def test_a_wider_circle_holds_more(one, other, radius):
    """Who is there within a radius is there within a larger one."""
    if is_there(one, other, radius):
        assert is_there(one, other, radius + 1)
