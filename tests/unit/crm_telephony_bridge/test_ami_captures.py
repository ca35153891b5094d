# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a real PBX said (recorded by ``tests/pbx/record.py``) gives the calls that were played."""

import json
import random
from pathlib import Path

import pytest
from crm_telephony_bridge_tools.ami import calls_from_ami

FOLDER = Path(__file__).with_name("captures")
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


def _lines(name):
    with (FOLDER / f"{name}.txt").open(encoding="utf-8", newline="") as file:
        return file.readlines()


def _check(call, expected):
    assert (call.direction, call.disposition) == (expected["direction"], expected["disposition"])
    assert (call.caller_number, call.called_number) == (expected["caller"], expected["called"])
    assert call.answered_by == expected["answered_by"]
    # Phones of a real PBX are up to a second late.
    assert call.wait_seconds == pytest.approx(expected["wait"], abs=1)
    assert call.talk_seconds == pytest.approx(expected["talk"], abs=1)
    assert (call.recording is not None) == expected["recorded"]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_capture(name):
    """The customer's call comes first; only a colleague's aside is another."""
    calls = calls_from_ami(_lines(name))
    assert len(calls) == EXPECTED[name]["calls"]
    _check(calls[0], EXPECTED[name])
    assert not any(leg.channel.startswith("Local/") for leg in calls[0].legs)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_capture_told_twice_in_disorder(name):
    """Events that come in any order and twice tell the same."""
    text = "".join(_lines(name))
    events = [event + "\r\n\r\n" for event in text.split("\r\n\r\n") if event]
    shuffled = events * 2
    random.Random(name).shuffle(shuffled)
    told = calls_from_ami("".join(shuffled).splitlines(keepends=True))
    assert told == calls_from_ami(_lines(name))


def test_all_at_once():
    """Calls that go on at the same time stay apart."""
    lines = [line for name in EXPECTED for line in _lines(name)]
    assert len(calls_from_ami(lines)) == sum(one["calls"] for one in EXPECTED.values())


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_never_a_false_missed_call(name):
    """At no moment of a stream is a call told to be missed that was answered in the end."""
    lines = _lines(name)
    ends = [number for number, line in enumerate(lines) if not line.strip()]
    seen = {call.disposition for end in ends for call in calls_from_ami(lines[: end + 1])[:1]}
    assert seen <= {None, EXPECTED[name]["disposition"]}


ANSWERED = sorted(name for name, one in EXPECTED.items() if one["disposition"] == "answered")


@pytest.mark.parametrize("name", ANSWERED)
def test_heard_from_the_middle(name):
    """A client that comes late may not know that a call was answered; it never says it was not."""
    lines = _lines(name)
    starts = [number + 1 for number, line in enumerate(lines) if not line.strip()]
    seen = {call.disposition for start in starts for call in calls_from_ami(lines[start:])}
    assert seen <= {None, "answered"}
