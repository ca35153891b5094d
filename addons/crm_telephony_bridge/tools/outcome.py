# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a call came to, from the way each leg ended."""

from collections.abc import Sequence

from .calls import Direction, Disposition, Kind
from .leg_state import LegState

_BY_STATUS: dict[str, Disposition] = {
    "BUSY": "busy",
    "CANCEL": "cancelled",
    "NOANSWER": "missed",
    # The phone was picked up, but whoever called was gone by then.
    "ANSWER": "cancelled",
}
_BY_CAUSE: dict[int, Disposition] = {
    16: "cancelled",
    17: "busy",
    18: "missed",
    19: "missed",
    26: "cancelled",
    127: "cancelled",
}
# A program's patience with the caller's own phone may end without a word about the dialling.
_OWN_PHONE: dict[int, Disposition] = {17: "busy", 18: "missed", 19: "missed"}


def incoming(customers: Sequence[LegState], called: Sequence[LegState]) -> Disposition:
    """Return what became of a customer's call that nobody answered.

    Busy means that everybody who was called was busy; without a single phone called, that the PBX
    itself said so.
    """
    said = {leg.status for leg in called if leg.dialled_at is not None or leg.status}
    if said:
        return "busy" if said == {"BUSY"} else "missed"
    return "busy" if any(leg.cause == 17 for leg in customers) else "missed"


def outgoing(callers: Sequence[LegState], called: Sequence[LegState]) -> Disposition:
    """Return what became of a call that reached nobody.

    The last phone that was dialled decides; when none was, the caller's own phone: in a call that
    a program ordered it rings first.
    """
    if called:
        return _last(called)
    if not callers:
        return "failed"
    caller = callers[0]
    if caller.status is None or caller.status == "ANSWER":
        return _OWN_PHONE.get(caller.cause or 0, "failed")
    return _verdict(caller, caller.status)


def _last(called: Sequence[LegState]) -> Disposition:
    leg = max(called, key=lambda leg: (leg.dialled_at or leg.first_at, leg.first_at, leg.leg))
    if leg.status is not None:
        return _verdict(leg, leg.status)
    return _BY_CAUSE.get(leg.cause or 0, "failed")


def _verdict(leg: LegState, status: str) -> Disposition:
    if status == "CANCEL" and leg.ordered and leg.at(Kind.ASKED_TO_END) is None:
        # Nobody hung up on the phone: the patience of the program that rang it was at its end.
        return "missed"
    return _BY_STATUS.get(status, "failed")


def guessed(ours: Sequence[LegState], theirs: Sequence[LegState]) -> Disposition | None:
    """Return what became of a call whose beginning was not heard, nor anybody in a bridge.

    Both sides were up: they spoke. One was: nobody knows, and a guess could be a false missed call.
    """
    sides = [any(leg.was_up for leg in side) for side in (ours, theirs)]
    return "answered" if all(sides) else None


def unanswered(
    direction: Direction, ours: Sequence[LegState], theirs: Sequence[LegState]
) -> Disposition:
    """Return how a call ended in which nobody spoke with the other side."""
    if direction == "incoming":
        return incoming(theirs, ours)
    return outgoing(ours, theirs)
