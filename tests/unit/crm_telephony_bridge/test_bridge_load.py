# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A hundred calls a second from a PBX that cuts off whoever does not read."""

import os
import time

import ami_scenes as scenes
import pytest
from ami_scenes import play
from bridge_odoo import FakeOdoo
from bridge_pbx import FakePbx, block
from bridge_process import Process

CALLS, RATE, LENGTH = 300, 100, 2.0
# Four of five events are of no interest, and as long as the others.
NOISE = {
    "Event": "VarSet",
    "Channel": "PJSIP/trunk-00000000",
    "Linkedid": "1800000000.0",
    "Variable": "DIALSTATUS",
    "Value": "x" * 300,
}


def _stream(began):
    """Return (moment, text) of each event, in the order of moments; a call takes two seconds."""
    events = play(scenes.answered)
    first, last = float(events[0]["Timestamp"]), float(events[-1]["Timestamp"])
    found = []
    for number in range(CALLS):
        for event in events:
            share = (float(event["Timestamp"]) - first) / (last - first)
            at = began + number / RATE + share * LENGTH
            own = {
                name: f"{number}-{value}" if name.endswith(("iqueid", "inkedid")) else value
                for name, value in event.items()
            }
            found.append((at, block({**own, "Timestamp": f"{at:.6f}"}) + block(NOISE) * 2))
    return sorted(found)


def _play(pbx, stream):
    """Say everything at its moment; return the longest time that saying took."""
    longest = 0.0
    while stream:
        now = time.time()
        due = sum(at <= now for at, _text in stream[:2000])
        data = "".join(text for _at, text in stream[:due]).encode()
        stream = stream[due:]
        began = time.monotonic()
        pbx.say_raw(data)
        longest = max(longest, time.monotonic() - began)
        time.sleep(0.005)
    return longest


def _processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("slow", [0.0, 1.0])
def test_the_reader_never_waits(tmp_path, slow):
    """However slow Odoo is, the PBX can say what it has to say; every call is told once."""
    with (
        FakePbx() as pbx,
        FakeOdoo() as odoo,
        Process(tmp_path, {"north": pbx}, odoo) as bridge,
    ):
        bridge.start().ready()
        odoo.slow = slow
        used = _processor_seconds(bridge.process.pid)
        longest = _play(pbx, _stream(time.time() + 0.5))
        odoo.slow = 0.0
        odoo.ended(CALLS)
        used = _processor_seconds(bridge.process.pid) - used
        health = bridge.until(lambda health: health["backlog"] == 0)
        assert health["pbx"][0]["connections"] == 1
        assert health["spool"] == "ok"
        versions = [(state["id"], state["version"]) for state in odoo.effects]
        assert len(set(versions)) == len(versions)
        assert {state["disposition"] for state in odoo.calls.values()} == {"answered"}
        # Asterisk gives a client seconds; what waits in the socket meanwhile is megabytes.
        assert longest < 1.0
        # A shared core has room for it: less than half of one, whatever else goes on there.
        assert used / (CALLS / RATE + LENGTH) < 0.5
