# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""КПП: the reason for which a Russian company stands in the books of a tax office.

Four digits of the office, two characters of the reason, three digits. It has no check digit.

>>> validate("7708 01001"), validate("7708АВ001")
('770801001', '7708AB001')
"""

from .digits import compact, has_length
from .errors import Reason, RequisiteError, passes

LENGTH = 9
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def validate(number: str) -> str:
    """Return the compact number.

    >>> validate("77O801001")
    Traceback (most recent call last):
    ...
    crm_counterparty_tools.requisites.errors.RequisiteError: character (character='O')
    """
    number = compact(number)
    has_length(number, (LENGTH,))
    for place, character in enumerate(number):
        if character not in "0123456789" + (_LETTERS if place in (4, 5) else ""):
            raise RequisiteError(Reason.CHARACTER, character=character)
    return number


def format(number: str) -> str:  # noqa: A001 (the library's verb)
    """Return the number as it is printed.

    >>> format("7708 01 001")
    '770801001'
    """
    return compact(number)


is_valid = passes(validate)
