# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Writes what a real PBX says in each story into files that tests without a PBX replay.

To be run by hand when a story or Asterisk is new (``make test`` must have fetched Asterisk):

    PYTHONPATH=scripts:tests/plugin:tests/pbx .local/venv/bin/python tests/pbx/record.py
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import addon_tools

addon_tools.load()

from crm_telephony_bridge_tools.ami import Call  # noqa: E402
from stage import open_stage  # noqa: E402
from stories import ALL  # noqa: E402
from told import listen  # noqa: E402

from house.asterisk import Tree, claim_net  # noqa: E402

FOLDER = Path(__file__).resolve().parents[1] / "unit/crm_telephony_bridge/captures"
_ID = re.compile(r"^\w*(?:Uniqueid|Linkedid|LinkedID|UniqueID): (.+)\r$", re.MULTILINE)


def _blocks(text: str) -> Iterator[tuple[str, set[str]]]:
    """Yield the events with the ids that occur in each."""
    for block in text.split("\r\n\r\n"):
        if "Event: " in block and (ids := set(_ID.findall(block + "\r\n"))):
            yield block + "\r\n\r\n", ids


def cut(text: str, calls: Iterable[Call]) -> str:
    """Return the events that have to do with some calls, however indirectly."""
    known = {leg.external_id for call in calls for leg in call.legs}
    known |= {call.external_id for call in calls}
    blocks = list(_blocks(text))
    size = 0
    while size != len(known):
        size = len(known)
        for _block, ids in blocks:
            if ids & known:
                known |= ids
    return "".join(block for block, ids in blocks if ids & known)


def main() -> int:
    """Play everything once and write one file a story, with what it must come to."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as work,
        open_stage(Tree.get(), claim_net(), Path(work)) as stage,
    ):
        told = listen(stage, ALL)
        text = stage.least.text
    expected = {}
    for story in ALL:
        name = story.__name__
        assert not told.played[name][1], told.played[name][1]
        calls = told.of(story)
        (FOLDER / f"{name}.txt").write_bytes(cut(text, calls).encode())
        expected[name] = {"calls": len(calls), **asdict(told.played[name][0])}
    answer = json.dumps(expected, indent=4, sort_keys=True)
    (FOLDER / "expected.json").write_text(answer + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
