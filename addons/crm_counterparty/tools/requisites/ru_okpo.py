# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""ОКПО: code of an organisation in Russian statistics.

8 digits for a company, 10 for a sole trader, 14 for a branch. Check digit by the classifier's own
method: weights from 1 to 10, over and over; a remainder of 10 by 11 calls for the same with weights
from 3 on, and if it is 10 again, the digit is 0.

>>> validate("00032537"), validate("27560230")
('00032537', '27560230')
"""

from .digits import compact, only_digits, weighted
from .errors import Reason, RequisiteError, passes

COMPANY, TRADER, BRANCH = 8, 10, 14


def calc_check_digit(number: str) -> str:
    """Return the digit that belongs behind the others.

    >>> calc_check_digit("0003253"), calc_check_digit("0000003"), calc_check_digit("0000281")
    ('7', '5', '0')
    """
    for start in (0, 2):
        weights = ((start + place) % 10 + 1 for place in range(len(number)))
        remainder = weighted(number, weights) % 11
        if remainder < 10:
            return str(remainder)
    return "0"


def validate(number: str) -> str:
    """Return the compact number.

    >>> validate("00032538")
    Traceback (most recent call last):
    ...
    crm_counterparty_tools.requisites.errors.RequisiteError: checksum
    """
    number = only_digits(number, (COMPANY, TRADER, BRANCH))
    if number[-1] != calc_check_digit(number[:-1]):
        raise RequisiteError(Reason.CHECKSUM)
    return number


def format(number: str) -> str:  # noqa: A001 (the library's verb)
    """Return the number as it is printed.

    >>> format("0003 2537")
    '00032537'
    """
    return compact(number)


is_valid = passes(validate)
