# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How long parties really waited and spoke, measured on the manager's stream by brute force.

On a busy machine phones and callers are late, and a story takes longer than it was written. What a
call is compared with is what happened: who was in a bridge with whom, from when to when.
"""

import re
from collections.abc import Iterable, Iterator

from crm_telephony_bridge_tools.ami import Call

Event = dict[str, str]
_HALF = re.compile(r";[12]$")


def events(lines: Iterable[str]) -> Iterator[Event]:
    """The events of a stream, in their order."""
    event: Event = {}
    for line in lines:
        name, colon, value = line.strip().partition(": ")
        if colon:
            event[name] = value
        elif not line.strip():
            if "Event" in event:
                yield event
            event = {}


def measure(lines: Iterable[str], call: Call) -> tuple[float | None, float]:
    """Seconds of waiting and of talk of a call.

    :return: waiting is None when nobody was called, or nobody of ours had a phone
    """
    ours = {leg.channel for leg in call.legs}
    sides = _sides(call)
    if not all(sides):
        return None, 0.0
    together: dict[str, set[str]] = {}
    began = first = since = None
    ended = talk = 0.0
    for event in events(lines):
        now = float(event.get("Timestamp", 0))
        _seat(together, event)
        if began is None and _begins(event, call, sides[0]):
            began = now
        if event["Event"] == "Hangup" and event.get("Channel") in ours:
            ended = now
        talks = _connected(together, *sides)
        if talks and since is None:
            since = now
            first = first or now
        elif not talks and since is not None:
            talk += now - since
            since = None
    return (None if began is None else (first or ended) - began), talk


def _sides(call: Call) -> tuple[set[str], set[str]]:
    """The channels of the customer and of our people; of a call between these, one and the rest."""
    agents = [leg.channel for leg in call.legs if leg.party == "agent"]
    customers = {leg.channel for leg in call.legs if leg.party == "customer"}
    if call.direction == "internal":
        return {agents[0]}, set(agents[1:])
    return customers, set(agents)


def _begins(event: Event, call: Call, customers: set[str]) -> bool:
    """Whether the customer calls, or is called, in this moment."""
    if call.direction == "outgoing":
        return event["Event"] == "DialBegin" and event.get("DestChannel") in customers
    return event["Event"] == "Newchannel" and event.get("Channel") in customers


def _seat(together: dict[str, set[str]], event: Event) -> None:
    """Keep who is in which bridge."""
    if event["Event"] == "BridgeEnter":
        together.setdefault(event["BridgeUniqueid"], set()).add(event["Channel"])
    elif event["Event"] == "BridgeLeave":
        together.get(event["BridgeUniqueid"], set()).discard(event["Channel"])
    elif event["Event"] == "Rename":
        for channels in together.values():
            if event["Channel"] in channels:
                channels ^= {event["Channel"], event["Newname"]}


def _connected(together: dict[str, set[str]], one: set[str], other: set[str]) -> bool:
    """Whether somebody of each side hears the other, also through the halves of a Local channel."""
    # By the name that both halves share.
    rooms = [{_HALF.sub("", channel) for channel in channels} for channels in together.values()]
    heard = set(one)
    while more := [room for room in rooms if room & heard and not room <= heard]:
        heard = heard.union(*more)
    return bool(heard & other)
