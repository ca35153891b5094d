# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Click-to-call from Odoo to the real phone and back: the state on the screen is the true one."""

import time
from collections.abc import Iterator

import addon_tools
import pytest
from desk_server import Desk
from intake_door import Rpc

addon_tools.load()

from bridge_runner import Bridge, pbx_part  # noqa: E402
from house_line import Line, people  # noqa: E402
from scene import Scene  # noqa: E402
from stage import EXTENSIONS, Stage, open_stage  # noqa: E402

from house.asterisk import Tree, claim_net  # noqa: E402

FINAL = {"ended", "failed"}


@pytest.fixture(scope="module")
def seller(sales_desk: Desk) -> Rpc:
    """A person at his desk."""
    return Rpc(sales_desk, "salesperson")


@pytest.fixture(scope="module")
def phone(
    sales_desk: Desk, admin: Rpc, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Stage, Line, Bridge]]:
    """A PBX, the person's phone at it, and a bridge."""
    work = tmp_path_factory.mktemp("clicks")
    [user] = people(admin, [sales_desk.logins["salesperson"][0]])
    line = Line.make(admin, {str(EXTENSIONS.start): user}, "Clicks")
    with open_stage(Tree.get(), claim_net(), work / "pbx", number=1, system="desk") as stage:
        part = pbx_part(stage.asterisk, "desk")
        bridge = Bridge(work / "bridge", sales_desk.url, line.key, line.secret, part).start()
        try:
            bridge.ready()
            yield stage, line, bridge
        finally:
            bridge.stop()
            admin.call("telephony.provider", "write", [line.id], {"active": False})


def _scene(stage: Stage) -> Scene:
    return Scene("click", stage.phones, stage.least, EXTENSIONS.start, stage.sound)


def _click(seller: Rpc, number: str, patience: float = 30) -> list[tuple[str, str]]:
    """Click on a number; return the states that the screen shows, the last one final."""
    order = seller.call("res.users", "telephony_call", number)
    seen = [(order["state"], order.get("reason") or "")]
    deadline = time.monotonic() + patience
    while seen[-1][0] not in FINAL:
        assert time.monotonic() < deadline, seen
        time.sleep(0.1)
        now = seller.call("res.users", "telephony_call_state", order["command_id"])
        if now["state"] != seen[-1][0]:
            seen.append((now["state"], now.get("reason") or ""))
    return seen


def _rows(line: Line, number: str) -> list[dict[str, object]]:
    return [row for row in line.calls() if str(row["called_number"]).lstrip("+") == number]


def test_answered(phone, seller):
    """Your phone rings, the customer's rings, you talk, it is over; one call in the log."""
    stage, line, bridge = phone
    scene = _scene(stage)
    scene.phone(scene.agents[0], scene.script("agent").rings(1).answers().talks(6).hangs_up())
    seen = [state for state, _reason in _click(seller, f"+{scene.customer(1)}")]
    assert scene.end() == []
    steps = ["phone_ringing", "customer_ringing", "talking", "ended"]
    assert [state for state in seen if state in steps] == steps
    bridge.empty()
    [row] = _rows(line, scene.customer(1))
    assert (row["direction"], row["disposition"]) == ("outgoing", "answered")
    assert row["answered_by"] == scene.agents[0]
    assert row["talk_seconds"] == pytest.approx(4, abs=1)


def test_agent_busy(phone, seller):
    """The own phone is busy: failed, and the customer's never rang."""
    stage, line, bridge = phone
    scene = _scene(stage)
    scene.phone(scene.agents[0], scene.script("agent").rings(1).is_busy())
    seen = _click(seller, f"+{scene.customer(3)}")
    assert scene.end() == []
    assert seen[-1][0] == "failed"
    assert seen[-1][1]
    assert "customer_ringing" not in [state for state, _reason in seen]
    bridge.empty()
    [row] = _rows(line, scene.customer(3))
    assert row["disposition"] == "busy"


def test_customer_busy(phone, seller):
    """Success is never shown when the customer was not reached."""
    stage, line, bridge = phone
    scene = _scene(stage)
    scene.phone(scene.agents[0], scene.script("agent").rings(1).answers().is_hung_up())
    seen = _click(seller, f"+{scene.customer(2)}")
    assert scene.end() == []
    assert seen[-1] == ("failed", "busy")
    assert "talking" not in [state for state, _reason in seen]
    bridge.empty()
    [row] = _rows(line, scene.customer(2))
    assert row["disposition"] == "busy"


def test_no_bridge(phone, seller):
    """Nobody carries the order out: it fails within seconds, and never has an effect later."""
    stage, line, bridge = phone
    bridge.stop()
    scene = _scene(stage)
    began = time.monotonic()
    seen = _click(seller, f"+{scene.customer(6)}")
    assert seen[-1][0] == "failed"
    assert time.monotonic() - began < 15
    bridge.start()
    bridge.ready()
    time.sleep(2)
    assert _rows(line, scene.customer(6)) == []
    assert stage.least.channels() == 0
