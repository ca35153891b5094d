# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`make bench-dedup`: finds duplicates in labelled data beside the rivals and checks the bars."""

import argparse
import io
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout

from table import markdown

from dedup import bars, febrl, measure, trials
from dedup.crm_base import generate
from dedup.trials import Data, Trial


def size(text: str) -> int:
    """Read 10k, 1M or a plain number.

    >>> size("10k"), size("1M"), size("250")
    (10000, 1000000, 250)
    """
    unit = {"k": 1_000, "m": 1_000_000}.get(text[-1:].lower())
    return int(float(text[:-1]) * unit) if unit else int(text)


def label(count: int) -> str:
    """Write a size the way it is given.

    >>> label(10000), label(1000000), label(250)
    ('10k', '1M', '250')
    """
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if count >= unit and not count % unit:
            return f"{count // unit}{letter}"
    return str(count)


def data(sizes: list[int], seeds: list[int]) -> Iterator[Data]:
    """Make the data sets one after the other: a million cards are not kept longer than needed."""
    for name in febrl.LOADERS:
        records, truth = febrl.load(name)
        yield Data(name, records, truth)
        yield Data(f"{name}, birthday on ref", records, truth, with_ref=True)
    for count in sizes:
        for seed in seeds:
            base = generate(count, seed)
            negatives = {kind: measure.codes(pairs) for kind, pairs in base.negatives.items()}
            name = f"CRM {label(count)}, seed {seed}"
            yield Data(name, base.records, measure.codes(base.truth()), negatives)


def main() -> int:
    """Measure, print both tables, and tell whether every bar holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", type=size, default=[10_000])
    parser.add_argument("--seeds", nargs="*", type=int, default=[1, 2, 3])
    chosen = parser.parse_args()
    done: list[Trial] = []
    rows = []
    for each in data(chosen.sizes, chosen.seeds):
        print(f"measuring {each.name} ({len(each.records):,} cards)", file=sys.stderr, flush=True)
        # splink tells on the screen what it thinks.
        with redirect_stdout(io.StringIO()):
            trial = trials.run(each)
        done.append(Trial(_light(each), trial.results, trial.automatic, trial.mistaken))
        rows += bars.of_crm(trial) if each.negatives else bars.of_febrl(trial)
    print(f"\n{bars.figures(done)}\n\n{markdown(rows)}", flush=True)
    return 0 if all(row.holds for row in rows) else 1


def _light(each: Data) -> Data:
    """The name without the records."""
    return Data(each.name, (), each.truth[:0])


if __name__ == "__main__":
    sys.exit(main())
