# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Puts cards together that belong to the same person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from .names import same_name

Ref = tuple[str, int]
Key = tuple[str, str]

# One number on so many differently named cards is nobody's; comparing all pairs would be slow.
_MAX_NAMES = 40


def group_persons(
    cards: Mapping[Ref, tuple[int, str]], keys: Iterable[tuple[Ref, Key]]
) -> dict[Ref, Ref]:
    """Return for each card the card that stands for its person.

    :param cards: (customer's id or 0, name) of each card.
    :param keys: which card has which identifier.

    Cards of one customer are one person; cards that share an identifier are one person when their
    names are the same; a card without name and customer belongs to the only person it shares an
    identifier with.

    >>> cards = {("lead", 1): (0, "Ann Lee"), ("partner", 8): (8, "Lee Ann"),
    ...          ("lead", 2): (8, ""), ("lead", 3): (0, "Bob")}
    >>> root = group_persons(cards, [(ref, ("phone", "+1")) for ref in cards])
    >>> root["lead", 1] == root["partner", 8] == root["lead", 2], root["lead", 3]
    (True, ('lead', 3))
    """
    parent = {ref: ref for ref in cards}
    sharing: dict[Key, set[Ref]] = defaultdict(set)
    for ref, key in keys:
        sharing[key].add(ref)
    by_customer: dict[int, Ref] = {}
    for ref, (customer, _name) in cards.items():
        if customer:
            _join(parent, by_customer.setdefault(customer, ref), ref)
    for refs in sharing.values():
        _join_same_names(parent, cards, refs)
    for refs in sharing.values():
        _join_nameless(parent, cards, refs)
    return {ref: _root(parent, ref) for ref in cards}


def _join_same_names(
    parent: dict[Ref, Ref], cards: Mapping[Ref, tuple[int, str]], refs: set[Ref]
) -> None:
    """Join the cards of one identifier that have the same name."""
    first: dict[str, Ref] = {}
    for ref in sorted(refs):
        name = cards[ref][1]
        if name:
            _join(parent, first.setdefault(name, ref), ref)
    for one, other in combinations(list(first)[:_MAX_NAMES], 2):
        if same_name(one, other):
            _join(parent, first[one], first[other])


def _join_nameless(
    parent: dict[Ref, Ref], cards: Mapping[Ref, tuple[int, str]], refs: set[Ref]
) -> None:
    """Join cards without name and customer with the only person of the same identifier."""
    nameless = sorted(ref for ref in refs if cards[ref] == (0, ""))
    others = sorted({_root(parent, ref) for ref in refs.difference(nameless)})
    if len(others) > 1:
        return
    for ref in nameless:
        _join(parent, (others or nameless)[0], ref)


def _root(parent: dict[Ref, Ref], ref: Ref) -> Ref:
    while parent[ref] != ref:
        parent[ref] = parent[parent[ref]]
        ref = parent[ref]
    return ref


def _join(parent: dict[Ref, Ref], one: Ref, other: Ref) -> None:
    first, second = sorted((_root(parent, one), _root(parent, other)))
    parent[second] = first
