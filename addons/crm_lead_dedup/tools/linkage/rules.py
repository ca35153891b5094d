# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is compared, how, and what it counts."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Literal

from ..lists import DEFAULT_LISTS, Lists
from .coding import code

Kind = Literal[
    "person", "company", "phone", "email", "tax_number", "website", "street", "city", "zip",
    "country", "exact", "normalised", "phonetic", "fuzzy", "distance",
]  # fmt: skip
Subject = Literal["", "person", "company"]
# To be raised when profiles made by an older version must be made again.
FORMAT = 9


@dataclass(frozen=True)
class Comparison:
    """One thing that is compared. Weights are natural log odds; a missing value counts 0.

    :param field: key of the record (``name``, ``phone``, …) and name of the comparison.
    :param agree: weight when it is the same.
    :param close: weight when it is nearly the same (a typo, an initial, one digit).
    :param part: weight when a part is the same and a part is not (the surname, the mail domain).
    :param differ: weight when it is another.
    :param subject: used for two people, for two companies, or ("") for both.
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
    subject: Subject = ""


@dataclass(frozen=True)
class Rules:
    """All comparisons, the thresholds, and the lists that can be edited.

    :param review: weight from which a pair is shown to somebody.
    :param automatic: weight from which a pair may be merged without asking.
    :param lists: role mailboxes and free-mail domains.
    :param regions: countries in which a phone without country code is read.
    :param prior: log of the expected number of duplicates per record; the size of the base is
        taken off by the scoring.
    """

    comparisons: tuple[Comparison, ...]
    review: float = 0.0
    automatic: float = 6.0
    prior: float = 0.0
    lists: Lists = DEFAULT_LISTS
    regions: tuple[str, ...] = ()

    @cached_property
    def active(self) -> tuple[Comparison, ...]:
        """The comparisons in use."""
        return tuple(row for row in self.comparisons if row.active)

    @cached_property
    def columns(self) -> tuple[tuple[str, Kind], ...]:
        """Field and kind of what a profile holds; rows for people and companies share them."""
        return tuple(dict.fromkeys((row.field, row.kind) for row in self.active))

    @cached_property
    def version(self) -> int:
        """A number that changes when profiles have to be made again; weights do not count.

        >>> DEFAULT_RULES.version == DEFAULT_RULES.version
        True
        """
        parts = [str(FORMAT), *("/".join(column) for column in self.columns), *self.regions]
        for item in fields(self.lists):
            parts += ["|", *sorted(getattr(self.lists, item.name))]
        return code("\x1f".join(parts))


DEFAULT_COMPARISONS = (
    Comparison("name", "person", 6.5, 6.4, -4.5, part=-1.5, subject="person"),
    Comparison("company", "company", 0.5, 0.2, -2.0, part=-1.0, subject="person"),
    Comparison("phone", "phone", 3.2, 3.0, -2.6, subject="person"),
    Comparison("email", "email", 4.2, 0.8, -2.5, part=-4.5, subject="person"),
    Comparison("website", "website", 0.0, 0.0, -0.8, subject="person"),
    Comparison("street", "street", 3.1, 3.1, -1.8, part=1.0, subject="person"),
    Comparison("city", "city", 2.0, 2.0, -2.8, subject="person"),
    Comparison("zip", "zip", 3.2, 2.0, -1.9, subject="person"),
    Comparison("country", "country", 0.0, 0.0, -3.0, subject="person"),
    Comparison("company", "company", 4.6, 3.8, -6.0, part=-1.2, subject="company"),
    Comparison("phone", "phone", 5.0, 5.0, -1.4, subject="company"),
    Comparison("email", "email", 4.7, 1.8, -2.0, part=0.0, subject="company"),
    Comparison("website", "website", 2.9, 0.0, -3.0, subject="company"),
    Comparison("street", "street", 6.0, 2.8, -1.2, part=-1.5, subject="company"),
    Comparison("city", "city", 2.2, 0.6, -8.0, subject="company"),
    Comparison("zip", "zip", 5.5, 0.0, -1.3, subject="company"),
    Comparison("country", "country", 0.0, 0.0, -2.0, subject="company"),
    Comparison("vat", "tax_number", 3.5, 2.5, -2.0),
    Comparison("ref", "distance", 8.0, 3.0, -3.0, active=False),
)
# What is certain is decided by what agrees, see scoring; the weight only keeps the faintest out.
DEFAULT_RULES = Rules(DEFAULT_COMPARISONS, review=0.0, automatic=0.5, prior=4.6)
