# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a list of the PBX's channels says to one who was away: who lives, who is gone."""

from collections.abc import Iterable, Iterator

from ..tools.ami_events import Event
from ..tools.calls import Fact, Kind
from ..tools.channels import known
from .groups import Group

_SHOWN = (
    (Kind.CALLER, "CallerIDNum"),
    (Kind.CONNECTED, "ConnectedLineNum"),
    (Kind.EXTEN, "Exten"),
)
_STATES = {"Ringing": Kind.RINGING, "Up": Kind.ANSWERED}


def seconds_of(duration: str) -> float:
    """Read how long a channel lives.

    >>> seconds_of("01:02:03"), seconds_of("never")
    (3723.0, 0.0)
    """
    parts = duration.split(":")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return 0.0
    hours, minutes, seconds = map(int, parts)
    return hours * 3600.0 + minutes * 60.0 + seconds


def facts_of_living(
    channels: Iterable[Event], groups: Iterable[Group], pbx: str, now: float
) -> Iterator[Fact]:
    """Yield what the list says of each channel that we did not know.

    Of one that we hear of for the first time nobody says how it began: that stays unsaid.

    :param now: the PBX's clock.
    """
    told = {(fact.leg, fact.kind) for group in groups for fact in group.facts}
    for channel in channels:
        leg, call = channel.get("Uniqueid", ""), channel.get("Linkedid", "")
        name = channel.get("Channel", "")
        if not leg or not name:
            continue
        if (leg, Kind.NAMED) not in told:
            began = now - seconds_of(channel.get("Duration", ""))
            yield Fact(began, Kind.NAMED, leg, call, name, pbx=pbx)
            for kind, field in _SHOWN:
                if known(value := channel.get(field, "")):
                    yield Fact(began, kind, leg, call, value, pbx=pbx)
        state = _STATES.get(channel.get("ChannelStateDesc", ""))
        if state and (leg, state) not in told:
            yield Fact(now, state, leg, call, pbx=pbx)


def facts_of_bridges(
    channels: Iterable[Event], groups: Iterable[Group], pbx: str, now: float
) -> Iterator[Fact]:
    """Yield who came into a bridge, and who left one, while nobody listened."""
    inside = _inside(groups)
    for channel in channels:
        leg, call = channel.get("Uniqueid", ""), channel.get("Linkedid", "")
        bridge, before = channel.get("BridgeId", ""), inside.get(leg, "")
        if leg and bridge != before:
            if before:
                yield Fact(now, Kind.LEFT, leg, call, before, pbx=pbx)
            if bridge:
                yield Fact(now, Kind.ENTERED, leg, call, bridge, pbx=pbx)


def _inside(groups: Iterable[Group]) -> dict[str, str]:
    """Return the bridge in which each leg was when it was heard of last."""
    found: dict[str, str] = {}
    for group in groups:
        for fact in sorted(group.facts):
            if fact.kind == Kind.ENTERED:
                found[fact.leg] = fact.value
            elif fact.kind == Kind.LEFT and found.get(fact.leg) == fact.value:
                del found[fact.leg]
    return found


def facts_of_gone(
    channels: Iterable[Event], groups: Iterable[Group], pbx: str, now: float
) -> Iterator[Fact]:
    """Yield the end of every leg that is in no list any more, as if it were now.

    A leg heard of later than the list was asked for is none of them.
    """
    living = {channel.get("Uniqueid", "") for channel in channels}
    for group in groups:
        for leg in sorted(group.legs - group.closed - living):
            if group.heard_at(leg) <= now:
                call = next((fact.call for fact in group.facts if fact.leg == leg), "")
                yield Fact(now, Kind.HUNG_UP, leg, call, "", pbx=pbx)
