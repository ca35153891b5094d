# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Notices in the manner of Twilio."""

from collections.abc import Iterable, Mapping, Sequence

from ..calls import Direction, Disposition
from .notice import Fields, Notice, State, seconds_of, text_of
from .signatures import any_same, twilio_signature

_STATES: dict[str, State] = {
    "queued": "ringing",
    "initiated": "ringing",
    "ringing": "ringing",
    "in-progress": "answered",
}
_DISPOSITIONS: dict[str, tuple[Disposition, Disposition]] = {
    # Incoming, outgoing.
    "completed": ("answered", "answered"),
    "busy": ("busy", "busy"),
    "no-answer": ("missed", "missed"),
    "canceled": ("missed", "cancelled"),
    "failed": ("missed", "failed"),
}


def is_genuine(
    url: str, fields: Mapping[str, Sequence[str]], signature: str, tokens: Iterable[str]
) -> bool:
    """Whether a notice bears its signature; the address is the public one, before any proxy.

    >>> good = twilio_signature("12345", "https://desk.example/in", {"CallSid": ["CA1"]})
    >>> is_genuine("https://desk.example/in", {"CallSid": ["CA1"]}, good, ["old", "12345"])
    True
    >>> is_genuine("http://desk.example/in", {"CallSid": ["CA1"]}, good, ["12345"])
    False
    """
    return any_same(signature, [twilio_signature(one, url, fields) for one in tokens if one])


def read(fields: Fields) -> Notice | None:
    """Read one notice.

    >>> told = read({"CallSid": "CA1", "CallStatus": "no-answer", "Direction": "inbound",
    ...              "From": "+380671112233", "To": "+380442003040"})
    >>> told.state, told.direction, told.disposition, told.caller_number
    ('ended', 'incoming', 'missed', '+380671112233')
    >>> read({"CallSid": "CA1", "CallStatus": "dreaming"}) is None
    True
    """
    external_id = text_of(fields, "ParentCallSid") or text_of(fields, "CallSid")
    status = fields.get("CallStatus", "")
    if not external_id or (status not in _STATES and status not in _DISPOSITIONS):
        return None
    outgoing = fields.get("Direction", "").startswith("outbound")
    direction: Direction = "outgoing" if outgoing else "incoming"
    ended = status in _DISPOSITIONS
    return Notice(
        external_id=external_id,
        state="ended" if ended else _STATES[status],
        direction=direction,
        disposition=_DISPOSITIONS[status][outgoing] if ended else None,
        caller_number=text_of(fields, "From"),
        called_number=text_of(fields, "To"),
        started=text_of(fields, "Timestamp"),
        talk_seconds=seconds_of(fields, "CallDuration") if ended else None,
        recording=text_of(fields, "RecordingUrl"),
    )
