# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Odoo orders has its effect once, or none, and Odoo is told which."""

import time

import ami_scenes as calls_in
import ami_scenes_out as calls_out
import pytest
from ami_scenes import play


def test_an_order_is_carried_out_once(bridge, pbx, odoo):
    """Click-to-call: the agent's phone first, states from what happens, no second call."""
    bridge.start().ready()
    order = {
        "id": 7,
        "type": "originate",
        "extension": "21",
        "number": "380671112233",
        "channel": False,
        "caller_id": "380442003040",
        "expires": time.time() + 10,
    }
    odoo.given = [order, order]
    pbx_order = odoo.wait(lambda _odoo: pbx.ordered("Originate"))[0]
    assert pbx_order["Channel"] == "PJSIP/21"
    assert (pbx_order["Exten"], pbx_order["ChannelId"]) == ("380671112233", "desk-7")
    for event in _as_ordered(play(calls_out.click_to_call)):
        pbx.say(event)
        time.sleep(0.06)
    odoo.wait(lambda odoo: {"id": 7, "state": "ended", "reason": ""} in odoo.done)
    seen = list(dict.fromkeys(one["state"] for one in odoo.done))
    assert seen == ["phone_ringing", "customer_ringing", "talking", "ended"]
    odoo.given = [order]
    bridge.kill()
    bridge.start().ready()
    odoo.wait(lambda odoo: not odoo.given)
    time.sleep(0.3)
    assert len(pbx.ordered("Originate")) == 1


def _as_ordered(events):
    """Give the first leg the id that the order asked for."""
    first = next(event["Uniqueid"] for event in events if event.get("Uniqueid"))
    return [
        {name: "desk-7" if value == first else value for name, value in event.items()}
        for event in events
    ]


def test_an_order_that_was_taken_when_it_was_killed(bridge, pbx, odoo):
    """Nobody knows whether it had its effect: it is not given again, and Odoo is told so."""
    bridge.start().ready()
    odoo.given = [
        {
            "id": 8,
            "type": "originate",
            "extension": "21",
            "number": "380671112233",
            "expires": time.time() + 10,
        }
    ]
    odoo.wait(lambda _odoo: pbx.ordered("Originate"))
    bridge.kill()
    bridge.start().ready()
    failed = odoo.wait(lambda odoo: [one for one in odoo.done if one["state"] == "failed"], 20.0)
    assert failed[0]["id"] == 8
    assert len(pbx.ordered("Originate")) == 1


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ({"type": "originate", "extension": "21", "number": "1\r\nAction: x"}, "wrong number"),
        ({"type": "originate", "extension": "21", "number": "123", "late": 60}, "expired"),
        ({"type": "fly"}, "unknown type"),
    ],
)
def test_an_order_that_must_have_no_effect(bridge, pbx, odoo, order, reason):
    """Expired, injected, unknown: it fails with its reason and the PBX hears nothing."""
    bridge.start().ready()
    expires = time.time() + 10 - order.pop("late", 0)
    odoo.given = [{"id": 9, "expires": expires, **order}]
    odoo.wait(lambda odoo: {"id": 9, "state": "failed", "reason": reason} in odoo.done)
    assert not pbx.ordered("Originate")


@pytest.mark.parametrize(("kind", "state"), [("pause", "1"), ("resume", "0")])
def test_a_recording_is_paused_where_it_is_made(bridge, pbx, odoo, kind, state):
    """The order names the agent's phone; the PBX records on the caller's channel. Once."""
    heard = play(calls_in.answered)
    over = next(n for n, event in enumerate(heard) if event["Event"] == "BridgeLeave")
    [start] = [event for event in heard if event["Event"] == "MixMonitorStart"]
    agent = next(
        event["Channel"]
        for event in heard
        if event["Event"] == "BridgeEnter" and event["Channel"] != start["Channel"]
    )
    bridge.start().ready()
    pbx.say(*heard[:over])
    order = {"id": 11, "type": kind, "channel": agent, "expires": time.time() + 10}
    odoo.wait(lambda odoo: odoo.calls)
    odoo.given = [order, order]
    odoo.wait(lambda odoo: {"id": 11, "state": "ended", "reason": ""} in odoo.done)
    [said] = pbx.ordered("MixMonitorMute")
    assert (said["Channel"], said["State"]) == (start["Channel"], state)
    assert said["Direction"] == "both"


def test_what_is_not_recorded_is_not_paused(bridge, pbx, odoo):
    """It fails with its reason, and the PBX hears nothing."""
    bridge.start().ready()
    gone = "PJSIP/21-00000009"
    odoo.given = [{"id": 12, "type": "pause", "channel": gone, "expires": time.time() + 10}]
    odoo.wait(lambda odoo: {"id": 12, "state": "failed", "reason": "not recorded"} in odoo.done)
    assert not pbx.ordered("MixMonitorMute")
