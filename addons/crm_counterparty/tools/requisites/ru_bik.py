# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""БИК: code of a bank in the payment system of Russia.

Nine digits; the first two say who takes part (04 and 0x a bank or its branch, 01 the treasury), the
last three are the end of its correspondent account. It has no check digit.

>>> validate("044525225")
'044525225'
"""

from .digits import compact, only_digits
from .errors import Reason, RequisiteError, passes

LENGTH = 9


def validate(number: str) -> str:
    """Return the compact number.

    >>> validate("944525225")
    Traceback (most recent call last):
    ...
    crm_counterparty_tools.requisites.errors.RequisiteError: part (found='9', part='ru_bik_first')
    """
    number = only_digits(number, (LENGTH,))
    if number[0] not in "012":
        raise RequisiteError(Reason.PART, part="ru_bik_first", found=number[0])
    return number


def format(number: str) -> str:  # noqa: A001 (the library's verb)
    """Return the number as it is printed.

    >>> format("04 45 25 225")
    '044525225'
    """
    return compact(number)


is_valid = passes(validate)
