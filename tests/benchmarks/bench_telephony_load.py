# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A busy morning: many calls a second from a real PBX into Odoo, with browsers, and what breaks.

Everything shares the machine: the PBX, fifty phones, the bridge, Odoo with workers behind nginx,
PostgreSQL and three browsers.
"""

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass

import addon_tools
from base import TEMPLATE, copy_of, house_odoo

from house.config import kind_dir
from house.paths import say

addon_tools.load()

import load  # noqa: E402
from crm_telephony_bridge_tools.ami import calls_from_ami  # noqa: E402
from screens import Screens, open_screens  # noqa: E402
from switchboard import Switchboard, open_switchboard  # noqa: E402
from table import Row  # noqa: E402

SECONDS = 10
Break = Callable[[Switchboard], None]


@dataclass(frozen=True)
class Told:
    """What became of the calls of one run.

    :param emptied: seconds from the last call's end until the bridge had nothing left to tell
    """

    taken: int
    once: int
    wrong: list[str]
    recovered: int
    emptied: float


def measure() -> list[Row]:
    """All rows: two rates, then what can break, each in the middle of calls."""
    odoo = house_odoo()
    work = kind_dir("bench") / f"telephony-{os.getpid()}"
    shutil.rmtree(work, ignore_errors=True)
    with copy_of(odoo, TEMPLATE) as name, open_switchboard(odoo, name, work) as board:
        with open_screens(board.url, board.people) as screens:
            _run(board, 10, 0)  # fills the caches of new processes
            rows = _cards(board, screens)
        rows += _crowded(board)
        for number, (what, happens) in enumerate(BREAKS.items()):
            rows.append(_broken(board, what, happens, 40_000 + 10_000 * number))
    shutil.rmtree(work, ignore_errors=True)
    return rows


def _run(board: Switchboard, rate: int, first: int, happens: Break | None = None) -> Told:
    """Offer calls, let something happen after a third of them, and count what came of it."""
    before = load.accepted(board.stage) if board.stage.asterisk.records.exists() else set()
    heard = len(board.stage.least.text)
    party = load.offer(board.stage, rate, SECONDS, first)
    if happens:
        time.sleep(SECONDS / 3)
        happens(board)
    load.outcome(party, rate * SECONDS)
    load.is_quiet(board.stage)
    emptied = board.bridge.until(
        lambda health: not health["backlog"] and not _unfinished(board), patience=120
    )
    truth = calls_from_ami(board.stage.least.text[heard:].splitlines(keepends=True))
    ends = {call.caller_number or "": call.disposition or "" for call in truth}
    return _told(board, load.accepted(board.stage) - before, ends, emptied)


def _unfinished(board: Switchboard) -> set[str]:
    """Return the numbers that the PBX took and whose calls are not over in Odoo."""
    known = board.counted()
    return {
        number
        for number in load.accepted(board.stage)
        if known.get(number, (0, "", "", False))[1] != "ended"
    }


def _told(board: Switchboard, taken: set[str], ends: dict[str, str], emptied: float) -> Told:
    """Compare with what a client of the PBX heard who was never disturbed."""
    known = board.counted()
    found = {number: known.get(number, (0, "", "", False)) for number in taken}
    wrong = [
        f"{number}: {one}, not {ends.get(number)}"
        for number, one in found.items()
        if one[:3] != (1, "ended", ends.get(number))
    ]
    for line in wrong[:5]:
        say(f"wrong: {line}")
    once = sum(one[0] == 1 for one in found.values())
    return Told(len(taken), once, wrong, sum(one[3] for one in found.values()), emptied)


def _cards(board: Switchboard, screens: Screens) -> list[Row]:
    """50 calls a second; how soon after the phone began to ring the card was on the screen."""
    say("50 calls a second")
    told = _run(board, 50, 20_000)
    dialled = board.dialled()
    seen = screens.seen()
    late = sorted(
        seen[extension].get(number, float("inf")) - at
        for number, (extension, at) in dialled.items()
        if extension in seen and int(number[5:]) - 2_000_000 >= 20_000
    )
    p95 = late[int(len(late) * 0.95)]
    stored = sorted(
        at - dialled[number][1] for number, at in board.stored().items() if number in dialled
    )
    say(f"stored after DialBegin, median: {stored[len(stored) // 2]:.2f} s")
    holds = told.taken == told.once == 500 and not told.wrong
    return [
        Row("calls, each once", "50/s for 10 s", f"{told.once} of {told.taken}", "all", holds),
        Row(
            "card after DialBegin, p95", f"{len(late)} cards",
            f"{p95:.2f} s (median {late[len(late) // 2]:.2f} s)", "≤ 1 s", p95 <= 1,
        ),
    ]  # fmt: skip


def _crowded(board: Switchboard) -> list[Row]:
    """100 calls a second: about what the PBX itself can do here."""
    say("100 calls a second")
    sessions = board.bridge.health()["pbx"][0]["connections"]
    told = _run(board, 100, 30_000)
    same = board.bridge.health()["pbx"][0]["connections"] == sessions
    holds = told.once == told.taken and not told.wrong and same
    return [
        Row(
            "calls, each once; the PBX's line kept", "100/s for 10 s",
            f"{told.once} of {told.taken}, {'kept' if same else 'lost'}", "all, kept", holds,
        ),
        Row(
            "spool empty after the last call", "100/s for 10 s", f"{told.emptied:.1f} s",
            "≤ 60 s", told.emptied <= 60,
        ),
    ]  # fmt: skip


def _broken(board: Switchboard, what: str, happens: Break, first: int) -> Row:
    say(what)
    told = _run(board, 50, first, happens)
    size = f"50/s for 10 s, {told.recovered} recovered"
    holds = told.once == told.taken and not told.wrong
    return Row(f"calls, each once: {what}", size, f"{told.once} of {told.taken}", "all", holds)


def _kill_odoo(board: Switchboard) -> None:
    board.kill_odoo()
    board.start_odoo()


def _stop_postgres(board: Switchboard) -> None:
    board.odoo.cluster.stop()
    time.sleep(20)
    board.odoo.cluster.start()


def _cut_odoo(board: Switchboard) -> None:
    board.to_odoo.cut()
    time.sleep(5)
    board.to_odoo.mend()


def _cut_pbx(board: Switchboard) -> None:
    board.to_pbx.cut()
    time.sleep(5)
    board.to_pbx.mend()


def _kill_bridge(board: Switchboard) -> None:
    board.bridge.kill()
    time.sleep(5)
    board.bridge.start()


BREAKS: dict[str, Break] = {
    "kill -9 of all of Odoo": _kill_odoo,
    "PostgreSQL away for 20 s": _stop_postgres,
    "bridge and Odoo parted for 5 s": _cut_odoo,
    "bridge and PBX parted for 5 s": _cut_pbx,
    "kill -9 of the bridge, away for 5 s": _kill_bridge,
}
