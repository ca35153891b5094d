# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lists of past calls: the call records of an Asterisk, and what cloud providers let one download.

Every provider has its own columns, and the customer often chose them; they are known by their
names. A list is read once into entries, small enough for a year of calls; call states are made of
them a slice at a time.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from .calls import Call, Direction, Disposition
from .cdr import MASTER_CSV, CdrRow, facts_of_rows, read_row
from .machine import calls_from_facts
from .providers.facts import Told, call_of
from .providers.moment import moment_of
from .providers.notice import Notice, seconds_of, text_of
from .wire import CallState, state_of

# Our word and the names of the column, the surest first.
COLUMNS: dict[str, tuple[str, ...]] = {
    "external_id": (
        *("generalcallid", "pbx_call_id", "call_id", "callsid", "call sid", "sid"),
        *("uniqueid", "id"),
    ),
    "started": (
        *("starttime", "start time", "callstart", "call_start", "calldate", "started"),
        *("start", "date"),
    ),
    "direction": ("direction", "calltype", "call_type", "type"),
    "disposition": ("disposition", "status", "result"),
    "customer": ("externalnumber", "customer"),
    "caller": ("caller", "caller_id", "from", "src", "clid"),
    "called": ("called", "called_did", "destination", "to", "dst"),
    "extension": ("internalnumber", "employee_number", "internal", "extension", "sip"),
    "wait": ("waitsec", "waittime", "wait"),
    "talk": ("billsec", "talk", "talktime", "seconds", "duration"),
    "recording": ("recording", "record", "recording_url"),
}
_DISPOSITIONS: dict[str, tuple[Disposition, Disposition]] = {
    # Incoming, outgoing.
    **dict.fromkeys(
        ("answered", "answer", "proper", "repeated", "transfer", "completed"),
        ("answered", "answered"),
    ),
    "busy": ("busy", "busy"),
    **dict.fromkeys(("cancel", "canceled", "cancelled"), ("missed", "cancelled")),
    **dict.fromkeys(("no answer", "noanswer", "no-answer", "missed"), ("missed", "missed")),
}


@dataclass(slots=True)
class Entry:
    """One call of a list: the records of its channels, or what a provider says of it."""

    external_id: str
    started: float
    rows: list[CdrRow] = field(default_factory=list)
    notice: Notice | None = None


@dataclass(slots=True)
class CallList:
    """What a list holds; ``unreadable`` counts lines that name no call or time."""

    entries: list[Entry]
    unreadable: int = 0


def read_list(text: str, *, records: bool, zone: str) -> CallList:
    r"""Read a list of calls.

    :param text: comma or semicolon separated, with a header; call records of Asterisk may do
        without.
    :param records: lines are call records of channels, not calls.
    :param zone: of times that are written without one.

    >>> said = "id;started;direction;disposition;caller;called;talk\n"
    >>> said += "7;2026-11-22 10:00:00;in;ANSWERED;0671112233;0442003040;31\nnonsense\n"
    >>> known = read_list(said, records=False, zone="Europe/Kyiv")
    >>> [(entry.external_id, entry.notice.disposition) for entry in known.entries]
    [('7', 'answered')]
    >>> known.unreadable
    1
    """
    entries: dict[str, Entry] = {}
    unreadable = 0
    for line in _lines(text, records=records):
        entry = _of_record(line, zone) if records else _of_provider(line, zone)
        if entry is None:
            unreadable += 1
        elif entry.external_id not in entries:
            entries[entry.external_id] = entry
        else:
            known = entries[entry.external_id]
            known.rows += entry.rows
            known.started = min(known.started, entry.started)
    ordered = sorted(entries.values(), key=lambda entry: (entry.started, entry.external_id))
    return CallList(ordered, unreadable)


def states_of(entries: Iterable[Entry], *, pbx: str, zone: str) -> list[CallState]:
    """Make call states of some calls: recovered, with the lowest version, over.

    What was told live has a higher version and stays as it is.

    >>> row = CdrRow("1.1", "1.1", "PJSIP/trunk-00000001", "PJSIP/101-00000002", "380671112233",
    ...              "380442003040", 1.8e9, 1.8e9 + 4, 1.8e9 + 20, "ANSWERED")
    >>> [state] = states_of([Entry("1.1", 1.8e9, [row])], pbx="", zone="UTC")
    >>> state["id"], state["disposition"], state["recovered"], state["version"]
    ('1.1', 'answered', True, 1)
    """
    kept = list(entries)
    rows = [row for entry in kept for row in entry.rows]
    calls = calls_from_facts(facts_of_rows(rows, pbx)) if rows else []
    calls += _told(kept, zone)
    # A call that never ended was cut off with its list.
    return [state_of(call, 1, recovered=True) for call in calls if call.ended is not None]


def _told(entries: Sequence[Entry], zone: str) -> Iterator[Call]:
    for entry in entries:
        if entry.notice:
            call = call_of([Told(entry.notice, entry.started)], ZoneInfo(zone))
            if call:
                yield call


def _lines(text: str, *, records: bool) -> Iterator[dict[str, str]]:
    """Yield each line by the names of its columns."""
    text = text.removeprefix("\ufeff").replace("\0", "")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(text.splitlines(), delimiter=delimiter)
    names: Sequence[str] | None = None
    for line in lines:
        if not line:
            continue
        if names is None:
            said = [name.strip().lower() for name in line]
            has_header = not records or "uniqueid" in said
            names = said if has_header else MASTER_CSV
            if has_header:
                continue
        yield dict(zip(names, line, strict=False))


def _of_record(line: Mapping[str, str], zone: str) -> Entry | None:
    row = read_row(line, zone)
    return Entry(row.call, row.start, [row]) if row else None


def _of_provider(line: Mapping[str, str], zone: str) -> Entry | None:
    told = {
        word: next((line[name] for name in names if line.get(name, "").strip()), "")
        for word, names in COLUMNS.items()
    }
    external_id = text_of(told, "external_id")
    started = moment_of(text_of(told, "started"), ZoneInfo(zone))
    if not external_id or started is None:
        return None
    direction = _direction(told)
    customer = text_of(told, "customer")
    outgoing = direction == "outgoing"
    talk = seconds_of(told, "talk")
    notice = Notice(
        external_id=external_id,
        state="ended",
        direction=direction,
        disposition=_disposition(told, talk, outgoing=outgoing),
        caller_number=(None if outgoing else customer) or text_of(told, "caller"),
        called_number=(customer if outgoing else None) or text_of(told, "called"),
        extension=text_of(told, "extension"),
        started=str(started),
        wait_seconds=seconds_of(told, "wait") or 0.0,
        talk_seconds=talk,
        recording=text_of(told, "recording"),
    )
    return Entry(external_id, started, notice=notice)


def _direction(told: Mapping[str, str]) -> Direction:
    said = told["direction"].strip().lower()
    if said.startswith("internal"):
        return "internal"
    return "outgoing" if said.startswith("out") or said == "1" else "incoming"


def _disposition(told: Mapping[str, str], talk: float | None, *, outgoing: bool) -> Disposition:
    """Translate the outcome; what has no word was answered when they spoke."""
    unknown: tuple[Disposition, Disposition] = ("answered",) * 2 if talk else ("missed", "failed")
    return _DISPOSITIONS.get(told["disposition"].strip().lower(), unknown)[outgoing]
