# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of the whole bridge say and expect."""

from ami_scenes import play
from ami_stage import text
from crm_telephony_bridge.tools.ami import calls_from_ami
from crm_telephony_bridge.tools.wire import state_of

# Fields whose values no other call may bear.
OWN = ("Uniqueid", "Linkedid", "BridgeUniqueid")


def wanted(events, pbx="north"):
    """What Odoo must know in the end, without what differs from run to run."""
    calls = calls_from_ami(text([{**event, "SystemName": pbx} for event in events]))
    return {call.external_id: _plain(state_of(call, 1)) for call in calls}


def _plain(state):
    return {name: value for name, value in state.items() if name not in {"version", "absorbed"}}


def known(odoo):
    return {state["id"]: _plain(state) for state in odoo.calls.values()}


def play_apart(number, scene):
    """Play a scene with ids of its own."""
    return [
        {
            name: f"{number}-{value}" if name.endswith(OWN) else value
            for name, value in event.items()
        }
        for event in play(scene)
        if event["Event"] != "Shutdown"
    ]
