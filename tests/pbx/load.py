# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Many calls a second through a real PBX, and what its manager's stream tells of them."""

import bisect
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from manager import Manager
from scene import Party, Phones
from sip_script import Script
from stage import EXTENSIONS, Stage, open_stage

from house.asterisk import Tree, phones

AGENTS = EXTENSIONS[:50]
RINGS, TALKS = 0.6, 1.5
_TIME = re.compile(rb"Timestamp: (\d+\.\d+)\r\n")


@dataclass(frozen=True)
class Offered:
    """Calls that were offered to the PBX, each from a number of its own.

    :param failed: those that the telephone company's side did not get through
    """

    count: int
    failed: int


@dataclass(frozen=True)
class Flow:
    """How much the manager told.

    :param peak: events in the fullest second
    :param lag: the longest time between an event's own time and its arrival
    """

    events: int
    kilobytes: float
    peak: int
    lag: float


def number_of(call: int) -> str:
    """Return the number that a call comes from."""
    return f"38067{2_000_000 + call}"


@contextmanager
def crowd(tree: Tree, net: str, work: Path, **options: object) -> Iterator[Stage]:
    """A PBX with fifty agents who answer every call, all at one address."""
    number = int(str(options.pop("number", 6)))
    parties = Phones(tree, work, net, number)
    address = parties.address(AGENTS[0])
    shown = phones({str(each): address for each in EXTENSIONS})
    values = {key: str(value) for key, value in options.items()}
    with open_stage(tree, net, work, number=number, phones=shown, **values) as stage:
        part = Script("agents", stage.phones.pbx).rings(RINGS).answers().is_hung_up()
        agents = stage.phones.listen("agents", part, address, "-m", "1000000", endless=True)
        try:
            yield stage
        finally:
            agents.end()


def offer(stage: Stage, rate: int, seconds: int, first: int = 0) -> Party:
    """Let customers call, so many a second; returns at once.

    :param first: number of the first call, of which its caller's number is made
    """
    count = rate * seconds
    rows = [
        f"38044100{5}{AGENTS[call % len(AGENTS)]};{number_of(first + call)}"
        for call in range(count)
    ]
    stage.phones.work.mkdir(parents=True, exist_ok=True)
    numbers = stage.phones.work / f"numbers-{first}.csv"
    numbers.write_text("SEQUENTIAL\n" + "\n".join(rows) + "\n", encoding="ascii")
    part = Script("customers", stage.phones.pbx).calls("[field0]", "[field1]")
    part.is_answered().talks(TALKS).hangs_up()
    return stage.phones.call(
        "customers", part, stage.phones.customer(), "-inf", str(numbers), "-r", str(rate),
        "-m", str(count), "-l", "2000",
    )  # fmt: skip


def outcome(party: Party, count: int, patience: float = 120) -> Offered:
    """Wait until the last call is over."""
    try:
        party.process.wait(patience)
    except subprocess.TimeoutExpired:
        party.process.kill()
        party.process.wait()
    screen = (party.folder / "output").read_text(encoding="utf-8", errors="replace")
    failed = re.findall(r"Failed call\s*\|\s*\d+\s*\|\s*(\d+)", screen)
    return Offered(count, int(failed[-1]) if failed else count)


def is_quiet(stage: Stage, patience: float = 60) -> bool:
    """Wait until no channel lives."""
    deadline = time.monotonic() + patience
    while "0 active channels" not in stage.asterisk.order("core show channels count"):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.3)
    return True


def flow(manager: Manager) -> Flow:
    """Measure what was heard."""
    heard = manager.text.encode()
    ends = [end for _when, end in manager.arrivals]
    seconds: Counter[int] = Counter()
    lag = 0.0
    for found in _TIME.finditer(heard):
        said = float(found[1])
        seconds[int(said)] += 1
        arrived = manager.arrivals[bisect.bisect_left(ends, found.end())][0]
        lag = max(lag, arrived - said)
    return Flow(seconds.total(), len(heard) / 1000, max(seconds.values(), default=0), lag)


def accepted(stage: Stage) -> set[str]:
    """Return the numbers whose calls the PBX took, by its own records."""
    rows = stage.asterisk.records.read_text(encoding="utf-8").splitlines()
    numbers = {row.split('","')[1] for row in rows}
    return {number for number in numbers if number.startswith("38067")}
