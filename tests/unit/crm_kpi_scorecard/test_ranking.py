# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Places that ties share, in an order that never jumps."""

from fractions import Fraction

from crm_kpi_scorecard_tools.ranking import ordered, ranks
from hypothesis import given
from hypothesis import strategies as st

scores = st.dictionaries(
    st.integers(1, 12), st.none() | st.integers(-3, 3).map(Fraction), max_size=12
)
NAMES = {number: "ABC"[number % 3] for number in range(1, 13)}


def test_the_place_after_a_tie_is_skipped():
    """Two second places, then the fourth."""
    points = {"ann": 9, "bob": 7, "cid": 7, "dan": 5}
    assert ranks({name: Fraction(point) for name, point in points.items()}) == {
        "ann": 1,
        "bob": 2,
        "cid": 2,
        "dan": 4,
    }


def test_no_data_is_not_the_last_place():
    """Who has nothing to compare has no place, not even where low is good."""
    assert ranks({"ann": None, "bob": Fraction(0)}, higher_is_better=False) == {"bob": 1}


def test_zero_is_a_score():
    """Nothing sold is a figure and has a place."""
    assert ranks({"ann": Fraction(0), "bob": Fraction(-1)}) == {"ann": 1, "bob": 2}


@given(scores, st.booleans())
def test_a_place_is_one_more_than_those_who_are_better(points, higher):
    """Counted one by one, for each."""
    known = {key: value for key, value in points.items() if value is not None}
    assert ranks(points, higher) == {
        key: 1 + sum((other > value) if higher else (other < value) for other in known.values())
        for key, value in known.items()
    }


@given(scores, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_is_always_the_same(points, higher, random):
    """However the figures come out of the database, the list looks the same."""
    mixed = list(points.items())
    random.shuffle(mixed)
    assert ordered(dict(mixed), NAMES, higher) == ordered(points, NAMES, higher)


@given(scores, st.booleans())
def test_the_order_follows_the_places(points, higher):
    """Places never fall down the list; who has none stands at its end, by name."""
    order, places = ordered(points, NAMES, higher), ranks(points, higher)
    assert sorted(order) == sorted(points)
    assert [key for key in order if key in places] == order[: len(places)]
    keys = [(places.get(key, 99), NAMES[key]) for key in order]
    assert keys == sorted(keys)
