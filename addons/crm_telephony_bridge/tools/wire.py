# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Call states: what the bridge tells Odoo of a call, and what every provider's calls become.

A state is everything that is known of one call at one moment, never a difference: of two states
the one with the higher version is right, and a lost one is made good by the next.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypedDict, get_args

from .calls import Call, Direction, Disposition, Leg, Party

Progress = Literal["ringing", "ongoing", "ended"]

MAX_LEGS = 200
MAX_ABSORBED = 50
MAX_VERSION = 2**31 - 1
_MAX_ID = 150
_MAX_NUMBER = 64
_MAX_TEXT = 500
# Seconds: a time is between 2001 and 2096, a length at most a hundred days.
_TIMES = (1e9, 4e9)
_LENGTHS = (0.0, 8.64e6)


class WireError(ValueError):
    """What was sent is no call state; the text says which part, without quoting it."""


class LegState(TypedDict):
    """One party's phone."""

    id: str
    channel: str
    party: Party
    number: str | None
    began: float
    ringing: float | None
    answered: float | None
    ended: float | None
    status: str | None
    cause: int | None
    talk: float


class CallState(TypedDict):
    """One call; times are seconds since 1970 by the PBX's clock, lengths are seconds."""

    id: str
    pbx: str
    version: int
    state: Progress
    direction: Direction
    disposition: Disposition | None
    caller: str | None
    called: str | None
    answered_by: str | None
    wait: float
    talk: float
    recording: str | None
    started: float
    ended: float | None
    recovered: bool
    absorbed: list[str]
    legs: list[LegState]


def progress(call: Call) -> Progress:
    """Say how far a call is: ongoing as soon as somebody talks.

    >>> progress(Call("1", "incoming", None, None, None, None, 1.0, 0.0, None, ()))
    'ringing'
    >>> progress(Call("1", "incoming", None, None, None, "101", 1.0, 0.0, None, ()))
    'ongoing'
    """
    if call.ended is not None:
        return "ended"
    talked = call.answered_by or call.talk_seconds or any(leg.talk_seconds for leg in call.legs)
    return "ongoing" if talked else "ringing"


def ringing_extensions(state: CallState) -> list[str]:
    """Return the agents' phones that ring at this moment, each once.

    >>> call = Call("1.1", "incoming", None, "380671112233", None, None, 1.0, 0.0, None, (
    ...     Leg("1.2", "SIP/101-00000002", "agent", "101", 2e9, None, None, None, None, 26, 0.0),
    ...     Leg("1.3", "SIP/102-00000003", "agent", "102", 2e9, None, None, 2e9, None, 26, 0.0),
    ... ), started=2e9)
    >>> ringing_extensions(state_of(call, 1))
    ['101']
    """
    numbers = (
        leg["number"]
        for leg in state["legs"]
        if leg["party"] == "agent" and leg["answered"] is None and leg["ended"] is None
    )
    return list(dict.fromkeys(number for number in numbers if number))


def state_of(
    call: Call, version: int, *, recovered: bool = False, absorbed: Iterable[str] = ()
) -> CallState:
    """Write a call as the state with that version.

    :param recovered: it was found in the PBX's call records afterwards, nobody saw it live.
    :param absorbed: ids under which parts of it were told before they were known to be one call.

    >>> state = state_of(Call("1.1", "incoming", None, "380671112233", "380442003040", None,
    ...                       3.0, 0.0, None, (), "north", 1.8e9), 7)
    >>> state["id"], state["pbx"], state["version"], state["state"], state["ended"]
    ('1.1', 'north', 7, 'ringing', None)
    >>> read_state(state) == state
    True
    """
    return {
        "id": call.external_id[:_MAX_ID],
        "pbx": call.pbx[:_MAX_NUMBER],
        "version": min(version, MAX_VERSION),
        "state": progress(call),
        "direction": call.direction,
        "disposition": call.disposition,
        "caller": _cut(call.caller_number, _MAX_NUMBER),
        "called": _cut(call.called_number, _MAX_NUMBER),
        "answered_by": _cut(call.answered_by, _MAX_NUMBER),
        "wait": _length(call.wait_seconds),
        "talk": _length(call.talk_seconds),
        "recording": _cut(call.recording, _MAX_TEXT),
        "started": call.started,
        "ended": call.ended,
        "recovered": recovered,
        "absorbed": sorted({one[:_MAX_ID] for one in absorbed})[:MAX_ABSORBED],
        "legs": [_leg_state(leg) for leg in _telling(call.legs)],
    }


def _telling(legs: Sequence[Leg]) -> Sequence[Leg]:
    """Leave out, where there are too many, the phones that rang long ago and were not answered."""
    if len(legs) <= MAX_LEGS:
        return legs

    def weight(leg: Leg) -> tuple[bool, bool, bool, float]:
        return leg.talk_seconds > 0, leg.party == "customer", leg.ended is None, leg.began

    chosen = {id(leg) for leg in sorted(legs, key=weight)[-MAX_LEGS:]}
    return [leg for leg in legs if id(leg) in chosen]


