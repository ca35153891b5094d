# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""splink 5 on the same records, set up as its own guide tells: the strongest rival there is.

It gets what a careful analyst would hand it: lower case, letters without accents and in one
script, telephones by their last digits, and the threshold that is best for it.
"""

import logging
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from anyascii import anyascii
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_level_library as cll
from splink import comparison_library as cl

from dedup.measure import Codes
from dedup.rivals import last_digits, mail

Record = Mapping[str, object]
_SIGNS = re.compile(r"[^a-z0-9 ]+")
FLOOR = 0.01
# Where its clusters are cut; the pairs are judged apart, at the threshold best for it.
CLUSTERED = 0.9
_SURE = (("email",), ("name", "city"), ("name", "phone"), ("name", "street"), ("name", "ref"))
_TRAINED = (("email",), ("phone",), ("name",), ("surname", "given"), ("street",), ("ref",))
_BLOCKS = "email|phone|local|vat|name|longest,city|longest,street|zip,street|company,longest|ref"
# Where given name and surname stand apart, there is neither mail nor telephone, and more is tried.
_BLOCKS_OF_PARTS = (
    "name|longest,city|longest,street|zip,street|surname,zip|given,zip|surname,given|street|"
    "city,given|ref"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Pairs it thinks possible, and their weights."""

    pairs: Codes
    weights: NDArray[np.float64]
    seconds: float


def frame(records: Sequence[Record]) -> pd.DataFrame:
    """The columns splink compares; those nobody filled are left out."""
    table = pd.DataFrame([_row(record) for record in records])
    used = [name for name in table.columns if table[name].nunique() > 1]
    return table[used]


def _row(record: Record) -> dict[str, object]:
    name = _sorted(record.get("name"))
    address = mail(record) or None
    words = (name or "").split()
    return {
        "unique_id": int(str(record["id"])),
        "name": name,
        "longest": max(words, key=len)[:6] if words else None,
        "given": _plain(record.get("given_name")),
        "surname": _plain(record.get("surname")),
        "email": address,
        "local": address.partition("@")[0] if address else None,
        "phone": last_digits(record) or None,
        "company": _plain(record.get("company")),
        "city": _plain(record.get("city")),
        "street": _plain(record.get("street")),
        "street2": _plain(record.get("street2")),
        "zip": _plain(record.get("zip")),
        "vat": re.sub(r"\D", "", str(record.get("vat") or "")) or None,
        "ref": _plain(record.get("ref")),
        "firm": str(int(bool(record.get("is_company")))),
    }


def _plain(value: object) -> str | None:
    text = _SIGNS.sub(" ", anyascii(str(value or "")).lower())
    return " ".join(text.split()) or None


def _sorted(value: object) -> str | None:
    text = _plain(value)
    return " ".join(sorted(text.split())) if text else None


def _comparisons(columns: set[str]) -> list[Any]:
    names = [0.97, 0.92, 0.85, 0.75]
    mail_levels = [
        cll.NullLevel("email"),
        cll.ExactMatchLevel("email"),
        cll.ExactMatchLevel("local"),
        cll.JaroWinklerLevel("email", 0.92),
        cll.ElseLevel(),
    ]
    frequent = {"term_frequency_adjustments": True}
    whole = {"name": cl.JaroWinklerAtThresholds("name", names).configure(**frequent)}
    parts = {
        "given": cl.JaroWinklerAtThresholds("given", [0.92, 0.8]).configure(**frequent),
        "surname": cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(**frequent),
        "zip": cl.DamerauLevenshteinAtThresholds("zip", [1]),
        "street2": cl.JaroWinklerAtThresholds("street2", [0.9]),
    }
    offered = (parts if "surname" in columns else whole) | {
        "email": cl.CustomComparison(mail_levels, "email"),
        "phone": cl.LevenshteinAtThresholds("phone", [1]),
        "company": cl.JaroWinklerAtThresholds("company", [0.9, 0.8]),
        "city": cl.JaroWinklerAtThresholds("city", [0.85]).configure(**frequent),
        "street": cl.JaroWinklerAtThresholds("street", [0.9, 0.75]),
        "vat": cl.LevenshteinAtThresholds("vat", [1]),
        "ref": cl.DamerauLevenshteinAtThresholds("ref", [1, 2]),
        "firm": cl.ExactMatch("firm"),
    }
    return [comparison for column, comparison in offered.items() if column in columns]


def link(records: Sequence[Record], *, with_ref: bool = False) -> Found:
    """From raw rows to clusters."""
    began = time.perf_counter()
    table = frame(records)
    if not with_ref:
        table = table.drop(columns="ref", errors="ignore")
    connection = duckdb.connect()
    try:
        linker = _trained(table, connection)
        predictions = linker.inference.predict(threshold_match_probability=FLOOR)
        linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, CLUSTERED)
        found = predictions.as_pandas_dataframe()
    finally:
        connection.close()
    seconds = time.perf_counter() - began
    left = found["unique_id_l"].to_numpy(np.int64)
    right = found["unique_id_r"].to_numpy(np.int64)
    pairs = (np.minimum(left, right) << 32) | np.maximum(left, right)
    return Found(pairs, found["match_weight"].to_numpy(np.float64), seconds)


def _trained(table: pd.DataFrame, connection: duckdb.DuckDBPyConnection) -> Linker:
    """A linker that has learned its parameters from the data, without the truth."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    columns = set(table.columns)
    blocks = _BLOCKS_OF_PARTS if "surname" in columns else _BLOCKS
    wanted = [tuple(names.split(",")) for names in blocks.split("|")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=_comparisons(columns),
        blocking_rules_to_generate_predictions=_usable(wanted, columns),
        retain_matching_columns=False,
    )
    api = DuckDBAPI(connection)
    linker = Linker(api.register(table), settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(_usable(_SURE, columns), recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in _usable(_TRAINED, columns):
        training.estimate_parameters_using_expectation_maximisation(rule)
    return linker


def _usable(wanted: Sequence[tuple[str, ...]], columns: set[str]) -> list[Any]:
    return [block_on(*names) for names in wanted if set(names) <= columns]
