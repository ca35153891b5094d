# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is known of one leg: a summary of its facts that no order of telling can change."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .calls import Fact, Kind
from .channels import Internal, clean_name, extension, is_party, known, local_pair

# Nobody is in a bridge before he is up.
_UP = frozenset({Kind.ANSWERED, Kind.WAS_UP, Kind.ENTERED, Kind.LEFT})


@dataclass(slots=True)
class LegState:
    """One leg's facts, earliest first.

    >>> leg = LegState("u1", [Fact(2.0, Kind.HUNG_UP, "u1", value="17"),
    ...                       Fact(1.0, Kind.NAMED, "u1", "u1", "PJSIP/101-00000001")])
    >>> leg.name, leg.call, leg.first_at, leg.ended_at, leg.cause
    ('PJSIP/101-00000001', 'u1', 1.0, 2.0, 17)
    """

    leg: str
    facts: list[Fact]
    name: str = field(init=False)
    call: str = field(init=False)
    dialled_at: float | None = field(init=False)
    ended_at: float | None = field(init=False)

    def __post_init__(self) -> None:
        """Read the facts that everything else asks for."""
        self.facts.sort()
        self.name = clean_name(self.first(Kind.NAMED) or "")
        self.call = next((fact.call for fact in self.facts if fact.call), self.leg)
        self.dialled_at = self.at(Kind.DIALLED)
        self.ended_at = self.at(Kind.HUNG_UP)

    def at(self, kind: Kind) -> float | None:
        """Return when something happened first."""
        return next((fact.at for fact in self.facts if fact.kind == kind), None)

    def first(self, kind: Kind) -> str | None:
        """Return what was said first, leaving out what says nothing."""
        said = (fact.value for fact in self.facts if fact.kind == kind)
        return next((value for value in said if known(value)), None)

    @property
    def first_at(self) -> float:
        """When the leg was heard of first."""
        return self.facts[0].at

    @property
    def last_at(self) -> float:
        """When the leg was heard of last."""
        return self.facts[-1].at

    @property
    def cause(self) -> int | None:
        """Q.931 cause of the end."""
        said = self.first(Kind.HUNG_UP) or ""
        return int(said) if said.isdecimal() else None

    @property
    def status(self) -> str | None:
        """How dialling the leg ended; an answer outlives what is said after it."""
        said = [fact.value for fact in self.facts if fact.kind == Kind.DIAL_ENDED and fact.value]
        if "ANSWER" in said:
            return "ANSWER"
        if said:
            return said[-1]
        return "BUSY" if self.cause == 17 and not self.came_in else None

    @property
    def came_in(self) -> bool:
        """Whether the party called the PBX, rather than the PBX the party.

        A call bears the id of its first leg: that helps when the beginning was not heard.
        """
        if self.dialled_at is not None:
            return False
        state = next((fact.value for fact in self.facts if fact.kind == Kind.BEGAN), None)
        return state == "Ring" if state is not None else self.leg == self.call

    @property
    def was_up(self) -> bool:
        """Whether somebody, or the PBX itself, ever picked up."""
        return any(fact.kind in _UP for fact in self.facts)

    @property
    def ordered(self) -> bool:
        """Whether a program had the leg called, rather than another leg."""
        dialled = [fact for fact in self.facts if fact.kind == Kind.DIALLED]
        return bool(dialled) and not any(fact.other for fact in dialled)

    @property
    def extension(self) -> str | None:
        """The agent's number, from the channel's name."""
        return extension(self.name)

    @property
    def pair(self) -> str | None:
        """What both halves of a Local channel have in common."""
        return local_pair(self.name)

    def is_agent(self, internal: Internal) -> bool:
        """Whether the leg is a phone of the house."""
        return is_party(self.name) and internal(self.name)

    def is_outside(self, internal: Internal) -> bool:
        """Whether the leg leads out of the house."""
        return is_party(self.name) and not internal(self.name)


def leg_states(facts: Iterable[Fact]) -> dict[str, LegState]:
    """Sort one PBX's facts by leg; legs that outlived their PBX end with it.

    >>> told = [Fact(1.0, Kind.NAMED, "u1", "u1", "PJSIP/101-00000001"),
    ...         Fact(9.0, Kind.PBX_STOPPED)]
    >>> leg_states(told)["u1"].ended_at
    9.0
    """
    by_leg: dict[str, list[Fact]] = {}
    stops: list[float] = []
    for fact in facts:
        if fact.leg:
            by_leg.setdefault(fact.leg, []).append(fact)
        elif fact.kind == Kind.PBX_STOPPED:
            stops.append(fact.at)
    legs = {leg: LegState(leg, told) for leg, told in by_leg.items()}
    for state in legs.values():
        if state.ended_at is None:
            later = [stop for stop in stops if stop >= state.last_at]
            state.ended_at = min(later, default=None)
    return legs
