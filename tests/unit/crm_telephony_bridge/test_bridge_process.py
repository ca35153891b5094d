# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The bridge as it is run: killed, cut off, deaf and without a disk, it tells each call once."""

import resource
import time

import ami_scenes as scenes
import pytest
from ami_expected import EXPECTED
from ami_scenes import play
from bridge_pbx import FakePbx
from bridge_process import Process
from bridge_stage import known, play_apart, wanted


def test_every_story_is_told_once(bridge, pbx, odoo):
    """All kinds of calls over one connection: Odoo knows each as the machine computes it."""
    bridge.start().ready()
    told = []
    for number, (scene, *_wanted) in enumerate(EXPECTED):
        # The others' PBX goes on: this call would never end.
        if scene is not scenes.pbx_dies:
            told += play_apart(number, scene)
    for start in range(0, len(told), 25):
        pbx.say(*told[start : start + 25])
        time.sleep(0.01)
    expected = wanted(told)
    odoo.ended(len(expected))
    bridge.until(lambda health: health["backlog"] == 0)
    assert known(odoo) == expected
    assert odoo.forged == 0
    versions = [(state["id"], state["version"]) for state in odoo.effects]
    assert len(set(versions)) == len(versions)
    assert bridge.stop() == 0


@pytest.mark.parametrize("place", range(0, 16, 3))
def test_killed_at_any_place(bridge, pbx, odoo, place):
    """Kill -9 in the middle of a call: afterwards it is the same call, told to its end."""
    events = play(scenes.answered)
    bridge.start().ready()
    pbx.say(*events[:place])
    if place:
        bridge.until(lambda health: health["pbx"][0]["events"] >= 1)
        time.sleep(0.15)
    bridge.kill()
    living = {event["Uniqueid"]: event for event in events[:place] if "Linkedid" in event}
    pbx.channels = [
        {**channel, "Event": "CoreShowChannel", "Duration": "00:00:01"}
        for uniqueid, channel in living.items()
        if not any(e["Event"] == "Hangup" and e["Uniqueid"] == uniqueid for e in events[:place])
    ]
    pbx.shift = float(events[max(place - 1, 0)]["Timestamp"]) - time.time()
    bridge.start().ready()
    pbx.say(*events[place:])
    expected = wanted(events)
    odoo.wait(lambda odoo: known(odoo) == expected)


