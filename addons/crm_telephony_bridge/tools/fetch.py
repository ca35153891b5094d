# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fetches a file from an address that somebody outside has named.

Whoever forges a provider's word must not make us knock at doors inside the house: only HTTPS, only
addresses that are public, no redirects, within a size and a time. The address that was checked is
the one that is connected to.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

CONNECT_SECONDS = 5
READ_SECONDS = 20
_BLOCK = 65_536

Resolve = Callable[..., list[Any]]


class FetchError(Exception):
    """It could not be had; ``final`` when it never will be."""

    def __init__(self, reason: str, *, final: bool) -> None:
        super().__init__(reason)
        self.final = final


def public_address(url: str, resolve: Resolve = socket.getaddrinfo) -> tuple[str, int, str]:
    """Return host, port and the address to connect to.

    >>> there = lambda host, port, **_more: [(2, 1, 6, "", (host, port))]
    >>> public_address("https://93.184.216.34/a.mp3", there)
    ('93.184.216.34', 443, '93.184.216.34')
    >>> for url in ("http://93.184.216.34/", "https://127.0.0.1/", "https://10.0.0.1/", "https:///"):
    ...     try:
    ...         public_address(url, there)
    ...     except FetchError as error:
    ...         print(error)
    not https
    not a public address
    not a public address
    not https
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 443
    except ValueError as error:
        raise FetchError("not an address", final=True) from error
    if parts.scheme != "https" or not host or parts.username:
        raise FetchError("not https", final=True)
    try:
        found = [row[4][0] for row in resolve(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise FetchError("unknown host", final=False) from error
    if not found or not all(ipaddress.ip_address(one).is_global for one in found):
        raise FetchError("not a public address", final=True)
    return host, port, found[0]


def fetch(url: str, limit: int, resolve: Resolve = socket.getaddrinfo) -> bytes:
    """Return what is there, at most ``limit`` bytes.

    :raises FetchError: why not
    """
    host, port, address = public_address(url, resolve)
    parts = urlsplit(url)
    path = parts.path or "/"
    if parts.query:
        path += f"?{parts.query}"
    connection = _Pinned(host, port, address)
    try:
        connection.request("GET", path)
        return _read(connection.getresponse(), limit)
    except (OSError, HTTPException) as error:
        raise FetchError(type(error).__name__, final=False) from error
    finally:
        connection.close()


class _Pinned(HTTPSConnection):
    """A connection to the address that was checked, whatever the name means by now."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self._address = address
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=READ_SECONDS, context=self._tls)

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), CONNECT_SECONDS)
        plain.settimeout(READ_SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def _read(answer: HTTPResponse, limit: int) -> bytes:
    if answer.status != 200:
        # Not there yet, or busy: worth asking again; forbidden or moved: not.
        again = answer.status in {404, 408, 425, 429} or answer.status >= 500
        raise FetchError(f"answer {answer.status}", final=not again)
    content = bytearray()
    while block := answer.read(_BLOCK):
        content += block
        if len(content) > limit:
            raise FetchError("too large", final=True)
    return bytes(content)
