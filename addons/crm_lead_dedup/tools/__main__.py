# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Finds duplicates in a file: ``link FILE.csv [--truth T.csv]``.

The file has one record a row, with any of the columns ``id, model, is_company, name, company,
email, phone, vat, website, street, street2, city, zip, country, ref``. Printed is one pair a row;
with ``--truth`` (columns ``left``, ``right``) precision, recall and F1 instead.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from .api import Pair, link
from .linkage.rules import DEFAULT_RULES, Rules

_YES = frozenset({"1", "true", "yes", "y", "t"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is 0."""
    parser = argparse.ArgumentParser(prog="dedup", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    linking = commands.add_parser("link", help="find the duplicates of a file")
    linking.add_argument("file", type=Path)
    linking.add_argument("--truth", type=Path, help="the pairs that are the same")
    linking.add_argument("--ref", action="store_true", help="compare the column ref as well")
    options = parser.parse_args(arguments)
    pairs = link(read_records(options.file), with_ref(DEFAULT_RULES) if options.ref else None)
    if options.truth:
        _print_measure(pairs, options.truth)
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


def read_records(path: Path) -> Iterator[dict[str, object]]:
    """Yield the rows of a file as records; a row without ``id`` is known by its number."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), 1):
            record: dict[str, object] = {key: value or "" for key, value in row.items() if key}
            record["id"] = record.get("id") or str(number)
            record["is_company"] = str(record.get("is_company", "")).strip().casefold() in _YES
            yield record


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


def _print_measure(pairs: Iterable[Pair], path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        truth = [frozenset((row["left"], row["right"])) for row in csv.DictReader(stream)]
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
