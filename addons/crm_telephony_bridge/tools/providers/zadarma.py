# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Zadarma's notices."""

from collections.abc import Iterable

from ..calls import Direction, Disposition
from .notice import Fields, Notice, State, seconds_of, text_of
from .signatures import any_same, zadarma_signature

# The state a notice tells of and the fields its signature covers.
_INCOMING = ("caller_id", "called_did", "call_start")
_OUTGOING = ("internal", "destination", "call_start")
_EVENTS: dict[str, tuple[State, tuple[str, ...]]] = {
    "NOTIFY_START": ("ringing", _INCOMING),
    "NOTIFY_INTERNAL": ("ringing", _INCOMING),
    "NOTIFY_ANSWER": ("answered", ("caller_id", "destination", "call_start")),
    "NOTIFY_END": ("ended", _INCOMING),
    "NOTIFY_OUT_START": ("ringing", _OUTGOING),
    "NOTIFY_OUT_END": ("ended", _OUTGOING),
    "NOTIFY_RECORD": ("recorded", ("pbx_call_id", "call_id_with_rec")),
}
_DISPOSITIONS: dict[str, tuple[Disposition, Disposition]] = {
    # Incoming, outgoing.
    "answered": ("answered", "answered"),
    "busy": ("busy", "busy"),
    "cancel": ("missed", "cancelled"),
    "no answer": ("missed", "missed"),
}


def is_genuine(fields: Fields, signature: str, secrets: Iterable[str]) -> bool:
    """Whether a notice bears its signature.

    >>> told = {"event": "NOTIFY_START", "caller_id": "380501112233",
    ...         "called_did": "380441000101", "call_start": "2026-11-22 10:00:00"}
    >>> good = "MzY0ODJjYzAwY2NlMTRiZjI4YzgwMmVhMjFlODNlNmU3YTQ5ZWY4Yg=="
    >>> is_genuine(told, good, ["secret123"]), is_genuine(told, good, ["another"])
    (True, False)
    >>> is_genuine({**told, "caller_id": "380501112234"}, good, ["secret123"])
    False
    """
    known = _EVENTS.get(fields.get("event", ""))
    if known is None:
        return False
    signed = "".join(fields.get(name, "") for name in known[1])
    return any_same(signature, [zadarma_signature(one, signed) for one in secrets if one])


def read(fields: Fields) -> Notice | None:
    """Read one notice.

    >>> told = read({"event": "NOTIFY_OUT_END", "pbx_call_id": "out_1", "internal": "101",
    ...              "destination": "380671112233", "duration": "62", "disposition": "cancel"})
    >>> told.direction, told.disposition, told.called_number, told.talk_seconds
    ('outgoing', 'cancelled', '380671112233', 0.0)
    >>> read({"event": "NOTIFY_SOMETHING"}) is None
    True
    """
    event = fields.get("event", "")
    external_id = text_of(fields, "pbx_call_id")
    if event not in _EVENTS or not external_id:
        return None
    state = _EVENTS[event][0]
    direction = _direction(event)
    disposition = _disposition(fields, direction) if state == "ended" else None
    talk = seconds_of(fields, "duration") if disposition == "answered" else 0.0
    outgoing = direction == "outgoing"
    return Notice(
        external_id=external_id,
        state=state,
        direction=direction,
        disposition=disposition,
        caller_number=text_of(fields, "internal" if outgoing else "caller_id"),
        called_number=text_of(fields, "destination" if outgoing else "called_did"),
        extension=text_of(fields, "internal"),
        started=text_of(fields, "call_start"),
        talk_seconds=talk if state == "ended" else None,
        recording=text_of(fields, "call_id_with_rec"),
    )


def _direction(event: str) -> Direction | None:
    if event == "NOTIFY_RECORD":
        return None
    return "outgoing" if event.startswith("NOTIFY_OUT_") else "incoming"


def _disposition(fields: Fields, direction: Direction | None) -> Disposition:
    """Translate the outcome; what is wrong with the line is the caller's miss or our failure."""
    said = fields.get("disposition", "").strip().lower()
    return _DISPOSITIONS.get(said, ("missed", "failed"))[direction == "outgoing"]
