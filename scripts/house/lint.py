# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`make lint`: all linters side by side, and one table at the end.

`scripts/house.sh lint ruff mypy` runs some of them, `--fix` lets those that can repair
what they find do so first.
"""

import argparse
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from house import lint_env, lint_tools
from house.lint_tools import Linter, Outcome

# Two at a time: what the machines we plan for have.
WORKERS = 2
# A linter gone wild must not push the others' findings off the screen.
LONGEST = 12_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    outcome: Outcome
    seconds: float


def main(args: Sequence[str] = ()) -> int:
    """Lint the repository; the exit code is 0 when nothing was found."""
    parser = argparse.ArgumentParser(prog="make lint", description=__doc__)
    parser.add_argument("names", nargs="*", help="only the linters whose name begins so")
    parser.add_argument("--fix", action="store_true", help="repair what can be repaired, first")
    options = parser.parse_args(args)
    lint_env.ensure_node()
    linters = lint_tools.chosen(options.names)
    if options.fix:
        # One after the other: two programs must not write one file at the same time.
        for linter in linters:
            if linter.fix:
                linter.fix()
    with ThreadPoolExecutor(WORKERS) as pool:
        rows = list(pool.map(_run, linters))
    _print(rows)
    return int(any(row.outcome.findings for row in rows))


def _run(linter: Linter) -> Row:
    started = time.monotonic()
    outcome = linter.check()
    return Row(linter.name, outcome, time.monotonic() - started)


def _print(rows: Sequence[Row]) -> None:
    for row in rows:
        if row.outcome.findings:
            text = row.outcome.text
            more = f"\n… {len(text) - LONGEST} more characters" if len(text) > LONGEST else ""
            print(f"--- {row.name}\n{text[:LONGEST]}{more}\n")
    print(f"{'linter':<24} {'findings':>8} {'seconds':>8}")
    for row in rows:
        print(f"{row.name:<24} {row.outcome.findings:>8} {row.seconds:>8.1f}")
    total = sum(row.outcome.findings for row in rows)
    print(f"{'together':<24} {total:>8}")
