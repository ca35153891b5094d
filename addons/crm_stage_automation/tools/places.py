# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How far a check-in was from the place of the meeting.

Great-circle distance by the haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984), on a
sphere with the earth's mean radius: off by half a per cent at most, less than a phone is.
"""

from dataclasses import dataclass
from math import asin, cos, isfinite, radians, sin, sqrt

_RADIUS = 6_371_009.0
# A browser that knows no better than the country says so in its accuracy.
MAX_ACCURACY = 100_000.0


@dataclass(frozen=True, slots=True)
class Position:
    """A place on earth as a phone tells it.

    :param latitude: degrees, north is positive.
    :param longitude: degrees, east is positive.
    :param accuracy: metres within which it really is.
    :raise ValueError: there is no such place, or it is known too badly to be one.
    """

    latitude: float
    longitude: float
    accuracy: float = 0.0

    def __post_init__(self) -> None:
        if not all(map(isfinite, (self.latitude, self.longitude, self.accuracy))):
            raise ValueError("not a number")
        if abs(self.latitude) > 90 or abs(self.longitude) > 180:
            raise ValueError("not on earth")
        if not 0 <= self.accuracy <= MAX_ACCURACY:
            raise ValueError("not accurate")


def distance(one: Position, other: Position) -> float:
    """Return the metres between two places, as if both were exact.

    >>> tower, arch = Position(48.8584, 2.2945), Position(48.8738, 2.2950)
    >>> round(distance(tower, arch), -1)
    1710.0
    """
    north, south = radians(one.latitude), radians(other.latitude)
    rise = sin((south - north) / 2) ** 2
    turn = sin(radians(other.longitude - one.longitude) / 2) ** 2
    # Rounding may lead past the other end of the earth.
    return 2 * _RADIUS * asin(min(1.0, sqrt(rise + cos(north) * cos(south) * turn)))


def is_there(planned: Position, seen: Position, radius: float) -> bool:
    """Whether somebody may have been within so many metres of the plan; doubt is in his favour.

    >>> office, street = Position(50.0, 30.0), Position(50.001, 30.0, accuracy=30)
    >>> is_there(office, street, 100), is_there(office, street, 80)
    (True, False)
    """
    return distance(planned, seen) <= radius + planned.accuracy + seen.accuracy
