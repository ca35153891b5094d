# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What all numbers have in common: signs to leave out, lengths, sums with weights."""

import re
import unicodedata
from collections.abc import Iterable

from .errors import Reason, RequisiteError

# What people put between groups of digits, and what copying from a document brings along.
_BETWEEN = re.compile(r"[\s\-.,/\\'’_‐‑‒–—−\u00ad\u200b-\u200f\u2060\ufeff]+")
# Cyrillic letters that look like Latin ones: typed on the wrong keyboard.
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТУХІ", "ABEKMHOPCTYXI")


def compact(number: str) -> str:
    """Return the number without separators, in upper case, with plain digits and Latin letters.

    >>> compact(" 12345678-1-42 ")
    '12345678142'
    >>> compact("７７０８０１００１"), compact("7708АВ001")  # full width, Cyrillic letters
    ('770801001', '7708AB001')
    """
    plain = unicodedata.normalize("NFKC", number).upper().translate(_LOOK_ALIKE)
    return _BETWEEN.sub("", plain)


def only_digits(number: str, lengths: tuple[int, ...]) -> str:
    """Return the compact number when it consists of so many digits.

    >>> only_digits("12 34", (4, 6))
    '1234'
    >>> only_digits("12O4", (4,))
    Traceback (most recent call last):
    ...
    crm_counterparty_tools.requisites.errors.RequisiteError: character (character='O')
    """
    number = compact(number)
    for character in number:
        if character not in "0123456789":
            raise RequisiteError(Reason.CHARACTER, character=character)
    has_length(number, lengths)
    return number


def has_length(number: str, lengths: tuple[int, ...]) -> None:
    """Refuse another length.

    >>> has_length("123", (2,))
    Traceback (most recent call last):
    ...
    crm_counterparty_tools.requisites.errors.RequisiteError: length (length=3, lengths=(2,))
    """
    if len(number) not in lengths:
        raise RequisiteError(Reason.LENGTH, lengths=lengths, length=len(number))


def weighted(number: str, weights: Iterable[int]) -> int:
    """Return the sum of the digits, each times its weight.

    >>> weighted("123", (1, 10, 100))
    321
    """
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
