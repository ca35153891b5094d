# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calls from a PBX's call records, for the times in which nobody listened.

Records know less than events: one second is their finest measure, and who spoke with whom after a
transfer is a guess. They become facts like any other, so that the same rules read them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from .calls import Fact, Kind
from .channels import known

# The columns of a file that Asterisk writes, the last five as far as it is told to.
MASTER_CSV = (
    *("accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp"),
    *("lastdata", "start", "answer", "end", "duration", "billsec", "disposition", "amaflags"),
    *("uniqueid", "userfield", "peeraccount", "linkedid", "sequence"),
)
_ALIASES = {"calldate": "start", "recordingfile": "recording", "recording_file": "recording"}
_ENDS = {
    "ANSWERED": "ANSWER",
    "NO ANSWER": "NOANSWER",
    "BUSY": "BUSY",
    "FAILED": "CHANUNAVAIL",
    "CONGESTION": "CONGESTION",
}


@dataclass(frozen=True, slots=True)
class CdrRow:
    """One record: one attempt of one channel to reach another; times are seconds since 1970."""

    uniqueid: str
    linkedid: str
    channel: str
    dstchannel: str
    src: str
    dst: str
    start: float
    answer: float | None
    end: float
    disposition: str
    recording: str = ""

    @property
    def call(self) -> str:
        """Return the call's id: without a linked id, that of its first channel."""
        return self.linkedid or self.uniqueid


def read_row(said: Mapping[str, str | None], zone: str = "UTC") -> CdrRow | None:
    """Read a record by its columns' names; None when it names no channel or time.

    >>> row = read_row({"calldate": "2026-11-22 10:00:00", "duration": "7", "billsec": "5",
    ...                 "disposition": "ANSWERED", "channel": "PJSIP/trunk-00000001",
    ...                 "uniqueid": "1.1", "dst": "101"}, "Europe/Kyiv")
    >>> row.end - row.start, row.end - row.answer, row.start == read_time("2026-11-22 08:00:00")
    (7.0, 5.0, True)
    >>> read_row({"uniqueid": "1.1", "calldate": "yesterday"}) is None
    True
    """
    fields = {
        _ALIASES.get(name.lower(), name.lower()): (value or "").strip()
        for name, value in said.items()
    }
    start = read_time(fields.get("start", ""), zone)
    if start is None or not fields.get("uniqueid") or not fields.get("channel"):
        return None
    end = read_time(fields.get("end", ""), zone)
    if end is None:
        end = start + _seconds(fields.get("duration", ""))
    disposition = fields.get("disposition", "").upper()
    answer = read_time(fields.get("answer", ""), zone)
    if answer is None and disposition == "ANSWERED":
        answer = end - _seconds(fields.get("billsec", ""))
    return CdrRow(
        uniqueid=fields["uniqueid"],
        linkedid=fields.get("linkedid", ""),
        channel=fields["channel"],
        dstchannel=fields.get("dstchannel", ""),
        src=fields.get("src", ""),
        dst=fields.get("dst", ""),
        start=start,
        answer=answer if disposition == "ANSWERED" else None,
        end=end,
        disposition=disposition,
        recording=fields.get("recording", ""),
    )


def read_time(said: str, zone: str = "UTC") -> float | None:
    """Read a record's time, a date or seconds since 1970.

    >>> read_time("1800000000.5"), read_time("2027-01-15 08:00:00"), read_time("")
    (1800000000.5, 1800000000.0, None)
    """
    if said.replace(".", "", 1).isdecimal() and len(said) >= 10:
        return float(said)
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    return (
        at if at.tzinfo else at.replace(tzinfo=UTC if zone == "UTC" else ZoneInfo(zone))
    ).timestamp()


def _seconds(said: str) -> float:
    return float(said) if said.replace(".", "", 1).isdecimal() else 0.0


def facts_of_rows(
    rows: Iterable[CdrRow], pbx: str = "", leg_of: Callable[[str], str | None] | None = None
) -> Iterator[Fact]:
    """Yield what records say.

    :param leg_of: says which leg a channel's name is, where legs are known.

    >>> from .machine import calls_from_facts
    >>> row = CdrRow("1.1", "1.1", "PJSIP/trunk-00000001", "PJSIP/101-00000002", "380671112233",
    ...              "380442003040", 1.8e9, 1.8e9 + 4, 1.8e9 + 20, "ANSWERED")
    >>> [call] = calls_from_facts(facts_of_rows([row]))
    >>> call.direction, call.disposition, call.answered_by, call.wait_seconds, call.talk_seconds
    ('incoming', 'answered', '101', 4.0, 16.0)
    """
    for row in rows:
        say = _Sayer(row.call, pbx)
        yield from _first_leg(row, say)
        if row.dstchannel:
            known_leg = leg_of(row.dstchannel) if leg_of else None
            yield from _second_leg(row, known_leg or f"{row.uniqueid}>{row.dstchannel}", say)


@dataclass(frozen=True, slots=True)
class _Sayer:
    """Says something of one call's legs."""

    call: str
    pbx: str

    def __call__(self, at: float, kind: Kind, leg: str, value: str = "", other: str = "") -> Fact:
        return Fact(at, kind, leg, self.call, value, other, self.pbx)


def _first_leg(row: CdrRow, say: _Sayer) -> Iterator[Fact]:
    leg = row.uniqueid
    yield say(row.start, Kind.NAMED, leg, row.channel)
    yield say(row.start, Kind.BEGAN, leg, "Ring")
    if known(row.src):
        yield say(row.start, Kind.CALLER, leg, row.src)
    if known(row.dst):
        yield say(row.start, Kind.EXTEN, leg, row.dst)
    if row.answer is not None:
        yield say(row.answer, Kind.ANSWERED, leg)
        if row.dstchannel:
            yield say(row.answer, Kind.ENTERED, leg, f"record {row.uniqueid} {row.start}")
            yield say(row.end, Kind.LEFT, leg, f"record {row.uniqueid} {row.start}")
        if row.recording:
            yield say(row.answer, Kind.RECORDED, leg, row.recording)
    yield say(row.end, Kind.HUNG_UP, leg, "17" if row.disposition == "BUSY" else "")


def _second_leg(row: CdrRow, leg: str, say: _Sayer) -> Iterator[Fact]:
    yield say(row.start, Kind.NAMED, leg, row.dstchannel)
    yield say(row.start, Kind.BEGAN, leg, "Down")
    yield say(row.start, Kind.DIALLED, leg, row.dst, row.uniqueid)
    at = row.end if row.answer is None else row.answer
    yield say(at, Kind.DIAL_ENDED, leg, _ENDS.get(row.disposition, "CHANUNAVAIL"))
    if row.answer is not None:
        yield say(row.answer, Kind.ANSWERED, leg)
        yield say(row.answer, Kind.ENTERED, leg, f"record {row.uniqueid} {row.start}")
        yield say(row.end, Kind.LEFT, leg, f"record {row.uniqueid} {row.start}")
    yield say(row.end, Kind.HUNG_UP, leg, "17" if row.disposition == "BUSY" else "")
