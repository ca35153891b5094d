# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The arithmetic of the funnel against a count deal by deal."""

from fractions import Fraction

from crm_kpi_scorecard_tools.funnel import NEW, Climb, Loss, Stay, Visit, climbs, reached, steps
from hypothesis import given
from hypothesis import strategies as st

STAGES = 5
visits = st.lists(st.builds(Visit, st.integers(0, 1000), st.integers(0, STAGES - 1)), max_size=8)
histories = st.lists(visits, max_size=20)


@given(histories)
def test_reached_is_who_came_so_far(some):
    """As many reached a stage as were ever in it or beyond it."""
    counted = [
        sum(any(visit.place >= place for visit in history) for history in some)
        for place in range(STAGES)
    ]
    assert reached(STAGES, climbs(some)) == counted


@given(histories)
def test_never_more_than_before(some):
    """Of a cohort never more reach a stage than the one before it."""
    came = reached(STAGES, climbs(some))
    assert came == sorted(came, reverse=True)


@given(histories, st.integers(0, 1000))
def test_periods_add_up(some, cut):
    """Who climbed before a moment and who climbed after it are all who climbed."""
    early = [[visit for visit in history if visit.moment < cut] for history in some]
    whole, first = reached(STAGES, climbs(some)), reached(STAGES, climbs(early))
    assert all(later >= sooner for later, sooner in zip(whole, first, strict=True))


def test_january():
    """Ten deals, five of them won: half of the cohort, at every step."""
    funnel = steps(reached(3, [Climb(NEW, 0, 10), Climb(0, 2, 5)]), [], [])
    assert [step.reached for step in funnel] == [10, 5, 5]
    half, all_of_them = Fraction(1, 2), Fraction(1)
    assert [step.from_previous for step in funnel] == [None, half, all_of_them]
    assert [step.from_first for step in funnel] == [all_of_them, half, half]


def test_nobody():
    """An empty funnel has no conversion, which is not one of zero."""
    funnel = steps([0, 0], [], [])
    assert [step.from_first for step in funnel] == [None, None]


def test_conversion_over_what_is_shown():
    """A stage that is not shown stands between no two others."""
    funnel = steps([10, 8, 4], [], [], shown=[0, 2])
    assert [(step.place, step.from_previous) for step in funnel] == [(0, None), (2, Fraction(2, 5))]


def test_losses():
    """The most frequent reason first; lost altogether and what it was worth."""
    losses = [Loss(0, 7, 1, 50.0), Loss(0, 8, 3, 30.0), Loss(1, 7, 2, 10.0)]
    funnel = steps([10, 5], [], losses)
    assert [loss.reason for loss in funnel[0].losses] == [8, 7]
    assert [(step.lost, step.lost_amount) for step in funnel] == [(4, 80.0), (2, 10.0)]


def test_stays():
    """What happened in a stage is told beside it; elsewhere nothing did."""
    funnel = steps([3, 1], [Stay(1, 1, 1, 60.0)], [])
    assert [(step.entered, step.left, step.median_seconds) for step in funnel] == [
        (0, 0, None),
        (1, 1, 60.0),
    ]


def test_outside_the_stages():
    """A climb beyond the last stage reaches the last one."""
    assert reached(2, [Climb(NEW, 7, 1)]) == [1, 1]
