# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One notice of any provider, in our words."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..calls import Direction, Disposition

State = Literal["routing", "ringing", "answered", "ended", "recorded"]
Fields = Mapping[str, str]
# A hundred days: nobody speaks longer, not even by mistake.
LONGEST = 8.64e6


@dataclass(frozen=True, slots=True)
class Notice:
    """What a provider says of a call at one moment.

    :param started: as the provider writes it; Zadarma's has no time zone, the account has one.
    :param extension: the agent's number.
    :param recording: address or id of the recording.
    """

    external_id: str
    state: State
    direction: Direction | None = None
    disposition: Disposition | None = None
    caller_number: str | None = None
    called_number: str | None = None
    extension: str | None = None
    started: str | None = None
    wait_seconds: float | None = None
    talk_seconds: float | None = None
    recording: str | None = None


def text_of(fields: Fields, name: str) -> str | None:
    """Return a field's text, None when there is nothing in it.

    >>> text_of({"caller": " 380671112233 "}, "caller"), text_of({"caller": ""}, "caller")
    ('380671112233', None)
    """
    return fields.get(name, "").strip() or None


def seconds_of(fields: Fields, name: str) -> float | None:
    """Return a length in seconds; what is no sensible number is none.

    >>> [seconds_of({"duration": d}, "duration") for d in ("62", "-1", "nan", "1e999", "")]
    [62.0, None, None, None, None]
    """
    try:
        seconds = float(fields.get(name, ""))
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and 0 <= seconds <= LONGEST else None
