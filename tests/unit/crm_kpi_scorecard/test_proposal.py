# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bands proposed from what a company's figures were, and the histogram beside them."""

from fractions import Fraction
from itertools import pairwise

import pytest
from crm_kpi_scorecard_tools.bands import Band, faults, place
from crm_kpi_scorecard_tools.proposal import Proposal, histogram, nice, propose, quantile
from hypothesis import given
from hypothesis import strategies as st

ANY = st.sampled_from(["better", "worse", "neither"])
numbers = st.integers(-(10**6), 10**6).map(lambda number: Fraction(number, 100))
figures = st.lists(numbers, min_size=4, max_size=40)


def scale(proposal):
    """Return the bands of a proposal, each with its lower limit."""
    return [
        Band(low, high, low is not None, False, colour)
        for low, high, colour in zip(
            [None, *proposal.limits],
            [*proposal.limits, None],
            proposal.colours,
            strict=True,
        )
    ]


def fractions(*values):
    """Return the values exactly."""
    return [Fraction(value) for value in values]


@pytest.mark.parametrize(
    ("higher_is", "target", "colours"),
    [
        ("better", 80, ["red", "yellow", "green", "orange"]),
        ("worse", 20, ["green", "yellow", "orange", "red"]),
        ("neither", 50, ["yellow", "green", "green", "yellow"]),
    ],
)
def test_what_is_proposed(higher_is, target, colours):
    """The worst fifth is red, the target is what every fifth reaches; low is good where it is."""
    proposal = propose(fractions(*range(0, 101, 10)), higher_is)
    assert proposal == Proposal(Fraction(target), fractions(20, 50, 80), colours)


@pytest.mark.parametrize("count", range(4))
def test_few_figures_propose_nothing(count):
    """Three months say nothing about what is usual."""
    assert propose(fractions(*range(count)), "better") == Proposal()


@pytest.mark.parametrize("higher_is", ["better", "worse"])
@pytest.mark.parametrize(
    "values",
    [
        ("1.26",) * 5,
        ("1251", "1253", "1255", "1257", "1259"),
        ("99.6",) * 9,
        (0,) * 6,
        ("2/3",) * 4,
    ],
)
def test_figures_close_together_are_not_all_red(values, higher_is):
    """Rounding the limits does not push what is usual into the worst band."""
    some = fractions(*values)
    bands = scale(propose(some, higher_is))
    usual = quantile(sorted(some), Fraction(1, 2))
    assert place(usual, bands).key != "red"


def test_limits_are_as_round_as_they_can_be_told_apart():
    """Two digits where they are enough, more where the figures lie close together."""
    wide, narrow = fractions(1234, 2345, 3456, 4567, 5678), fractions(1251, 1253, 1255, 1257, 1259)
    assert propose(wide, "better").limits == fractions(2100, 3500, 4800)
    assert propose(narrow, "better").limits == fractions(1253, 1255, 1258)


def test_whole_figures_have_whole_limits():
    """Between 3 and 4 deals nobody can be: the limit is the next whole one, and divides alike."""
    whole = fractions(1, 2, 4, 7, 9, 10)
    assert propose(whole, "better").limits == fractions(2, 6, 9)
    assert propose(fractions(3, 4, 4, 5, 6, 7), "worse").target == 4
    halves = fractions(1, 2, 4, 7, 9, "9.5")
    assert propose(halves, "better").limits == fractions(2, "5.5", 9)


def test_where_all_figures_are_the_same_reaching_them_is_right():
    """Always five: less is red, five is green and not above the norm."""
    proposal = propose(fractions(5, 5, 5, 5), "better")
    assert proposal == Proposal(Fraction(5), [Fraction(5)], ["red", "green"])


def test_a_target_most_months_reach_stays_within_reach():
    """Rounding does not lift the target above the figure that is usual and best."""
    proposal = propose(fractions(0, "5.26", "5.26", "5.26", "5.26"), "better")
    assert proposal.target <= Fraction("5.26")
    assert proposal.colours == ["red", "yellow", "green"]


def test_the_milder_band_stays_where_two_fall_together():
    """Of what is better low: at the limit that ends two bands, yellow is told and not orange."""
    proposal = propose(fractions(5, 5, 5, 5, 5, 5, 9, 9, 9), "worse")
    assert proposal == Proposal(Fraction(5), fractions(5, 9), ["green", "yellow", "red"])


@given(figures, ANY)
def test_a_proposal_can_be_saved(values, higher_is):
    """Limits rise, there is a colour for each band, and the bands are a whole scale."""
    proposal = propose(values, higher_is)
    assert len(proposal.colours) == len(proposal.limits) + 1
    assert faults(scale(proposal)) == []


@given(figures, st.sampled_from(["better", "worse"]))
def test_the_middle_figure_is_never_in_the_worst_band(values, higher_is):
    """Half of all months are not a disaster, however close together they lie."""
    usual = quantile(sorted(values), Fraction(1, 2))
    assert place(usual, scale(propose(values, higher_is))).key != "red"


@given(figures, ANY, st.randoms(use_true_random=False))
def test_the_order_of_the_figures_does_not_matter(values, higher_is, random):
    """The same figures propose the same bands."""
    mixed = list(values)
    random.shuffle(mixed)
    assert propose(mixed, higher_is) == propose(values, higher_is)


@given(numbers, numbers, st.integers(1, 4))
def test_round_numbers_keep_their_order(first, second, digits):
    """Rounding never makes the larger one the smaller."""
    low, high = min(first, second), max(first, second)
    assert nice(low, digits) <= nice(high, digits)
    assert abs(nice(low, digits) - low) * 2 * 10 ** (digits - 1) <= abs(low)


@given(figures, st.integers(1, 20))
def test_each_figure_is_in_one_column(values, bins):
    """A histogram counts each once, in columns side by side that are as wide as each other."""
    columns = histogram(values, bins)
    assert [column.count for column in columns] == [
        sum(column.low <= value < column.high for value in values) for column in columns
    ]
    assert sum(column.count for column in columns) == len(values)
    assert len({column.high - column.low for column in columns}) == 1
    assert all(a.high == b.low for a, b in pairwise(columns))
    assert columns[0].count
    assert columns[-1].count
    assert len(columns) <= bins + 1


def test_no_figures_no_columns():
    """An empty histogram is no error."""
    assert histogram([]) == []


@pytest.mark.parametrize("value", [0, -7, Fraction(1, 1000)])
def test_one_value_is_one_column(value):
    """Figures that are all the same stand in one column, also at zero."""
    (column,) = histogram(fractions(value, value))
    assert column.count == 2
    assert column.low <= value < column.high
