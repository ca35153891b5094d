# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Carries out what Odoo wants: asks for it twice a second, does it once, tells what became of it.

Before an order has any effect it stands on disk that it was taken: after a kill nobody knows
whether it had its effect, so it is never given again.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from ..tools.ami_events import Event
from ..tools.wire import CallState
from .ami import AmiError
from .delivery import pause_after
from .odoo import Odoo
from .orders import (
    FINAL,
    Order,
    OrderError,
    Phase,
    action_of,
    is_later,
    leg_in,
    mute_of,
    phase_of,
    read_order,
)
from .pbx import Pbx

_log = logging.getLogger(__name__)

POLL = 0.5
# News of an order are told sooner.
NEWS = 0.05
# For so long an order is known again when it should come twice.
KEPT = 900.0
# Longer than any call: an order of which nothing more was heard is over.
LOST = 4 * 3600.0
# A phone that was ordered to ring and was not heard of within so long does not ring.
UNHEARD = 60.0
UNHEARD_AFTER_RESTART = 5.0


class Keeper(Protocol):
    """Whoever keeps what must survive."""

    def put(self, kind: str, key: str, value: object) -> None:
        """Keep a value, None to keep it no longer."""

    async def written(self) -> bool:
        """Wait until it is kept."""


class Commands:
    """All orders on their way.

    :param clock: Odoo's time, as far as it is known.
    :param recorded: says on which channels a call is recorded, by PBX and one of its channels.
    """

    def __init__(
        self,
        odoo: Odoo,
        keeper: Keeper,
        pbxs: Sequence[Pbx],
        clock: Callable[[], float] = time.time,
        recorded: Callable[[str, str], Sequence[str]] = lambda _pbx, _channel: (),
    ) -> None:
        self._odoo = odoo
        self._keeper = keeper
        self._pbxs = pbxs
        self.clock = clock
        self._recorded = recorded
        self._known: dict[str, dict[str, Any]] = {}
        self._until: dict[str, float] = {}
        self._news = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._failures = 0
        self.taken = 0

    def load(self, kept: Mapping[str, dict[str, Any]]) -> None:
        """Take up the orders of an earlier life; none is given again, whether heard of or not."""
        self._known = dict(kept)
        until = time.time() + UNHEARD_AFTER_RESTART
        self._until = {
            number: until for number, one in self._known.items() if one["state"] == "taken"
        }

    # Odoo --------------------------------------------------------------------------------------
    async def run(self) -> None:
        """Ask for orders and tell of them, for ever."""
        while True:
            self._news.clear()
            await self.once()
            self._forget()
            if self._failures:
                await asyncio.sleep(min(pause_after(self._failures), 2.0))
                continue
            try:
                async with asyncio.timeout(POLL):
                    await self._news.wait()
                await asyncio.sleep(NEWS)
            except TimeoutError:
                continue

    async def once(self) -> None:
        """Ask once."""
        done = [
            {"id": _number(number), "state": one["state"], "reason": one["reason"]}
            for number, one in self._known.items()
            if one["state"] != one["told"]
        ][:100]
        answer = await self._odoo.tell("commands", {"done": done, "wait": 0})
        if not answer.taken:
            self._failures += 1
            return
        self._failures = 0
        for told in done:
            self._known[str(told["id"])]["told"] = told["state"]
            self._keep(str(told["id"]))
        given = answer.data.get("commands")
        for said in given if isinstance(given, list) else []:
            if isinstance(said, dict):
                await self._take(said)

    async def _take(self, said: Mapping[str, Any]) -> None:
        number = str(said.get("id"))[:40]
        if number in self._known:
            return
        self._known[number] = {"state": "taken", "told": "taken", "reason": "", "at": time.time()}
        self.taken += 1
        try:
            order = read_order(said)
            pbx = self._pbx_for(order)
            if self.clock() > order.expires:
                raise OrderError("expired")
        except OrderError as error:
            self._tell(number, "failed", str(error))
            return
        self._keep(number)
        self._until[number] = time.time() + UNHEARD
        # On a full disk too an order has its effect: Odoo gives it out once only.
        await self._keeper.written()
        task = asyncio.create_task(self._carry_out(order, pbx))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    # The PBX -----------------------------------------------------------------------------------
    def _pbx_for(self, order: Order) -> Pbx:
        """Return the PBX that an order is for."""
        for pbx in self._pbxs:
            if order.pbx:
                fits = pbx.config.name == order.pbx
            else:
                phones = pbx.config.phones
                fits = phones is None or phones.fullmatch(order.extension) is not None
            if fits:
                return pbx
        raise OrderError("no PBX for it")

    async def _carry_out(self, order: Order, pbx: Pbx) -> None:
        try:
            if self.clock() > order.expires:
                raise AmiError("expired")
            for action in self._actions(order, pbx):
                await pbx.ami.order(action.pop("Action"), number=order.leg, **action)
        except AmiError as error:
            self._tell(order.id, "failed", str(error))
            return
        if order.type != "originate":
            self._tell(order.id, "ended", "")

    def _actions(self, order: Order, pbx: Pbx) -> list[dict[str, str]]:
        """Return what is to be said to the PBX."""
        if order.type not in {"pause", "resume"}:
            return [action_of(order, pbx.config)]
        channels = self._recorded(pbx.config.name, order.channel)
        if not channels:
            raise AmiError("not recorded")
        return [mute_of(order, channel) for channel in channels]

    def answered(self, event: Event) -> None:
        """Take the PBX's last word on an order: only a failure says something.

        A phone that cannot be reached has no leg whose end could tell.
        """
        leg = event.get("ActionID", "")
        if event.get("Response") == "Failure" and leg.startswith("desk-"):
            number = leg.removeprefix("desk-")
            if (one := self._known.get(number)) and one["state"] == "taken":
                self._tell(number, "failed", _REASONS.get(event.get("Reason", ""), "not reachable"))

    def observe(self, state: CallState) -> None:
        """Look whether a call was ordered, and how far it is."""
        leg = leg_in(state)
        if leg is not None:
            self._tell(leg.removeprefix("desk-").removesuffix("-2"), *phase_of(state))

    # What is known -----------------------------------------------------------------------------
    def _tell(self, number: str, phase: Phase, reason: str) -> None:
        one = self._known.get(number)
        if one is None or not is_later(phase, one["state"]):
            return
        self._until.pop(number, None)
        one.update(state=phase, reason=reason[:200], at=time.time())
        self._keep(number)
        self._news.set()

    def _keep(self, number: str) -> None:
        self._keeper.put("order", number, dict(self._known[number]))

    def _forget(self) -> None:
        now = time.time()
        for number in [number for number, until in self._until.items() if until < now]:
            self._tell(number, "failed", "nothing was heard of it")
        for number in [*self._old(now)]:
            del self._known[number]
            self._keeper.put("order", number, None)

    def _old(self, now: float) -> Iterable[str]:
        for number, one in self._known.items():
            over = one["state"] in FINAL and one["told"] == one["state"]
            if now - one["at"] > (KEPT if over else LOST):
                yield number


# Asterisk's control frames by which an order ends without an answer.
_REASONS = {"1": "cancelled", "3": "missed", "4": "missed", "5": "busy", "8": "failed"}


def _number(known: str) -> int | str:
    """Return an id as Odoo wrote it."""
    return int(known) if known.isdecimal() else known
