# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is ordered from Odoo happens on the real PBX, and what the PBX made is in Odoo."""

import io
import socket
import struct
import time
import wave
from collections.abc import Iterator

import pytest
from desk_server import Desk
from house_line import people
from intake_door import Rpc
from phone_desk import PhoneDesk, open_phone_desk, wait
from scene import Scene

# The lines of the house that are called: recorded, nobody answers in time, Odoo is asked.
RECORDED, UNANSWERED, ROUTED = "1000", "1001", "1004"
WINDOW = 0.1


@pytest.fixture(scope="module")
def phone(
    sales_desk: Desk, admin: Rpc, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PhoneDesk]:
    """A person, his phone and two colleagues' phones."""
    work = tmp_path_factory.mktemp("orders")
    with open_phone_desk(sales_desk, admin, work, "Orders") as opened:
        yield opened


@pytest.fixture(scope="module")
def listener(sales_desk: Desk, admin: Rpc) -> Rpc:
    """The administrator, who may listen to recordings from now on."""
    [group] = admin.call(
        "ir.model.data", "search_read", [["name", "=", "group_listen"]], ["res_id"]
    )
    [user] = people(admin, [sales_desk.logins["administrator"][0]])
    admin.call("res.users", "write", [user], {"group_ids": [[4, group["res_id"]]]})
    return admin


def _customer(scene: Scene, line: str = RECORDED, number: int = 0):
    return scene.script("customer").calls(scene.line(line), scene.customer(number)).is_answered()


def _speaks(scene: Scene, agent: int = 0) -> None:
    """Let an agent answer and speak until the call is over."""
    part = scene.script("agent").rings(1).answers().is_hung_up()
    scene.phone(scene.agents[agent], part)


def test_hang_up(phone):
    """Both phones are hung up, and the call is in the log as it was."""
    scene = phone.scene("hangup")
    _speaks(scene)
    scene.rings_up(_customer(scene).is_hung_up())
    call = phone.talking()["id"]
    assert phone.steer(call, "hangup")[-1] == ("ended", "")
    assert scene.end() == []
    row = phone.over(call)
    assert (row["disposition"], row["answered_by"]) == ("answered", scene.agents[0])
    seen = phone.steer(call, "hangup")
    assert seen[-1][0] == "failed"


def test_transfer(phone):
    """The customer speaks with the colleague; it stays one call, now the colleague's."""
    scene = phone.scene("transfer")
    colleague = scene.agents[1]
    scene.phone(colleague, scene.script("colleague").rings(1).answers().talks(3).hangs_up())
    _speaks(scene)
    scene.rings_up(_customer(scene).is_hung_up())
    call = phone.talking()["id"]
    [target] = phone.seller.call("telephony.call", "card_colleagues", call, colleague)
    assert phone.steer(call, "transfer", target["id"])[-1] == ("ended", "")
    assert scene.end() == []
    row = phone.over(call)
    assert (row["disposition"], row["answered_by"]) == ("answered", colleague)
    assert row["talk_seconds"] > 3


def _sound(listener: Rpc, call: int) -> bytes:
    """Return the recording as the player gets it, once the bridge has brought it."""
    domain = [["call_id", "=", call], ["state", "=", "stored"]]
    fields = ["duration", "size", "pauses"]
    [row] = wait(lambda: listener.call("telephony.recording", "search_read", domain, fields), 60)
    answer = listener.session.get(f"{listener.url}/telephony/recording/{row['id']}", timeout=30)
    assert answer.status_code == 200
    assert len(answer.content) == row["size"] > 44
    return answer.content


def _silences(content: bytes) -> list[float]:
    """Return how long each silence in a recording is, in seconds."""
    with wave.open(io.BytesIO(content)) as sound:
        rate, frames = sound.getframerate(), sound.readframes(sound.getnframes())
    assert len(frames) > rate
    step = 2 * int(rate * WINDOW)
    pieces = (frames[at : at + step] for at in range(0, len(frames) - step, step))
    lengths, length = [], 0.0
    for piece in pieces:
        if max(abs(value) for (value,) in struct.iter_unpack("<h", piece)) > 500:
            lengths.append(length)
            length = 0.0
        else:
            length += WINDOW
    return [one for one in (*lengths, length) if one]


