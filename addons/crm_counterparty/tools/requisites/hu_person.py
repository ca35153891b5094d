# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Adóazonosító jel: tax number of a person in Hungary.

Ten digits that begin with 8; the last is the remainder by 11 of the others times their places.

>>> validate("8071592153")
'8071592153'
"""

from .digits import compact, only_digits, weighted
from .errors import Reason, RequisiteError, passes

LENGTH = 10


def validate(number: str) -> str:
    """Return the compact number.

    >>> validate("8071592154")
    Traceback (most recent call last):
    ...
    crm_counterparty_tools.requisites.errors.RequisiteError: checksum
    """
    number = only_digits(number, (LENGTH,))
    if number[0] != "8":
        raise RequisiteError(Reason.PART, part="hu_person_first", found=number[0])
    if weighted(number[:-1], range(1, LENGTH)) % 11 != int(number[-1]):
        raise RequisiteError(Reason.CHECKSUM)
    return number


def format(number: str) -> str:  # noqa: A001 (the library's verb)
    """Return the number as it is printed.

    >>> format("8071 592 153")
    '8071592153'
    """
    return compact(number)


is_valid = passes(validate)
