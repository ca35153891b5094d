# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules that trigger rules come to an end."""

import pytest
from crm_stage_automation_tools.chains import MAX_DEPTH, Chain, Link, follow, read_chain
from hypothesis import given
from hypothesis import strategies as st

links = st.builds(
    Link, st.integers(1, 8), st.sampled_from(["crm.lead", "project.task"]), st.integers(1, 3)
)


def test_two_rules_that_trigger_each_other():
    """The second turn of the first rule is where it ends."""
    chain = Chain("k1")
    for rule in (1, 2):
        chain = follow(chain, Link(rule, "crm.lead", 7))
    assert follow(chain, Link(1, "crm.lead", 7)) == "loop"


def test_rules_that_go_on_from_record_to_record():
    """A rule may fire for another record, but not without end."""
    chain = Chain("k1")
    for record in range(MAX_DEPTH):
        chain = follow(chain, Link(1, "crm.lead", record))
    assert follow(chain, Link(1, "crm.lead", MAX_DEPTH)) == "loop"


def test_two_branches_that_meet():
    """Twice the same consequence of one cause is no loop, but once is enough."""
    common = Link(3, "crm.lead", 7)
    second = Chain("k1", (Link(1, "crm.lead", 7), Link(2, "crm.lead", 7)))
    assert follow(second, common, frozenset({common})) == "again"


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '["k"]', "[1,[]]", '["k",[[1,"m"]]]', '["k",[["1","m",2]]]', '["k",[1]]'],
)
def test_what_is_no_chain(text):
    """A stored value that is something else is an error, not a new beginning."""
    with pytest.raises(ValueError):  # noqa: PT011
        read_chain(text)


@given(st.text(max_size=9), st.lists(links, max_size=MAX_DEPTH))
def test_stored_and_read(origin, path):
    """What is stored comes back."""
    chain = Chain(origin, tuple(path))
    assert read_chain(str(chain)) == chain


@given(st.lists(links, max_size=40))
def test_no_chain_grows_for_ever(wanted):
    """Whatever fires, a chain has at most so many rules and none twice for a record."""
    chain, fired = Chain("k1"), frozenset()
    for link in wanted:
        onward = follow(chain, link, fired)
        if isinstance(onward, Chain):
            chain, fired = onward, fired | {link}
    assert len(chain.path) <= MAX_DEPTH
    assert len(set(chain.path)) == len(chain.path)
