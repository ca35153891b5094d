# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is wrong with a connection, from what is known of it; the words are for somebody else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "note"]
Code = Literal[
    "off",
    "no_secret",
    "no_addresses",
    "never",
    "silent",
    "quiet",
    "clock_far",
    "clock",
    "signatures",
    "backlog",
    "gaps",
    "unmatched",
    "nobody",
]
State = Literal["off", "error", "warning", "ok"]

# A bridge reports every few seconds; a cloud provider only when somebody calls.
SILENT_SECONDS = 60
QUIET_SECONDS = 2 * 86_400
CLOCK_SECONDS = 2.0
# Signed notices are refused beyond 300 s: say so well before.
CLOCK_FAR_SECONDS = 120.0
BACKLOG_CALLS = 20


@dataclass(frozen=True, slots=True)
class Connection:
    """What is known of one provider.

    :param has_bridge: a bridge of ours reports, also when nobody calls.
    :param needs_addresses: the provider signs nothing, so only its addresses tell who it is.
    :param heard: seconds since the last sign of life, None when there never was one.
    :param clock: by how many seconds its clock is ahead.
    :param backlog: calls that wait for being delivered.
    :param gaps: times of which the calls are lost so far.
    :param unmatched: internal numbers that called lately and stand nowhere.
    :param people: extensions that belong to somebody.
    """

    is_enabled: bool = True
    has_bridge: bool = False
    has_secret: bool = True
    needs_addresses: bool = False
    has_addresses: bool = True
    heard: float | None = 0.0
    clock: float = 0.0
    signature_errors: int = 0
    backlog: int = 0
    gaps: int = 0
    unmatched: int = 0
    people: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say; an error means that calls are being lost."""

    level: Level
    code: Code


def findings(known: Connection) -> list[Finding]:
    """Return what is to be said, the worst first.

    >>> [one.code for one in findings(Connection())]
    []
    >>> [(one.level, one.code) for one in findings(Connection(heard=None, has_secret=False))]
    [('error', 'no_secret'), ('error', 'never')]
    >>> [one.code for one in findings(Connection(has_bridge=True, heard=90, gaps=1, backlog=30))]
    ['silent', 'backlog', 'gaps']
    >>> [one.code for one in findings(Connection(heard=90, clock=-130.0, unmatched=2))]
    ['clock_far', 'unmatched']
    >>> [one.code for one in findings(Connection(is_enabled=False, heard=None))]
    ['off']
    """
    if not known.is_enabled:
        return [Finding("note", "off")]
    order: dict[Level, int] = {"error": 0, "warning": 1, "note": 2}
    return sorted((*_access(known), *_life(known), *_data(known)), key=lambda one: order[one.level])


def state_of(found: list[Finding]) -> State:
    """Return the one word for all of it.

    >>> state_of([]), state_of([Finding("note", "off")]), state_of([Finding("note", "quiet")])
    ('ok', 'off', 'ok')
    >>> state_of([Finding("error", "silent"), Finding("warning", "gaps")])
    'error'
    """
    if any(one.code == "off" for one in found):
        return "off"
    levels = {one.level for one in found}
    if "error" in levels:
        return "error"
    return "warning" if "warning" in levels else "ok"


def _access(known: Connection) -> Iterator[Finding]:
    if not known.has_secret:
        yield Finding("error", "no_secret")
    if known.needs_addresses and not known.has_addresses:
        yield Finding("error", "no_addresses")
    if known.signature_errors:
        yield Finding("warning", "signatures")


def _life(known: Connection) -> Iterator[Finding]:
    if known.heard is None:
        yield Finding("error", "never")
    elif known.has_bridge and known.heard > SILENT_SECONDS:
        yield Finding("error", "silent")
    elif known.heard > QUIET_SECONDS:
        yield Finding("note", "quiet")
    if abs(known.clock) > CLOCK_FAR_SECONDS:
        yield Finding("error", "clock_far")
    elif abs(known.clock) > CLOCK_SECONDS:
        yield Finding("warning", "clock")


def _data(known: Connection) -> Iterator[Finding]:
    if known.backlog > BACKLOG_CALLS:
        yield Finding("warning", "backlog")
    if known.gaps:
        yield Finding("warning", "gaps")
    if known.unmatched:
        yield Finding("warning", "unmatched")
    if not known.people:
        yield Finding("warning", "nobody")
