# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ringostat's notices: the customer chooses what is sent, and under which names."""

from collections.abc import Mapping

from ..calls import Direction, Disposition
from .notice import Fields, Notice, seconds_of, text_of

# Our word and the field's usual name; a provider's settings may say otherwise.
USUAL = {
    "external_id": "uniqueid",
    "started": "calldate",
    "caller": "caller",
    "called": "dst",
    "disposition": "disposition",
    "talk": "billsec",
    "wait": "waittime",
    "direction": "call_type",
    "recording": "recording",
    "extension": "employee_number",
}
_DISPOSITIONS: dict[str, tuple[Disposition, Disposition]] = {
    # Incoming, outgoing.
    "ANSWERED": ("answered", "answered"),
    "PROPER": ("answered", "answered"),
    "REPEATED": ("answered", "answered"),
    "BUSY": ("busy", "busy"),
    "NO ANSWER": ("missed", "missed"),
}


def read(fields: Fields, names: Mapping[str, str] | None = None) -> Notice | None:
    """Read one notice of a call that is over, by the names the customer gave.

    >>> told = read({"uniqueid": "r1", "caller": "380671112233", "dst": "380442003040",
    ...              "disposition": "ANSWERED", "billsec": "40", "waittime": "3"})
    >>> told.direction, told.disposition, told.talk_seconds, told.wait_seconds
    ('incoming', 'answered', 40.0, 3.0)
    >>> read({"id": "r2", "call_type": "out", "employee_number": "101"},
    ...      {"external_id": "id"}).direction
    'outgoing'
    >>> read({}) is None
    True
    """
    name = {**USUAL, **(names or {})}
    external_id = text_of(fields, name["external_id"])
    if not external_id:
        return None
    said = fields.get(name["direction"], "").strip().lower()
    direction: Direction = "outgoing" if said.startswith("out") else "incoming"
    outgoing = direction == "outgoing"
    talk = seconds_of(fields, name["talk"])
    # What we have no word for was answered when they spoke: never a false missed call.
    unknown: tuple[Disposition, Disposition] = ("answered",) * 2 if talk else ("missed", "failed")
    outcome = fields.get(name["disposition"], "").strip().upper()
    return Notice(
        external_id=external_id,
        state="ended",
        direction=direction,
        disposition=_DISPOSITIONS.get(outcome, unknown)[outgoing],
        caller_number=text_of(fields, name["caller"]),
        called_number=text_of(fields, name["called"]),
        extension=text_of(fields, name["extension"]),
        started=text_of(fields, name["started"]),
        wait_seconds=seconds_of(fields, name["wait"]),
        talk_seconds=talk,
        recording=text_of(fields, name["recording"]),
    )
