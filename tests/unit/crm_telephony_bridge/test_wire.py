# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the bridge writes Odoo reads; what nobody wrote so is refused, whatever it is."""

import json

import pytest
from ami_expected import EXPECTED
from ami_scenes import play
from ami_stage import text
from crm_telephony_bridge_tools.ami import calls_from_ami
from crm_telephony_bridge_tools.calls import Call, Leg
from crm_telephony_bridge_tools.wire import (
    MAX_LEGS,
    WireError,
    progress,
    read_state,
    state_of,
)
from hypothesis import given
from hypothesis import strategies as st

scene = st.sampled_from([row[0] for row in EXPECTED])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@given(scene, st.integers(1, 60), st.integers(1, 2**40))
def test_every_call_at_every_moment_can_be_sent(played, told, version):
    """Cut at any event: each state survives the way to Odoo and back unchanged."""
    for call in calls_from_ami(text(play(played)[:told])):
        state = state_of(call, version, absorbed=["b", "a", "b"])
        assert read_state(json.loads(json.dumps(state))) == state
        assert (state["state"] == "ended") == (call.ended is not None)


@given(scene, st.data(), json_values)
def test_a_changed_field_is_refused_or_sound(played, data, value):
    """Whatever stands in a field: a state of the right types or WireError, never another error."""
    [call, *_rest] = calls_from_ami(text(play(played)))
    state = state_of(call, 3)
    place = data.draw(st.sampled_from([state, *state["legs"]]))
    place[data.draw(st.sampled_from(sorted(place)))] = value
    try:
        found = read_state(state)
    except WireError:
        return
    assert read_state(found) == found


@given(json_values)
def test_anything_is_refused(value):
    with pytest.raises(WireError):
        read_state(value)


def test_the_stories_of_the_wire():
    """Somebody talks: ongoing; afterwards ended."""
    told = play(EXPECTED[0][0])
    seen = []
    for count in range(1, len(told) + 1):
        seen += [progress(call) for call in calls_from_ami(text(told[:count]))]
    assert list(dict.fromkeys(seen)) == ["ringing", "ongoing", "ended"]


def _leg(number, *, talk=0.0, party="agent"):
    began = 1.8e9 + number
    return Leg(f"u{number}", "PJSIP/1-0", party, "1", began, None, None, began + 1, None, 0, talk)


def test_a_long_wait_in_a_large_queue_stays_bounded():
    """Thousands of legs: those that say something are kept."""
    legs = (_leg(0, party="customer"), _leg(1, talk=3.0), *(_leg(n) for n in range(2, 3000)))
    call = Call("u0", "incoming", "answered", "1", "2", "1", 1.0, 3.0, None, legs, "", 1.8e9)
    state = read_state(state_of(call, 1))
    assert len(state["legs"]) == MAX_LEGS
    assert [leg["id"] for leg in state["legs"][:3]] == ["u0", "u1", "u2802"]
