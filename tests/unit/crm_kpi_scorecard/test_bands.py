# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The place of a figure on its scale, and what a scale must not be."""

from fractions import Fraction

import band_vectors
import pytest
from crm_kpi_scorecard_tools.bands import (
    Band,
    OutsideScaleError,
    Scale,
    basis_value,
    draw,
    faults,
    place,
)
from crm_kpi_scorecard_tools.exact import rounded


def band(low, high, ends="[)", key=None):
    """Return a band written as mathematicians do."""
    return Band(
        None if low is None else Fraction(low),
        None if high is None else Fraction(high),
        ends[0] == "[",
        ends[1] == "]",
        key,
    )


def kinds(*bands, low=None, high=None):
    """Return what is wrong with a scale."""
    return [(fault.kind, fault.at) for fault in faults(bands, low, high)]


@pytest.mark.parametrize("case", band_vectors.load(), ids=lambda case: case["name"])
def test_shared_case(case):
    """The cases that the editor in the browser passes too."""
    scale = Scale(
        band_vectors.bands(case),
        band_vectors.number(case["low"]),
        band_vectors.number(case["high"]),
    )
    above, below = band_vectors.number(case["num"]), band_vectors.number(case["den"])
    value = None if above is None or below == 0 else above / (1 if below is None else below)
    if case["expected"] == "outside":
        with pytest.raises(OutsideScaleError):
            scale.place(value)
    else:
        found = scale.place(value)
        assert (found and found.key) == case["expected"]


@pytest.mark.parametrize("case", band_vectors.load(), ids=lambda case: case["name"])
def test_shared_scale_is_whole(case):
    """The cases are of scales that may be saved."""
    ends = band_vectors.number(case["low"]), band_vectors.number(case["high"])
    assert faults(band_vectors.bands(case), *ends) == []


def test_the_band_is_of_the_value_not_of_what_is_shown():
    """29.96 is shown as 30.0 and is yellow all the same."""
    value = Fraction("29.96")
    scale = [band(None, 30, key="yellow"), band(30, None, key="green")]
    assert rounded(value, 1) == 30.0
    assert place(value, scale).key == "yellow"


def test_a_ratio_is_compared_without_rounding():
    """29 of 100 is from 29 percent on, though 0.29 times 100 is less in binary."""
    assert 0.29 * 100 < 29
    scale = [band(None, 29, key="red"), band(29, None, key="green")]
    assert place(Fraction(29, 100) * 100, scale).key == "green"


@pytest.mark.parametrize("before", [None, Fraction(0)])
def test_nothing_before_is_no_data(before):
    """A percentage of a former period that is missing or 0 has no band."""
    assert basis_value(Fraction(5), before) is None
    assert place(basis_value(Fraction(5), before), [band(None, None)]) is None


@pytest.mark.parametrize("value", ["-0.01", "100.01"])
def test_outside_the_declared_range(value):
    """A value the range does not have is an error that tells the value."""
    with pytest.raises(OutsideScaleError) as caught:
        place(Fraction(value), [band(0, 100, "[]")], (Fraction(0), Fraction(100)))
    assert caught.value.value == Fraction(value)
    assert value in str(caught.value)


def test_ends_of_the_declared_range_are_inside():
    """From 0 to 100 means with 0 and with 100."""
    whole = [band(0, 100, "[]", "green")]
    ends = Fraction(0), Fraction(100)
    assert [place(end, whole, ends).key for end in ends] == ["green", "green"]


@pytest.mark.parametrize(
    ("bands", "wrong"),
    [
        ([(None, 5, "()"), (5, None, "()")], [("gap", 5)]),
        ([(None, 5, "(]"), (5, None, "[)")], [("overlap", 5)]),
        ([(None, 5, "()"), (7, None, "[)")], [("gap", 5)]),
        ([(None, 7, "()"), (5, None, "[)")], [("overlap", 5)]),
        ([(None, 5, "()"), (5, 5, "[]"), (5, None, "()")], []),
        ([(None, 5, "()"), (5, 5, "[)"), (5, None, "[)")], [("empty", 5)]),
        ([(None, None, "()"), (1, 2, "[)")], [("overlap", 1)]),
        ([(0, 5, "[)"), (5, None, "[)")], [("start", None)]),
        ([(None, 5, "()"), (5, 9, "[]")], [("end", None)]),
        ([(None, 9, "()"), (1, 2, "[)"), (9, None, "[)")], [("overlap", 1)]),
        ([], [("start", None), ("end", None)]),
    ],
)
def test_faults(bands, wrong):
    """Gaps, overlaps, bands without values and open ends are found, down to one point."""
    assert kinds(*(band(*one) for one in bands)) == wrong


@pytest.mark.parametrize(
    ("ends", "wrong"),
    [("[]", []), ("(]", [("start", 0)]), ("[)", [("end", 100)])],
)
def test_a_declared_range_is_filled_with_its_ends(ends, wrong):
    """Where a range is declared, the outermost bands have its ends."""
    assert kinds(band(0, 100, ends), low=Fraction(0), high=Fraction(100)) == wrong


def test_bands_beyond_the_declared_range():
    """A scale that goes on after its range has an end that is wrong, too."""
    assert kinds(band(0, 120, "[]"), low=Fraction(0), high=Fraction(100)) == [("end", 100)]


def test_the_order_of_the_bands_does_not_matter():
    """Bands come in the order they were typed."""
    assert kinds(band(10, None), band(None, 5), band(5, 10)) == []
    assert place(Fraction(10), [band(10, None, key="green"), band(None, 10)]).key == "green"


def test_drawing_names_faults_where_they_are():
    """Who has to mend a scale sees between which bands it is broken."""
    drawing = draw(
        [band(5, 8, key="yellow"), band(0, 3, key="red"), band(7, None, key="green")],
        low=Fraction(0),
        high=Fraction(10),
    )
    assert drawing.splitlines() == [
        "[0, 3)  red",
        "✗ gap: 3 … 5",
        "[5, 8)  yellow",
        "✗ overlap: 7 … 8",
        "[7, ∞)  green",
        "✗ end: 10",
    ]


def test_drawing_marks_open_ends_and_empty_bands():
    """A scale without a beginning shows it above, one without values beside its band."""
    drawing = draw([band(0, 5, key="red"), band(7, 7, key="green")])
    assert drawing.splitlines() == [
        "✗ start: −∞ … 0",
        "[0, 5)  red",
        "[7, 7)  green  ✗ empty",
        "✗ end: 5 … ∞",
    ]
