# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Odoo wants done: read strictly, for it becomes lines of the manager interface."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..tools.wire import CallState
from .config import PbxConfig

Phase = Literal["taken", "phone_ringing", "customer_ringing", "talking", "ended", "failed"]
FINAL: frozenset[Phase] = frozenset({"ended", "failed"})
_ORDER: tuple[Phase, ...] = (
    *("taken", "phone_ringing", "customer_ringing", "talking", "ended", "failed"),
)

_PREFIX = "desk-"
_SHAPES = {
    "id": re.compile(r"[\w-]{1,40}"),
    "extension": re.compile(r"[\w.+*#-]{1,40}"),
    "number": re.compile(r"\+?[\d*#]{1,32}"),
    # Never a pattern between slashes: by one, Asterisk hangs up everybody who fits.
    "channel": re.compile(r"[A-Za-z]\w*/[\w./;@:+*#=-]{1,150}"),
    "caller_id": re.compile(r"[\w +.\"'<>()&,-]{0,80}"),
    "pbx": re.compile(r"[\w.-]{0,40}"),
}
_NEEDED = {
    "originate": ("extension", "number"),
    "transfer": ("channel", "number"),
    "hangup": ("channel",),
    "pause": ("channel",),
    "resume": ("channel",),
}


class OrderError(ValueError):
    """An order that cannot be carried out; the text goes back to Odoo."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order.

    :param expires: seconds since 1970 by Odoo's clock; later it must have no effect.
    """

    id: str
    type: str
    extension: str
    number: str
    channel: str
    caller_id: str
    pbx: str
    expires: float

    @property
    def leg(self) -> str:
        """Return the id that the agent's leg gets: by it the call is known again."""
        return f"{_PREFIX}{self.id}"


def read_order(said: Mapping[str, Any]) -> Order:
    r"""Read an order.

    >>> read_order({"id": 7, "type": "originate", "extension": "101", "number": "+380671112233",
    ...             "expires": 1.8e9}).leg
    'desk-7'
    >>> read_order({"id": 7, "type": "hangup", "channel": "SIP/1\r\nAction: Command", "expires": 1})
    Traceback (most recent call last):
    ...
    crm_telephony_bridge.bridge.orders.OrderError: wrong channel
    """
    fields = {name: _shaped(said, name, shape) for name, shape in _SHAPES.items()}
    needed = _NEEDED.get(str(said.get("type")))
    if needed is None:
        raise OrderError("unknown type")
    for name in ("id", *needed):
        if not fields[name]:
            raise OrderError(f"no {name}")
    expires = said.get("expires")
    if not isinstance(expires, int | float) or not math.isfinite(expires):
        raise OrderError("no time")
    return Order(type=str(said["type"]), expires=float(expires), **fields)


def _shaped(said: Mapping[str, Any], name: str, shape: re.Pattern[str]) -> str:
    value = said.get(name)
    # Odoo writes False where it has nothing.
    value = "" if value is None or value is False else str(value)
    if value and not shape.fullmatch(value):
        raise OrderError(f"wrong {name}")
    return value


def action_of(order: Order, pbx: PbxConfig) -> dict[str, str]:
    """Return the order in Asterisk's words, the action's name first."""
    if order.type == "hangup":
        return {"Action": "Hangup", "Channel": order.channel, "Cause": "16"}
    if order.type == "transfer":
        return {
            "Action": "BlindTransfer",
            "Channel": order.channel,
            "Exten": order.number,
            "Context": pbx.context,
        }
    return {
        "Action": "Originate",
        "Channel": pbx.channel.replace("{extension}", order.extension),
        "Exten": order.number,
        "Context": pbx.context,
        "Priority": "1",
        "Timeout": str(pbx.ring_seconds * 1000),
        "CallerID": order.caller_id,
        "Variable": f"CRM_CALL_ID={order.id}",
        "Async": "true",
        "ChannelId": order.leg,
        "OtherChannelId": f"{order.leg}-2",
    }


def mute_of(order: Order, channel: str) -> dict[str, str]:
    """Return the order to pause or resume what is recorded on a channel; both voices."""
    state = "1" if order.type == "pause" else "0"
    return {"Action": "MixMonitorMute", "Channel": channel, "Direction": "both", "State": state}


def leg_in(state: CallState) -> str | None:
    """Return the id of an order's leg in a call, None in a call that nobody ordered."""
    names = (leg["id"] for leg in state["legs"] if leg["id"].startswith(_PREFIX))
    return next(names, None) or (state["id"] if state["id"].startswith(_PREFIX) else None)


def phase_of(state: CallState) -> tuple[Phase, str]:
    """Say how far an ordered call is, and why it failed.

    The PBX's "success" only means that the agent answered: it counts for nothing here.
    """
    if state["state"] == "ended":
        if state["disposition"] == "answered":
            return "ended", ""
        return "failed", state["disposition"] or "failed"
    if state["state"] == "ongoing":
        return "talking", ""
    # A phone may be called through a helper of the PBX, whose leg then bears the order's id.
    called = any(
        leg["party"] == "customer" or leg["number"] != state["caller"] for leg in state["legs"]
    )
    return ("customer_ringing" if called else "phone_ringing"), ""


def is_later(phase: Phase, than: Phase) -> bool:
    """Whether a phase may follow another: none is taken back.

    >>> is_later("talking", "phone_ringing"), is_later("talking", "ended")
    (True, False)
    """
    return than not in FINAL and _ORDER.index(phase) > _ORDER.index(than)
