# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Runs the benchmarks (every ``bench_*.py`` beside this file) and prints one Markdown table."""

import argparse
import importlib
import sys
from pathlib import Path

from table import Row, markdown

HERE = Path(__file__).parent


def names() -> list[str]:
    """The benchmarks there are: ``bench_intake.py`` is ``intake``."""
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def main() -> int:
    """Measure, print, and tell whether every bar holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=names(), help="one benchmark")
    chosen = parser.parse_args()
    rows: list[Row] = []
    for name in [chosen.only] if chosen.only else names():
        rows += importlib.import_module(f"bench_{name}").measure()
    print("\n" + markdown(rows), flush=True)
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
