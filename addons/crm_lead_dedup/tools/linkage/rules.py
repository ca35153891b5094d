# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is compared, how, and what it counts."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ..domains import FREE_MAIL, FREE_MAIL_BRANDS
from ..mailboxes import ROLE_NAMES, ROLE_WORDS
from .coding import code

Kind = Literal[
    "person", "company", "phone", "email", "tax_number", "website", "street", "city", "zip",
    "country", "exact", "normalised", "phonetic", "fuzzy", "distance",
]  # fmt: skip
# To be raised when profiles made by an older version must be made again.
FORMAT = 1


@dataclass(frozen=True)
class Comparison:
    """One thing that is compared. Weights are natural log odds; a missing value counts 0.

    :param field: key of the record (``name``, ``phone``, …) and name of the comparison.
    :param agree: weight when it is the same.
    :param close: weight when it is nearly the same (a typo, an initial, one digit).
    :param part: weight when a part is the same and a part is not (the surname, the mail domain).
    :param differ: weight when it is another.
    :param models: used when both records are of these models; empty for all.
    """

    field: str
    kind: Kind
    agree: float
    close: float
    differ: float
    active: bool = True
    models: Collection[str] = ()
    part: float = 0.0


@dataclass(frozen=True)
class Rules:
    """All comparisons, the thresholds, and the lists that can be edited.

    :param review: weight from which a pair is shown to somebody.
    :param automatic: weight from which a pair may be merged without asking.
    :param prior: log of the expected number of duplicates per record; the size of the base is
        taken off by the scoring.
    """

    comparisons: tuple[Comparison, ...]
    review: float = 0.0
    automatic: float = 6.0
    prior: float = 0.0
    role_words: frozenset[str] = ROLE_WORDS
    role_names: frozenset[str] = ROLE_NAMES
    free_domains: frozenset[str] = FREE_MAIL
    free_brands: frozenset[str] = FREE_MAIL_BRANDS
    regions: tuple[str, ...] = field(default=())

    @cached_property
    def active(self) -> tuple[Comparison, ...]:
        """The comparisons in use."""
        return tuple(row for row in self.comparisons if row.active)

    @cached_property
    def version(self) -> int:
        """A number that changes when profiles have to be made again; weights do not count.

        >>> DEFAULT_RULES.version == DEFAULT_RULES.version
        True
        """
        parts = [str(FORMAT), *(f"{row.field}/{row.kind}" for row in self.active), *self.regions]
        for words in (self.role_words, self.role_names, self.free_domains, self.free_brands):
            parts += ["|", *sorted(words)]
        return code("\x1f".join(parts))


DEFAULT_COMPARISONS = (
    Comparison("name", "person", agree=8.0, close=6.0, part=-3.0, differ=-6.0),
    Comparison("company", "company", agree=7.0, close=4.5, part=0.0, differ=-4.0),
    Comparison("phone", "phone", agree=7.0, close=3.0, differ=-1.5),
    Comparison("email", "email", agree=7.5, close=4.5, part=0.5, differ=-1.2),
    Comparison("vat", "tax_number", agree=9.0, close=3.0, differ=-6.0),
    Comparison("website", "website", agree=3.5, close=0.0, differ=-1.0),
    Comparison("street", "street", agree=5.0, close=3.5, part=1.0, differ=-1.5),
    Comparison("street2", "street", agree=4.0, close=3.0, part=0.5, differ=-1.0),
    Comparison("city", "city", agree=1.3, close=1.0, differ=-2.0),
    Comparison("zip", "zip", agree=2.0, close=0.8, differ=-1.0),
    Comparison("country", "country", agree=0.1, close=0.0, differ=-2.0),
    Comparison("ref", "distance", agree=8.0, close=3.0, differ=-3.0, active=False),
)
DEFAULT_RULES = Rules(DEFAULT_COMPARISONS)
