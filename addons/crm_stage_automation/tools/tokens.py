# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Personal links for people without a login: tokens, and what guessing them costs."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

TOKEN_BYTES = 16
# So many wrong tokens a minute are allowed to an address.
MAX_FAILURES = 20
WINDOW = timedelta(minutes=1)
# A whole network of this size belongs to one subscriber.
_IPV6_PREFIX = 64
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}\Z")


def new_token() -> str:
    """Return a token of 128 random bits, to be shown once and never stored.

    >>> first, second = new_token(), new_token()
    >>> is_token(first), first != second
    (True, True)
    """
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_token(text: str) -> bool:
    r"""Whether the text has the form of a token; what has not needs no look into the database.

    >>> [is_token(text) for text in ("A" * 22, "A" * 21, "A" * 23, "A" * 22 + "\n", "../" * 7)]
    [True, False, False, False, False]
    """
    return bool(_TOKEN.match(text))


def digest(token: str) -> str:
    """Return what is stored of a token and searched for.

    A plain hash is enough: 128 random bits cannot be guessed from it, and a search by the hash
    tells nothing by its duration.

    >>> digest("A" * 22)[:16], len(digest("A" * 22))
    ('8a5bdb4cc1516412', 64)
    """
    return hashlib.sha256(token.encode()).hexdigest()


def address_key(address: str) -> str:
    """Return under which name failures of an address are counted.

    :raise ValueError: it is not an address.

    >>> address_key("192.0.2.7"), address_key("::ffff:192.0.2.7"), address_key("2001:db8::1:2")
    ('192.0.2.7', '192.0.2.7', '2001:db8::/64')
    """
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is None:
            return str(ip_network((found.packed, _IPV6_PREFIX), strict=False))
        found = found.ipv4_mapped
    return str(found)


def retry_after(failures: Sequence[datetime], now: datetime) -> int:
    """Return after how many seconds an address may try again, 0 when it may at once.

    :param failures: when it failed, in any order; see ``with_failure``.

    >>> at = datetime(2026, 1, 5, 10, 0, 0)
    >>> failures = [at + timedelta(seconds=second) for second in range(20)]
    >>> retry_after(failures, at + timedelta(seconds=20)), retry_after(failures[1:], at)
    (40, 0)
    >>> retry_after(failures, at + timedelta(seconds=60))
    0
    """
    recent = sorted(_recent(failures, now))
    if len(recent) < MAX_FAILURES:
        return 0
    return ceil((recent[-MAX_FAILURES] + WINDOW - now).total_seconds())


def with_failure(failures: Sequence[datetime], now: datetime) -> list[datetime]:
    """Return the failures to remember after one more; never more than ``MAX_FAILURES``.

    A refused attempt is no failure: whoever waits gets in again, however often he asked meanwhile.

    >>> at = datetime(2026, 1, 5, 10)
    >>> len(with_failure([at] * 20, at)), with_failure([at], at + WINDOW)
    (20, [datetime.datetime(2026, 1, 5, 10, 1)])
    """
    return [*sorted(_recent(failures, now)), now][-MAX_FAILURES:]


def _recent(failures: Sequence[datetime], now: datetime) -> list[datetime]:
    """Return those that count; one from the future is that of a worker whose clock is ahead."""
    return [min(at, now) for at in failures if now - at < WINDOW]
