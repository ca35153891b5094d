# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Speaks with Odoo: signed POSTs over a connection that is kept."""

import asyncio
import http.client
import json
import logging
import secrets
import socket
import ssl
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ..tools.providers.signatures import generic_signature
from .config import ConfigError, OdooConfig

_log = logging.getLogger(__name__)

_LONGEST_ANSWER = 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What Odoo said.

    :param status: of HTTP; 0 when there was no answer.
    :param wait: for how long Odoo asks not to be asked again, in seconds.
    :param seconds: how long it took.
    """

    status: int
    data: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    wait: float = 0.0
    seconds: float = 0.0

    @property
    def taken(self) -> bool:
        """Whether Odoo did as it was asked."""
        return self.status == 200


class Odoo:
    """One connection; a thread waits for the answers, so that the reader of events never does."""

    def __init__(self, config: OdooConfig, name: str) -> None:
        self._config = config
        self._thread = ThreadPoolExecutor(1, f"odoo-{name}")
        self._connection: http.client.HTTPConnection | None = None

    async def tell(self, door: str, said: Mapping[str, object]) -> Answer:
        """Send a JSON object.

        Each has a number used once: the same words twice in one second are two messages, a copy of
        one is none.
        """
        whole = {**said, "nonce": secrets.token_hex(8)}
        body = json.dumps(whole, separators=(",", ":")).encode()
        return await self.upload(door, body, {"Content-Type": "application/json"})

    async def upload(self, door: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send anything; the door's query and the body are signed together."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._post, door, body, headers)

    def _post(self, door: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        began = time.monotonic()
        try:
            kept = self._connection is not None
            try:
                return self._once(door, body, headers, began)
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self._drop()
                if not kept:
                    raise
                # A kept connection that the server closed meanwhile says nothing about the server.
                return self._once(door, body, headers, began)
        except (OSError, http.client.HTTPException, ConfigError) as error:
            self._drop()
            return Answer(0, reason=_why(error), seconds=time.monotonic() - began)

    def _once(self, door: str, body: bytes, headers: Mapping[str, str], began: float) -> Answer:
        connection = self._connection = self._connection or self._connect()
        at = int(time.time())
        query = door.partition("?")[2].encode()
        signature = generic_signature(self._config.secret.reveal(), at, query + body)
        connection.request(
            "POST",
            self._config.path(door),
            body,
            {**headers, "X-Signature": f"t={at},v1={signature}"},
        )
        response = connection.getresponse()
        said = response.read(_LONGEST_ANSWER)
        if response.will_close or not response.isclosed():
            self._drop()
        return Answer(
            response.status,
            _object(said),
            "" if response.status == 200 else f"{response.status} {response.reason}"[:100],
            _seconds(response.getheader("Retry-After", "")),
            time.monotonic() - began,
        )

    def _connect(self) -> http.client.HTTPConnection:
        url, timeout = urlsplit(self._config.url), self._config.timeout
        host = url.hostname or ""
        connection = http.client.HTTPConnection(host, url.port or 80, timeout=timeout)
        if url.scheme == "https":
            context = ssl.create_default_context(cafile=self._config.ca_file or None)
            connection = http.client.HTTPSConnection(
                host, url.port or 443, timeout=timeout, context=context
            )
        connection.connect()
        # Small messages are not to wait for each other.
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def close(self) -> None:
        """End the connection; who waits for an answer still gets it."""
        self._thread.submit(self._drop)
        self._thread.shutdown(wait=False)


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificate: {error.verify_message}"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__)[:200]


def _object(said: bytes) -> Mapping[str, Any]:
    try:
        data = json.loads(said)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _seconds(said: str | None) -> float:
    return min(float(said), 60.0) if said and said.isdecimal() else 0.0
