# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`python -m dedup generate --size 10000 --seed 1 --out base.csv --truth truth.csv`."""

import argparse
import csv
from pathlib import Path

from dedup.crm_base import Base, generate

COLUMNS = (
    "id model is_company name company email phone vat website street street2 city zip country ref"
).split()


def save(base: Base, out: Path, truth: Path | None, negatives: Path | None) -> None:
    """Write the cards, the true pairs and the labelled pairs that are none."""
    with out.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        for record in base.records:
            writer.writerow(record | {"is_company": int(bool(record["is_company"]))})
    if truth:
        with truth.open("w", newline="", encoding="utf-8") as stream:
            writing = csv.writer(stream)
            writing.writerow(("left", "right"))
            writing.writerows(sorted(base.truth()))
    if negatives:
        with negatives.open("w", newline="", encoding="utf-8") as stream:
            writing = csv.writer(stream)
            writing.writerow(("kind", "left", "right"))
            for kind, pairs in base.negatives.items():
                writing.writerows((kind, left, right) for left, right in pairs)


def main() -> None:
    parser = argparse.ArgumentParser(prog="dedup", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("generate", help="write a base and its truth as CSV")
    making.add_argument("--size", type=int, default=10_000)
    making.add_argument("--seed", type=int, default=1)
    making.add_argument("--out", type=Path, required=True)
    making.add_argument("--truth", type=Path, help="pairs that are the same")
    making.add_argument("--negatives", type=Path, help="pairs that only look the same")
    chosen = parser.parse_args()
    save(generate(chosen.size, chosen.seed), chosen.out, chosen.truth, chosen.negatives)


if __name__ == "__main__":
    main()
