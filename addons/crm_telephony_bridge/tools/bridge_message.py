# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a bridge sends beside calls: how it is, the times it knows nothing of, what it carried out.

Whatever is wrong there is left out: it must never keep a call from being taken.
"""

import json
import math
from typing import Any

from .wire import CallState, WireError, read_state

MAX_STATES = 500
MAX_GAPS = 100
MAX_DONE = 200
MAX_PHONES = 500
_MAX_HEALTH = 8_000
_TIMES = (1e9, 4e9)


def read_envelope(body: bytes) -> dict[str, Any]:
    """Read the object that a bridge sent.

    >>> read_envelope(b"[]")
    Traceback (most recent call last):
    ...
    crm_telephony_bridge_tools.wire.WireError: body
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise WireError("body") from None
    if not isinstance(told, dict):
        raise WireError("body")
    return told


def read_states(told: dict[str, Any]) -> list[CallState]:
    """Read all states or none: the bridge then finds out which one it is.

    >>> read_states({}), read_states({"states": []})
    ([], [])
    """
    states = told.get("states", [])
    if not isinstance(states, list) or len(states) > MAX_STATES:
        raise WireError("states")
    return [read_state(state) for state in states]


def read_health(told: object) -> dict[str, Any]:
    """Read how a bridge is; nothing of what is too long or no object.

    >>> read_health({"bridge": "b1", "backlog": 2, "pbx": [{"name": "n", "clock": -0.5}]})
    {'name': 'b1', 'backlog': 2, 'clock_skew': -0.5}
    >>> read_health({"backlog": "many", "pbx": 7}), read_health([])
    ({'name': '', 'backlog': 0, 'clock_skew': None}, {'name': '', 'backlog': 0, 'clock_skew': None})
    """
    fields = told if isinstance(told, dict) else {}
    pbxs = fields.get("pbx")
    clocks = [
        clock
        for pbx in (pbxs[:100] if isinstance(pbxs, list) else [])
        if isinstance(pbx, dict) and (clock := _number(pbx.get("clock"))) is not None
    ]
    name, backlog = fields.get("bridge"), _number(fields.get("backlog"))
    return {
        "name": _text(name, 100),
        "backlog": int(min(max(backlog or 0, 0), 2**31 - 1)),
        "clock_skew": max(clocks, key=abs, default=None),
    }


def kept_health(told: object) -> dict[str, Any] | None:
    """Return what a bridge says of itself if it can be kept as it is.

    >>> kept_health({"odoo": "ok"}), kept_health({"spool": "x" * 10_000}), kept_health("well")
    ({'odoo': 'ok'}, None, None)
    """
    if not isinstance(told, dict):
        return None
    text = json.dumps(told)
    if len(text) > _MAX_HEALTH or "\\u0000" in text or "\\ud" in text:
        return None
    return None if any(word in text for word in ("NaN", "Infinity")) else told


def read_gaps(told: object) -> list[dict[str, Any]]:
    """Read the times of which a bridge knows nothing.

    >>> read_gaps([{"pbx": "n", "from": 1.8e9, "to": 1.8e9, "reason": "", "recovered": True}, 7])
    [{'pbx': 'n', 'start': 1800000000.0, 'end': 1800000000.0, 'reason': '', 'recovered': True}]
    """
    gaps = []
    for gap in told[:MAX_GAPS] if isinstance(told, list) else []:
        start = _time(gap.get("from")) if isinstance(gap, dict) else None
        if start is not None:
            gaps.append(
                {
                    "pbx": _text(gap.get("pbx"), 64),
                    "start": start,
                    "end": _time(gap.get("to")),
                    "reason": _text(gap.get("reason"), 200),
                    "recovered": gap.get("recovered") is True,
                }
            )
    return gaps


def read_phones(told: object) -> dict[tuple[str, str], bool]:
    """Read which phones can be rung, by PBX and number.

    >>> read_phones([{"pbx": "n", "number": "101", "connected": True}, {"number": ""}, 7])
    {('n', '101'): True}
    """
    return {
        (_text(phone.get("pbx"), 64), number): phone["connected"]
        for phone in (told[:MAX_PHONES] if isinstance(told, list) else [])
        if isinstance(phone, dict)
        and (number := _text(phone.get("number"), 64))
        and isinstance(phone.get("connected"), bool)
    }


def read_done(told: object) -> dict[str, tuple[str, str]]:
    """Read what became of commands: the state and the reason of each.

    >>> read_done([{"id": 7, "state": "failed", "reason": "busy"}, {"id": []}, 7])
    {'7': ('failed', 'busy')}
    """
    done = {}
    for one in told[:MAX_DONE] if isinstance(told, list) else []:
        number = one.get("id") if isinstance(one, dict) else None
        if isinstance(number, int | str) and isinstance(one.get("state"), str):
            done[_text(str(number)[:40], 40)] = (one["state"], _text(one.get("reason"), 200))
    return done


def _text(value: object, longest: int) -> str:
    if not isinstance(value, str):
        return ""
    return value[:longest].replace("\0", "").encode("utf-8", "ignore").decode()


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _time(value: object) -> float | None:
    number = _number(value)
    return number if number is not None and _TIMES[0] <= number <= _TIMES[1] else None
