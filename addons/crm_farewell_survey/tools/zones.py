# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""In which zone somebody lives, as far as it can be told for sure.

Several zones count as one when their clocks agree over two years: Berlin and Büsingen are no
doubt. What remains in doubt is left to the caller, who knows the company's zone.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
import pytz
from phonenumbers import timezone

from .regions import REGIONS

# One clock by law for the whole country, though the data base knows of another one in use.
OFFICIAL = {"CN": "Asia/Shanghai", "UA": "Europe/Kyiv"}
_SAMPLES = tuple(datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=10 * n) for n in range(73))


def zone_of_person(
    country: str = "", region: str = "", phone: str = "", *, phone_country: str = ""
) -> str | None:
    """Return the zone of somebody by region, country or phone prefix, whatever is sure first.

    :param country: code of ISO 3166-1, such as ``HU``
    :param region: code of ISO 3166-2 without the country, such as ``CA``
    :param phone: in international form, or a local one of ``phone_country``

    >>> zone_of_person("HU"), zone_of_person("DE"), zone_of_person("US", "CA")
    ('Europe/Budapest', 'Europe/Berlin', 'America/Los_Angeles')
    >>> zone_of_person("US", phone="+1 212 555 0123"), zone_of_person(phone="+380 44 123 4567")
    ('America/New_York', 'Europe/Kyiv')
    >>> zone_of_person("RU"), zone_of_person(phone="+7 916 123-45-67"), zone_of_person()
    (None, None, None)
    """
    code = country.upper()
    return (
        REGIONS.get(code, {}).get(region.upper())
        or zone_of_country(code)
        or zone_of_phone(phone, (phone_country or country).upper())
    )


@lru_cache(maxsize=512)
def zone_of_country(country: str) -> str | None:
    """Return the zone of a country in which there is no doubt.

    >>> zone_of_country("UA"), zone_of_country("CN"), zone_of_country("US"), zone_of_country("XX")
    ('Europe/Kyiv', 'Asia/Shanghai', None, None)
    """
    return OFFICIAL.get(country) or single(pytz.country_timezones.get(country, ()))


@lru_cache(maxsize=8192)
def zone_of_phone(phone: str, country: str = "") -> str | None:
    """Return the zone that a number's prefix belongs to, when it is one.

    >>> zone_of_phone("+36 20 555 0001"), zone_of_phone("20 555 0001", "HU")
    ('Europe/Budapest', 'Europe/Budapest')
    >>> zone_of_phone("+1 800 555 0123"), zone_of_phone("no number"), zone_of_phone("")
    (None, None, None)
    """
    try:
        number = phonenumbers.parse(phone, country or None)
    except phonenumbers.NumberParseException:
        return None
    return single(timezone.time_zones_for_number(number))


def single(zones: Iterable[str]) -> str | None:
    """Return the first of zones whose clocks agree, or nothing.

    >>> single(["Europe/Berlin", "Europe/Busingen"]), single(["Europe/Madrid", "Atlantic/Canary"])
    ('Europe/Berlin', None)
    """
    names = list(zones)
    if not names or not all(is_zone(name) for name in names):
        return None
    return names[0] if len({_clock(name) for name in names}) == 1 else None


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether there is such a zone.

    >>> is_zone("Europe/Budapest"), is_zone("Mars/Crater"), is_zone("")
    (True, False, False)
    """
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return bool(name)


@lru_cache(maxsize=1024)
def _clock(name: str) -> tuple[timedelta | None, ...]:
    zone = ZoneInfo(name)
    return tuple(moment.astimezone(zone).utcoffset() for moment in _SAMPLES)
