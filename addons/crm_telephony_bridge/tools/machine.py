# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From facts to calls.

There is no chain of states to fall out of: each call is computed from the set of facts known so
far. So a fact may be told late, twice or never; what is known later can only refine.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from math import inf, nextafter

from .calls import Call, Disposition, Fact, Kind, Leg
from .channels import Internal, is_agent
from .grouping import grouped
from .leg_state import LegState, leg_states
from .outcome import guessed, unanswered
from .sides import Sides, called_number, caller_number, leg_number, sides_of
from .talk import Shared, shared, stays, total


def calls_from_facts(facts: Iterable[Fact], internal: Internal | None = None) -> list[Call]:
    """Return the calls that the facts tell of, in the order in which they began.

    >>> told = [
    ...     Fact(1.0, Kind.NAMED, "u1", "u1", "PJSIP/trunk-00000001"),
    ...     Fact(1.0, Kind.CALLER, "u1", "u1", "380671112233"),
    ...     Fact(1.0, Kind.BEGAN, "u1", "u1", "Ring"),
    ...     Fact(2.0, Kind.NAMED, "u2", "u1", "PJSIP/101-00000002"),
    ...     Fact(2.0, Kind.DIALLED, "u2", "u1", "101", other="u1"),
    ... ]
    >>> [call] = calls_from_facts(told)
    >>> call.direction, call.disposition, call.caller_number
    ('incoming', None, '380671112233')
    >>> told += [Fact(9.0, Kind.HUNG_UP, leg, "u1", "16") for leg in ("u1", "u2")]
    >>> [call] = calls_from_facts(reversed(told + told))
    >>> call.disposition, call.wait_seconds, call.answered_by
    ('missed', 8.0, None)
    """
    by_pbx: dict[str, set[Fact]] = {}
    for fact in facts:
        by_pbx.setdefault(fact.pbx, set()).add(fact)
    told = chain.from_iterable(
        _calls_of_pbx(pbx, known, internal or is_agent) for pbx, known in by_pbx.items()
    )
    return sorted(told, key=lambda call: (call.started, call.pbx, call.external_id))


def _calls_of_pbx(pbx: str, facts: set[Fact], internal: Internal) -> Iterable[Call]:
    legs = leg_states(facts)
    bridge_ends: dict[str, float] = {}
    for fact in facts:
        if fact.kind == Kind.BRIDGE_ENDED:
            bridge_ends[fact.value] = max(fact.at, bridge_ends.get(fact.value, fact.at))
    for group in grouped(legs, sorted(facts)):
        if any(leg.is_agent(internal) or leg.is_outside(internal) for leg in group):
            yield _call(pbx, group, bridge_ends, internal)


def _call(
    pbx: str, group: list[LegState], bridge_ends: dict[str, float], internal: Internal
) -> Call:
    sides = sides_of(group, internal)
    started = min(leg.first_at for leg in group)
    ended = _end(group)
    # Those who are together at the last word that was heard are in conversation from then on.
    latest = ended if ended is not None else nextafter(max(leg.last_at for leg in group), inf)
    known = [stay for leg in group for stay in stays(leg, bridge_ends, started, latest)]
    talks = shared(known, sides.ours, sides.theirs)
    helped = [] if talks else shared(known, sides.helpers, sides.theirs)
    spoke = talks or helped
    theirs = shared(known, sides.theirs, sides.helpers if helped else sides.ours)
    disposition = "answered" if spoke else _disposition(sides, group[0])
    return Call(
        external_id=group[0].call,
        direction=sides.direction,
        disposition=None if ended is None else disposition,
        caller_number=caller_number(sides),
        called_number=called_number(sides, group),
        answered_by=_answered_by(theirs if sides.direction == "internal" else talks)
        or (_last_up(sides) if disposition == "answered" and not spoke else None),
        wait_seconds=_wait(sides, spoke, started, latest),
        talk_seconds=total((time.start, time.end) for time in spoke),
        recording=_recording(group) if disposition == "answered" else None,
        legs=tuple(_legs(group, [*talks, *helped, *theirs], internal)),
        pbx=pbx,
        started=started,
        ended=ended,
    )


def _disposition(sides: Sides, first: LegState) -> Disposition | None:
    """Return how a call ended in which nobody was heard speaking."""
    somebody = any(leg.was_up for leg in sides.theirs or sides.ours)
    if first.at(Kind.BEGAN) is None and somebody:
        return guessed(sides.ours, sides.theirs)
    return unanswered(sides.direction, sides.ours, sides.theirs)


def _last_up(sides: Sides) -> str | None:
    """Return the extension of the agent whose phone was up last."""
    side = sides.theirs if sides.direction == "internal" else sides.ours
    up = [leg for leg in side if leg.was_up]
    return max(up, key=lambda leg: leg.last_at).extension if up else None


def _end(group: Sequence[LegState]) -> float | None:
    """Return when the last leg ended, None while any lives."""
    ends = [leg.ended_at for leg in group]
    return None if None in ends else max(end for end in ends if end is not None)


def _wait(sides: Sides, spoke: Sequence[Shared], started: float, latest: float) -> float:
    """Return how long the customer waited for somebody to speak with."""
    since: float | None = started
    if sides.direction == "incoming":
        since = sides.theirs[0].first_at
    else:
        dialled = [
            leg.first_at if leg.dialled_at is None else leg.dialled_at for leg in sides.theirs
        ]
        since = min(dialled, default=None)
    if since is None:
        return 0.0
    until = min((time.start for time in spoke), default=latest)
    return max(0.0, until - since)


def _answered_by(talks: Sequence[Shared]) -> str | None:
    """Return the extension of who was last in conversation with the customer."""
    if not talks:
        return None
    begun: dict[str, float] = {}
    for time in talks:
        begun[time.leg.leg] = min(time.start, begun.get(time.leg.leg, time.start))
    return max(talks, key=lambda time: (time.end, begun[time.leg.leg])).leg.extension


def _recording(group: Sequence[LegState]) -> str | None:
    """Return the first file that was named, else the first leg that was recorded."""
    told = [fact for leg in group for fact in leg.facts if fact.kind == Kind.RECORDED]
    first = min(
        told, key=lambda fact: (not fact.value, fact.other, fact.at, fact.value), default=None
    )
    return (first.value or first.leg) if first else None


def _legs(group: Sequence[LegState], times: Sequence[Shared], internal: Internal) -> Iterable[Leg]:
    """Describe the parties' legs; halves of Local channels are nobody's."""
    for leg in group:
        agent = leg.is_agent(internal)
        if not agent and not leg.is_outside(internal):
            continue
        yield Leg(
            external_id=leg.leg,
            channel=leg.name,
            party="agent" if agent else "customer",
            number=leg_number(leg, agent=agent),
            began=leg.first_at,
            ringing=leg.at(Kind.RINGING),
            answered=leg.at(Kind.ANSWERED),
            ended=leg.ended_at,
            status=leg.status,
            cause=leg.cause,
            talk_seconds=total((time.start, time.end) for time in times if time.leg is leg),
        )
