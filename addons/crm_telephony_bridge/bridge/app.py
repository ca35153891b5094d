# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ties the parts of the bridge together."""

import asyncio
import contextlib
import logging
import signal
import time
from typing import Any

from ..tools.channels import Internal
from .commands import Commands
from .config import Config, PbxConfig
from .delivery import Delivery
from .gaps import Gap
from .health import HealthServer
from .live import GRACE, Live
from .odoo import Odoo
from .outbox import Outbox
from .pbx import Hooks, Pbx
from .phones import Phones
from .recordings import Recordings
from .spool import Kept, Spool

_log = logging.getLogger(__name__)

# A call's first events come within milliseconds of each other and are told together.
GATHER = 0.015
# Without news the clocks are looked at this often.
IDLE = 1.0


class Bridge:
    """The whole process."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.spool = Spool(config.spool, config.spool_megabytes)
        self.live = Live(self.spool, {pbx.name: _internal(pbx) for pbx in config.pbxs})
        self.outbox = Outbox(self.spool)
        self.gaps: dict[str, dict[str, object]] = {}
        self._links = [Odoo(config.odoo, name) for name in ("calls", "commands", "recordings")]
        calls, commands, recordings = self._links
        self.pbxs: list[Pbx] = []
        self.phones = Phones()
        self.delivery = Delivery(
            calls, self.outbox, self.spool, self.health, self.gaps, self.phones
        )
        self.commands = Commands(
            commands, self.spool, self.pbxs, self._odoo_time, self.live.recorded
        )
        self.recordings = Recordings(recordings, self.spool, config.pbxs)
        self.delivery.on_delivered = self.recordings.delivered
        self.server = HealthServer(config.listen, self.health)
        self._heard = asyncio.Event()
        self._kept_heard: dict[str, float] = {}
        self._began = time.time()

    async def run(self) -> None:
        """Work until told to stop; what is on the way is on disk then."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        self._take_up(await self.spool.open())
        port = await self.server.start()
        _log.info("bridge %s: figures on port %s", self.config.name, port)
        try:
            async with asyncio.TaskGroup() as tasks:
                parts = [tasks.create_task(part) for part in self._parts()]
                await stop.wait()
                for part in parts:
                    part.cancel()
        finally:
            await self._end()

    def _parts(self) -> list[Any]:
        pbxs = [pbx.run() for pbx in self.pbxs]
        return [
            *pbxs,
            self._work(),
            self.delivery.run(),
            self.commands.run(),
            self.recordings.run(),
        ]

    def _take_up(self, kept: Kept) -> None:
        """Go on where an earlier life ended."""
        heard = kept.things.get("heard", {})
        hooks = Hooks(self._heard.set, self.commands.answered, self._gap, self.phones)
        self.pbxs += [
            Pbx(config, self.live, hooks, heard.get(config.name)) for config in self.config.pbxs
        ]
        told = {int(gid): value for gid, value in kept.things.get("told", {}).items()}
        self.live.load(kept.facts, told, time.monotonic())
        self.outbox.load(kept.things.get("out", {}))
        self.commands.load(kept.things.get("order", {}))
        self.recordings.load(kept.things.get("recording", {}))
        self.gaps.update(kept.things.get("gap", {}))
        self._heard.set()

    async def _end(self) -> None:
        """Keep what is known and let go."""
        self._tell()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5.0):
                await self.spool.close()
        await self.server.close()
        for link in self._links:
            link.close()

    # From events to states ---------------------------------------------------------------------
    async def _work(self) -> None:
        """Compute what changed, shortly after it was heard."""
        while True:
            await self._wait()
            self._heard.clear()
            await asyncio.sleep(GATHER)
            self._tell()
            self.spool.save()

    async def _wait(self) -> None:
        due = self.live.next_due()
        pause = IDLE if due is None else min(max(due - time.monotonic(), 0.0), IDLE)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._heard.wait()

    def _tell(self) -> None:
        now = time.monotonic()
        news = False
        for state in self.live.states(now, time.time()):
            news = True
            self.outbox.put(state)
            self.commands.observe(state)
        # Where there is no room, nothing is kept for what might come late.
        self.live.forget(now if self.spool.state == "ok" else now + GRACE)
        for pbx in self.pbxs:
            name, last = pbx.config.name, pbx.state.last_event
            if last is not None and last != self._kept_heard.get(name):
                self._kept_heard[name] = last
                self.spool.put("heard", name, last)
        if news:
            self.delivery.wake()

    def _odoo_time(self) -> float:
        return time.time() - (self.delivery.state.behind or 0.0)

    def _gap(self, gap: Gap) -> None:
        self.gaps[gap.key] = gap.told()
        self.spool.put("gap", gap.key, gap.told())
        self.delivery.wake()

    # Health ------------------------------------------------------------------------------------
    def health(self) -> dict[str, Any]:
        """Say how everything is."""
        delivery = self.delivery.state
        return {
            "bridge": self.config.name,
            "began": self._began,
            "now": time.time(),
            "spool": self.spool.state,
            "spool_reason": self.spool.reason,
            "odoo": "ok" if delivery.reachable else "away",
            "odoo_reason": delivery.reason,
            "odoo_clock": delivery.behind,
            "backlog": len(self.outbox),
            "calls": len(self.live.groups),
            "gaps": len(self.gaps),
            "recordings": len(self.recordings),
            "delivered": delivery.delivered,
            "refused": delivery.refused,
            "failures": delivery.failures,
            "seconds": delivery.seconds,
            "orders": self.commands.taken,
            "uncomputable": self.live.failed,
            "pbx": [_health_of(pbx) for pbx in self.pbxs],
        }


def _health_of(pbx: Pbx) -> dict[str, Any]:
    state = pbx.state
    return {
        "name": pbx.config.name,
        "connected": state.connected,
        "reason": state.reason,
        "last_event": state.last_event,
        "clock": state.ahead,
        "stamped": state.stamped,
        "connections": state.connections,
        "events": state.events,
    }


def _internal(pbx: PbxConfig) -> Internal | None:
    pattern = pbx.agents
    return None if pattern is None else lambda name: pattern.fullmatch(name) is not None
