# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tells how the weight of a pair came about."""

import json
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


def reasons(scores: Scores) -> list[str]:
    """Return what is stored of pairs: ``[[field, level, contribution], …]`` as JSON.

    The strongest comes first; the fields' values are read when somebody looks.
    """
    fields = [row.field for row in scores.rules.active]
    prior = ["prior", "prior", round(scores.prior, 3)]
    texts = []
    for levels, parts in zip(scores.levels.tolist(), scores.contributions.tolist(), strict=True):
        rows = [
            [name, NAMES[level], round(part, 3)]
            for name, level, part in zip(fields, levels, parts, strict=True)
            if level
        ]
        rows.sort(key=lambda row: -abs(row[2]))
        texts.append(json.dumps([*rows, prior]))
    return texts


def _shown(record: Mapping[str, object], field: str) -> str:
    """Return what a record says in a field, all of it."""
    more = {"phone": "phones", "email": "emails"}.get(field)
    values = texts_of(record, field, more) if more else texts_of(record, field)
    if field == "company" and not values and record.get("is_company"):
        values = texts_of(record, "name")
    return ", ".join(dict.fromkeys(values))
