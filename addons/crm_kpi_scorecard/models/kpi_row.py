# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A stored figure as plain values: what the store reads, judges and writes."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .kpi_reading import Key
from .levels import SUBJECT_FIELDS, SUBJECTS

IDENTITY = ("definition_id", "company_id", "kind", "date_from", "level", *SUBJECT_FIELDS)
# What a run may change; the rest says which figure it is.
CONTENT = (
    "date_to",
    "zone",
    "figure_state",
    "value",
    "numerator",
    "denominator",
    "sample",
    "previous",
    "has_previous",
    "year_ago",
    "has_year_ago",
    "target",
    "has_target",
    "band_id",
    "colour",
    "rank",
    "is_frozen",
    "currency_id",
    "error",
    "has_zero_note",
)
# What a row tells by itself.
COMPUTED = ("date_to", "has_previous", "has_year_ago", "has_target")


@dataclass(slots=True)
class Row:
    """One figure of one subject; numbers not known are None.

    ``exact`` is the value before any rounding, from which bands and ranks are found.
    """

    definition_id: int
    key: Key
    zone: str = "UTC"
    figure_state: str = "no_data"
    exact: Fraction | None = None
    value: float | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    sample: int = 0
    previous: float | None = None
    year_ago: float | None = None
    target: float | None = None
    band_id: int | None = None
    colour: str | None = None
    rank: int = 0
    is_frozen: bool = False
    currency_id: int | None = None
    error: str | None = None
    has_zero_note: bool = False
    id: int | None = None

    @property
    def date_to(self):
        """The last day of the period."""
        return self.key.period.end

    @property
    def has_previous(self):
        """Whether there was a figure in the period before."""
        return self.previous is not None

    @property
    def has_year_ago(self):
        """Whether there was a figure a year ago."""
        return self.year_ago is not None

    @property
    def has_target(self):
        """Whether there is a target."""
        return self.target is not None

    @property
    def place(self):
        """What identifies it among all rows."""
        return self.definition_id, self.key

    @property
    def is_known(self):
        """Whether it can be compared: a figure, though perhaps of a small sample."""
        return self.exact is not None

    def subject(self):
        """All subject columns, None where they are not this level's."""
        ids = dict(zip(SUBJECTS[self.key.level], self.key.subject, strict=True))
        return tuple(ids.get(name) or None for name in SUBJECT_FIELDS)

    def identity(self):
        """The values of the identifying columns."""
        key = self.key
        return (
            self.definition_id,
            key.company_id,
            key.period.kind,
            key.period.start,
            key.level,
            *self.subject(),
        )

    def content(self):
        """The values of the columns that change."""
        return tuple(getattr(self, name) for name in CONTENT)

    def same_numbers(self, other):
        """Whether it says the same of the facts as another one."""
        return (self.numerator, self.denominator, self.value is None) == (
            other.numerator,
            other.denominator,
            other.value is None,
        )
