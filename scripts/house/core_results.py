# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The comparison behind ``make test-core``: two runs of the same tests, with and without us."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

USUAL_EXCESS = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What ``tests/core_tests.txt`` asks for."""

    tags: tuple[str, ...]
    allowed: dict[str, int]

    @property
    def modules(self) -> list[str]:
        """The modules whose tests are meant."""
        return sorted({tag.split(":")[0] for tag in self.tags})


@dataclass(slots=True)
class Run:
    """One run: what became of each test, and the queries counted ([expected, counted])."""

    outcomes: dict[str, str] = field(default_factory=dict)
    queries: dict[str, list[int]] = field(default_factory=dict)

    def to_json(self) -> str:
        """The run as text, to keep it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Run":
        """The run that was kept."""
        return cls(**json.loads(text))


def parse_wanted(text: str) -> Wanted:
    r"""Read the list.

    >>> parse_wanted("# x\n/crm\n/mail:TestA.test_b\nallow TestPerf.test_c +12 one batch\n")
    Wanted(tags=('crm', 'mail:TestA.test_b'), allowed={'TestPerf.test_c': 12})
    """
    tags: list[str] = []
    allowed: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#")[0].split()
        if not words:
            continue
        if words[0].startswith("/"):
            tags.append(words[0].removeprefix("/"))
        elif words[0] == "allow" and len(words) > 3 and re.fullmatch(r"\+\d+", words[2]):
            allowed[words[1]] = int(words[2])
        else:
            raise ValueError(f"line {number} is not understood: {line}")
    return Wanted(tuple(tags), allowed)


def read_run(junit: Path, counted: Iterable[Path]) -> Run:
    """The run as pytest's report and the counter's files tell it."""
    run = Run()
    for case in ET.parse(junit).iter("testcase"):  # noqa: S314 - our own pytest wrote it
        # pytest names a class by the folders above it: what counts begins at the module.
        name = f"{(case.get('classname') or '').rpartition('addons.')[2]}.{case.get('name')}"
        bad = case.find("failure") is not None or case.find("error") is not None
        skipped = case.find("skipped") is not None
        run.outcomes[name] = "failed" if bad else "skipped" if skipped else "passed"
    for file in counted:
        for line in file.read_text(encoding="utf-8").splitlines():
            noted = json.loads(line)
            run.queries[noted["where"]] = [noted["expected"], noted["counted"]]
    return run


def new_failures(before: Run, now: Run) -> dict[str, str]:
    """Tests that passed without us and do not now, with what became of them.

    >>> new_failures(Run({"a": "passed", "b": "failed", "c": "passed"}), Run({"a": "failed"}))
    {'a': 'failed', 'c': 'missing'}
    """
    return {
        name: now.outcomes.get(name, "missing")
        for name, outcome in sorted(before.outcomes.items())
        if outcome == "passed" and now.outcomes.get(name) != "passed"
    }


def tag_of(name: str) -> str:
    """How the list would name a test of a report.

    >>> tag_of("crm.tests.test_crm_ui.TestUi.test_a")
    'crm:TestUi.test_a'
    """
    parts = name.split(".")
    return f"{parts[0]}:{parts[-2]}.{parts[-1]}"


def excesses(before: Run, now: Run, allowed: dict[str, int]) -> list[tuple[str, bool]]:
    """Query counts above what core allows itself (or takes already), and whether we bear them.

    >>> one = Run({}, {"m.T.test_x[admin#0]": [100, 102], "m.T.test_y[admin#0]": [10, 10]})
    >>> two = Run({}, {"m.T.test_x[admin#0]": [100, 107], "m.T.test_y[admin#0]": [10, 17]})
    >>> for line, fine in excesses(one, two, {}): print(fine, line)
    True m.T.test_x[admin#0]: 107 queries, 102 without the suite, core allows 100: +5 of +5
    False m.T.test_y[admin#0]: 17 queries, 10 without the suite, core allows 10: +7 of +5
    """
    found = []
    for where, (expected, counted) in sorted(now.queries.items()):
        earlier = before.queries.get(where, [expected, expected])[1]
        more = counted - max(expected, earlier)
        if more > 0:
            test = where.split("[")[0]
            bound = next(
                (n for name, n in allowed.items() if test.endswith(f".{name}")), USUAL_EXCESS
            )
            text = (
                f"{where}: {counted} queries, {earlier} without the suite,"
                f" core allows {expected}: +{more} of +{bound}"
            )
            found.append((text, more <= bound))
    return found
