# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who spoke with whom and when: from who was in which bridge.

Two parties are in conversation while they are in one bridge, or in two bridges that the halves of
a Local channel connect.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from .calls import Kind
from .grouping import Unions
from .leg_state import LegState


@dataclass(frozen=True, slots=True)
class Stay:
    """One leg in one bridge."""

    leg: LegState
    bridge: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Shared:
    """A time in which one leg was in conversation with the other side."""

    leg: LegState
    start: float
    end: float


def stays(
    leg: LegState, bridge_ends: Mapping[str, float], earliest: float, latest: float
) -> list[Stay]:
    """Return when a leg was in which bridge.

    An entry that was not heard counts from the first sign of the call; a leave that was not heard
    is the leg's next entry, the bridge's end, the leg's end, or the last that was heard at all.
    """
    found: list[Stay] = []
    inside: tuple[str, float] | None = None

    def close(at: float) -> None:
        if inside is not None:
            end = min(at, max(inside[1], bridge_ends.get(inside[0], at)))
            found.append(Stay(leg, inside[0], inside[1], end))

    for fact in leg.facts:
        if fact.kind == Kind.ENTERED:
            close(fact.at)
            inside = (fact.value, fact.at)
        elif fact.kind == Kind.LEFT:
            if inside is not None and inside[0] == fact.value:
                close(fact.at)
                inside = None
            elif not found:
                found.append(Stay(leg, fact.value, earliest, fact.at))
    close(latest if leg.ended_at is None else leg.ended_at)
    return found


def _rooms(active: Iterable[Stay]) -> list[list[LegState]]:
    """Return who is together at one moment."""
    unions = Unions[str]()
    active = list(active)
    for stay in active:
        if stay.leg.pair:
            unions.join(f"bridge {stay.bridge}", f"local {stay.leg.pair}")
    rooms: dict[str, list[LegState]] = {}
    for stay in active:
        rooms.setdefault(unions.root(f"bridge {stay.bridge}"), []).append(stay.leg)
    return list(rooms.values())


def shared(
    known_stays: list[Stay], ours: Iterable[LegState], theirs: Iterable[LegState]
) -> list[Shared]:
    """Return when each of our legs was in conversation with any of theirs, earliest first."""
    our_ids = {leg.leg for leg in ours}
    their_ids = {leg.leg for leg in theirs}
    moments = sorted({at for stay in known_stays for at in (stay.start, stay.end)})
    found: list[Shared] = []
    for start, end in pairwise(moments):
        for room in _rooms(stay for stay in known_stays if stay.start <= start and stay.end >= end):
            if any(leg.leg in their_ids for leg in room):
                found += [Shared(leg, start, end) for leg in room if leg.leg in our_ids]
    return found


def total(times: Iterable[tuple[float, float]]) -> float:
    """Return how long it was in all, what overlaps counted once.

    >>> total([(1.0, 3.0), (2.0, 5.0), (7.0, 8.0)])
    5.0
    >>> total([])
    0.0
    """
    length, until = 0.0, float("-inf")
    for start, end in sorted(times):
        length += max(0.0, end - max(start, until))
        until = max(until, end)
    return length
