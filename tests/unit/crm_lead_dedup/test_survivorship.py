# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which card survives and which value: what holds for any cards."""

from datetime import datetime

from crm_lead_dedup_tools.survivorship import Card, best_card, best_values
from hypothesis import given
from hypothesis import strategies as st

FIELDS = ("name", "phone", "email", "city")
moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1))
values = st.fixed_dictionaries({field: st.none() | st.sampled_from("abc") for field in FIELDS})
verified = st.frozensets(st.sampled_from(FIELDS))


@st.composite
def some_cards(draw: st.DrawFn) -> list[Card]:
    """Cards with different numbers, in any order."""
    numbers = draw(st.lists(st.integers(1, 99), min_size=1, max_size=6, unique=True))
    return [
        Card(number, draw(values), draw(moments), draw(verified), draw(st.integers(0, 2)))
        for number in numbers
    ]


@given(some_cards(), st.randoms())
def test_order_does_not_matter(cards: list[Card], random: object) -> None:
    """The same cards in another order have the same survivor."""
    shuffled = list(cards)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert best_card(cards) == best_card(shuffled)


@given(some_cards())
def test_survivor_is_not_beaten(cards: list[Card]) -> None:
    """Nobody is more important, nor as important and more complete."""
    best = next(card for card in cards if card.id == best_card(cards))
    for card in cards:
        assert (card.rank, card.completeness) <= (best.rank, best.completeness)


@given(some_cards())
def test_nothing_filled_is_lost(cards: list[Card]) -> None:
    """Every field that any card fills has a value, and an empty one is never taken."""
    survivor = best_card(cards)
    found = best_values(survivor, cards, FIELDS)
    by_id = {card.id: card for card in cards}
    assert set(found) == {
        field for field in FIELDS if any(card.values[field] is not None for card in cards)
    }
    assert all(by_id[card].values[field] is not None for field, card in found.items())


@given(some_cards())
def test_survivor_keeps_its_own(cards: list[Card]) -> None:
    """Only an unverified value gives way, and only to a verified one."""
    survivor = next(card for card in cards if card.id == best_card(cards))
    for field, card in best_values(survivor.id, cards, FIELDS).items():
        if survivor.values[field] is not None and card != survivor.id:
            assert field not in survivor.verified
            assert field in next(other for other in cards if other.id == card).verified
