# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Scales against a slow reading: try each band for each value."""

from fractions import Fraction

import pytest
from crm_kpi_scorecard_tools.bands import Band, Scale, draw, faults, place
from hypothesis import given
from hypothesis import strategies as st

# Limits close together, so that bands touch and cross; values between them, too.
limits = st.integers(0, 8).map(Fraction)
values = st.integers(-4, 40).map(lambda number: Fraction(number, 4))
some_bands = st.lists(
    st.builds(Band, st.none() | limits, st.none() | limits, st.booleans(), st.booleans()),
    max_size=6,
)


@st.composite
def whole_scales(draw_one):
    """Return a scale without faults: cuts, and to which side each belongs."""
    cuts = sorted(draw_one(st.sets(limits, max_size=7)))
    sides = [draw_one(st.booleans()) for _cut in cuts]
    lows, highs = [None, *cuts], [*cuts, None]
    low_ins, high_ins = [False, *sides], [*(not side for side in sides), False]
    bands = map(Band, lows, highs, low_ins, high_ins, range(len(lows)))
    return draw_one(st.permutations(list(bands)))


def covered(bands, value):
    """Return the bands a value is in, one by one."""
    return [band for band in bands if not band.is_empty and band.has(value)]


@given(whole_scales(), values)
def test_each_value_has_one_place(bands, value):
    """On a whole scale the place found by search is the one band that has the value."""
    assert faults(bands) == []
    assert covered(bands, value) == [place(value, bands)]


@given(some_bands)
def test_faults_are_those_a_value_meets(bands):
    """A scale is without faults just when every value is in exactly one band."""
    everywhere = [Fraction(number, 4) for number in range(-4, 40)]
    is_whole = all(len(covered(bands, value)) == 1 for value in everywhere)
    assert (faults(bands) == []) == (is_whole and not any(band.is_empty for band in bands))


@given(some_bands)
def test_gaps_and_overlaps_are_told_by_their_kind(bands):
    """Where values have two bands an overlap is told, and where they have none a gap or an end."""
    told = {fault.kind for fault in faults(bands)}
    counts = {len(covered(bands, Fraction(number, 4))) for number in range(-4, 40)}
    assert ("overlap" in told) == any(count > 1 for count in counts)
    assert bool(told & {"gap", "start", "end"}) == (0 in counts)


@given(whole_scales(), values, values, values)
def test_a_range_cuts_nothing_inside(bands, first, second, value):
    """Inside its range a scale says the same as without; outside it says nothing."""
    low, high = min(first, second), max(first, second)
    scale = Scale(bands, low, high)
    if low <= value <= high:
        assert scale.place(value) == place(value, bands)
    else:
        with pytest.raises(ValueError, match="outside the scale"):
            scale.place(value)


@given(some_bands)
def test_every_band_and_fault_is_drawn(bands):
    """A drawing has a line for each band, and marks all that is wrong."""
    drawing = draw(bands)
    wrong = faults(bands)
    assert drawing.count("✗") == len(wrong)
    empty = sum(fault.kind == "empty" for fault in wrong)
    assert len(drawing.splitlines()) == len(bands) + len(wrong) - empty
