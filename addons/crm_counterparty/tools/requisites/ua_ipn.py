# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""ІПН: number of a payer of value added tax in Ukraine.

12 digits for a company, the first seven of which are those of its ЄДРПОУ code (without that code's
check digit); a sole trader uses his РНОКПП, 10 digits. How the last digit is made has not been
published, so nothing is said about it.

>>> validate("327855926125"), validate("1759013776")
('327855926125', '1759013776')
"""

from . import library
from .digits import compact, only_digits
from .errors import Reason, RequisiteError, passes

COMPANY, PERSON = 12, 10


def validate(number: str, edrpou: str | None = None) -> str:
    """Return the compact number.

    :param edrpou: the code of the company, where it is known

    >>> is_valid("328559626125", "32855961"), is_valid("328559626125", "14360570")
    (True, False)
    """
    number = only_digits(number, (COMPANY, PERSON))
    if len(number) == PERSON:
        return library.validate(number, "ua.rntrc")
    if edrpou and library.is_valid(edrpou, "ua.edrpou"):
        begin = compact(edrpou)[:7]
        if not number.startswith(begin):
            raise RequisiteError(Reason.OTHER, other="ua_edrpou", found=begin)
    return number


def format(number: str) -> str:  # noqa: A001 (the library's verb)
    """Return the number as it is printed.

    >>> format("3278559 26125")
    '327855926125'
    """
    return compact(number)


is_valid = passes(validate)
