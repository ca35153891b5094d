# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tells a list of companies from a list of people when nobody says which it is."""

from collections.abc import Sequence

from .firms import names_a_firm
from .people import name_tokens, signs
from .reading import Record, text_of
from .tokens import KNOWN

# In a list of people most names have a given name that is known; in one of companies hardly any,
# or many have a legal form.
_FEW, _MANY = 0.15, 0.3
_ENOUGH = 50
_LOOKED_AT = 2000


def with_kinds(records: Sequence[Record]) -> Sequence[Record]:
    """Return the records, marked as companies when the names of the list are those of companies.

    Left alone is a list in which any record says so itself or names a company besides.

    >>> cafes = [{"name": f"{word} Tavern {n}"} for word in ("Palm", "Patina") for n in range(30)]
    >>> all(record["is_company"] for record in with_kinds(cafes))
    True
    >>> people = [{"name": f"Ann Lee {n}"} for n in range(60)]
    >>> with_kinds(people) is people
    True
    """
    if any("is_company" in record or record.get("company") for record in records):
        return records
    names = [name for each in records if (name := text_of(each, "name"))][:_LOOKED_AT]
    if len(names) < _ENOUGH:
        return records
    persons, firms = sum(map(_is_persons, names)), sum(map(names_a_firm, names))
    if persons >= _FEW * len(names) and firms < _MANY * len(names):
        return records
    return [{**record, "is_company": True} for record in records]


def _is_persons(name: str) -> bool:
    """Tell whether a name is in characters, or has a given name or an initial in it."""
    marks = [each.mark for each in name_tokens(name)[0]]
    return bool(signs(name)) or any(mark < 0 or mark & KNOWN for mark in marks)
