# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A figure: what stands above the line, below it, and of how many facts it is made.

"No data" is a state of its own, never zero: nothing can be divided by no deals.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

State = Literal["ok", "small", "no_data", "error"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one subject in one period.

    :param numerator: None where there is nothing to tell
    :param denominator: None where the figure is not divided by anything
    :param sample: of how many facts the figure is made
    :param error: why it could not be told, in words
    """

    numerator: Fraction | None
    denominator: Fraction | None = None
    sample: int = 0
    error: str = ""

    ZERO: ClassVar["Figure"]
    NONE: ClassVar["Figure"]

    @property
    def value(self) -> Fraction | None:
        """The exact value, None where there is no data.

        >>> Figure(Fraction(55), Fraction(100)).value
        Fraction(11, 20)
        >>> Figure(Fraction(3), Fraction(0)).value is None
        True
        """
        if self.error or self.numerator is None:
            return None
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None

    def state(self, minimal_sample: int = 0) -> State:
        """What can be said of it.

        >>> Figure(Fraction(1), Fraction(2), sample=2).state(minimal_sample=5)
        'small'
        >>> Figure(Fraction(1), Fraction(0)).state(), Figure.ZERO.state()
        ('no_data', 'ok')
        """
        if self.error:
            return "error"
        if self.value is None:
            return "no_data"
        return "small" if self.sample < minimal_sample else "ok"


Figure.ZERO = Figure(Fraction(0))
Figure.NONE = Figure(None)


def add(figures: Iterable[Figure]) -> Figure:
    """Several figures as one: sums above and below the line, not the mean of the quotients.

    >>> add([Figure(Fraction(1), Fraction(2), 2), Figure(Fraction(3), Fraction(4), 4)]).value
    Fraction(2, 3)
    >>> add([Figure.NONE, Figure.NONE]).state()
    'no_data'
    """
    known = [figure for figure in figures if figure.numerator is not None or figure.error]
    for figure in known:
        if figure.error:
            return figure
    if not known:
        return Figure.NONE
    below = [figure.denominator for figure in known if figure.denominator is not None]
    return Figure(
        sum((figure.numerator or Fraction(0) for figure in known), Fraction(0)),
        sum(below, Fraction(0)) if below else None,
        sum(figure.sample for figure in known),
    )


def difference(now: Fraction | None, then: Fraction | None) -> Fraction | None:
    """How much more it is now; None when one of them is missing.

    >>> difference(Fraction(5), Fraction(3)), difference(None, Fraction(3))
    (Fraction(2, 1), None)
    """
    return None if now is None or then is None else now - then


def change(now: Fraction | None, then: Fraction | None) -> Fraction | None:
    """The difference in percent of the former value; None when that is zero or missing.

    >>> change(Fraction(3), Fraction(2)), change(Fraction(3), Fraction(0))
    (Fraction(50, 1), None)
    """
    if now is None or not then:
        return None
    return (now - then) / abs(then) * 100
