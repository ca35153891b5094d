# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Keeps a spreadsheet from running what a stranger typed.

The database keeps the text as it came; only what is written into a file for a spreadsheet is
defused.
"""

import re

_DANGEROUS = "=+-@\t\r"
_NUMBER = re.compile(r"[+-]?[\s().-]{0,9}\d[\d\s().-]{0,40}\Z", re.ASCII)


def is_formula(value: str) -> bool:
    """Tell whether a spreadsheet would take the text for a formula.

    Numbers and phone numbers begin with a sign too and are harmless.

    >>> is_formula('=HYPERLINK("http://x")'), is_formula(" @SUM(A1)"), is_formula("+1+cmd|x")
    (True, True, True)
    >>> is_formula("+380 50 123-45-67"), is_formula("-12.5"), is_formula("Ivan"), is_formula("")
    (False, False, False, False)
    """
    head = value.lstrip(" \n\xa0\u3000")[:1]
    # Full-width signs are read as signs by some spreadsheets.
    return head != "" and head in _DANGEROUS + "＝＋－＠" and _NUMBER.match(value) is None


def defuse(value: str) -> str:
    """Return the text for an export: a formula gets an apostrophe in front.

    >>> defuse("=1+1"), defuse("plain")
    ("'=1+1", 'plain')
    """
    return f"'{value}" if is_formula(value) else value
