# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Click-to-call from Odoo to the real phone and back: the state on the screen is the true one."""

import time
from collections.abc import Iterator

import pytest
from desk_server import Desk
from intake_door import Rpc
from phone_desk import PhoneDesk, open_phone_desk


@pytest.fixture(scope="module")
def phone(
    sales_desk: Desk, admin: Rpc, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PhoneDesk]:
    """A person at his desk, a PBX with his phone, and a bridge."""
    work = tmp_path_factory.mktemp("clicks")
    with open_phone_desk(sales_desk, admin, work, "Clicks") as opened:
        yield opened


def test_answered(phone):
    """Your phone rings, the customer's rings, you talk, it is over; one call in the log."""
    scene = phone.scene("click")
    scene.phone(scene.agents[0], scene.script("agent").rings(1).answers().talks(6).hangs_up())
    seen = [state for state, _reason in phone.click(f"+{scene.customer(1)}")]
    assert scene.end() == []
    steps = ["phone_ringing", "customer_ringing", "talking", "ended"]
    assert [state for state in seen if state in steps] == steps
    phone.bridge.empty()
    [row] = phone.called(scene.customer(1))
    assert (row["direction"], row["disposition"]) == ("outgoing", "answered")
    assert row["answered_by"] == scene.agents[0]
    assert row["talk_seconds"] == pytest.approx(4, abs=1)


def test_agent_busy(phone):
    """The own phone is busy: failed, and the customer's never rang."""
    scene = phone.scene("click")
    scene.phone(scene.agents[0], scene.script("agent").rings(1).is_busy())
    seen = phone.click(f"+{scene.customer(3)}")
    assert scene.end() == []
    assert seen[-1][0] == "failed"
    assert seen[-1][1]
    assert "customer_ringing" not in [state for state, _reason in seen]
    phone.bridge.empty()
    [row] = phone.called(scene.customer(3))
    assert row["disposition"] == "busy"


def test_customer_busy(phone):
    """Success is never shown when the customer was not reached."""
    scene = phone.scene("click")
    scene.phone(scene.agents[0], scene.script("agent").rings(1).answers().is_hung_up())
    seen = phone.click(f"+{scene.customer(2)}")
    assert scene.end() == []
    assert seen[-1] == ("failed", "busy")
    assert "talking" not in [state for state, _reason in seen]
    phone.bridge.empty()
    [row] = phone.called(scene.customer(2))
    assert row["disposition"] == "busy"


def test_no_bridge(phone):
    """Nobody carries the order out: it fails within seconds, and never has an effect later."""
    phone.bridge.stop()
    scene = phone.scene("click")
    began = time.monotonic()
    seen = phone.click(f"+{scene.customer(6)}")
    assert seen[-1][0] == "failed"
    assert time.monotonic() - began < 15
    phone.bridge.start()
    phone.bridge.ready()
    time.sleep(2)
    assert phone.called(scene.customer(6)) == []
    assert phone.stage.least.channels() == 0