@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_recording_paused(phone, listener, direction):
    """It arrives and plays; what was said while it was paused is not in it, the rest is."""
    scene = phone.scene(f"pause-{direction}")
    part = scene.script("agent").rings(1).answers()
    if direction == "incoming":
        scene.phone(scene.agents[0], part.is_hung_up())
        scene.rings_up(_customer(scene).talks(9).hangs_up())
    else:
        scene.phone(scene.agents[0], part.talks(14).hangs_up())
        phone.seller.call("res.users", "telephony_call", f"+{scene.customer(1)}")
    call = phone.talking()["id"]
    time.sleep(1.5)
    assert phone.steer(call, "pause")[-1] == ("ended", "")
    assert phone.seller.call("telephony.call", "call_card", call)["paused"]
    time.sleep(3)
    assert phone.steer(call, "resume")[-1] == ("ended", "")
    assert not phone.seller.call("telephony.call", "call_card", call)["paused"]
    assert scene.end() == []
    phone.over(call)
    silences = _silences(_sound(listener, call))
    assert [one for one in silences if one > 1] == [pytest.approx(3.5, abs=1.2)]
    [row] = listener.call(
        "telephony.recording", "search_read", [["call_id", "=", call]], ["pauses"]
    )
    assert row["pauses"].count("–") == 1


def test_recording_whole(phone, listener):
    """One that nobody paused has no silence in it."""
    scene = phone.scene("whole")
    _speaks(scene)
    scene.rings_up(_customer(scene).talks(4).hangs_up())
    call = phone.talking()["id"]
    assert scene.end() == []
    phone.over(call)
    assert [one for one in _silences(_sound(listener, call)) if one > 1] == []


def test_missed_and_called_back(phone, admin):
    """One missed call is one activity, which goes once the customer was called back."""
    scene = phone.scene("missed")
    admin.call("telephony.provider", "write", [phone.line.id], {"call_back_user_id": phone.user})
    number = scene.customer(6)
    scene.phone(scene.agents[0], scene.script("agent").rings(0).is_not_reached())
    caller = scene.script("customer").calls(scene.line(UNANSWERED), number)
    scene.rings_up(caller.is_refused("603"))
    missed = wait(lambda: phone.line.calls(["missed_state", "=", "open"]))
    assert scene.end() == []
    phone.line.settled()
    domain = [["summary", "ilike", number], ["user_id", "=", phone.user]]
    assert phone.seller.call("mail.activity", "search_count", domain) == 1
    back = phone.scene("back")
    back.phone(back.agents[0], back.script("agent").rings(1).answers().is_hung_up())
    assert phone.click(f"+{number}")[-1] == ("ended", "")
    assert back.end() == []
    state = ["missed_state", "=", "called_back"]
    assert wait(lambda: phone.line.calls(["id", "=", missed[0]["id"]], state))
    phone.line.settled()
    assert phone.seller.call("mail.activity", "search_count", domain) == 0


def test_routed_by_odoo(phone, admin):
    """The dialplan asks Odoo, and the phone that Odoo names rings; silent, the PBX goes on."""
    scene = phone.scene("routed")
    [extension] = admin.call(
        "telephony.extension",
        "search",
        [["provider_id", "=", phone.line.id], ["number", "=", scene.agents[2]]],
    )
    rule = {"name": "Third phone", "target": "extension", "extension_id": extension}
    admin.call("telephony.route", "create", [rule | {"provider_id": phone.line.id}])
    assert _answered_by(phone, scene, 2) == scene.agents[2]
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/route"
        phone.stage.asterisk.order(f"dialplan set global ROUTE_URL {url}")
        silent = phone.scene("silent")
        assert _answered_by(phone, silent, 1) == silent.agents[1]


def _answered_by(phone: PhoneDesk, scene: Scene, agent: int) -> object:
    """Call the line whose dialplan asks Odoo; return who answered."""
    _speaks(scene, agent)
    scene.rings_up(_customer(scene, ROUTED).talks(2).hangs_up())
    call = phone.talking()["id"]
    assert scene.end() == []
    return phone.over(call)["answered_by"]
