# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What each event of Asterisk's manager interface says, as facts.

What is not in the table says nothing that a call needs: call records (``Cdr``) count wrongly after
transfers and failures, device states and variables tell nothing new.
"""

from collections.abc import Callable, Iterator

from .ami_events import Event, timestamp
from .calls import Fact, Kind
from .channels import known

_Reader = Callable[["Reading"], Iterator[Fact]]


class Reading:
    """One event being read."""

    __slots__ = ("at", "event", "pbx")

    def __init__(self, event: Event, at: float) -> None:
        self.event = event
        self.at = at
        self.pbx = event.get("SystemName", "")

    def value(self, name: str) -> str:
        """Return a field, empty when Asterisk has nothing to say."""
        said = self.event.get(name, "")
        return "" if said in {"<unknown>", "<null>"} else said

    def fact(self, kind: Kind, value: str = "", *, of: str = "", other: str = "") -> Fact:
        """Say something of the leg whose fields begin with ``of``."""
        leg, call = self.value(f"{of}Uniqueid"), self.value(f"{of}Linkedid")
        return Fact(self.at, kind, leg, call, value, other, self.pbx)

    def whole(self, kind: Kind, value: str = "", *, call: str = "", other: str = "") -> Fact:
        """Say something that is not of one leg."""
        return Fact(self.at, kind, "", call, value, other, self.pbx)

    def snapshot(self, of: str = "") -> Iterator[Fact]:
        """Say who the leg is, as every event about it repeats."""
        if not self.value(f"{of}Uniqueid") or not self.value(f"{of}Channel"):
            return
        yield self.fact(Kind.NAMED, self.value(f"{of}Channel"), of=of)
        for kind, field in _SHOWN:
            if known(value := self.value(of + field)):
                yield self.fact(kind, value, of=of)


_SHOWN = (
    (Kind.CALLER, "CallerIDNum"),
    (Kind.CONNECTED, "ConnectedLineNum"),
    (Kind.EXTEN, "Exten"),
)
_WITHOUT_LEG = frozenset({Kind.BRIDGE_ENDED, Kind.JOINED, Kind.PBX_STOPPED})
_STATES = {"Ringing": Kind.RINGING, "Up": Kind.ANSWERED}


def _began(reading: Reading) -> Iterator[Fact]:
    yield reading.fact(Kind.BEGAN, reading.value("ChannelStateDesc"))


def _state(reading: Reading) -> Iterator[Fact]:
    if kind := _STATES.get(reading.value("ChannelStateDesc")):
        yield reading.fact(kind)


def _dial_begin(reading: Reading) -> Iterator[Fact]:
    yield from reading.snapshot("Dest")
    dialled, caller = reading.value("DialString"), reading.value("Uniqueid")
    yield reading.fact(Kind.DIALLED, dialled, of="Dest", other=caller)


def _dial_end(reading: Reading) -> Iterator[Fact]:
    yield from reading.snapshot("Dest")
    yield reading.fact(Kind.DIAL_ENDED, reading.value("DialStatus"), of="Dest")


def _originated(reading: Reading) -> Iterator[Fact]:
    if known(number := reading.value("Exten")):
        yield reading.fact(Kind.ORIGINATED, number)


def _entered(reading: Reading) -> Iterator[Fact]:
    # In a holding bridge everybody listens to music: a queue's or a car park's waiting room.
    if reading.value("BridgeTechnology") != "holding_bridge":
        yield reading.fact(Kind.ENTERED, reading.value("BridgeUniqueid"))


def _left(reading: Reading) -> Iterator[Fact]:
    if reading.value("BridgeTechnology") != "holding_bridge":
        yield reading.fact(Kind.LEFT, reading.value("BridgeUniqueid"))


def _bridge_ended(reading: Reading) -> Iterator[Fact]:
    yield reading.whole(Kind.BRIDGE_ENDED, reading.value("BridgeUniqueid"))


def _asked_to_end(reading: Reading) -> Iterator[Fact]:
    yield reading.fact(Kind.ASKED_TO_END)


def _hung_up(reading: Reading) -> Iterator[Fact]:
    if reading.value("ChannelStateDesc") == "Up":
        yield reading.fact(Kind.WAS_UP)
    yield reading.fact(Kind.HUNG_UP, reading.value("Cause"))


def _recorded(reading: Reading) -> Iterator[Fact]:
    yield reading.fact(Kind.RECORDED, reading.value("File"))


def _user_event(reading: Reading) -> Iterator[Fact]:
    if reading.value("UserEvent") == "CallRecording" and reading.value("File"):
        yield from _recorded(reading)


def _variable(reading: Reading) -> Iterator[Fact]:
    # Only where the bridge may read variables: the full path, when no UserEvent names the file.
    yield reading.fact(Kind.RECORDED, reading.value("Value"), other="variable")


def _transferred(reading: Reading) -> Iterator[Fact]:
    if reading.value("Result") in {"", "Success"}:
        first = reading.value("OrigTransfererLinkedid")
        if first and (second := reading.value("SecondTransfererLinkedid")):
            yield reading.whole(Kind.JOINED, call=first, other=second)


def _local_bridged(reading: Reading) -> Iterator[Fact]:
    for half in ("LocalOne", "LocalTwo"):
        yield from reading.snapshot(half)
    first, second = reading.value("LocalOneLinkedid"), reading.value("LocalTwoLinkedid")
    if first and second:
        yield reading.whole(Kind.JOINED, call=first, other=second)


def _stopped(reading: Reading) -> Iterator[Fact]:
    yield reading.whole(Kind.PBX_STOPPED)


def _nothing_more(_reading: Reading) -> Iterator[Fact]:
    return iter(())


_READERS: dict[str, _Reader] = {
    "Newchannel": _began,
    "Newstate": _state,
    "NewCallerid": _nothing_more,
    "NewConnectedLine": _nothing_more,
    "DialBegin": _dial_begin,
    "DialEnd": _dial_end,
    "OriginateResponse": _originated,
    "BridgeEnter": _entered,
    "BridgeLeave": _left,
    "BridgeDestroy": _bridge_ended,
    "SoftHangupRequest": _asked_to_end,
    "Hangup": _hung_up,
    "MixMonitorStart": _recorded,
    "UserEvent": _user_event,
    "VarSet": _variable,
    "AttendedTransfer": _transferred,
    "LocalBridge": _local_bridged,
    "Shutdown": _stopped,
}
# Whoever reads a stream may leave out all others.
EVENTS = frozenset(_READERS)


def facts_from_event(event: Event) -> Iterator[Fact]:
    """Yield what one event says; an event without a time says nothing.

    >>> told = {"Event": "Hangup", "Timestamp": "5.5", "Uniqueid": "u1", "Linkedid": "u1",
    ...         "Channel": "PJSIP/101-00000001", "Cause": "16"}
    >>> [(fact.kind.value, fact.value) for fact in facts_from_event(told)]
    [('named', 'PJSIP/101-00000001'), ('hung_up', '16')]
    >>> list(facts_from_event({"Event": "Hangup", "Uniqueid": "u1"}))
    []
    """
    at = timestamp(event)
    reader = _READERS.get(event.get("Event", ""))
    if at is None or reader is None or _is_noise(event):
        return
    reading = Reading(event, at)
    if event["Event"] != "OriginateResponse":
        # What a failed one shows is the device, not a channel.
        yield from reading.snapshot()
    for fact in reader(reading):
        if fact.leg or fact.kind in _WITHOUT_LEG:
            yield fact


def _is_noise(event: Event) -> bool:
    return event["Event"] == "VarSet" and event.get("Variable") != "MIXMONITOR_FILENAME"
