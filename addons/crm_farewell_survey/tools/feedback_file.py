# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""All that is known of a person's feedback, as a file that people and programs can read."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

# A cell that begins so is taken for a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# With this a spreadsheet knows that the text is UTF-8.
_MARK = "\ufeff"


def to_json(known: Mapping[str, Any]) -> bytes:
    """Return plain values as JSON; moments are UTC, as ISO 8601 writes them.

    >>> from datetime import datetime
    >>> print(to_json({"name": "Анна", "at": datetime(2026, 1, 5, 10)}).decode())
    {
      "name": "Анна",
      "at": "2026-01-05T10:00:00"
    }
    """
    return json.dumps(known, ensure_ascii=False, indent=2, default=_plain).encode()


def to_csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    r"""Return rows as CSV in UTF-8; what a customer wrote is text and never a formula.

    >>> to_csv(["What", "Value"], [["Score", 8], ["Why?", "=1+1"]]).decode("utf-8-sig")
    "What,Value\r\nScore,8\r\nWhy?,'=1+1\r\n"
    """
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return (_MARK + target.getvalue()).encode()


def _cell(value: Any) -> Any:
    """Return what stands in a cell.

    >>> _cell("-2 stars"), _cell(-2), _cell(None)
    ("'-2 stars", -2, '')
    """
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return "" if value is None or value is False else _plain(value, keep=True)


def _plain(value: Any, *, keep: bool = False) -> Any:
    """Return a date or moment as a text, anything else as a text or as it is."""
    if isinstance(value, date):
        return value.isoformat()
    return value if keep else str(value)
