# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Keeps the connection to one PBX, and makes good what was missed without one."""

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ..tools.ami_events import Event, timestamp
from ..tools.ami_facts import facts_from_event
from ..tools.calls import Fact, Kind
from .ami import Ami, AmiError, RefusedError, connect
from .config import ConfigError, PbxConfig
from .gaps import LOOKS, Gap, look
from .live import Live
from .phones import Phones
from .resync import facts_of_bridges, facts_of_gone, facts_of_living

_log = logging.getLogger(__name__)

# A PBX that says nothing for so long is asked whether it is there.
SILENCE = 10.0
# The list of channels is compared with what we know, in case an end was not told.
RECOUNT = 300.0
LONGEST_PAUSE = 5.0
# Who rang when the line broke may have been answered since: for so many looks into the records his
# call is not over, for it would be a false missed call.
LAST_HOPE = 2
# Shorter than any call that somebody would miss.
SHORTEST_GAP = 0.2
INSTANT = 0.001


@dataclass(slots=True)
class PbxState:
    """What is to be known of one PBX from outside.

    :param last_event: by the PBX's clock.
    :param ahead: by how many seconds the PBX's clock is ahead of ours.
    :param stamped: whether events bear their times; without them our clock has to do.
    """

    connected: bool = False
    reason: str = "not connected yet"
    last_event: float | None = None
    ahead: float = 0.0
    stamped: bool = True
    connections: int = 0
    events: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Hooks:
    """Whom a PBX's session tells.

    :param heard: new facts are there.
    :param answered: an answer to an order that came as an event.
    :param gap: something was missed.
    """

    heard: Callable[[], None]
    answered: Callable[[Event], None]
    gap: Callable[[Gap], None]
    phones: Phones


