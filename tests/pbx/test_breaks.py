# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""PBXs that stop in mid-call, and PBXs that number their calls alike."""

import threading
import time

import pytest
from crm_telephony_bridge_tools.ami import calls_from_ami
from scene import Scene
from stage import open_stage


def _long_call(stage, number=0):
    """Bring about a conversation that lasts longer than its PBX; returns the scene."""
    scene = Scene("long", stage.phones, stage.least, 200 + 4 * number, stage.sound)
    agent = scene.script("agent").rings(1).answers().is_hung_up()
    scene.phone(scene.agents[0], agent)
    part = scene.script("customer").calls(scene.line("1000"), scene.customer())
    scene.rings_up(part.is_answered().is_hung_up())
    stage.least.wait(lambda text: text.count("Event: BridgeEnter") == 2)
    return scene


def _let_go(scene):
    for party in scene.parties:
        party.process.kill()
        party.process.wait()


def test_pbx_stops(tree, net, work):
    """The call ends with the PBX, answered, with the time till then."""
    with open_stage(tree, net, work, number=2) as stage:
        scene = _long_call(stage)
        time.sleep(3)
        stage.asterisk.stop()
        _let_go(scene)
        lines = stage.least.lines()
    [call] = calls_from_ami(lines)
    assert (call.disposition, call.answered_by) == ("answered", scene.agents[0])
    assert call.wait_seconds == pytest.approx(1, abs=1)
    assert call.talk_seconds == pytest.approx(3, abs=1)
    assert call.ended is not None


def test_pbx_dies(tree, net, work):
    """Nobody says that it is over: the call goes on as far as is known, and is nobody's fault."""
    with open_stage(tree, net, work, number=3) as stage:
        scene = _long_call(stage)
        stage.asterisk.kill()
        _let_go(scene)
        lines = stage.least.lines()
    [call] = calls_from_ami(lines)
    assert (call.disposition, call.ended) == (None, None)
    assert call.answered_by == scene.agents[0]


def _tagged(lines, name):
    """Return a stream as somebody hands it on who knows which PBX it is of."""
    for line in lines:
        yield line
        if line.startswith("Timestamp:"):
            yield f"SystemName: {name}\r\n"


def test_two_pbxs_with_equal_ids(tree, net, tmp_path):
    """Without a system name both number alike: still two calls, told apart by the PBX's name."""
    names = ("east", "west")
    with (
        open_stage(tree, net, tmp_path / "east", number=4, system="") as east,
        open_stage(tree, net, tmp_path / "west", number=5, system="") as west,
    ):
        time.sleep(1.05 - time.time() % 1)  # ids count from the second in which a call begins
        threads = [threading.Thread(target=_short_call, args=(stage,)) for stage in (east, west)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        streams = [
            list(_tagged(stage.least.lines(), name))
            for stage, name in zip((east, west), names, strict=True)
        ]
    calls = calls_from_ami(streams[0] + streams[1])
    assert sorted(call.pbx for call in calls) == sorted(names)
    assert len({call.external_id for call in calls}) == 1
    assert {call.disposition for call in calls} == {"answered"}
    assert [len(call.legs) for call in calls] == [2, 2]


def _short_call(stage):
    scene = Scene("short", stage.phones, stage.least, 200, stage.sound)
    scene.phone(scene.agents[0], scene.script("agent").rings(0).answers().is_hung_up())
    part = scene.script("customer").calls(scene.line("1000"), scene.customer())
    scene.rings_up(part.is_answered().talks(2).hangs_up())
    assert scene.end() == []
    stage.least.wait(lambda text: text.count("Event: Hangup\r") == 2)
