# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The completeness of cards, without a database."""

import doctest

import pytest
from crm_counterparty_tools import card_score
from crm_counterparty_tools.card_score import Line, Rule
from hypothesis import given
from hypothesis import strategies as st

lines_of = st.lists(
    st.builds(
        Line,
        id=st.integers(1, 50),
        path=st.sampled_from(["phone", "email", "vat", "city", "street", "client_id.phone"]),
        weight=st.integers(0, 100),
        stage=st.integers(0, 3),
    ),
    max_size=8,
    unique_by=lambda line: line.id,
)
ids_of = st.sets(st.integers(1, 50))


def test_doctests():
    """The examples in the docstrings are true."""
    result = doctest.testmod(card_score)
    assert result.failed == 0
    assert result.attempted > 5


@given(lines_of, ids_of)
def test_score_stays_within_bounds(lines, filled):
    """A score is a whole percentage, and 100 means that no weighed thing is missing."""
    found = card_score.score(lines, filled)
    assert 0 <= found <= 100
    missing = [line for line in card_score.gaps(lines, filled) if line.weight]
    assert (found == 100) == (not missing)


@given(lines_of, ids_of, st.integers(1, 50))
def test_filling_never_lowers_the_score(lines, filled, one_more):
    """Who fills in something more loses nothing."""
    assert card_score.score(lines, filled | {one_more}) >= card_score.score(lines, filled)


@given(lines_of, ids_of)
def test_gaps_and_filled_share_the_lines(lines, filled):
    """What counts is either filled or a gap, and gaps come heaviest first."""
    missing = card_score.gaps(lines, filled)
    assert all(line.id not in filled for line in missing)
    weights = [line.weight for line in missing]
    assert weights == sorted(weights, reverse=True)
    counted = {line.id for line in lines if line.weight or line.stage}
    assert {line.id for line in missing} == counted - filled


@given(lines_of, lines_of)
def test_joined_rules_ask_for_each_thing_once(first, second):
    """A card of two kinds is asked for everything of both, for each thing once."""
    rules = [Rule(1, "client", tuple(first)), Rule(2, "counterparty", tuple(second))]
    lines = card_score.joined(rules)
    paths = [line.path for line in lines]
    assert len(paths) == len(set(paths))
    for line in lines:
        same = [other.weight for other in first + second if other.path == line.path]
        assert line.weight == max(same)
    assert set(paths) == {line.path for line in first + second}


@given(st.text())
def test_blank_text_has_no_letter_or_digit(text):
    """Spaces around change nothing, and a letter is never blank."""
    assert card_score.is_blank(text) == card_score.is_blank(f"  {text}\u200b\n")
    assert not card_score.is_blank(text + "x")


@pytest.mark.parametrize(
    ("value", "blank"),
    [("陳", False), ("№ 7", False), ("…", True), ("n/a", False), (-1, False), (True, False)],
)
def test_blank_values(value, blank):
    """Letters of every script count, signs alone do not."""
    assert card_score.is_blank(value) is blank


def test_rule_of_team_comes_before_the_general_one():
    """The order decides: of each kind the first rule that fits, none for an unknown kind."""
    rules = [
        Rule(1, "lead", teams=frozenset({5}), companies=frozenset({2})),
        Rule(2, "lead", companies=frozenset({2})),
        Rule(3, "lead"),
    ]

    def chosen(team, company):
        return [rule.id for rule in card_score.choose(rules, ["lead"], team, company)]

    assert chosen(5, 2) == [1]
    assert chosen(6, 2) == [2]
    assert chosen(5, 1) == [3]
    assert card_score.choose(rules, ["client"]) == ()
