# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Numbers without rounding, and rounding where one is shown."""

from decimal import Decimal
from fractions import Fraction

Number = int | Decimal | Fraction | str | float


def exact(value: Number) -> Fraction:
    """A number as somebody wrote it; a float counts as its shortest decimal.

    :raises ValueError: what is not a finite number

    >>> exact(45.01)
    Fraction(4501, 100)
    >>> exact(Decimal("0.10")) == exact("1/10") == Fraction(1, 10)
    True
    >>> exact(float("inf"))
    Traceback (most recent call last):
    ...
    ValueError: not a finite number: inf
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int):
        return Fraction(value)
    text = repr(value) if isinstance(value, float) else str(value)
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"not a finite number: {text}") from None


def nearest(value: Fraction, digits: int) -> Fraction:
    """The nearest number of so many decimals; halves go away from zero, as people round.

    >>> nearest(Fraction(-25, 10), 0), nearest(Fraction(1, 3), 2)
    (Fraction(-3, 1), Fraction(33, 100))
    """
    scale = 10**digits
    doubled = abs(value) * scale * 2
    whole = (doubled.numerator // doubled.denominator + 1) // 2
    return Fraction(whole if value >= 0 else -whole, scale)


def rounded(value: Fraction, digits: int) -> float:
    """A number as it is shown.

    >>> rounded(Fraction(2996, 100), 1), rounded(Fraction(-25, 10), 0), rounded(Fraction(1, 3), 2)
    (30.0, -3.0, 0.33)
    """
    return float(nearest(value, digits))


def plain(value: Fraction, digits: int = 6) -> str:
    """A number for a sentence: no needless zeros.

    >>> plain(Fraction(45)), plain(Fraction(4501, 100)), plain(Fraction(-1, 3), 3)
    ('45', '45.01', '-0.333')
    """
    text = f"{rounded(value, digits):.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
