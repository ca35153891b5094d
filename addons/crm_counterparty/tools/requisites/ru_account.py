# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Account at a Russian bank: 20 digits, the ninth of which proves account *and* bank.

Three digits of the bank's code and the account, times 7, 1, 3, 7, 1, 3, …; the last digits of the
products add up to a multiple of 10. For accounts at the Bank of Russia itself other digits of the
code count. Accounts at the treasury (they begin with 0) have no such digit.

>>> validate("40702810938000000001", "044525225")
'40702810938000000001'
>>> validate("30101810400000000225", "044525225")  # a correspondent account
'30101810400000000225'
>>> validate("40102810545370000003", "004525988")  # the treasury's own, at the Bank of Russia
'40102810545370000003'
"""

from . import ru_bik
from .digits import compact, only_digits
from .errors import Reason, RequisiteError, passes

LENGTH = 20
_AT_THE_BANK_OF_RUSSIA = ("301", "401")
_OFFICES_OF_THE_BANK_OF_RUSSIA = ("000", "001", "002")


def checksum(number: str, bik: str) -> int:
    """Return 0 for an account that fits its bank.

    >>> checksum("40702810938000000001", "044525225")
    0
    """
    at_central_bank = number.startswith(_AT_THE_BANK_OF_RUSSIA) or bik.endswith(
        _OFFICES_OF_THE_BANK_OF_RUSSIA
    )
    digits = ("0" + bik[4:6] if at_central_bank else bik[6:]) + number
    return sum(int(digit) * (7, 1, 3)[place % 3] % 10 for place, digit in enumerate(digits)) % 10


def validate(number: str, bik: str | None = None) -> str:
    """Return the compact number.

    :param bik: code of the bank; without it (or with a wrong one) only the form is checked

    >>> is_valid("40702810938000000002", "044525225"), is_valid("40702810938000000002")
    (False, True)
    """
    number = only_digits(number, (LENGTH,))
    if not bik or not ru_bik.is_valid(bik) or number.startswith("0"):
        return number
    bik = compact(bik)
    if checksum(number, bik):
        raise RequisiteError(Reason.OTHER, other="ru_bik", found=bik)
    return number


def format(number: str) -> str:  # noqa: A001 (the library's verb)
    """Return the number as it is printed.

    >>> format("4070 2810 9380 0000 0001")
    '40702810938000000001'
    """
    return compact(number)


is_valid = passes(validate)
