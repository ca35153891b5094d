# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a real PBX said goes through the reader: the calls of the whole stream, and soon."""

import json
import random
from pathlib import Path

import pytest
from crm_telephony_bridge.bridge.blocks import Cutter, event_name, fields_of, tells_of_calls
from crm_telephony_bridge.bridge.live import Live
from crm_telephony_bridge.tools.ami import calls_from_ami
from crm_telephony_bridge.tools.ami_facts import facts_from_event
from crm_telephony_bridge.tools.wire import state_of
from test_bridge_live import Keeper, Odoo

FOLDER = Path(__file__).with_name("captures")
NAMES = sorted(json.loads((FOLDER / "expected.json").read_text(encoding="utf-8")))
GREETING = b"Asterisk Call Manager/11.0.0\r\n"


def _heard(data, seed):
    """Yield the events of interest, a few at a time, as the reader of a connection finds them."""
    cutter, chance = Cutter(), random.Random(seed)
    list(cutter.feed(GREETING))
    while data:
        size = chance.randint(1, 6000)
        yield [
            fields_of(block)
            for block in cutter.feed(data[:size])
            if tells_of_calls(event_name(block), block)
        ]
        data = data[size:]


def _play(name):
    data = (FOLDER / f"{name}.txt").read_bytes().removeprefix(GREETING) + b"\r\n\r\n"
    live, odoo, now = Live(Keeper(), {}), Odoo(), 0.0
    for events in _heard(data, name):
        for event in events:
            live.add(facts_from_event(event), now)
        # By the PBX's clock: as long as the call really took.
        now = max([now, *(float(event["Timestamp"]) for event in events)])
        odoo.take(live.states(now, now))
    odoo.take(live.states(now + 1, now + 1))
    return odoo, calls_from_ami(data.decode().splitlines(keepends=True))


@pytest.mark.parametrize("name", NAMES)
def test_capture(name):
    """Piece by piece: each call as from the whole stream, in a handful of states."""
    odoo, calls = _play(name)
    wanted = [state_of(call, 1) for call in calls]
    for state in wanted:
        found = odoo.calls[state["id"]]
        assert {**found, "version": 1, "absorbed": []} == state
    assert len(odoo.calls) == len(wanted)
    assert len(odoo.states) <= 12


def test_who_rings_is_told_while_it_rings():
    """In most stories a phone rings before anything else is said of the call."""
    rings = [name for name in NAMES if _play(name)[0].states[0]["state"] == "ringing"]
    assert len(rings) > 0.9 * len(NAMES)
