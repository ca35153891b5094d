# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Numbers of callers: one spelling for all, and what they are recognised by."""

from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from .dialling import read_destination

TAIL = 9
# Shorter ones are extensions and service numbers: nobody is recognised by them.
_SHORTEST = 7


@dataclass(frozen=True, slots=True)
class CallerNumber:
    """A number of a call.

    :param shown: E.164 where it can be read, else its digits; None for a hidden number.
    :param tail: the last nine characters, None when nobody can be recognised by it.
    """

    shown: str | None
    tail: str | None


@lru_cache(maxsize=8192)
def read_caller(written: str | None, region: str | None) -> CallerNumber:
    """Read a number as a PBX writes it.

    >>> [read_caller(number, "UA").shown for number in ("0671112233", "380671112233", "101")]
    ['+380671112233', '+380671112233', '101']
    >>> read_caller("067 111-22-33", "UA").tail, read_caller("101", "UA").tail
    ('671112233', None)
    >>> [read_caller(hidden, "UA").shown for hidden in (None, "anonymous", "Restricted", "000000")]
    [None, None, None, None]
    """
    there = read_destination(written, region) if written else None
    if there is None or not there.digits.strip("0"):
        return CallerNumber(None, None)
    shown = there.e164 or there.digits
    return CallerNumber(shown, shown[-TAIL:] if len(there.digits) >= _SHORTEST else None)


@lru_cache(maxsize=8192)
def spaced(number: str) -> str:
    """Write an E.164 number as people read it; what is none stays as it is.

    >>> spaced("+380671112233"), spaced("101")
    ('+380 67 111 2233', '101')
    """
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