def _leg_state(leg: Leg) -> LegState:
    return {
        "id": leg.external_id[:_MAX_ID],
        "channel": leg.channel[:_MAX_TEXT],
        "party": leg.party,
        "number": _cut(leg.number, _MAX_NUMBER),
        "began": leg.began,
        "ringing": leg.ringing,
        "answered": leg.answered,
        "ended": leg.ended,
        "status": _cut(leg.status, _MAX_NUMBER),
        "cause": leg.cause if leg.cause is not None and 0 <= leg.cause <= 999 else None,
        "talk": _length(leg.talk_seconds),
    }


def _cut(text: str | None, length: int) -> str | None:
    return text[:length] if text else None


def _length(seconds: float) -> float:
    low, high = _LENGTHS
    return round(min(max(seconds, low), high), 6)


def read_state(raw: object) -> CallState:
    """Check what somebody sent, field by field; fields we do not know are left out.

    >>> read_state({"id": "1.1"})
    Traceback (most recent call last):
    ...
    crm_telephony_bridge_tools.wire.WireError: version
    >>> read_state([])
    Traceback (most recent call last):
    ...
    crm_telephony_bridge_tools.wire.WireError: a state is an object
    """
    fields = _object(raw, "a state is an object")
    absorbed = _list(fields, "absorbed", MAX_ABSORBED)
    return {
        "id": _text(fields, "id", _MAX_ID),
        "version": _integer(fields, "version", 1, MAX_VERSION),
        "pbx": _text(fields, "pbx", _MAX_NUMBER, empty=True),
        "state": _word(fields, "state", Progress),
        "direction": _word(fields, "direction", Direction),
        "disposition": _optional_word(fields, "disposition", Disposition),
        "caller": _optional_text(fields, "caller", _MAX_NUMBER),
        "called": _optional_text(fields, "called", _MAX_NUMBER),
        "answered_by": _optional_text(fields, "answered_by", _MAX_NUMBER),
        "wait": _number(fields, "wait", _LENGTHS),
        "talk": _number(fields, "talk", _LENGTHS),
        "recording": _optional_text(fields, "recording", _MAX_TEXT),
        "started": _number(fields, "started", _TIMES),
        "ended": _optional_time(fields, "ended"),
        "recovered": fields.get("recovered") is True,
        "absorbed": [_text({"absorbed": one}, "absorbed", _MAX_ID) for one in absorbed],
        "legs": [_read_leg(leg) for leg in _list(fields, "legs", MAX_LEGS)],
    }


def _read_leg(raw: object) -> LegState:
    fields = _object(raw, "a leg is an object")
    cause = fields.get("cause")
    return {
        "id": _text(fields, "id", _MAX_ID),
        "channel": _text(fields, "channel", _MAX_TEXT, empty=True),
        "party": _word(fields, "party", Party),
        "number": _optional_text(fields, "number", _MAX_NUMBER),
        "began": _number(fields, "began", _TIMES),
        "ringing": _optional_time(fields, "ringing"),
        "answered": _optional_time(fields, "answered"),
        "ended": _optional_time(fields, "ended"),
        "status": _optional_text(fields, "status", _MAX_NUMBER),
        "cause": None if cause is None else _integer(fields, "cause", 0, 999),
        "talk": _number(fields, "talk", _LENGTHS),
    }


def _object(raw: object, otherwise: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise WireError(otherwise)
    return raw


def _list(fields: Mapping[str, Any], name: str, longest: int) -> list[Any]:
    value = fields.get(name, [])
    if not isinstance(value, list) or len(value) > longest:
        raise WireError(name)
    return value


def _text(fields: Mapping[str, Any], name: str, longest: int, *, empty: bool = False) -> str:
    value = fields.get(name, "" if empty else None)
    # PostgreSQL knows neither a zero byte nor half a surrogate pair.
    if (
        not isinstance(value, str)
        or len(value) > longest
        or not (value or empty)
        or "\0" in value
        or any("\ud800" <= letter <= "\udfff" for letter in value)
    ):
        raise WireError(name)
    return value


def _optional_text(fields: Mapping[str, Any], name: str, longest: int) -> str | None:
    if fields.get(name) is None:
        return None
    return _text(fields, name, longest, empty=True) or None


def _word(fields: Mapping[str, Any], name: str, allowed: Any) -> Any:
    value = fields.get(name)
    if not isinstance(value, str) or value not in get_args(allowed):
        raise WireError(name)
    return value


def _optional_word(fields: Mapping[str, Any], name: str, allowed: Any) -> Any:
    return None if fields.get(name) is None else _word(fields, name, allowed)


def _integer(fields: Mapping[str, Any], name: str, low: int, high: int) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise WireError(name)
    return value


def _number(fields: Mapping[str, Any], name: str, bounds: tuple[float, float]) -> float:
    value = fields.get(name)
    low, high = bounds
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise WireError(name)
    if not (math.isfinite(value) and low <= value <= high):
        raise WireError(name)
    return float(value)


def _optional_time(fields: Mapping[str, Any], name: str) -> float | None:
    return None if fields.get(name) is None else _number(fields, name, _TIMES)
