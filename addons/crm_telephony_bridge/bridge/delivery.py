# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tells Odoo of calls, in batches, one at a time: each state has its effect once."""

import asyncio
import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..tools.wire import CallState
from .odoo import Answer, Odoo
from .outbox import Keeper, Outbox, key_of
from .phones import Phones

_log = logging.getLogger(__name__)

# Odoo hears of us this often even when nothing happens.
HEARTBEAT = 15.0
LARGEST = 200
MOST_PHONES = 500
# A batch that takes longer is made smaller, one that takes less may grow.
SLOW, FAST = 1.5, 0.5
LONGEST_PAUSE = 10.0


@dataclass(slots=True)
class DeliveryState:
    """What is to be known of the way to Odoo.

    :param behind: by how many seconds Odoo's clock is behind ours.
    """

    reachable: bool = False
    reason: str = "nothing sent yet"
    delivered: int = 0
    batches: int = 0
    failures: int = 0
    refused: int = 0
    seconds: float = 0.0
    behind: float | None = None


class Delivery:
    """Empties the outbox.

    :param health: returns what Odoo is told of the bridge.
    :param gaps: gaps not told yet, by their keys.
    """

    def __init__(
        self,
        odoo: Odoo,
        outbox: Outbox,
        keeper: Keeper,
        health: Callable[[], dict[str, object]],
        gaps: dict[str, dict[str, object]],
        phones: Phones,
    ) -> None:
        self._odoo = odoo
        self._outbox = outbox
        self._keeper = keeper
        self._health = health
        self._gaps = gaps
        self._phones = phones
        self._news = asyncio.Event()
        self._failed = 0
        self.most = 50
        self.state = DeliveryState()
        self.on_delivered: Callable[[Sequence[CallState]], None] = lambda _states: None

    def wake(self) -> None:
        """Say that there is something to tell."""
        self._news.set()

    async def run(self) -> None:
        """Tell whatever there is, for ever."""
        while True:
            # Whoever starts, or could not be reached, is heard of at once.
            if self.state.batches and not self._failed and not self._gaps and not len(self._outbox):
                await self._something_new()
            self._news.clear()
            await asyncio.sleep(await self.once())

    async def _something_new(self) -> None:
        try:
            async with asyncio.timeout(HEARTBEAT):
                await self._news.wait()
        except TimeoutError:
            return

    async def once(self) -> float:
        """Send one batch; return how long to wait before the next."""
        states = self._outbox.batch(self.most)
        gaps = dict(list(self._gaps.items())[:50])
        phones = self._phones.news(MOST_PHONES)
        answer = await self._odoo.tell(
            "calls",
            {
                "states": states,
                "health": self._health(),
                "gaps": list(gaps.values()),
                "phones": phones,
            },
        )
        self.state.seconds = answer.seconds
        if answer.taken:
            self._phones.told(phones)
            self._taken(states, gaps, answer)
            return 0.0
        return self._not_taken(states, answer)

    def _taken(
        self, states: Sequence[CallState], gaps: dict[str, dict[str, object]], answer: Answer
    ) -> None:
        self._outbox.delivered(states)
        for key, gap in gaps.items():
            if self._gaps.get(key) == gap:
                del self._gaps[key]
                self._keeper.put("gap", key, None)
        if not self.state.reachable:
            _log.info("odoo takes calls")
        self.state.reachable, self.state.reason, self._failed = True, "", 0
        self.state.delivered += len(states)
        self.state.batches += 1
        if isinstance(clock := answer.data.get("clock"), int | float):
            self.state.behind = round(time.time() - answer.seconds / 2 - clock, 3)
        if answer.seconds > SLOW:
            self.most = max(10, self.most // 2)
        elif answer.seconds < FAST and len(states) == self.most:
            self.most = min(LARGEST, self.most * 2)
        self.on_delivered(states)

    def _not_taken(self, states: Sequence[CallState], answer: Answer) -> float:
        self.state.failures += 1
        if answer.status in {400, 413, 422} and states:
            self._smaller(states, answer)
            return 0.0
        if self.state.reachable or answer.reason != self.state.reason:
            _log.warning("odoo does not take calls: %s", answer.reason)
        self.state.reachable, self.state.reason = False, answer.reason
        self._failed += 1
        if not answer.status:
            # Perhaps it was too much in one.
            self.most = max(10, self.most // 2)
        return max(answer.wait, pause_after(self._failed))

    def _smaller(self, states: Sequence[CallState], answer: Answer) -> None:
        """Find the one that Odoo cannot take; it is put aside, and all others go on."""
        if len(states) > 1:
            self.most = max(1, len(states) // 2)
            return
        [state] = states
        _log.error("odoo refuses the state of call %s: %s", key_of(state), answer.reason)
        self._keeper.put("refused", key_of(state), state)
        self._outbox.delivered(states)
        self.state.refused += 1
        self.most = 50


def pause_after(failures: int) -> float:
    """Return how long to wait, a little by chance: many bridges must not come back as one.

    >>> 0.25 <= pause_after(1) <= 0.5, 5.0 <= pause_after(1000) <= LONGEST_PAUSE
    (True, True)
    """
    longest = min(0.25 * 2.0 ** min(failures, 10), LONGEST_PAUSE)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311
