# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which legs make one call: those that ever bore the same call id, and those a transfer joined."""

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

from .calls import Fact, Kind
from .leg_state import LegState

Item = TypeVar("Item", bound=Hashable)


class Unions(Generic[Item]):
    """Sets that grow together.

    >>> unions = Unions[str]()
    >>> unions.join("a", "b"); unions.join("c", "b")
    >>> unions.root("a") == unions.root("c"), unions.root("a") == unions.root("d")
    (True, False)
    """

    def __init__(self) -> None:
        self._parent: dict[Item, Item] = {}

    def root(self, item: Item) -> Item:
        """Return the item that stands for the whole set."""
        while (above := self._parent.get(item, item)) != item:
            # Halve the way for whoever asks next.
            self._parent[item] = self._parent.get(above, above)
            item = above
        return item

    def join(self, one: Item, other: Item) -> None:
        """Make one set of two."""
        self._parent[self.root(one)] = self.root(other)


def _age(state: LegState) -> tuple[bool, bool, float, str]:
    """Order legs by their beginning; one whose beginning was not heard is older than all heard.

    Among those the call's namesake, its first leg, comes first.
    """
    heard = state.at(Kind.BEGAN) is not None
    return heard, not heard and state.leg != state.call, state.first_at, state.leg


def grouped(legs: dict[str, LegState], facts: Iterable[Fact]) -> list[list[LegState]]:
    """Return the legs of each call, both in the order in which they began.

    >>> from .leg_state import leg_states
    >>> told = [Fact(1.0, Kind.NAMED, "u1", "u1", "PJSIP/trunk-00000001"),
    ...         Fact(2.0, Kind.NAMED, "u2", "u2", "PJSIP/101-00000002")]
    >>> len(grouped(leg_states(told), told))
    2
    >>> told.append(Fact(3.0, Kind.JOINED, call="u1", other="u2"))
    >>> len(grouped(leg_states(told), told))
    1
    """
    unions = Unions[tuple[str, str]]()
    for fact in facts:
        if fact.kind == Kind.JOINED:
            unions.join(("call", fact.call), ("call", fact.other))
        elif fact.leg and fact.call:
            unions.join(("leg", fact.leg), ("call", fact.call))
        if fact.kind == Kind.DIALLED and fact.other in legs:
            unions.join(("leg", fact.leg), ("leg", fact.other))
    groups: dict[tuple[str, str], list[LegState]] = {}
    for state in sorted(legs.values(), key=_age):
        groups.setdefault(unions.root(("leg", state.leg)), []).append(state)
    return list(groups.values())
