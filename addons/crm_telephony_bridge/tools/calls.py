# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The words of every provider: facts about legs, and the calls computed from them.

A *leg* is one party's connection to the PBX, a *call* is what people mean by the word: all legs
that served one conversation, however many phones rang and however often it was transferred.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Direction = Literal["incoming", "outgoing", "internal"]
Disposition = Literal["answered", "missed", "busy", "failed", "cancelled"]
Party = Literal["customer", "agent"]


class Kind(StrEnum):
    """What a fact says; in brackets the meaning of ``value`` and ``other``."""

    BEGAN = "began"  # the leg came into being [its first state: Ring when it called us]
    NAMED = "named"  # [channel name]
    CALLER = "caller"  # [caller's number shown on the leg]
    CONNECTED = "connected"  # [number of who is at the other end]
    EXTEN = "exten"  # [number or extension that was called through the leg]
    DIALLED = "dialled"  # the PBX calls this leg [dial string; other: the leg it dials for]
    DIAL_ENDED = "dial_ended"  # [ANSWER, BUSY, NOANSWER, CANCEL, CONGESTION, CHANUNAVAIL, ...]
    ORIGINATED = "originated"  # a call ordered by a program [the number to be called]
    RINGING = "ringing"
    ANSWERED = "answered"
    WAS_UP = "was_up"  # it ended in conversation or waiting for one, whenever it was answered
    ENTERED = "entered"  # a conversation [bridge]
    LEFT = "left"  # a conversation [bridge]
    BRIDGE_ENDED = "bridge_ended"  # for everybody in it [bridge]
    ASKED_TO_END = "asked_to_end"  # somebody other than the party itself hung the leg up
    HUNG_UP = "hung_up"  # [Q.931 cause]
    RECORDED = "recorded"  # [file name, empty when it was not said; other: where else it was read]
    JOINED = "joined"  # two calls are one [other: the other call]
    PBX_STOPPED = "pbx_stopped"  # no leg outlives it


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One thing that is known to have happened.

    Equal facts are one fact: a provider may repeat itself. No fact takes another one back.

    :param at: when, in seconds since 1970 by the PBX's clock.
    :param leg: the provider's id of the leg, empty for facts about bridges and the PBX.
    :param call: the provider's id of the call the leg belonged to at that moment.
    :param pbx: which PBX said so; ids of two PBXs have nothing to do with each other.
    """

    at: float
    kind: Kind
    leg: str = ""
    call: str = ""
    value: str = ""
    other: str = ""
    pbx: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """What became of one party's phone in a call.

    :param number: the agent's extension or the customer's number, None when hidden.
    :param status: how dialling it ended (``ANSWER``, ``BUSY``, ...), None when it called us or
        still rings.
    :param cause: Q.931 cause of its end, 26 for "somebody else answered".
    :param talk_seconds: time in conversation with the other side.
    """

    external_id: str
    channel: str
    party: Party
    number: str | None
    began: float
    ringing: float | None
    answered: float | None
    ended: float | None
    status: str | None
    cause: int | None
    talk_seconds: float


@dataclass(frozen=True, slots=True)
class Call:
    """One call, as far as it is known.

    :param external_id: the PBX's id of the call's first leg.
    :param disposition: None while it goes on; also when its beginning was not heard and what was
        heard does not tell: better no word than a false missed call.
    :param caller_number: the customer's number (incoming), the agent's extension (otherwise).
    :param called_number: the number the customer dialled (incoming), the customer's number
        (outgoing), the extension (internal).
    :param answered_by: extension of the last agent who spoke with the customer; of the colleague
        who answered, in an internal call.
    :param wait_seconds: until somebody spoke with the customer, else until the end.
    :param talk_seconds: time in which the customer and any agent were in conversation, hold
        included, counted once however many agents took part.
    :param recording: file name, or the id of the recorded leg when the PBX named no file.
    :param started: first sign of it, by the PBX's clock; ``ended`` is None while it goes on.
    """

    external_id: str
    direction: Direction
    disposition: Disposition | None
    caller_number: str | None
    called_number: str | None
    answered_by: str | None
    wait_seconds: float
    talk_seconds: float
    recording: str | None
    legs: tuple[Leg, ...]
    pbx: str = ""
    started: float = 0.0
    ended: float | None = None
