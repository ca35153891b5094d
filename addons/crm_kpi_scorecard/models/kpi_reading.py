# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is asked of a measure, and what comes back: plain values between models."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from ..tools.periods import Period
from .levels import SUBJECTS


class Cell(NamedTuple):
    """What a measure says of one subject and period: a total, and of how many facts."""

    total: Decimal | int
    count: int


class Key(NamedTuple):
    """Whose figure: company, period, level, and the subject's ids (0 = not known)."""

    company_id: int
    period: Period
    level: str
    subject: tuple[int, ...]


@dataclass(frozen=True)
class Reading:
    """One question: these periods and levels, for companies that live in one time zone.

    :param companies: records of res.company, all of the same zone
    :param periods: of one kind; the facts between the first and the last are read
    :param levels: names of levels (see ``levels.SUBJECTS``)
    :param today: the date there
    :param first_company: where facts belong that name no company
    :param filters: ids a fact's subject must have, by subject column
    :param into: the company whose currency and rates money is told in, and under which the facts of
        all companies are summed; None: each company apart, in its own currency
    :param is_cohort: facts belong to the period in which their cohort began
    """

    companies: Any
    zone: str
    periods: tuple[Period, ...]
    levels: tuple[str, ...]
    today: date
    first_company: int
    filters: dict[str, tuple[int, ...]] = field(default_factory=dict)
    into: Any = None
    is_cohort: bool = False

    @property
    def kind(self):
        """The kind of all periods."""
        return self.periods[0].kind

    @property
    def first(self):
        """The earliest period."""
        return min(self.periods)

    @property
    def last(self):
        """The latest period."""
        return max(self.periods)

    def edges(self, is_date):
        """The moments (UTC; or local dates) at which periods begin and end, in order, each once."""
        pairs = [
            (period.start, period.next().start) if is_date else period.bounds(self.zone)
            for period in self.periods
        ]
        return sorted({edge for pair in pairs for edge in pair})

    @property
    def numbers(self):
        """The periods by the number of the edge they begin at, counted from 1."""
        edges = self.edges(is_date=True)
        return {edges.index(period.start) + 1: period for period in self.periods}

    def for_levels(self, levels):
        """The same question about these levels only."""
        return replace(self, levels=tuple(levels))

    @property
    def dimensions(self):
        """The subject columns that any of the levels needs, in one order."""
        found = (column for level in self.levels for column in SUBJECTS[level])
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Facts:
    """The records a measure is made of, as a query that is not complete yet.

    :param measure: record of crm.kpi.measure
    :param reading: the question, of levels that one query can tell
    :param model: the (sudo) model of the records
    :param query: core's query of them, which may get joins of many2one fields: those add columns
        and no rows
    :param moment: SQL of the local moment a record belongs to
    """

    measure: Any
    reading: Reading
    model: Any
    query: Any
    moment: Any

    @property
    def key(self):
        """Equal where measures are of the same records, dates, companies and subjects, and so can
        be read together.
        """
        paths = self.measure._kpi_paths()
        return (
            self.model._name,
            self.query.from_clause,
            self.query.where_clause,
            self.moment,
            tuple(self.measure._kpi_company_paths()),
            tuple(sorted(paths.items())),
            "group" in self.reading.levels,
        )
