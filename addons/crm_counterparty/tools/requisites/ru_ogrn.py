# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""ОГРН, ОГРНИП: register number of a Russian company (13 digits) or sole trader (15).

The last digit is the last digit of the remainder of the others by 11 (13 for sole traders). The
library compares the *whole* remainder with one digit, so it refuses a sole trader whose remainder
is 10, 11 or 12: three of thirteen.

>>> validate("1027700132195"), validate("304500116000157")
('1027700132195', '304500116000157')
"""

from .digits import compact, only_digits
from .errors import Reason, RequisiteError, passes

COMPANY, TRADER = 13, 15
_FIRST = {COMPANY: "123456789", TRADER: "34"}


def calc_check_digit(number: str) -> str:
    """Return the digit that belongs behind the others.

    >>> calc_check_digit("102770013219"), calc_check_digit("30450011600015")
    ('5', '7')
    """
    modulus = 11 if len(number) == COMPANY - 1 else 13
    return str(int(number) % modulus)[-1]


def validate(number: str, lengths: tuple[int, ...] = (COMPANY, TRADER)) -> str:
    """Return the compact number.

    >>> validate("1027700132196")
    Traceback (most recent call last):
    ...
    crm_counterparty_tools.requisites.errors.RequisiteError: checksum
    """
    number = only_digits(number, (COMPANY, TRADER))
    if len(number) not in lengths:
        raise RequisiteError(Reason.KIND, length=len(number), lengths=lengths)
    if number[0] not in _FIRST[len(number)]:
        raise RequisiteError(Reason.PART, part="ru_ogrn_first", found=number[0])
    if number[-1] != calc_check_digit(number[:-1]):
        raise RequisiteError(Reason.CHECKSUM)
    return number


def format(number: str) -> str:  # noqa: A001 (the library's verb)
    """Return the number as it is printed.

    >>> format("10277 00132195")
    '1027700132195'
    """
    return compact(number)


is_valid = passes(validate)
