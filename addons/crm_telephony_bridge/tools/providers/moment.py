# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When a call began, in whatever way a provider writes times."""

import math
from datetime import datetime, tzinfo
from email.utils import parsedate_to_datetime

# Years 2001 to 2096: what lies outside is no time of a call.
_EARLIEST, _LATEST = 1e9, 4e9


def moment_of(written: str | None, zone: tzinfo) -> float | None:
    """Return seconds since 1970; what is no sensible time is none.

    :param zone: of times that are written without one.

    >>> from zoneinfo import ZoneInfo
    >>> kyiv = ZoneInfo("Europe/Kyiv")
    >>> moment_of("1800000000", kyiv), moment_of("2027-01-15 10:00:00", kyiv)
    (1800000000.0, 1800000000.0)
    >>> moment_of("2027-01-15T08:00:00Z", kyiv), moment_of("Fri, 15 Jan 2027 08:00:00 +0000", kyiv)
    (1800000000.0, 1800000000.0)
    >>> [moment_of(none, kyiv) for none in (None, "", "soon", "1e999", "-5", "0001-01-01")]
    [None, None, None, None, None, None]
    """
    if not written:
        return None
    for read in (float, _iso, _mail):
        try:
            told = read(written.strip())
            found = told if isinstance(told, float) else _seconds(told, zone)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        return found if math.isfinite(found) and _EARLIEST <= found <= _LATEST else None
    return None


def _iso(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _mail(written: str) -> datetime:
    return parsedate_to_datetime(written)


def _seconds(told: datetime, zone: tzinfo) -> float:
    return (told if told.tzinfo else told.replace(tzinfo=zone)).timestamp()
