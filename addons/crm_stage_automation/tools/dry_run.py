# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a rule would have done: past changes played again, nothing made."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from .job_keys import Again
from .triggers import Change, Facts, Trigger, fires

Field = Literal["stage", "user", "team", "is_won", "is_lost"]


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of a record's log: a fact was set to something else."""

    at: datetime
    field: Field
    old: int


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a record.

    :param created: None when that was before the time looked at.
    :param now: as it is today; the log is read backwards from there.
    :param events: in any order.
    """

    record: int
    created: datetime | None
    now: Facts
    events: Sequence[Event] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """The rule would have fired."""

    at: datetime
    record: int


def changes(history: History) -> list[tuple[datetime, Change]]:
    """Return what happened to a record, the oldest first; entries of one moment are one change.

    >>> at = datetime(2026, 1, 5, 10)
    >>> moved = [Event(at, "stage", 1), Event(at, "user", 0)]
    >>> [(_at, change)] = changes(History(7, None, Facts(stage=2, user=9), moved))
    >>> change.before.stage, change.before.user, change.after.stage, change.after.user
    (1, 0, 2, 9)
    """
    found = list(_backwards(history))
    return found[::-1]


def would_fire(
    trigger: Trigger,
    histories: Iterable[History],
    again: Again = "each",
    gap: timedelta = timedelta(),
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    known: dict[int, list[tuple[datetime, Change]]] | None = None,
) -> list[Hit]:
    """Return when the rule would have fired, in the order of time.

    :param again: ``once`` is once for each record.
    :param gap: so shortly after it fired for a record it would not have fired for it again.
    :param since: what happened before does not count.
    :param until: what happened from then on does not count.
    :param known: what happened to the records, kept here from one rule to the next.

    >>> times = [datetime(2026, 1, day) for day in (2, 3, 4)]
    >>> to_and_fro = [Event(at, "stage", old) for at, old in zip(times, (1, 2, 1))]
    >>> history = History(7, None, Facts(stage=2), to_and_fro)
    >>> entered = Trigger("entered", frozenset({2}))
    >>> [hit.at.day for hit in would_fire(entered, [history])]
    [2, 4]
    >>> [hit.at.day for hit in would_fire(entered, [history], "once")]
    [2]
    >>> [hit.at.day for hit in would_fire(entered, [history], "once", since=times[1])]
    [4]
    """
    hits: list[Hit] = []
    known = {} if known is None else known
    for history in histories:
        if history.record not in known:
            known[history.record] = changes(history)
        last: datetime | None = None
        for at, change in known[history.record]:
            counts = (since is None or since <= at) and (until is None or at < until)
            if not counts or not fires(trigger, change):
                continue
            if last is None or (again == "each" and at - last >= gap):
                hits.append(Hit(at, history.record))
                last = at
    return sorted(hits, key=lambda hit: (hit.at, hit.record))


def _backwards(history: History) -> Iterator[tuple[datetime, Change]]:
    """Yield the changes from the newest to that of the creation."""
    facts = history.now
    moments: dict[datetime, list[Event]] = {}
    for event in sorted(history.events, key=lambda event: event.at, reverse=True):
        moments.setdefault(event.at, []).append(event)
    for at, events in moments.items():
        earlier: dict[str, Any] = {event.field: event.old for event in events}
        before = replace(facts, **earlier)
        if at == history.created:
            break
        yield at, Change(history.record, before, facts)
        facts = before
    if history.created is not None:
        yield history.created, Change(history.record, None, facts)
