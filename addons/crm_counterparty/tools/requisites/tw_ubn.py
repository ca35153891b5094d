# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""統一編號: business number of a company in Taiwan.

Eight digits, times 1, 2, 1, 2, 1, 2, 4, 1; the digits of the products add up to a multiple of 5.
Until 2025 it had to be a multiple of 10, which is what the library still asks for; numbers given
out since then would be refused. A 7 in the seventh place (7 × 4 = 28, 2 + 8 = 10) counts as 1 or 0.

>>> validate("00501503"), validate("1045 8575")
('00501503', '10458575')
"""

from .digits import compact, only_digits
from .errors import Reason, RequisiteError, passes

LENGTH = 8
_WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)


def checksum(number: str) -> int:
    """Return 0 for a number that can be right.

    >>> checksum("00501503"), checksum("00501508"), checksum("00501502")
    (0, 0, 4)
    """
    products = [int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=True)]
    total = sum(product // 10 + product % 10 for product in products)
    if number[6] == "7" and total % 5 == 4:
        # The 10 of the seventh place, taken as 1: nine less, which is one more by 5.
        return 0
    return total % 5


def validate(number: str) -> str:
    """Return the compact number.

    >>> validate("00501502")
    Traceback (most recent call last):
    ...
    crm_counterparty_tools.requisites.errors.RequisiteError: checksum
    """
    number = only_digits(number, (LENGTH,))
    if checksum(number):
        raise RequisiteError(Reason.CHECKSUM)
    return number


def format(number: str) -> str:  # noqa: A001 (the library's verb)
    """Return the number as it is printed.

    >>> format("0050 1503")
    '00501503'
    """
    return compact(number)


is_valid = passes(validate)
