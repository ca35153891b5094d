# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Times of which nothing was heard, and what the PBX's records tell of them afterwards."""

import logging
from collections.abc import Collection
from dataclasses import dataclass

from ..tools.calls import Fact, Kind
from ..tools.cdr import CdrRow, facts_of_rows
from .config import PbxConfig
from .live import Live
from .records import RecordsError, rows_between

_log = logging.getLogger(__name__)

# Records bear whole seconds, and the last event may have been heard a moment before its call's end.
MARGIN = 3.0
# A PBX may write its records in bundles, five minutes late at most by its own default.
LOOKS = (0.0, 3.0, 15.0, 60.0, 330.0)


@dataclass(slots=True)
class Gap:
    """A time in which a PBX was not heard, by its own clock.

    :param reason: why its calls are not known, empty when they are.
    """

    pbx: str
    start: float
    end: float
    reason: str = ""
    recovered: bool = False

    @property
    def key(self) -> str:
        """Return what is the gap's own."""
        return f"{self.pbx} {self.start:.3f}"

    def told(self) -> dict[str, object]:
        """Return the gap in Odoo's words."""
        return {
            "id": self.key,
            "pbx": self.pbx,
            "from": self.start,
            "to": self.end,
            "reason": self.reason,
            "recovered": self.recovered,
        }


async def look(config: PbxConfig, gap: Gap, live: Live, gone: Collection[str], now: float) -> int:
    """Read the records of a gap and take from them what nobody heard; return how many calls.

    :param gone: legs that ended in the gap: only their ends are taken from records, for a call
        that goes on has records of its earlier parts.
    """
    if config.cdr is None:
        gap.reason = "no call records are configured"
        return 0
    try:
        rows = await rows_between(config.cdr, gap.start - MARGIN, gap.end + MARGIN)
    except RecordsError as error:
        gap.reason = f"call records: {error}"
        _log.warning("pbx %s: %s", config.name, gap.reason)
        return 0
    gap.reason, gap.recovered = "", True
    by_call: dict[str, list[CdrRow]] = {}
    for row in rows:
        by_call.setdefault(row.call, []).append(row)
    return sum(_take(config.name, of_one, live, gone, now) for of_one in by_call.values())


def _take(pbx: str, rows: list[CdrRow], live: Live, gone: Collection[str], now: float) -> bool:
    """Take the records of one call; False when it was known."""
    call = rows[0].call
    group = live.groups.find(pbx, "call", call)
    if group is None and not live.knows(pbx, call, *(row.uniqueid for row in rows)):
        live.add(facts_of_rows(rows, pbx), now)
        if group := live.groups.find(pbx, "call", call):
            group.recovered = True
        return True
    if group is not None and not group.recovered:
        live.add(_rest(pbx, rows, group.facts, {*gone, *group.closed}), now)
    return False


def _rest(pbx: str, rows: list[CdrRow], facts: set[Fact], over: Collection[str]) -> list[Fact]:
    """Return what records add to a call that was heard of: its end, and the answer in the gap.

    :param over: legs that ended; when all did, a leg that nobody heard of counts, too.
    """
    heard = {fact.leg for fact in facts if fact.leg}
    names = {fact.value: fact.leg for fact in facts if fact.kind == Kind.NAMED}
    talked = any(fact.kind == Kind.ENTERED for fact in facts)
    wanted = {Kind.HUNG_UP} if talked else {Kind.HUNG_UP, Kind.ENTERED, Kind.LEFT, Kind.ANSWERED}
    unheard = not talked and heard.issubset(over)
    return [
        fact
        for fact in facts_of_rows(rows, pbx, names.get)
        if (fact.kind in wanted and fact.leg in over) or (unheard and fact.leg not in heard)
    ]
