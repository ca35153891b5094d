# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calls from the real PBX through the bridge into Odoo: each there once, as it was played."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import addon_tools
import pytest
from desk_server import Desk
from intake_door import Rpc

addon_tools.load()

from bridge_runner import Bridge, pbx_part  # noqa: E402
from house_line import Line, Row, differences, people  # noqa: E402
from stage import EXTENSIONS, open_stage  # noqa: E402
from stories import ALL, STORIES  # noqa: E402
from told import Told, listen, whose  # noqa: E402

from house.asterisk import Tree, claim_net  # noqa: E402

NAMES = [story.__name__ for story in STORIES]


@dataclass(frozen=True)
class Arrived:
    """What was played and what Odoo knows of it."""

    line: Line
    told: Told
    rows: list[Row]

    def of(self, name: str) -> list[Row]:
        """Return the calls in which any of a story's phones or numbers occurs."""
        first = EXTENSIONS.start + 4 * [story.__name__ for story in ALL].index(name)
        ours = {str(first + each) for each in range(4)}
        numbers = ("caller_number", "called_number", "answered_by", "customer_number")
        return [
            row
            for row in self.rows
            if ours & whose(str(row[name]).lstrip("+") for name in numbers if row[name])
        ]


@pytest.fixture(scope="module")
def arrived(
    sales_desk: Desk, admin: Rpc, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Arrived]:
    """All stories, played while a bridge tells Odoo of them."""
    work: Path = tmp_path_factory.mktemp("telephony")
    [user] = people(admin, [sales_desk.logins["salesperson"][0]])
    extensions = {str(each): user * (each % 4 < 2) for each in EXTENSIONS}
    line = Line.make(admin, extensions)
    with open_stage(Tree.get(), claim_net(), work / "pbx") as stage:
        part = pbx_part(stage.asterisk, "north")
        bridge = Bridge(work / "bridge", sales_desk.url, line.key, line.secret, part).start()
        try:
            bridge.ready()
            told = listen(stage, ALL)
            bridge.empty()
            rows = line.ended(len(told.calls))
            line.settled()
            yield Arrived(line, told, rows)
        finally:
            bridge.stop()


@pytest.mark.parametrize("name", NAMES)
def test_one_call(arrived, name):
    """One call in the log, with the right person and result."""
    expected = arrived.told.expected(STORIES[NAMES.index(name)])
    [row] = arrived.of(name)
    assert differences(row, expected) == []
    assert not row["is_recovered"]
    assert bool(row["user_id"]) or expected.answered_by is None


def test_nothing_else(arrived):
    """As many calls as were played, each under an id of its own."""
    assert len(arrived.rows) == len(arrived.told.calls)
    assert {row["external_id"] for row in arrived.rows} == {
        call.external_id for call in arrived.told.calls
    }


def test_missed_calls_are_to_be_called_back(arrived):
    """Each number whose call nobody answered is to be called back once; no other is."""
    missed = {
        name
        for name in NAMES
        for expected in [arrived.told.played[name][0]]
        if expected.direction == "incoming" and expected.disposition in {"missed", "busy"}
    }
    open_calls = arrived.line.calls(["missed_state", "=", "open"])
    assert {row["id"] for row in open_calls} == {arrived.of(name)[0]["id"] for name in missed}
