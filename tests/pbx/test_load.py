# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Many calls at once: each is there, once (``make bench ONLY=telephony_load`` measures more)."""

import time

import load
from crm_telephony_bridge_tools.ami import calls_from_ami

RATE, SECONDS = 40, 3


def test_every_call_once(tree, net, work):
    """What the PBX itself counts is what the stream tells."""
    with load.crowd(tree, net, work) as stage:
        offered = load.outcome(load.offer(stage, RATE, SECONDS), RATE * SECONDS)
        assert load.is_quiet(stage)
        time.sleep(0.5)
        assert not stage.least.closed
        calls = calls_from_ami(stage.least.lines())
        taken = load.accepted(stage)
    assert offered.failed == 0
    assert len(calls) == RATE * SECONDS
    assert {call.caller_number for call in calls} == taken
    assert {call.disposition for call in calls} == {"answered"}
