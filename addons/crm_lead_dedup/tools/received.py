# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads the time at which another program says it received a request."""

from datetime import UTC, datetime, timedelta

OLDEST = timedelta(days=366)
# Clocks of two machines differ a little.
AHEAD = timedelta(minutes=5)


def parse_received_at(text: object, now: datetime) -> datetime | None:
    """Return an ISO 8601 time with a zone as naive UTC, None when it cannot be right.

    :param now: the present, naive UTC; later times are refused, and those of over a year ago.

    >>> now = datetime(2026, 3, 1, 12, 0)
    >>> parse_received_at("2026-03-01T13:30:15+02:00", now)
    datetime.datetime(2026, 3, 1, 11, 30, 15)
    >>> parse_received_at("2026-03-01T11:30:15.250Z", now)
    datetime.datetime(2026, 3, 1, 11, 30, 15)
    >>> [parse_received_at(t, now) for t in ("2026-03-01T11:00:00", "2027-01-01T00:00Z", 5, "x")]
    [None, None, None, None]
    >>> parse_received_at("2024-12-31T00:00:00Z", now), parse_received_at("0001-01-01T00Z", now)
    (None, None)
    """
    if not isinstance(text, str) or len(text) > 40:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            return None
        naive = moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    except (ValueError, OverflowError):
        return None
    if not now - OLDEST <= naive <= now + AHEAD:
        return None
    return min(naive, now.replace(microsecond=0))
