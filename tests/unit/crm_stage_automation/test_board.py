# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The order in which steps are read, and moves within it."""

from crm_stage_automation_tools.board import branch, placed, reading_order
from hypothesis import given
from hypothesis import strategies as st

# Steps that follow an earlier one, none, or one that is not there.
trees = st.integers(1, 12).flatmap(
    lambda count: st.tuples(
        *(st.sampled_from([0, 99, *range(1, step)]) for step in range(1, count + 1))
    ).map(lambda afters: list(enumerate(afters, 1)))
)


@given(trees)
def test_every_step_is_read_once(steps):
    """Each step stands below the one it follows, one deeper, and after it."""
    order = reading_order(steps)
    assert sorted(step for step, _depth in order) == [step for step, _after in steps]
    depths, places = dict(order), [step for step, _depth in order]
    for step, after in steps:
        if after in depths:
            assert depths[step] == depths[after] + 1
            assert places.index(after) < places.index(step)
        else:
            assert depths[step] == 0


@given(trees)
def test_branches_are_whole(steps):
    """A branch holds all that follows its first step, and nothing else."""
    afters = dict(steps)

    def leads_to(step, first):
        while step in afters and step != first:
            step = afters[step]
        return step == first

    for first in afters:
        assert set(branch(steps, first)) == {step for step in afters if leads_to(step, first)}


@given(st.sets(st.integers(1, 9), min_size=2), st.data())
def test_moves_lose_nothing(numbers, data):
    """The moved ones stand together before the other one, the rest keeps its order."""
    order = sorted(numbers)
    before = data.draw(st.sampled_from([0, *order]))
    moved = [one for one in order if one != before and data.draw(st.booleans())]
    after = placed(order, moved, before)
    assert [one for one in after if one not in moved] == [one for one in order if one not in moved]
    end = after.index(before) if before else len(after)
    assert after[end - len(moved) : end] == moved
