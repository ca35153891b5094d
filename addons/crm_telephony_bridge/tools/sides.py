# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The two sides of a call: who called whom, and by which numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from .calls import Direction, Kind
from .channels import Internal, dialled_number, is_public
from .leg_state import LegState


@dataclass(frozen=True, slots=True)
class Sides:
    """Who stands on which side of one call.

    :param ours: the agents; in an internal call the one who called.
    :param theirs: the customer's legs, several when a line was tried after another; in an internal
        call the colleagues.
    :param helpers: phones outside the house that a customer's call was passed to.
    """

    direction: Direction
    ours: Sequence[LegState]
    theirs: Sequence[LegState]
    helpers: Sequence[LegState] = ()


def sides_of(legs: Sequence[LegState], internal: Internal) -> Sides:
    """Tell agents and customers apart; legs come in the order in which they began."""
    agents = [leg for leg in legs if leg.is_agent(internal)]
    outside = [leg for leg in legs if leg.is_outside(internal)]
    if not outside:
        if is_public(_wanted_number(legs, agents)):
            return Sides("outgoing", agents, [])
        return Sides("internal", agents[:1], agents[1:])
    first = outside[0]
    # A transfer's consultation with somebody else outside does not make him the customer.
    kin = [leg for leg in outside if leg.call == first.call and leg.came_in == first.came_in]
    if first.came_in:
        return Sides("incoming", agents, kin, [leg for leg in outside if not leg.came_in])
    return Sides("outgoing", agents, kin)


def caller_number(sides: Sides) -> str | None:
    """Return the customer's number (incoming) or the agent's extension (otherwise)."""
    if sides.direction == "incoming":
        return sides.theirs[0].first(Kind.CALLER)
    return sides.ours[0].extension if sides.ours else None


def called_number(sides: Sides, legs: Sequence[LegState]) -> str | None:
    """Return what was called: the house's number, the customer's number or the extension."""
    if sides.direction == "incoming":
        return sides.theirs[0].first(Kind.EXTEN)
    if sides.direction == "outgoing":
        for leg in sides.theirs:
            if number := leg_number(leg, agent=False):
                return number
        return _wanted_number(legs, sides.ours)
    placed = next((leg for leg in sides.ours if leg.came_in), None)
    number = placed.first(Kind.EXTEN) if placed else _wanted_number(legs, sides.ours)
    return number or next((leg.extension for leg in sides.theirs), None)


def leg_number(leg: LegState, *, agent: bool) -> str | None:
    """Return the number of the party at one leg."""
    if agent:
        return leg.extension
    if not leg.came_in:
        told = (dialled_number(fact.value) for fact in leg.facts if fact.kind == Kind.DIALLED)
        if number := next((number for number in told if number), None):
            return number
    return leg.first(Kind.CALLER) or leg.first(Kind.EXTEN)


def _wanted_number(legs: Sequence[LegState], agents: Sequence[LegState]) -> str | None:
    """Return the number of somebody whom no leg ever reached."""
    ordered = (leg.first(Kind.ORIGINATED) for leg in legs)
    if number := next((number for number in ordered if number), None):
        return number
    for agent in agents[:1]:
        if agent.came_in:
            return agent.first(Kind.EXTEN)
        if agent.pair is None and agent.call == agent.leg:
            # It was called on a program's order: the other end is whom it was to be put through to.
            return agent.first(Kind.CONNECTED)
    return None