def test_odoo_away_deaf_and_killed_between(bridge, pbx, odoo):
    """What Odoo did but could not answer has no second effect; nothing is lost while it is away."""
    odoo.status = 503
    bridge.start().until(lambda health: health["pbx"][0]["connected"])
    events = [event for number in range(30) for event in play_apart(number, scenes.answered)]
    pbx.say(*events[: len(events) // 2])
    bridge.until(lambda health: health["backlog"] > 5)
    time.sleep(0.3)
    bridge.kill()
    bridge.start().until(lambda health: health["backlog"] > 5 and health["pbx"][0]["connected"])
    odoo.deaf = 4
    odoo.status = 200
    pbx.say(*events[len(events) // 2 :])
    odoo.wait(lambda odoo: len([c for c in odoo.calls.values() if c["state"] == "ended"]) >= 29)
    bridge.until(lambda health: health["backlog"] == 0)
    versions = [(state["id"], state["version"]) for state in odoo.effects]
    assert len(set(versions)) == len(versions)
    assert len(odoo.calls) == 30


def _small_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


def test_a_full_disk_is_told_and_stops_nothing(bridge, pbx, odoo):
    """No byte more can be written: the bridge says so, here and to Odoo, and tells of calls."""
    # The log is a file too, and must not be what is full.
    bridge.start(preexec_fn=_small_files).ready()
    events = [event for number in range(150) for event in play_apart(number, scenes.answered)]
    for start in range(0, len(events), 40):
        pbx.say(*events[start : start + 40])
        time.sleep(0.005)
    odoo.ended(150)
    health = bridge.until(lambda health: health["spool"] != "ok")
    assert bridge.get("/healthz")[0] == 503
    assert "telephony_bridge_spool_ok 0" in bridge.get("/metrics")[1]
    assert health["pbx"][0]["connected"]
    odoo.wait(lambda odoo: odoo.health.get("spool") not in {"ok", None}, 20.0)


def test_a_spool_at_its_bound_recovers(tmp_path, pbx, odoo):
    """The spool's own bound: full while Odoo is away, well again once all is told."""
    with Process(tmp_path, {"north": pbx}, odoo, spool_megabytes=1) as bridge:
        odoo.status = 503
        bridge.start().until(lambda health: health["pbx"][0]["connected"])
        events = [event for n in range(1500) for event in play_apart(n, scenes.answered)]
        for start in range(0, len(events), 100):
            pbx.say(*events[start : start + 100])
            time.sleep(0.01)
        bridge.until(lambda health: health["spool"] == "full")
        odoo.status = 200
        odoo.ended(1500)
        bridge.until(lambda health: health["spool"] == "ok" and health["backlog"] == 0, 90.0)


def test_two_pbxs_with_equal_ids(tmp_path, odoo):
    """One bridge, two PBXs whose ids have nothing to do with each other."""
    with (
        FakePbx() as north,
        FakePbx() as south,
        Process(tmp_path, {"north": north, "south": south}, odoo) as bridge,
    ):
        bridge.start().ready()
        north.say(*play(scenes.answered))
        south.say(*play(scenes.busy))
        odoo.ended(2)
        found = {pbx: state["disposition"] for (pbx, _id), state in odoo.calls.items()}
        assert found == {"north": "answered", "south": "busy"}


def test_phones_that_come_and_go(bridge, pbx, odoo):
    """Odoo knows which phones can be rung: from the list at first, then from what happens."""
    pbx.devices = {"PJSIP/21": "NOT_INUSE", "PJSIP/22": "UNAVAILABLE", "PJSIP/trunk": "INUSE"}
    bridge.start().ready()
    odoo.wait(lambda odoo: odoo.phones == {("north", "21"): True, ("north", "22"): False})
    pbx.say({"Event": "DeviceStateChange", "Device": "PJSIP/22", "State": "NOT_INUSE"})
    pbx.say(*play(scenes.answered))
    odoo.wait(lambda odoo: odoo.phones["north", "22"])


def test_a_call_that_a_transfer_joins_is_absorbed(bridge, pbx, odoo):
    """The consultation was told as a call of its own; in the end there is one."""
    bridge.start().ready()
    for event in play(scenes.attended_transfer):
        pbx.say(event)
        time.sleep(0.03)
    odoo.ended(1)
    bridge.until(lambda health: health["backlog"] == 0)
    assert known(odoo) == wanted(play(scenes.attended_transfer))
    assert any(state["absorbed"] for state in odoo.effects)


def _till_they_talk():
    events = play(scenes.answered)
    return events[: next(n for n, one in enumerate(events) if one["Event"] == "BridgeLeave")]


def test_cut_off_and_back(bridge, pbx, odoo):
    """The connection is cut in mid-call, and the call ended meanwhile: it is closed."""
    bridge.start().ready()
    events = _till_they_talk()
    pbx.say(*events)
    odoo.wait(lambda odoo: any(c["state"] == "ongoing" for c in odoo.calls.values()))
    pbx.shift = float(events[-1]["Timestamp"]) + 40 - time.time()
    pbx.cut()
    [call] = odoo.wait(lambda odoo: [c for c in odoo.calls.values() if c["state"] == "ended"])
    assert call["disposition"] == "answered"
    assert abs(call["talk"] - 40) < 2
    gap = odoo.wait(lambda odoo: odoo.gaps)[0]
    assert gap["reason"] == "no call records are configured"


def test_a_pbx_that_died_and_began_anew(bridge, pbx, odoo):
    """Nobody said that the call is over: it ended when its PBX was heard of last."""
    bridge.start().ready()
    events = _till_they_talk()
    pbx.say(*events)
    odoo.wait(lambda odoo: any(c["state"] == "ongoing" for c in odoo.calls.values()))
    pbx.shift = float(events[-1]["Timestamp"]) + 300 - time.time()
    pbx.uptime = 20
    pbx.cut()
    odoo.ended(1)
    [call] = odoo.calls.values()
    assert call["ended"] == pytest.approx(float(events[-1]["Timestamp"]), abs=0.01)
    assert call["disposition"] == "answered"


def test_a_gap_is_made_good_from_records(tmp_path, pbx, odoo):
    """A call that began and ended while nobody listened is found in the PBX's own records."""
    records = tmp_path / "Master.csv"
    extra = f'[pbx.cdr]\nkind = "file"\npath = "{records}"\n'
    with Process(tmp_path, {"north": pbx}, odoo, extra) as bridge:
        bridge.start().ready()
        time.sleep(0.3)
        bridge.kill()
        # The records bear whole seconds of UTC.
        at = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(pbx.clock() + 1))
        end = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(pbx.clock() + 2))
        records.write_text(
            f'"","380671112233","380442003040","in","","PJSIP/trunk-00000001",'
            f'"PJSIP/21-00000002","Dial","","{at}","{at}","{end}",1,1,"ANSWERED",'
            f'"DOCUMENTATION","9.1",""\n'
        )
        pbx.shift += 5
        bridge.start().ready()
        odoo.ended(1)
        [call] = odoo.calls.values()
        assert call["recovered"]
        assert (call["disposition"], call["answered_by"], call["id"]) == ("answered", "21", "9.1")
        assert odoo.wait(lambda odoo: odoo.gaps)[0]["recovered"]


@pytest.mark.parametrize("last", ["Newchannel", "DialBegin"])
def test_answered_while_the_line_was_cut(tmp_path, pbx, odoo, last):
    """It rang when the line broke; its record comes late: at no moment is it a missed call."""
    records = tmp_path / "Master.csv"
    records.touch()
    extra = f'[pbx.cdr]\nkind = "file"\npath = "{records}"\n'
    with Process(tmp_path, {"north": pbx}, odoo, extra) as bridge:
        bridge.start().ready()
        events = play(scenes.answered)
        # Cut before the agent's phone was heard of, or after it began to ring.
        heard = next(n for n, one in enumerate(events) if one["Event"] == last)
        pbx.say(*events[: heard + 1])
        odoo.wait(lambda odoo: any(c["state"] == "ringing" for c in odoo.calls.values()))
        began = float(events[0]["Timestamp"])
        pbx.shift = began + 30 - time.time()
        pbx.cut()
        odoo.wait(lambda odoo: odoo.gaps)
        answer, end = (
            time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(began + after)) for after in (3, 20)
        )
        records.write_text(
            f'"","380671112233","380442003040","in","","PJSIP/trunk-00000000",'
            f'"PJSIP/21-00000001","Dial","","{answer}","{answer}","{end}",20,17,"ANSWERED",'
            f'"DOCUMENTATION","1800000000.0",""\n'
        )
        odoo.ended(1)
        [call] = odoo.calls.values()
        assert (call["disposition"], call["answered_by"]) == ("answered", "21")
        assert call["talk"] == pytest.approx(17, abs=1)


def test_a_recording_is_brought(tmp_path, pbx, odoo):
    """The file goes to Odoo after its call; one of 44 bytes is none."""
    folder = tmp_path / "monitor"
    folder.mkdir()
    (folder / "one.wav").write_bytes(b"R" * 2000)
    with Process(tmp_path, {"north": pbx}, odoo, f'recordings = "{folder}"') as bridge:
        bridge.start().ready()
        pbx.say(*play(scenes.answered))
        [(query, body)] = odoo.wait(lambda odoo: odoo.uploads)
        [call] = odoo.calls.values()
        assert query == {"call": call["id"], "pbx": "north", "name": "one.wav"}
        assert body == b"R" * 2000


def test_no_secret_is_ever_written(bridge, pbx, odoo):
    """Neither the log, nor the figures, nor the spool know a secret."""
    bridge.start().ready()
    pbx.say(*play(scenes.answered))
    odoo.ended(1)
    said = bridge.get("/metrics")[1] + bridge.get("/healthz")[1]
    assert bridge.stop() == 0
    files = [path.read_bytes() for path in bridge.folder.rglob("*") if path.is_file()]
    for whole in [said.encode(), *files]:
        assert b"hush-" not in whole


def test_the_check_says_what_is_wrong(bridge, pbx, odoo):
    """Everything in order, then Odoo refuses and the PBX is gone."""
    pbx.shift = 0.0
    (bridge.folder / "spool").mkdir()
    code, said = bridge.check()
    assert (code, said.count("WRONG")) == (0, 0), said
    odoo.status = 404
    pbx.shift = 100.0
    code, said = bridge.check()
    assert code == 1
    assert "no provider has this key" in said
    assert "+100 s off" in said
