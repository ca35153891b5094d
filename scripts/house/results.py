# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the test runners said, added up."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

from house.odoo import bad_lines

# What the log of a live server holds in good order, exactly, and why.
CORE_SAYS = (
    # Two transactions met; core logs the query, then does the whole request again.
    r" ERROR \S+ odoo\.sql_db: bad query: [\s\S]*\nERROR: could not serialize access due to",
    # A rule of an administrator refused what somebody typed; core logs every refusal.
    r" WARNING \S+ odoo\.http: The person or company has a card already\.",
    # An order of a stopped customer was refused; the same.
    r" WARNING \S+ odoo\.http: \S+ cannot be confirmed: .+ is stopped, ",
    # A story pressed the button of a scheduled action that ran already; it presses again.
    r" WARNING \S+ odoo\.http: Job '.+' already executing",
    # Core's import screen sends more with a file than core's server takes.
    r" WARNING \S+ odoo\.http: <function \S+base_import\S+\.set_file> called ignoring args",
    # Core's websocket uses gevent in a way that gevent 25 and later announce the end of.
    r" WARNING \S+ py\.warnings: .*bus/websocket\.py:\d+: DeprecationWarning: Queue\(0\)",
)


# A test that sets the clock seems to have taken years.
A_DAY = 86_400


@dataclass(slots=True)
class Results:
    """Counts of one or more runs, with what a person has to look at."""

    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    log_lines: list[str] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)

    def add(self, other: "Results") -> None:
        """Take in the counts of another run."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.log_lines += other.log_lines
        self.slowest += other.slowest

    @property
    def all_failed(self) -> int:
        """Failures as we count them: a skipped test and a line in the log are failures too."""
        return self.failed + len(self.skipped) + len(self.log_lines)


def read(junit: Path, exit_code: int) -> Results:
    """The results of one pytest run from its report.

    A run that ended badly without a failed test (collection error, crash) counts as one failure.
    """
    found = Results()
    if junit.exists():
        # Written by our own pytest a moment ago: nothing to defend against.
        for case in ET.parse(junit).iter("testcase"):  # noqa: S314
            name = f"{case.get('classname')}::{case.get('name')}"
            seconds = float(case.get("time") or 0)
            if 0 <= seconds < A_DAY:
                found.slowest.append((seconds, name))
            if case.find("failure") is not None or case.find("error") is not None:
                found.failed += 1
            elif (skip := case.find("skipped")) is not None:
                found.skipped.append(f"{name}: {skip.get('message')}")
            else:
                found.passed += 1
    # pytest says 5 when nothing was selected; whether that is an error, the whole run decides.
    if exit_code not in (0, 5) and not found.failed:
        found.failed = 1
    return found


def read_logs(folder: Path) -> list[str]:
    """Warnings and errors that the tests' Odoo processes logged."""
    lines: list[str] = []
    for file in sorted(folder.glob("*.jsonl")):
        for row in file.read_text(encoding="utf-8").splitlines():
            noted = json.loads(row)
            lines.append(
                f"{noted['level']} {noted['logger']}: {noted['message']}  [{noted['test']}]"
            )
    for file in sorted(folder.glob("*.log")):
        lines += unexpected(bad_lines(file.read_text(encoding="utf-8", errors="replace")))
    return lines


def unexpected(lines: list[str]) -> list[str]:
    r"""The lines without what a live server's core says although nothing is wrong.

    >>> unexpected(["2026 1 7 ERROR d odoo.sql_db: bad query: x\nERROR: could not serialize access"
    ...             " due to concurrent update", "2026 1 7 WARNING d odoo.x: y"])
    ['2026 1 7 WARNING d odoo.x: y']
    """
    return [line for line in lines if not any(re.search(known, line) for known in CORE_SAYS)]


def summary(results: Results, seconds: float, slow: int = 15) -> str:
    """What is printed at the end; the last line is the one that counts."""
    out: list[str] = []
    if results.skipped:
        out += ["", "Skipped tests (each counts as failed):", *(f"  {s}" for s in results.skipped)]
    if results.log_lines:
        out += ["", "Warnings and errors in the Odoo log (each counts as failed):"]
        out += [f"  {line}" for line in results.log_lines]
    times = sorted(results.slowest, reverse=True)[:slow]
    if times:
        out += ["", "Slowest tests:", *(f"  {time:6.2f} s  {name}" for time, name in times)]
    out += ["", f"Tests took {seconds:.0f} s.", ""]
    out.append(f"total: {results.passed} passed, {results.all_failed} failed")
    return "\n".join(out)
