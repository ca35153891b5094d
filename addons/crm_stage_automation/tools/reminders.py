# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reminding of what is not done: at the due moment, some times more, then somebody above is told.

The occurrences of a series are numbered: 0 is the due moment, each further one an interval later,
and the one after the last reminder is the escalation. When nobody looked for a while, one reminder
stands for all that were missed.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from .delays import Delay

# More reminders of one thing are noise, and each is a row.
MAX_REMINDERS = 50


@dataclass(frozen=True, slots=True)
class Series:
    """How often somebody is reminded.

    :param every: between two occurrences, in working time or by the clock.
    :param most: number of reminders.
    :param escalates: whether somebody is told when all reminders were in vain.
    :raise ValueError: the interval does not lead on, or the number is not 0 to ``MAX_REMINDERS``.
    """

    every: Delay
    most: int
    escalates: bool = True

    def __post_init__(self) -> None:
        if self.every.amount <= 0:
            raise ValueError("reminders need an interval")
        if not 0 <= self.most <= MAX_REMINDERS:
            raise ValueError(f"0 to {MAX_REMINDERS} reminders")


@dataclass(frozen=True, slots=True)
class Round:
    """What is to be done now.

    :param skip: occurrences that were missed and are not made up for.
    :param remind: the occurrence to remind of.
    :param escalate: the number of the escalation when it is due.
    :param next_at: when to look again, None when the series is over.
    """

    skip: tuple[int, ...] = ()
    remind: int | None = None
    escalate: int | None = None
    next_at: datetime | None = None


def occurrences(
    series: Series, due: datetime, add: Callable[[datetime, Delay], datetime]
) -> list[datetime]:
    """Return the moments of the reminders, then that of the escalation if there is one.

    Each is counted from the due moment and not from the one before, so that nothing adds up.

    :param add: adds a delay to a moment (``WorkingTime.due``).

    >>> from datetime import timedelta
    >>> add = lambda moment, delay: moment + timedelta(hours=delay.amount)
    >>> [at.hour for at in occurrences(Series(Delay(1), 3), datetime(2026, 1, 5, 10), add)]
    [10, 11, 12, 13]
    """
    count = series.most + series.escalates
    return [due if not number else add(due, series.every.times(number)) for number in range(count)]


def next_round(
    series: Series, moments: Sequence[datetime], now: datetime, settled: Collection[int] = ()
) -> Round:
    """Return what is to be done of a series that is still wanted.

    :param moments: those of ``occurrences``.
    :param settled: occurrences that were sent or skipped before.

    After an outage of five hours, one reminder and the escalation at once, and nothing after that:

    >>> hours = [datetime(2026, 1, 5, hour) for hour in (10, 11, 12, 13)]
    >>> series = Series(Delay(1), 3)
    >>> next_round(series, hours, datetime(2026, 1, 5, 15))
    Round(skip=(0, 1), remind=2, escalate=3, next_at=None)
    >>> next_round(series, hours, datetime(2026, 1, 5, 15), settled={0, 1, 2, 3})
    Round(skip=(), remind=None, escalate=None, next_at=None)

    In time:

    >>> next_round(series, hours, datetime(2026, 1, 5, 11, 4), settled={0}).remind
    1
    """
    due = [number for number, at in enumerate(moments) if at <= now and number not in settled]
    later = [at for number, at in enumerate(moments) if at > now and number not in settled]
    reminders = [number for number in due if number < series.most]
    # A reminder that comes after a later one was sent would say less than that one did.
    newest = max((number for number in settled if number < series.most), default=-1)
    remind = reminders[-1] if reminders and reminders[-1] > newest else None
    return Round(
        skip=tuple(number for number in reminders if number != remind),
        remind=remind,
        escalate=series.most if series.escalates and series.most in due else None,
        next_at=min(later, default=None),
    )
