# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Correspondent account: that of a Russian bank at the Bank of Russia.

It begins with 301 and ends with the last three digits of the bank's code.

>>> validate("30101810400000000225", "044525225")
'30101810400000000225'
"""

from . import ru_account, ru_bik
from .digits import compact
from .errors import Reason, RequisiteError, passes


def validate(number: str, bik: str | None = None) -> str:
    """Return the compact number.

    :param bik: code of the bank; without it (or with a wrong one) only the form is checked

    >>> validate("30101810400000000226", "044525225")
    Traceback (most recent call last):
    ...
    crm_counterparty_tools.requisites.errors.RequisiteError: other (found='225', other='ru_bik_end')
    """
    number = ru_account.validate(number)
    if not number.startswith("301"):
        raise RequisiteError(Reason.PART, part="ru_correspondent_first", found=number[:3])
    if bik and ru_bik.is_valid(bik) and number[-3:] != compact(bik)[-3:]:
        raise RequisiteError(Reason.OTHER, other="ru_bik_end", found=compact(bik)[-3:])
    return ru_account.validate(number, bik)


def format(number: str) -> str:  # noqa: A001 (the library's verb)
    """Return the number as it is printed.

    >>> format("30101 810 4 0000 0000225")
    '30101810400000000225'
    """
    return compact(number)


is_valid = passes(validate)
