# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Call records of each kind become the calls they tell of; what was known comes not twice."""

import asyncio
import sqlite3
import sys
from itertools import pairwise

import pytest
from crm_telephony_bridge.bridge.config import CdrConfig, PbxConfig
from crm_telephony_bridge.bridge.gaps import Gap, look
from crm_telephony_bridge.bridge.live import Live
from crm_telephony_bridge.bridge.records import RecordsError, local_time, rows_between
from crm_telephony_bridge.bridge.secret import Secret
from crm_telephony_bridge.tools.ami_facts import facts_from_event
from crm_telephony_bridge.tools.cdr import CdrRow, facts_of_rows
from crm_telephony_bridge.tools.machine import calls_from_facts
from test_bridge_live import Keeper

AT = 1_800_000_000.0
TRUNK, AGENT = "PJSIP/trunk-00000001", "PJSIP/21-00000002"
CUSTOMER, HOUSE = "380671112233", "380442003040"


def row(number=1, disposition="ANSWERED", at=AT, **changes):
    """Return a record of a call that came in."""
    fields = {
        "uniqueid": f"{number}.1",
        "linkedid": f"{number}.1",
        "channel": TRUNK,
        "dstchannel": AGENT,
        "src": CUSTOMER,
        "dst": HOUSE,
        "start": at,
        "answer": at + 4 if disposition == "ANSWERED" else None,
        "end": at + 20,
        "disposition": disposition,
    }
    return CdrRow(**(fields | changes))


@pytest.mark.parametrize(
    ("rows", "direction", "disposition", "answered_by", "talk"),
    [
        ([row()], "incoming", "answered", "21", 16),
        ([row(disposition="BUSY")] * 2, "incoming", "busy", None, 0),
        ([row(disposition="NO ANSWER")], "incoming", "missed", None, 0),
        ([row(disposition="NO ANSWER", dstchannel="")], "incoming", "missed", None, 0),
        ([row(dstchannel="")], "incoming", "missed", None, 0),
        (
            [row(disposition="NO ANSWER"), row(dstchannel="PJSIP/22-00000003")],
            "incoming",
            "answered",
            "22",
            16,
        ),
        (
            [row(channel=AGENT, dstchannel=TRUNK, src="21", dst=CUSTOMER)],
            "outgoing",
            "answered",
            "21",
            16,
        ),
        (
            [row("2", "BUSY", channel=AGENT, dstchannel=TRUNK, src="21", dst=CUSTOMER)],
            "outgoing",
            "busy",
            None,
            0,
        ),
        (
            [row(channel=AGENT, dstchannel="PJSIP/22-00000003", src="21", dst="22")],
            "internal",
            "answered",
            "22",
            16,
        ),
    ],
)
def test_what_records_tell(rows, direction, disposition, answered_by, talk):
    """One call, however many records: by the rules that read events too."""
    [call] = calls_from_facts(facts_of_rows(rows))
    assert (call.direction, call.disposition) == (direction, disposition)
    assert (call.answered_by, call.talk_seconds) == (answered_by, talk)
    assert call.ended == AT + 20


NAMES = ("src", "dst", "channel", "dstchannel", "start", "answer", "end", "disposition")
NAMES += ("uniqueid", "linkedid")


def _values(one):
    for name in NAMES:
        value = getattr(one, name)
        if name in {"start", "answer", "end"}:
            value = local_time(value, "Europe/Kyiv") if value else ""
        yield str(value)


def _csv(rows):
    return "".join(",".join(f'"{value}"' for value in _values(one)) + "\n" for one in rows)


def _read(cdr, since=AT - 5, until=AT + 60):
    return asyncio.run(rows_between(cdr, since, until))


def test_the_end_of_a_large_file(tmp_path):
    """Only as much of a file is read as the period asks for; what is older or newer is left out."""
    rows = [row(number, at=AT - 40 * (9000 - number)) for number in range(9001)]
    path = tmp_path / "Master.csv"
    path.write_text(_csv([*rows, row("late", at=AT + 3000)]))
    cdr = CdrConfig("file", str(path), zone="Europe/Kyiv", columns=NAMES)
    assert _read(cdr) == [rows[-1]]
    assert len(_read(cdr, since=AT - 300_000)) > 7000


def test_a_table(tmp_path):
    path = tmp_path / "master.db"
    base = sqlite3.connect(path)
    columns = '", "'.join(NAMES)
    base.execute(f'CREATE TABLE cdr ("{columns}")')
    rows = [row(number, at=AT + number) for number in range(5)]
    told = [[*_values(one)] for one in rows]
    base.executemany("INSERT INTO cdr VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", told)
    base.commit()
    cdr = CdrConfig("sqlite", str(path), zone="Europe/Kyiv")
    assert sorted(_read(cdr), key=lambda one: one.start) == rows


