# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`make docs`: the generated pages of the add-ons, then the pictures of the running demo."""

import argparse
import importlib
import importlib.util
from collections.abc import Sequence

from house import readme


def main(args: Sequence[str] = ()) -> int:
    """Write the pages, and take the pictures unless only the pages are asked for."""
    parser = argparse.ArgumentParser(prog="make docs", description=__doc__)
    parser.add_argument("--pages", action="store_true", help="no pictures")
    options, rest = parser.parse_known_args(args)
    problems = readme.main()
    if options.pages or problems or not importlib.util.find_spec("house.pictures"):
        return problems
    return int(importlib.import_module("house.pictures").main(rest))
