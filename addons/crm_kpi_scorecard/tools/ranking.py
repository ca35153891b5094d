# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Places: who has the same value shares one, and the next is skipped (1, 2, 2, 4)."""

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def ranks(scores: Mapping[K, Fraction | None], higher_is_better: bool = True) -> dict[K, int]:
    """The place of each; who has no value has none.

    >>> ranks({"ann": Fraction(7), "bob": Fraction(9), "cid": Fraction(9), "dan": None})
    {'bob': 1, 'cid': 1, 'ann': 3}
    """
    known = [(key, value) for key, value in scores.items() if value is not None]
    known.sort(key=lambda pair: pair[1], reverse=higher_is_better)
    places: dict[K, int] = {}
    place, before = 0, None
    for number, (key, value) in enumerate(known, 1):
        if value != before:
            place, before = number, value
        places[key] = place
    return places


def ordered(
    scores: Mapping[K, Fraction | None],
    names: Mapping[K, str],
    higher_is_better: bool = True,
) -> list[K]:
    """The same order each time: by place, then by name; who has no value stands last.

    >>> ordered({1: Fraction(5), 2: None, 3: Fraction(5)}, {1: "Zoe", 2: "Ann", 3: "Bob"})
    [3, 1, 2]
    """
    places = ranks(scores, higher_is_better)
    unranked = len(places) + 1
    return sorted(scores, key=lambda key: (places.get(key, unranked), names[key], str(key)))
