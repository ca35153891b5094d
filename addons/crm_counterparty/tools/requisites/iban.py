# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""IBAN: international bank account number.

The library's own module reads a table of countries, which cannot be found in Odoo's process; its
check digits are the library's all the same.

>>> validate("GR16 0110 1050 0000 1054 7023 795")
'GR1601101050000010547023795'
"""

import re

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

from .digits import compact
from .errors import Reason, RequisiteError, passes

_FORM = re.compile(r"[A-Z]{2}\d\d[A-Z0-9]{11,30}\Z")


def looks_like(number: str) -> bool:
    """Say whether somebody meant an IBAN.

    >>> looks_like("GR16 0110 1050 0000 1054 7023 796"), looks_like("40702810938000000001")
    (True, False)
    """
    return bool(_FORM.match(compact(number)))


def validate(number: str) -> str:
    """Return the compact number.

    >>> is_valid("GR16 0110 1050 0000 1054 7023 796"), is_valid("GR16")
    (False, False)
    """
    number = compact(number)
    if not _FORM.match(number):
        raise RequisiteError(Reason.FORMAT)
    try:
        mod_97_10.validate(number[4:] + number[:4])
    except ValidationError as error:
        raise RequisiteError(Reason.CHECKSUM) from error
    return number


def format(number: str) -> str:  # noqa: A001 (the library's verb)
    """Return the number as it is printed.

    >>> format("GR1601101050000010547023795")
    'GR16 0110 1050 0000 1054 7023 795'
    """
    number = compact(number)
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


is_valid = passes(validate)
