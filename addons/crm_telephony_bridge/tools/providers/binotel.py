# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Binotel's notices: no signature, so an address list and a secret in the address guard them."""

from collections.abc import Mapping

from ..calls import Direction, Disposition
from .notice import Fields, Notice, State, seconds_of, text_of
from .php_form import texts

_STATES: dict[str, State] = {
    "apiCallSettings": "routing",
    "receivedTheCall": "ringing",
    "answeredTheCall": "answered",
    "transferredTheCall": "answered",
    "hangupTheCall": "ended",
    "apiCallCompleted": "ended",
}
_DISPOSITIONS: dict[str, tuple[Disposition, Disposition]] = {
    # Incoming, outgoing.
    "ANSWER": ("answered", "answered"),
    "TRANSFER": ("answered", "answered"),
    "BUSY": ("busy", "busy"),
    "NOANSWER": ("missed", "missed"),
    "CANCEL": ("missed", "cancelled"),
}


def read(told: Mapping[str, object]) -> Notice | None:
    """Read one notice, from JSON or a nested form.

    >>> said = read({"requestType": "apiCallCompleted", "callDetails": {
    ...     "generalCallID": "77", "callType": "0", "internalNumber": "101",
    ...     "externalNumber": "0671112233", "waitsec": "4", "billsec": "31",
    ...     "disposition": "ANSWER", "startTime": "1800000000", "historyData": ""}})
    >>> said.state, said.direction, said.disposition, said.extension, said.talk_seconds
    ('ended', 'incoming', 'answered', '101', 31.0)
    >>> read({"requestType": "apiCallCompleted", "callDetails": ""}) is None
    True
    """
    fields = {**texts(told), **texts(told.get("callDetails"))}
    state = _STATES.get(fields.get("requestType", ""))
    external_id = text_of(fields, "generalCallID")
    if state is None or not external_id:
        return None
    outgoing = fields.get("callType", "").strip() == "1"
    direction: Direction = "outgoing" if outgoing else "incoming"
    inside, outside = text_of(fields, "internalNumber"), text_of(fields, "externalNumber")
    return Notice(
        external_id=external_id,
        state=state,
        direction=direction,
        disposition=_disposition(fields, outgoing=outgoing),
        caller_number=inside if outgoing else outside,
        called_number=outside if outgoing else None,
        extension=inside,
        started=text_of(fields, "startTime"),
        wait_seconds=seconds_of(fields, "waitsec"),
        talk_seconds=seconds_of(fields, "billsec"),
    )


def of_company(told: Mapping[str, object], company: str) -> bool:
    """Whether a notice names the company that the account has.

    >>> of_company({"callDetails": {"companyID": "12"}}, "12"), of_company({}, "")
    (True, False)
    """
    fields = {**texts(told), **texts(told.get("callDetails"))}
    return bool(company) and fields.get("companyID") == company


def _disposition(fields: Fields, *, outgoing: bool) -> Disposition | None:
    """Return the outcome; only the last notice, after the end, has one."""
    said = fields.get("disposition", "").strip().upper()
    if fields.get("requestType") != "apiCallCompleted" or not said:
        return None
    return _DISPOSITIONS.get(said, ("missed", "failed"))[outgoing]
