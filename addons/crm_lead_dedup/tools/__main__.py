# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Finds duplicates in a file: ``link FILE.csv [--truth T.csv]``.

The file has one record a row, with any of the columns ``id, model, is_company, name, company,
email, phone, vat, website, street, street2, city, zip, country, ref``; commas, semicolons or tabs
between them. Printed is one pair a row; with ``--truth`` (columns ``left``, ``right``, or the first
two) precision, recall and F1 instead.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from .api import Pair, link
from .linkage.rules import DEFAULT_RULES, Rules
from .table_file import read_table

_YES = frozenset({"1", "true", "yes", "y", "t"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is 0."""
    parser = argparse.ArgumentParser(prog="dedup", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    linking = commands.add_parser("link", help="find the duplicates of a file")
    linking.add_argument("file", type=Path)
    linking.add_argument("--truth", type=Path, help="the pairs that are the same")
    linking.add_argument("--ref", action="store_true", help="compare the column ref as well")
    linking.add_argument("--encoding", default="", help="of the files, where it is not guessed")
    options = parser.parse_args(arguments)
    records = read_records(options.file, options.encoding)
    pairs = link(records, with_ref(DEFAULT_RULES) if options.ref else None)
    if options.truth:
        _print_measure(pairs, read_truth(options.truth, options.encoding))
    else:
        _print_pairs(pairs)
    return 0


def with_ref(rules: Rules) -> Rules:
    """Switch the comparison on ``ref`` on, which ships switched off.

    >>> [row.field for row in with_ref(DEFAULT_RULES).active][-1]
    'ref'
    """
    rows = (replace(row, active=row.active or row.field == "ref") for row in rules.comparisons)
    return replace(rules, comparisons=tuple(rows))


def read_records(path: Path, encoding: str = "") -> Iterator[dict[str, object]]:
    """Yield the rows of a file as records; a row without ``id`` is known by its number."""
    for number, row in enumerate(read_table(path, encoding), 1):
        record: dict[str, object] = dict(row)
        if not row.get("name"):
            parts = row.get("given_name") or row.get("first_name"), _surname(row)
            record["name"] = " ".join(part for part in parts if part)
        if row.get("street_number"):
            record["street"] = f"{row['street_number']} {row.get('street', '')}"
        record["id"] = row.get("id") or str(number)
        if "is_company" in row:
            record["is_company"] = row["is_company"].casefold() in _YES
        yield record


def _surname(row: Mapping[str, str]) -> str:
    return row.get("surname") or row.get("last_name") or row.get("family_name") or ""


def read_truth(path: Path, encoding: str = "") -> list[frozenset[object]]:
    """Return the pairs of a file: its columns ``left`` and ``right``, or the first two."""
    found: list[frozenset[object]] = []
    for row in read_table(path, encoding):
        ends = [row["left"], row["right"]] if {"left", "right"} <= row.keys() else [*row.values()]
        found.append(frozenset(ends[:2]))
    return found


def measure(found: Iterable[frozenset[object]], truth: Iterable[frozenset[object]]) -> list[float]:
    """Return precision, recall and F1.

    >>> measure([frozenset("ab"), frozenset("ac")], [frozenset("ab")])
    [0.5, 1.0, 0.6666666666666666]
    >>> measure([], [])
    [1.0, 1.0, 1.0]
    """
    pairs, wanted = set(found), set(truth)
    right = len(pairs & wanted)
    precision = right / len(pairs) if pairs else 1.0
    recall = right / len(wanted) if wanted else 1.0
    both = len(pairs) + len(wanted)
    return [precision, recall, 2 * right / both if both else 1.0]


def _print_measure(pairs: Iterable[Pair], truth: Iterable[frozenset[object]]) -> None:
    truth = set(truth)
    tiers = {
        "duplicates": [pair for pair in pairs if pair.relation == "duplicate"],
        "automatic": [pair for pair in pairs if pair.tier == "automatic"],
    }
    for name, chosen in tiers.items():
        figures = measure((frozenset((str(p.left), str(p.right))) for p in chosen), truth)
        precision, recall, both = (f"{figure:.4f}" for figure in figures)
        sys.stdout.write(f"{name:<11} precision {precision}  recall {recall}  F1 {both}\n")


def _print_pairs(pairs: Iterable[Pair]) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(("left", "right", "probability", "tier", "relation", "why"))
    for pair in pairs:
        why = "; ".join(
            f"{entry['field']} {entry['level']} {entry['contribution']:+.1f}"
            for entry in pair.explanation
        )
        probability = f"{pair.probability:.4f}"
        writer.writerow((pair.left, pair.right, probability, pair.tier, pair.relation, why))


if __name__ == "__main__":
    sys.exit(main())
