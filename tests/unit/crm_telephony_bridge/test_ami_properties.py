# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whatever a connection does to a stream, the calls stay the calls."""

from ami_expected import EXPECTED
from ami_scenes import consultation, play
from ami_stage import text
from crm_telephony_bridge_tools.ami import calls_from_ami
from hypothesis import given
from hypothesis import strategies as st

SCENES = [row[0] for row in EXPECTED] + [consultation]
scene = st.sampled_from(SCENES)


@given(scene, st.randoms(use_true_random=False))
def test_order_does_not_matter(played, random):
    """Events may come in any order."""
    told = play(played)
    wanted = calls_from_ami(text(told))
    random.shuffle(told)
    assert calls_from_ami(text(told)) == wanted


@given(scene, st.lists(st.integers(0, 200), max_size=30), st.randoms(use_true_random=False))
def test_repetition_does_not_matter(played, again, random):
    """Any event may be told any number of times, at any time."""
    told = play(played)
    wanted = calls_from_ami(text(told))
    told += [told[index % len(told)] for index in again]
    random.shuffle(told)
    assert calls_from_ami(text(told)) == wanted


@given(scene, st.integers(0, 60), st.randoms(use_true_random=False))
def test_a_missed_beginning_makes_less_known_never_more(played, lost, random):
    """Who connects in mid-call sees less and invents neither an answer nor a miss."""
    told = play(played)
    whole = calls_from_ami(text(told))
    rest = told[lost:]
    random.shuffle(rest)
    found = calls_from_ami(text(rest))
    legs = {leg.external_id for call in whole for leg in call.legs}
    known = {leg.external_id for call in found for leg in call.legs}
    assert known <= legs
    longest = sum(call.talk_seconds for call in whole)
    assert sum(call.talk_seconds for call in found) <= longest + 0.01
    if {call.disposition for call in whole} == {"answered"}:
        assert {call.disposition for call in found} <= {"answered", None}
    if "answered" not in {call.disposition for call in whole}:
        assert "answered" not in {call.disposition for call in found}


@given(scene, st.integers(0, 60))
def test_a_missed_beginning_leaves_the_end_known(played, lost):
    """Whoever connects in mid-call still learns that the call is over."""
    told = play(played)
    rest = told[min(lost, len(told) - 1) :]
    for call in calls_from_ami(text(rest)):
        assert call.ended is not None
        assert call.wait_seconds >= 0


@given(scene, scene, st.randoms(use_true_random=False))
def test_two_pbxs_with_equal_ids(one, other, random):
    """Ids of two PBXs have nothing to do with each other."""
    north, south = play(one, "north"), play(other, "south")
    wanted = calls_from_ami(text(north)) + calls_from_ami(text(south))
    told = north + south
    random.shuffle(told)

    def key(call):
        return call.pbx, call.external_id

    assert sorted(calls_from_ami(text(told)), key=key) == sorted(wanted, key=key)


@given(st.lists(scene, max_size=6), st.randoms(use_true_random=False))
def test_calls_at_the_same_time_stay_apart(played, random):
    """One stream tells of many calls, mixed up."""
    told, wanted = [], []
    for number, one in enumerate(played):
        # The same scene again under other ids, bridges and channel names.
        own = [
            {name: _other(name, value, number) for name, value in event.items()}
            for event in play(one)
        ]
        # A stopping PBX would end everybody's calls.
        own = [event for event in own if event["Event"] != "Shutdown"]
        wanted += calls_from_ami(text(own))
        told += own
    random.shuffle(told)
    found = calls_from_ami(text(told))
    assert sorted(found, key=lambda call: call.external_id) == sorted(
        wanted, key=lambda call: call.external_id
    )


def _other(name, value, number):
    if name.endswith(("iqueid", "inkedid")):
        return f"{number}-{value}"
    return value.replace("@queue", f"@queue{number}") if name.endswith("Channel") else value


@given(st.text(max_size=400))
def test_any_text_is_read(noise):
    """A stream of anything gives no error and no call."""
    assert calls_from_ami(noise.splitlines()) == []


@given(scene, st.integers(1, 3000))
def test_a_cut_anywhere_is_a_shorter_stream(played, cut):
    """Cut at any letter: the same as the whole events before the cut."""
    whole = "".join(text(play(played)))[:-cut]
    complete = whole[: whole.rfind("\r\n\r") + 3] if "\r\n\r" in whole else ""
    assert calls_from_ami(whole.splitlines(keepends=True)) == calls_from_ami(
        complete.splitlines(keepends=True)
    )
