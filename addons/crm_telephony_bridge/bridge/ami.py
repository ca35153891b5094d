# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One connection to Asterisk's manager interface.

Events are handed on in the moment in which they come. Nothing here waits for anything but the PBX:
one that is not read is cut off by Asterisk after a few seconds, and what follows is lost.
"""

import asyncio
import hashlib
import itertools
import ssl
from collections.abc import Callable

from ..tools.ami_events import Event
from .blocks import Cutter, NotAsteriskError, event_name, fields_of, tells_of_calls
from .config import PbxConfig
from .table import ConfigError

ANSWER_WITHIN = 10.0
CONNECT_WITHIN = 5.0
# Too large for one answer: a list of every channel of the largest PBX has fewer.
LONGEST_LIST = 50_000

OnEvent = Callable[[Event], None]


class AmiError(Exception):
    """The PBX cannot be spoken with; the text says why."""


class RefusedError(AmiError):
    """The PBX answers, but does not do it."""


class Ami(asyncio.Protocol):
    """The connection.

    :param on_event: called with each event that tells of calls, at once.
    :ivar heard: when anything came last, by the loop's clock.
    :ivar skipped: events that say nothing of calls.
    """

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        self._cutter = Cutter()
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._numbers = itertools.count(1)
        self._answers: dict[str, asyncio.Future[Event]] = {}
        self._lists: dict[str, list[Event]] = {}
        self.lost: asyncio.Future[str] = self._loop.create_future()
        self.heard = self._loop.time()
        self.skipped = 0
        self.uptime: float | None = None

    # What asyncio calls ------------------------------------------------------------------------
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember how to write."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Read whatever came."""
        self.heard = self._loop.time()
        try:
            for block in self._cutter.feed(data):
                self._take(block)
        except NotAsteriskError as error:
            self._end(str(error))
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let whoever waits know."""
        self._end(str(exc) if exc else "the PBX closed the connection")

    def _end(self, reason: str) -> None:
        if not self.lost.done():
            self.lost.set_result(reason)
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(AmiError(reason))

    # Messages ----------------------------------------------------------------------------------
    def _take(self, block: bytes) -> None:
        name = event_name(block)
        if not name:
            self._answered(fields_of(block))
        elif self._lists and b"\r\nActionID: " in block:
            self._listed(fields_of(block))
        elif tells_of_calls(name, block) or name == b"DeviceStateChange":
            self._on_event(fields_of(block))
        else:
            self.skipped += 1
            if name == b"FullyBooted":
                said = fields_of(block).get("Uptime", "")
                self.uptime = float(said) if said.isdecimal() else None

    def _answered(self, answer: Event) -> None:
        number = answer.get("ActionID", "")
        if number in self._lists and answer.get("Response") == "Success":
            return
        waiting = self._answers.get(number)
        if waiting and not waiting.done():
            waiting.set_result(answer)

    def _listed(self, event: Event) -> None:
        number = event.get("ActionID", "")
        items = self._lists.get(number)
        if items is None:
            # An answer that comes as an event: to an order given earlier.
            self._on_event(event)
        elif event.get("EventList") == "Complete":
            if (waiting := self._answers.get(number)) and not waiting.done():
                waiting.set_result(event)
        elif len(items) < LONGEST_LIST:
            items.append(event)

    # What we say -------------------------------------------------------------------------------
    async def ask(self, action: str, *, number: str = "", **fields: str) -> Event:
        """Give an order and return the answer; one that takes too long is none."""
        number = number or f"{next(self._numbers)}"
        answer = self._answers[number] = self._loop.create_future()
        lines = [f"Action: {action}", f"ActionID: {number}"]
        lines += [f"{name}: {value}" for name, value in fields.items() if value]
        if any(not line.isprintable() for line in lines):
            # A line's end in a value would begin an order of its own.
            del self._answers[number]
            raise AmiError("an order with unprintable letters")
        try:
            if self._transport is None or self.lost.done():
                raise AmiError("there is no connection")
            self._transport.write("\r\n".join([*lines, "", ""]).encode())
            async with asyncio.timeout(ANSWER_WITHIN):
                told: Event = await answer
                return told
        except TimeoutError as error:
            raise AmiError(f"no answer to {action}") from error
        finally:
            self._answers.pop(number, None)

    async def order(self, action: str, *, number: str = "", **fields: str) -> Event:
        """Give an order; a refusal is an error."""
        answer = await self.ask(action, number=number, **fields)
        if answer.get("Response") not in {"Success", "Goodbye"}:
            raise RefusedError(answer.get("Message", "refused")[:200])
        return answer

    async def list(self, action: str) -> list[Event]:
        """Ask for a list and return its items."""
        number = f"list-{next(self._numbers)}"
        items = self._lists[number] = []
        try:
            answer = await self.ask(action, number=number)
            if answer.get("Response") == "Error":
                raise RefusedError(answer.get("Message", "refused")[:200])
            return items
        finally:
            self._lists.pop(number, None)

    async def log_in(self, config: PbxConfig) -> None:
        """Say who we are; the password itself is never sent."""
        challenge = await self.order("Challenge", AuthType="MD5")
        told = challenge.get("Challenge", "") + config.secret.reveal()
        key = hashlib.md5(told.encode(), usedforsecurity=False).hexdigest()
        await self.order(
            "Login", AuthType="MD5", Username=config.user, Key=key, Events=config.events
        )

    async def clock(self) -> float | None:
        """Return the PBX's time; that it answers at all is the other use of it."""
        said = (await self.ask("Ping")).get("Timestamp", "")
        try:
            return float(said)
        except ValueError:
            return None

    def close(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.abort()


def tls_of(config: PbxConfig) -> ssl.SSLContext | None:
    """Return how the connection is encrypted: always checking who is at the other end."""
    if not config.tls:
        return None
    try:
        return ssl.create_default_context(cafile=config.ca_file or None)
    except OSError as error:
        raise ConfigError(f"pbx {config.name}: ca_file: {error}") from error


async def connect(config: PbxConfig, on_event: OnEvent) -> Ami:
    """Connect and log in."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(CONNECT_WITHIN):
            _transport, ami = await loop.create_connection(
                lambda: Ami(on_event), config.host, config.port, ssl=tls_of(config)
            )
    except TimeoutError as error:
        raise AmiError("no answer") from error
    except OSError as error:
        raise AmiError(error.strerror or str(error)) from error
    try:
        await ami.log_in(config)
    except BaseException:
        ami.close()
        raise
    return ami
