# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Adószám: tax number of a Hungarian company or sole trader.

Eight digits with a check digit, one digit for the way it is taxed, two for the county:
``12345676-2-41``. 4 in the middle is a member of a VAT group, 5 the group itself. The eight digits
behind "HU" are the number in the European Union.

>>> validate("10773381-2-44")
'10773381244'
"""

from . import library
from .digits import compact, only_digits
from .errors import Reason, RequisiteError, passes

LENGTH = 11
TAXATION = "12345"
GROUP_MEMBER, GROUP = "4", "5"
# 02 to 20 and 22 to 40 are the counties, 41 to 43 Budapest, 44 and 51 large tax payers.
COUNTIES = frozenset(f"{county:02}" for county in (*range(2, 21), *range(22, 45), 51))


def validate(number: str, taxation: str = TAXATION) -> str:
    """Return the compact number.

    :param taxation: which digits may stand in the middle

    >>> is_valid("10773381-2-44", GROUP), is_valid("17782218-5-41", GROUP)
    (False, True)
    """
    number = only_digits(number, (LENGTH,))
    library.validate(number[:8], "hu.anum")
    if number[8] not in taxation:
        raise RequisiteError(Reason.PART, part="hu_taxation", found=number[8], allowed=taxation)
    if number[9:] not in COUNTIES:
        raise RequisiteError(Reason.PART, part="hu_county", found=number[9:])
    return number


def format(number: str) -> str:  # noqa: A001 (the library's verb)
    """Return the number as it is printed.

    >>> format("10773381244")
    '10773381-2-44'
    """
    number = compact(number)
    return f"{number[:8]}-{number[8]}-{number[9:]}"


is_valid = passes(validate)
