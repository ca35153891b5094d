# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Cégjegyzékszám: number of a Hungarian company in the register of its court.

Two digits for the court (01 to 20), two for the legal form (01 to 23), six more. It has no check
digit.

>>> validate("01-09-123456")
'0109123456'
"""

from .digits import compact, only_digits
from .errors import Reason, RequisiteError, passes

LENGTH = 10
COURTS = frozenset(f"{court:02}" for court in range(1, 21))
FORMS = frozenset(f"{legal_form:02}" for legal_form in range(1, 24))


def validate(number: str) -> str:
    """Return the compact number.

    >>> validate("21-09-123456")
    Traceback (most recent call last):
    ...
    crm_counterparty_tools.requisites.errors.RequisiteError: part (found='21', part='hu_court')
    """
    number = only_digits(number, (LENGTH,))
    if number[:2] not in COURTS:
        raise RequisiteError(Reason.PART, part="hu_court", found=number[:2])
    if number[2:4] not in FORMS:
        raise RequisiteError(Reason.PART, part="hu_form", found=number[2:4])
    return number


def format(number: str) -> str:  # noqa: A001 (the library's verb)
    """Return the number as it is printed.

    >>> format("0109123456")
    '01-09-123456'
    """
    number = compact(number)
    return f"{number[:2]}-{number[2:4]}-{number[4:]}"


is_valid = passes(validate)
