# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the generator knows of a language, and how it draws from a table.

Nothing here is shared with the add-on's own tables: the base must hold names, short forms and
spellings that the add-on was not written after.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random


class Zipf:
    """Draws items so that the first are frequent and the last rare, as names are."""

    def __init__(self, items: Sequence[str], exponent: float = 0.7) -> None:
        self.items = list(items)
        weights = [(rank + 2) ** -exponent for rank in range(len(self.items))]
        total = sum(weights)
        self._sums = list(accumulate(weight / total for weight in weights))
        self._sums[-1] = 1.0

    def draw(self, rng: Random) -> str:
        return self.items[bisect_right(self._sums, rng.random())]


@dataclass(frozen=True, slots=True)
class Place:
    """A city, its name in Latin letters, the start of its numbers and of its postcodes."""

    name: str
    latin: str
    area: str
    zip: str


@dataclass(frozen=True)
class Language:
    """The tables of one language; `short` holds the everyday forms of given names."""

    code: str
    country: str
    male: Zipf
    female: Zipf
    short: dict[str, list[str]]
    surnames: Zipf
    places: list[Place]
    streets: Zipf
    mailers: Zipf
    # Words that company names are put together of, in order; each group is drawn from once.
    firm_words: tuple[Zipf, ...]
    firm_glue: str
    # (short, spelled out, stands in front)
    forms: list[tuple[str, str, bool]]
    branch_words: list[str]
    # Name of somebody's sole trade: (short, spelled out), empty when the country has none.
    sole: tuple[str, str] | None = None
    family_first: float = 0.0
    patronymics: bool = False
    place_draw: Zipf | None = None


def given(text: str) -> tuple[Zipf, dict[str, list[str]]]:
    """Read "Name:short,short Name …", the most frequent first."""
    names = []
    short = {}
    for word in text.split():
        name, _, forms = word.partition(":")
        names.append(name)
        if forms:
            short[name] = forms.split(",")
    return Zipf(names, 0.75), short


def words(text: str, exponent: float = 0.7) -> Zipf:
    """Read words parted by blanks; `_` stands for a blank inside one."""
    return Zipf([word.replace("_", " ") for word in text.split()], exponent)


def places(text: str) -> list[Place]:
    """Read one "name|latin|area|zip" a line."""
    return [Place(*line.strip().split("|")) for line in text.strip().splitlines()]


def tail(stems: str, endings: str) -> list[str]:
    """Put rare surnames together, in an order that mixes the endings."""
    ends = endings.split()
    made = [
        stem + ends[(number + turn) % len(ends)]
        for turn in range(len(ends))
        for number, stem in enumerate(stems.split())
    ]
    return list(dict.fromkeys(made))
