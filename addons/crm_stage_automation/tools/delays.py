# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How long a step waits, and waiting by the clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, get_args

Unit = Literal["minutes", "hours", "days"]
UNITS: tuple[Unit, ...] = get_args(Unit)
SECONDS: dict[Unit, int] = {"minutes": 60, "hours": 3600, "days": 86400}
# A step that waits longer than this is a mistake in a number.
MAX_DAYS = 3 * 366


@dataclass(frozen=True, slots=True)
class Delay:
    """How long to wait; a negative amount means before.

    :param is_working: only the time of the working hours counts.
    :raise ValueError: more than ``MAX_DAYS``.
    """

    amount: int
    unit: Unit = "hours"
    is_working: bool = False

    def __post_init__(self) -> None:
        if abs(self.amount) * SECONDS[self.unit] > MAX_DAYS * SECONDS["days"]:
            raise ValueError(f"{self.amount} {self.unit} is more than {MAX_DAYS} days")

    def times(self, count: int) -> "Delay":
        """Return this delay so many times over.

        >>> Delay(30, "minutes").times(3)
        Delay(amount=90, unit='minutes', is_working=False)
        """
        return Delay(self.amount * count, self.unit, self.is_working)


def plain_after(moment: datetime, delay: Delay, zone: tzinfo) -> datetime:
    """Return the moment after the delay, by the clock on the wall.

    Minutes and hours are of equal length; a day keeps the time of day, so the day on which clocks
    change has 23 or 25 hours. A time of day that the change leaves out is moved behind it.

    :param moment: UTC, without a zone; a fraction of a second is cut off.
    :return: UTC, without a zone, whole seconds.

    >>> from zoneinfo import ZoneInfo
    >>> berlin, before = ZoneInfo("Europe/Berlin"), datetime(2026, 3, 28, 9, 0)
    >>> print(plain_after(before, Delay(1, "days"), berlin))
    2026-03-29 08:00:00
    >>> print(plain_after(before, Delay(24), berlin))
    2026-03-29 09:00:00
    >>> print(plain_after(datetime(2026, 3, 28, 1, 30), Delay(1, "days"), berlin))
    2026-03-29 01:30:00
    """
    moment = moment.replace(microsecond=0)
    if delay.unit != "days":
        return moment + timedelta(seconds=delay.amount * SECONDS[delay.unit])
    there = moment.replace(tzinfo=UTC).astimezone(zone)
    return (there + timedelta(days=delay.amount)).astimezone(UTC).replace(tzinfo=None)