def test_a_command_prints_them(tmp_path):
    """A heading, tabs, and the names that FreePBX's table has."""
    said = "calldate\tduration\tbillsec\t" + "\t".join(NAMES[:4]) + "\tdisposition\tuniqueid\n"
    said += f"{local_time(AT, 'UTC')}\t20\t16\t{CUSTOMER}\t{HOUSE}\t{TRUNK}\t{AGENT}\t"
    said += "ANSWERED\t1.1\n"
    (tmp_path / "said").write_text(said)
    program = "import sys; assert sys.argv[2] < sys.argv[3]; print(open(sys.argv[1]).read())"
    command = (sys.executable, "-c", program, str(tmp_path / "said"), "{since}", "{until}")
    assert _read(CdrConfig("command", command=command)) == [row(linkedid="")]


@pytest.mark.parametrize(
    ("cdr", "says"),
    [
        (CdrConfig("file", "/nowhere/Master.csv"), "No such file"),
        (CdrConfig("sqlite", "/nowhere/master.db"), "unable to open"),
        (CdrConfig("command", command=("false",)), "the command failed"),
        (CdrConfig("command", command=("/nowhere/at/all",)), "No such file"),
        (CdrConfig("command", command=("printf", r"a,b\n1,2\n")), "loguniqueid"),
    ],
)
def test_what_cannot_be_read_is_told(cdr, says):
    with pytest.raises(RecordsError, match=says):
        _read(cdr)


def _pbx(cdr):
    return PbxConfig("north", "", "", Secret("env", "S"), cdr=cdr)


def _look(live, path, rows, gone=()):
    path.write_text(_csv(rows))
    cdr = CdrConfig("file", str(path), zone="Europe/Kyiv", columns=NAMES)
    gap = Gap("north", AT - 5, AT + 60)
    return asyncio.run(look(_pbx(cdr), gap, live, gone, 0.0)), gap


def _states(live, now):
    return [*live.states(now, AT)]


def test_the_same_records_twice_are_one_call(tmp_path):
    """Each look finds the same; only the first one tells."""
    live = Live(Keeper(), {})
    found = [_look(live, tmp_path / "a.csv", [row(), row(2, "BUSY")])[0] for _time in range(3)]
    assert found == [2, 0, 0]
    states = _states(live, 1.0)
    assert [(state["version"], state["recovered"]) for state in states] == [(1, True)] * 2
    live.forget(1e6)
    assert _look(live, tmp_path / "a.csv", [row()])[0] == 0
    assert not _states(live, 2e6)


def _event(name, at, unique, **fields):
    return {
        "Event": name,
        "Timestamp": str(at),
        "SystemName": "north",
        "Uniqueid": unique,
        "Linkedid": "1.1",
        **fields,
    }


def _ringing(live):
    """Tell of a call whose phone rings, and nothing more."""
    for event in (
        _event("Newchannel", AT, "1.1", Channel=TRUNK, ChannelStateDesc="Ring", Exten=HOUSE),
        _event("Newchannel", AT + 1, "1.2", Channel=AGENT, ChannelStateDesc="Down"),
    ):
        live.add(facts_from_event(event), 0.0)


def test_a_call_answered_and_ended_in_the_gap(tmp_path):
    """Its beginning was heard; answer and end come from the record, not from when we were back."""
    live = Live(Keeper(), {})
    _ringing(live)
    _look(live, tmp_path / "a.csv", [row()], gone={"1.1", "1.2"})
    [state] = _states(live, 1.0)
    assert (state["state"], state["disposition"]) == ("ended", "answered")
    assert (state["answered_by"], state["talk"], state["ended"]) == ("21", 16, AT + 20)
    assert not state["recovered"]


def test_a_call_that_goes_on_is_not_ended_by_its_first_record(tmp_path):
    """A transfer writes a record of its earlier part, and the trunk's leg lives on."""
    live = Live(Keeper(), {})
    _ringing(live)
    _look(live, tmp_path / "a.csv", [row()], gone={"1.2"})
    [state] = _states(live, 1.0)
    assert state["state"] != "ended"


def test_without_records_the_gap_says_so():
    gap = Gap("north", AT, AT + 5)
    assert asyncio.run(look(_pbx(None), gap, Live(Keeper(), {}), (), 0.0)) == 0
    assert not gap.recovered
    assert gap.told()["reason"]


def test_looks_come_later_and_later():
    """The last one after the longest time in which Asterisk bundles its records."""
    from crm_telephony_bridge.bridge.gaps import LOOKS

    assert all(one < other for one, other in pairwise(LOOKS))
    assert LOOKS[-1] > 300
