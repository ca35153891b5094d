# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Computing only what was touched comes to the same as computing everything."""

import doctest
import importlib
import pkgutil

import pytest
from ami_expected import EXPECTED
from ami_scenes import consultation, pbx_stops, play
from ami_stage import text
from crm_telephony_bridge import bridge
from crm_telephony_bridge.bridge.live import GRACE, KEPT_ENDS, PATIENCE, Live
from crm_telephony_bridge.tools.ami import calls_from_ami
from crm_telephony_bridge.tools.ami_facts import facts_from_event
from crm_telephony_bridge.tools.calls import Fact, Kind
from crm_telephony_bridge.tools.wire import read_state, state_of
from hypothesis import given
from hypothesis import strategies as st

SCENES = [row[0] for row in EXPECTED] + [consultation]
MODULES = sorted(f"{bridge.__name__}.{one.name}" for one in pkgutil.iter_modules(bridge.__path__))


class Keeper:
    """Keeps in memory what a disk would."""

    def __init__(self):
        self.facts = {}
        self.things = {}

    def add_facts(self, gid, facts):
        self.facts.setdefault(gid, []).extend(facts)

    def drop_group(self, gid):
        self.facts.pop(gid, None)

    def put(self, kind, key, value):
        self.things[kind, key] = value
        if value is None:
            del self.things[kind, key]

    def kept(self):
        return [(gid, fact) for gid, facts in self.facts.items() for fact in facts]

    def told(self):
        return {int(key): value for (kind, key), value in self.things.items() if kind == "told"}


class Odoo:
    """What Odoo would know."""

    def __init__(self):
        self.calls = {}
        self.states = []

    def take(self, states):
        for state in states:
            assert read_state(state) == state
            self.states.append(state)
            stored = self.calls.get(state["id"])
            assert stored is None or stored["version"] < state["version"]
            for gone in state["absorbed"]:
                self.calls.pop(gone, None)
            self.calls[state["id"]] = state


def _plain(state):
    return {name: value for name, value in state.items() if name not in {"version", "absorbed"}}


def test_end_heard_first_outlives_the_bridge():
    """A conversation's end heard before its beginning is kept when the bridge is killed."""
    told = [event for event in play(pbx_stops) if event["Event"] != "Shutdown"]
    told.sort(key=lambda event: event["Event"] != "BridgeDestroy")
    keeper, odoo = Keeper(), Odoo()
    Live(keeper, {}).add(facts_from_event(told[0]), 0.0)
    live = Live(keeper, {})
    live.load(keeper.kept(), keeper.told(), 1.0)
    for event in told[1:]:
        live.add(facts_from_event(event), 2.0)
    odoo.take(live.states(9.0, 9.0))
    [wanted] = calls_from_ami(text(told))
    assert _plain(odoo.calls[wanted.external_id]) == _plain(state_of(wanted, 1))


def test_ends_of_nobody_are_bounded():
    """Conversations of which nothing else is ever heard do not fill the disk."""
    keeper = Keeper()
    live = Live(keeper, {})
    for number in range(2 * KEPT_ENDS + 5):
        live.add([Fact(1.0, Kind.BRIDGE_ENDED, value=str(number), pbx="north")], 0.0)
    assert len(keeper.kept()) == 5


@given(
    st.lists(st.sampled_from(SCENES), min_size=1, max_size=4),
    st.lists(st.integers(1, 12), max_size=40),
    st.integers(0, 60),
    st.randoms(use_true_random=False),
)
def test_step_by_step_as_in_one_go(played, steps, killed, random):
    """Any calls, told in any order and pieces, the bridge killed in between: the same calls."""
    told = []
    for number, scene in enumerate(played):
        events = [_other(event, number) for event in play(scene)]
        told += [event for event in events if event["Event"] != "Shutdown"]
    random.shuffle(told)
    keeper, odoo, now = Keeper(), Odoo(), 0.0
    live = Live(keeper, {})
    done = 0
    for step in [*steps, len(told)]:
        if killed == done:
            live = Live(keeper, {})
            live.load(keeper.kept(), keeper.told(), now)
        for event in told[done : done + step]:
            live.add(facts_from_event(event), now)
        done = min(done + step, len(told))
        now += 0.05
        odoo.take(live.states(now, now))
    odoo.take(live.states(now + 1, now + 1))
    wanted = {call.external_id: _plain(state_of(call, 1)) for call in calls_from_ami(text(told))}
    found = {
        key: _plain(state) for key, state in odoo.calls.items() if key in wanted or state["ended"]
    }
    assert {key: state for key, state in found.items() if state["ended"]} == {
        key: state for key, state in wanted.items() if state["ended"]
    }
    live.forget(now + 2 + GRACE)
    assert not [group for group in live.groups.by_id.values() if group.over]


def _other(event, number):
    return {
        name: f"{number}-{value}"
        if name.endswith(("iqueid", "inkedid"))
        else value.replace("@queue", f"@queue{number}")
        if name.endswith("Channel")
        else value
        for name, value in event.items()
    }


def _states(scene, pause=0.0):
    live, now, states = Live(Keeper(), {}), 0.0, []
    for event in play(scene):
        live.add(facts_from_event(event), now)
        now += pause
        states += live.states(now, now)
    return [*states, *live.states(now + 1, now + 1)]


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row[0].__name__)
def test_few_states_a_call(row):
    """A call is told when it rings, when somebody talks, when it is over; transfers add some."""
    states = _states(row[0], 0.2)
    assert states[-1]["state"] == "ended"
    assert len(states) <= 11
    # All at once: once.
    assert len(_states(row[0])) <= 3


def test_a_phone_that_rings_is_told_at_once():
    """A caller alone is told a little later, with the phone if one rings by then."""
    live = Live(Keeper(), {})
    trunk, *_recording, agent, _dial = play(EXPECTED[0][0])[:3]
    live.add(facts_from_event(trunk), 0.0)
    assert not list(live.states(0.02, 0.02))
    assert live.next_due() == pytest.approx(0.02 + PATIENCE)
    live.add(facts_from_event(agent), 0.05)
    assert live.next_due() == 0.05
    assert [state["state"] for state in live.states(0.05, 0.05)] == ["ringing"]


def test_two_who_came_together_talk():
    """Nothing more is heard while they talk; Odoo knows that they do."""
    states = _states(EXPECTED[0][0], 0.2)
    assert [state["state"] for state in states if state["state"] == "ongoing"]


def test_what_cannot_be_computed_silences_nobody(monkeypatch):
    """One call's error is counted; the next one is told."""
    live = Live(Keeper(), {})

    def broken(*_args, **_options):
        raise ValueError

    monkeypatch.setattr("crm_telephony_bridge.bridge.live.calls_from_facts", broken)
    for event in play(EXPECTED[0][0]):
        live.add(facts_from_event(event), 0.0)
    assert not list(live.states(1.0, 1.0))
    assert live.failed == 1
    monkeypatch.undo()
    for event in play(EXPECTED[1][0]):
        live.add(facts_from_event(_other(event, 2)), 2.0)
    assert [state["disposition"] for state in live.states(3.0, 3.0)] == ["busy"]


@pytest.mark.parametrize("name", MODULES)
def test_doctests(name):
    """Every example in the bridge's docstrings is true."""
    assert doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS).failed == 0
