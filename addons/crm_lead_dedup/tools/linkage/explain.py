# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tells how the weight of a pair came about."""

from collections.abc import Mapping
from typing import TypedDict

from .levels import NAMES
from .reading import texts_of
from .scoring import Scores


class Entry(TypedDict):
    """One line of an explanation; the contributions of all lines add up to the weight."""

    field: str
    level: str
    left: str
    right: str
    contribution: float


def explanation(
    scores: Scores, index: int, left: Mapping[str, object], right: Mapping[str, object]
) -> list[Entry]:
    """Return the comparisons that counted, the strongest first, and the prior at the end."""
    entries = [
        Entry(
            field=row.field,
            level=NAMES[int(scores.levels[index, place])],
            left=_shown(left, row.field),
            right=_shown(right, row.field),
            contribution=round(float(scores.contributions[index, place]), 3),
        )
        for place, row in enumerate(scores.rules.active)
        if scores.levels[index, place]
    ]
    entries.sort(key=lambda entry: -abs(entry["contribution"]))
    prior = Entry(field="prior", level="prior", left="", right="", contribution=scores.prior)
    return [*entries, prior]


def _shown(record: Mapping[str, object], field: str) -> str:
    """Return what a record says in a field, all of it."""
    more = {"phone": "phones", "email": "emails"}.get(field)
    values = texts_of(record, field, more) if more else texts_of(record, field)
    if field == "company" and not values and record.get("is_company"):
        values = texts_of(record, "name")
    return ", ".join(dict.fromkeys(values))