class Pbx:
    """One PBX, whether it is there or not.

    :param last_heard: when it was heard last by an earlier life of the bridge, by the PBX's clock.
    """

    def __init__(
        self, config: PbxConfig, live: Live, hooks: Hooks, last_heard: float | None = None
    ) -> None:
        self.config = config
        self.state = PbxState(last_event=last_heard)
        self._live = live
        self._hooks = hooks
        self._ami: Ami | None = None
        self._looking: set[asyncio.Task[None]] = set()

    @property
    def ami(self) -> Ami:
        """Return the connection, for orders."""
        if self._ami is None or not self.state.connected:
            raise AmiError("the PBX is not connected")
        return self._ami

    async def run(self) -> None:
        """Connect, listen, and connect again, for ever."""
        pause = 0.25
        while True:
            began = time.monotonic()
            reason = await self._session()
            if reason != self.state.reason or self.state.connected:
                _log.warning("pbx %s: %s", self.config.name, reason)
            self.state.connected, self.state.reason = False, reason
            pause = (
                0.25 if time.monotonic() - began > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            )
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311

    async def _session(self) -> str:
        """Listen until the connection is lost; return why it was."""
        missed_from = self.state.last_event
        try:
            ami = self._ami = await connect(self.config, self._event)
        except (AmiError, ConfigError, OSError) as error:
            return str(error) or type(error).__name__
        try:
            await self._catch_up(ami, missed_from)
            self.state.connected, self.state.reason = True, ""
            self.state.connections += 1
            _log.info("pbx %s: connected", self.config.name)
            await self._list_phones(ami)
            return await self._listen(ami)
        except AmiError as error:
            return str(error)
        finally:
            self.state.skipped += ami.skipped
            self._ami = None
            ami.close()

    async def _listen(self, ami: Ami) -> str:
        loop = asyncio.get_running_loop()
        recount = loop.time() + RECOUNT
        while not ami.lost.done():
            await asyncio.wait([ami.lost], timeout=SILENCE / 2)
            if loop.time() - ami.heard > SILENCE:
                # Until this moment nothing was missed.
                self.state.last_event = await self._ask_time(ami)
            if loop.time() > recount and not ami.lost.done():
                recount = loop.time() + RECOUNT
                now = await self._ask_time(ami)
                self._end(await self._recount(ami, now), now)
                await self._list_phones(ami)
        return ami.lost.result()

    # Events ------------------------------------------------------------------------------------
    def _event(self, event: Event) -> None:
        """Take an event; called by the reader, so it only remembers."""
        self.state.events += 1
        if event.get("Event") == "DeviceStateChange":
            self._phone(event)
            return
        at = timestamp(event)
        self.state.stamped = at is not None
        if at is None:
            at = time.time() + self.state.ahead
            event["Timestamp"] = f"{at:.6f}"
        self.state.last_event = max(at, self.state.last_event or 0.0)
        # The configuration names the PBX: two that bear one name, or none, stay apart.
        event["SystemName"] = self.config.name
        self._add(facts_from_event(event))
        if event.get("Event") == "OriginateResponse":
            self._hooks.answered(event)

    def _phone(self, event: Event) -> None:
        self._hooks.phones.take(
            self.config.name,
            event.get("Device", ""),
            event.get("State", ""),
            self._live.internal.get(self.config.name),
        )

    async def _list_phones(self, ami: Ami) -> None:
        """Ask which phones are there; a PBX that cannot say is none the worse."""
        with contextlib.suppress(RefusedError):
            for event in await ami.list("DeviceStateList"):
                self._phone(event)
        self._hooks.phones.again(self.config.name)

    def _add(self, facts: Iterable[Fact]) -> None:
        self._live.add(facts, time.monotonic())
        self._hooks.heard()

    # What was missed ---------------------------------------------------------------------------
    async def _ask_time(self, ami: Ami) -> float:
        """Return the PBX's time."""
        asked = time.time()
        clock = await ami.clock()
        if clock is None:
            return asked + self.state.ahead
        self.state.ahead = clock - (asked + time.time()) / 2
        return clock

    async def _catch_up(self, ami: Ami, missed_from: float | None) -> None:
        """Learn who lives and who is gone, and look up in the records what was missed."""
        now = await self._ask_time(ami)
        gone = await self._recount(ami, now)
        ended_at = now
        if missed_from is not None and ami.uptime is not None and ami.uptime < now - missed_from:
            # It began anew meanwhile: whatever lived ended about when it was heard last.
            ended_at = missed_from
        self.state.last_event = max(now, missed_from or 0.0)
        self._hooks.heard()
        if missed_from is None or now - missed_from < SHORTEST_GAP:
            self._end(gone, ended_at)
            return
        task = asyncio.create_task(
            self._make_good(Gap(self.config.name, missed_from, now), gone, ended_at)
        )
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)

    async def _recount(self, ami: Ami, now: float) -> list[Fact]:
        """Compare our legs with the PBX's list; return the ends of those that are gone."""
        channels = await ami.list("CoreShowChannels")
        name = self.config.name
        groups = self._live.open_groups(name)
        self._add([*facts_of_living(channels, groups, name, now)])
        self._add([*facts_of_bridges(channels, groups, name, now)])
        return [*facts_of_gone(channels, self._live.open_groups(name), name, now)]

    def _end(self, gone: Iterable[Fact], at: float) -> None:
        """End legs whose end nobody told: after all that was heard, or talks would last no time."""
        ends = []
        for fact in gone:
            group = self._live.groups.find(self.config.name, "leg", fact.leg)
            if group and fact.leg not in group.closed:
                last = max(told.at for told in group.facts)
                ends.append(replace(fact, at=max(at, last + INSTANT)))
        self._add(ends)

    async def _make_good(self, gap: Gap, gone: list[Fact], ended_at: float) -> None:
        """Look for the gap's calls at once, and again for records that are written late."""
        legs, before = {fact.leg for fact in gone}, 0.0
        for number, after in enumerate(LOOKS if self.config.cdr else LOOKS[:1]):
            await asyncio.sleep(after - before)
            before = after
            found = await look(self.config, gap, self._live, legs, time.monotonic())
            if found:
                _log.info("pbx %s: %s calls recovered", self.config.name, found)
            if number == 0:
                self._end(self._talked(gone) if self.config.cdr else gone, ended_at)
            elif number == LAST_HOPE:
                self._end(gone, ended_at)
            self._hooks.heard()
            self._hooks.gap(gap)

    def _talked(self, gone: Iterable[Fact]) -> list[Fact]:
        """Return the ends of legs whose calls were heard to be answered."""
        groups = (
            (fact, self._live.groups.find(self.config.name, "leg", fact.leg)) for fact in gone
        )
        return [
            fact
            for fact, group in groups
            if group and any(one.kind == Kind.ENTERED for one in group.facts)
        ]
