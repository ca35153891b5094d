# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which stages ask for something when a deal is moved."""

from crm_stage_automation_tools.gates import Gate, ahead, entered, pipeline
from hypothesis import assume, given
from hypothesis import strategies as st

NEW = Gate(1, 1, required=(10,))
CALL = Gate(2, 5, required=(20,), wished=(21,))
OFFER = Gate(3, 9, required=(30,))
WON = Gate(4, 70)
PARKED = Gate(5, 99, is_parking=True)
GATES = (WON, OFFER, PARKED, CALL, NEW)
stages = st.sampled_from([0, 1, 2, 3, 4, 5])


def stages_of(gates):
    """Ids of their stages."""
    return [gate.stage for gate in gates]


def test_one_stage_on():
    """The stage that is entered asks."""
    assert stages_of(entered(GATES, 1, 2, 0)) == [2]


def test_nothing_is_jumped_over():
    """A deal that is won from the first stage on passes all that lies between."""
    assert stages_of(entered(GATES, 1, 4, 0)) == [2, 3]


def test_back_is_free():
    """Whatever the earlier stage asks for."""
    assert entered(GATES, 3, 2, 0) == []
    assert entered(GATES, 4, 1, 0) == []


def test_staying_is_free():
    """A stage that is written again is not entered."""
    assert entered(GATES, 2, 2, 0) == []


def test_new_deals_begin_in_the_first_stage():
    """There it asks for nothing; a deal that is created further on passes what lies before."""
    assert entered(GATES, 0, 1, 0) == []
    assert stages_of(entered(GATES, 0, 3, 0)) == [2, 3]


def test_parking_is_free_but_for_its_own_needs():
    """A deal that waits has not gone further."""
    assert entered(GATES, 1, 5, 0) == []
    asking = Gate(6, 98, is_parking=True, required=(60,))
    assert stages_of(entered((*GATES, asking), 1, 6, 0)) == [6]
    assert entered((*GATES, asking), 5, 6, 0) == []


def test_stages_of_other_teams():
    """They lie on nobody else's way; one's own first stage counts."""
    foreign = Gate(7, 6, frozenset({8}), required=(70,))
    gates = (*GATES, foreign)
    assert stages_of(entered(gates, 1, 3, 0)) == [2, 3]
    assert stages_of(entered(gates, 1, 3, 8)) == [2, 7, 3]
    own_first = (Gate(8, 4, frozenset({9}), required=(80,)), Gate(9, 5, frozenset({9})))
    assert entered(own_first, 0, 8, 9) == []


def test_stages_side_by_side():
    """Of stages with the same place only the one that is entered asks."""
    twin = Gate(7, 5, required=(70,))
    assert stages_of(entered((*GATES, twin), 2, 7, 0)) == [7]
    assert stages_of(entered((*GATES, twin), 1, 7, 0)) == [7]


def test_unknown_stages():
    """A stage that is gone asks for nothing, and hides none that a deal enters."""
    assert entered(GATES, 1, 77, 0) == []
    assert stages_of(entered(GATES, 77, 2, 0)) == [2]
    assert ahead(GATES, 77, 0) == []
    assert entered((), 1, 2, 0) == []


def test_ahead():
    """The next stage first; parking leads nowhere."""
    assert stages_of(ahead(GATES, 1, 0)) == [2, 3, 4]
    assert ahead(GATES, 4, 0) == []
    assert stages_of(pipeline(GATES, 0)) == [1, 2, 3, 4]


@given(stages, st.sampled_from([1, 2, 3, 4]), st.sampled_from([2, 3, 4]))
def test_step_by_step_or_at_once(origin, middle, target):
    """On the way forward, two moves ask for what one asks for."""
    sequence = {gate.stage: gate.sequence for gate in GATES} | {0: 1}
    assume(sequence[origin] <= sequence[middle] <= sequence[target])
    at_once = stages_of(entered(GATES, origin, target, 0))
    in_steps = entered(GATES, origin, middle, 0) + entered(GATES, middle, target, 0)
    assert at_once == stages_of(in_steps)
