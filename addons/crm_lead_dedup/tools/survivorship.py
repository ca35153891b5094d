# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which of several cards of one person or company survives, and which value of which card."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a card.

    :param id: number of the card
    :param values: value by field; None is empty
    :param changed: when somebody last worked on it, UTC
    :param verified: fields whose value is known to be good (a phone that can be read, a tax
        number with the right check digit)
    :param rank: how much hangs on it; a won deal, a customer with invoices or a login is higher
    """

    id: int
    values: Mapping[str, Hashable]
    changed: datetime
    verified: frozenset[str] = frozenset()
    rank: int = 0

    @property
    def completeness(self) -> int:
        """How many fields are filled."""
        return sum(value is not None for value in self.values.values())


def best_card(cards: Iterable[Card]) -> int:
    """The card that should survive: the most important, complete, verified, recent, oldest one.

    >>> from datetime import datetime as at
    >>> full = Card(1, {"name": "A", "phone": "1"}, at(2026, 1, 1))
    >>> fresh = Card(2, {"name": "A", "phone": None}, at(2026, 5, 1))
    >>> best_card([full, fresh]), best_card([full, Card(3, {}, at(2020, 1, 1), rank=1)])
    (1, 3)
    """
    return max(
        cards,
        key=lambda card: (
            card.rank,
            card.completeness,
            len(card.verified),
            card.changed,
            -card.id,
        ),
    ).id


def best_values(survivor: int, cards: Sequence[Card], fields: Iterable[str]) -> dict[str, int]:
    """The card whose value is best, for every field that any card fills.

    The survivor keeps what it has unless its value is unverified where another's is verified.
    What it lacks comes from the best of the others: verified before unverified, recent before
    old, first named before last.

    >>> from datetime import datetime as at
    >>> a = Card(1, {"phone": "12", "city": None, "zip": "1"}, at(2026, 1, 1))
    >>> b = Card(2, {"phone": "+3612345678", "city": "Pécs", "zip": None}, at(2025, 1, 1),
    ...          verified=frozenset({"phone"}))
    >>> best_values(1, [a, b], ["phone", "city", "zip", "ref"])
    {'phone': 2, 'city': 2, 'zip': 1}
    """
    result = {}
    for field in fields:
        filled = [card for card in cards if card.values.get(field) is not None]
        if not filled:
            continue
        best = max(
            filled,
            key=lambda card: (field in card.verified, card.id == survivor, card.changed),
        )
        result[field] = best.id
    return result
