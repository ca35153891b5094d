# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Each scene gives exactly the calls that were played."""

import ami_scenes as scenes
import pytest
from ami_expected import EXPECTED, INSIDE
from ami_scenes import play
from ami_stage import Pbx, text
from crm_telephony_bridge_tools.ami import calls_from_ami


@pytest.mark.parametrize(
    ("scene", "sides", "disposition", "answered_by", "wait", "talk"),
    EXPECTED,
    ids=[row[0].__name__ for row in EXPECTED],
)
def test_one_call(scene, sides, disposition, answered_by, wait, talk):
    """One call, whatever the call records count."""
    [call] = calls_from_ami(text(play(scene)))
    assert (call.direction, call.caller_number, call.called_number) == sides
    assert (call.disposition, call.answered_by) == (disposition, answered_by)
    assert call.external_id == "1800000000.0"
    assert call.wait_seconds == pytest.approx(wait, abs=0.01)
    assert call.talk_seconds == pytest.approx(talk, abs=0.01)
    assert not any(leg.channel.startswith("Local/") for leg in call.legs)


def test_a_consultation_stays_a_call_of_its_own():
    """Asking a colleague is no transfer; hold is part of the customer's call."""
    customer, inside = calls_from_ami(text(play(scenes.consultation)))
    assert (customer.direction, customer.answered_by) == ("incoming", "21")
    assert customer.talk_seconds == pytest.approx(30, abs=0.01)
    assert (inside.direction, inside.caller_number, inside.called_number) == INSIDE
    assert (inside.disposition, inside.answered_by) == ("answered", "22")
    assert inside.talk_seconds == pytest.approx(6, abs=0.01)


def test_a_transfer_is_known_by_the_changed_call_id_alone():
    """Where no AttendedTransfer is told, the leg's new Linkedid joins the calls."""
    told = [
        event for event in play(scenes.attended_transfer) if event["Event"] != "AttendedTransfer"
    ]
    entered = [event for event in told if event["Event"] == "BridgeEnter"]
    assert len(calls_from_ami(text(told))) == 2
    entered[-1]["Linkedid"] = "1800000000.0"
    [call] = calls_from_ami(text(told))
    assert call.answered_by == "22"


def test_recording_only_when_answered():
    """An empty file is left by a call that nobody answered: it is no recording."""
    [call] = calls_from_ami(text(play(scenes.answered)))
    assert call.recording == "one.wav"
    [call] = calls_from_ami(text(play(scenes.busy)))
    assert call.recording is None


def test_recording_without_a_name():
    """The recorded leg's id finds the file; a variable that names it is better."""
    told = [event for event in play(scenes.answered) if event["Event"] != "UserEvent"]
    [call] = calls_from_ami(text(told))
    assert call.recording == "1800000000.0"
    start = next(event for event in told if event["Event"] == "MixMonitorStart")
    named = {"Variable": "MIXMONITOR_FILENAME", "Value": "/spool/one.wav"}
    told.append({**start, "Event": "VarSet", **named})
    [call] = calls_from_ami(text(told))
    assert call.recording == "/spool/one.wav"


def test_a_call_that_goes_on_has_no_disposition():
    """While it rings and while they talk; only the last leg's end ends it."""
    told = play(scenes.answered)
    seen = []
    for length in range(1, len(told) + 1):
        [call] = calls_from_ami(text(told[:length]))
        seen.append(call.disposition)
    assert set(seen[:-1]) == {None}
    assert seen[-1] == "answered"


def test_they_talk_from_the_moment_both_are_there():
    """Nothing more need be heard to know that a call is answered, and by whom."""
    told = play(scenes.answered)
    both = max(n for n, event in enumerate(told) if event["Event"] == "BridgeEnter")
    [before] = calls_from_ami(text(told[:both]))
    [after] = calls_from_ami(text(told[: both + 1]))
    assert (before.answered_by, after.answered_by) == (None, "21")
    assert after.talk_seconds == pytest.approx(0, abs=0.001)


@pytest.mark.parametrize("cut", [2, 5, 40, 120])
def test_half_an_event_is_none(cut):
    """A connection cut within an event: the event before it is the last."""
    whole = "".join(text(play(scenes.answered)))
    [call] = calls_from_ami(whole[:-cut].splitlines(keepends=True))
    assert call.disposition is None
    assert [leg.external_id for leg in call.legs] == ["1800000000.0", "1800000000.1"]


@pytest.mark.parametrize("ending", ["\r\n", "\n", ""])
def test_any_end_of_line(ending):
    """Lines come as they are on the wire or as Python gives them."""
    assert calls_from_ami(text(play(scenes.queue), ending)) == calls_from_ami(
        text(play(scenes.queue))
    )


def test_agents_by_name():
    """Who is an agent is for the caller to say; without that, short numbers are."""
    pbx = Pbx()
    trunk = pbx.come_in()
    agent = pbx.new("PJSIP/anna", trunk)
    pbx.dial(trunk, agent, "anna")
    pbx.dial_end(trunk, agent, "ANSWER")
    pbx.enter("b1", agent, trunk)
    pbx.wait(5)
    pbx.hang_up(agent, trunk)
    [call] = calls_from_ami(text(pbx.said), lambda name: name.startswith("PJSIP/anna-"))
    assert (call.answered_by, call.legs[1].party) == ("anna", "agent")
    [call] = calls_from_ami(text(pbx.said))
    assert (call.answered_by, call.disposition) == (None, "answered")


def test_some_busy_some_away_is_missed():
    """Busy is what a customer hears when everybody was busy."""
    pbx = Pbx()
    trunk = pbx.come_in()
    for number, status in ((21, "BUSY"), (22, "NOANSWER")):
        agent = pbx.agent(number, trunk)
        pbx.dial(trunk, agent, str(number))
        pbx.dial_end(trunk, agent, status)
        pbx.hang_up(agent)
    pbx.hang_up(trunk, cause=17)
    [call] = calls_from_ami(text(pbx.said))
    assert call.disposition == "missed"


def test_waiting_rooms_are_no_conversation():
    """Those who wait in a car park hear music, whoever else is there."""
    told = [
        {**event, "BridgeTechnology": "holding_bridge"} if "BridgeUniqueid" in event else event
        for event in play(scenes.answered)
    ]
    [call] = calls_from_ami(text(told))
    assert (call.disposition, call.talk_seconds) == ("missed", 0)


def test_a_hidden_number_is_none():
    """Asterisk's own word for it is nobody's number."""
    told = [
        {**event, "CallerIDNum": "<unknown>"} if "CallerIDNum" in event else event
        for event in play(scenes.gave_up)
    ]
    [call] = calls_from_ami(text(told))
    assert call.caller_number is None


def test_a_failed_transfer_joins_nothing():
    """Only a transfer that succeeded makes one call of two."""
    told = play(scenes.consultation)
    first, aside = "1800000000.0", "1800000000.2"
    told.append(
        {
            "Event": "AttendedTransfer",
            "Timestamp": "1800000030.5",
            "SystemName": "north",
            "Result": "Fail",
            "OrigTransfererLinkedid": first,
            "SecondTransfererLinkedid": aside,
        }
    )
    assert len(calls_from_ami(text(told))) == 2
    told[-1]["Result"] = "Success"
    assert len(calls_from_ami(text(told))) == 1


def test_events_without_a_time_say_nothing():
    """There is no clock but the PBX's."""
    told = [{k: v for k, v in event.items() if k != "Timestamp"} for event in play(scenes.queue)]
    assert calls_from_ami(text(told)) == []
