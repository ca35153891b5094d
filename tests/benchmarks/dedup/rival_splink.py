# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""splink 5 on the same records, set up as its own guide tells: the strongest rival there is.

It gets what a careful analyst would hand it: lower case, letters without accents and in one
script, telephones by their last digits, and the threshold that is best for it.
"""

import logging
import re
from collections.abc import Mapping, Sequence

import duckdb
import numpy as np
import pandas as pd
from anyascii import anyascii
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_level_library as cll
from splink import comparison_library as cl

from dedup.measure import Codes
from dedup.rivals import last_digits, mail

_SIGNS = re.compile(r"[^a-z0-9 ]+")
FLOOR = 0.01


def _plain(value: object) -> str | None:
    text = _SIGNS.sub(" ", anyascii(str(value or "")).lower())
    return " ".join(text.split()) or None


def _sorted(value: object) -> str | None:
    text = _plain(value)
    return " ".join(sorted(text.split())) if text else None


def frame(records: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """The columns splink compares."""
    rows = []
    for record in records:
        name = _sorted(record.get("name"))
        address = mail(record) or None
        words = (name or "").split()
        rows.append(
            {
                "unique_id": int(str(record["id"])),
                "name": name,
                "longest": max(words, key=len)[:6] if words else None,
                "email": address,
                "local": address.partition("@")[0] if address else None,
                "phone": last_digits(record) or None,
                "company": _plain(record.get("company")),
                "city": _plain(record.get("city")),
                "street": _plain(record.get("street")),
                "zip": _plain(record.get("zip")),
                "vat": re.sub(r"\D", "", str(record.get("vat") or "")) or None,
                "ref": _plain(record.get("ref")),
                "firm": str(int(bool(record.get("is_company")))),
            }
        )
    table = pd.DataFrame(rows)
    return table.dropna(axis="columns", how="all")


def _comparisons(columns: set[str], *, with_ref: bool) -> list[object]:
    mail_levels = [
        cll.NullLevel("email"),
        cll.ExactMatchLevel("email"),
        cll.ExactMatchLevel("local"),
        cll.JaroWinklerLevel("email", 0.92),
        cll.ElseLevel(),
    ]
    offered = {
        "name": cl.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.85, 0.75]).configure(
            term_frequency_adjustments=True
        ),
        "email": cl.CustomComparison(mail_levels, "email"),
        "phone": cl.LevenshteinAtThresholds("phone", [1]),
        "company": cl.JaroWinklerAtThresholds("company", [0.9, 0.8]),
        "city": cl.JaroWinklerAtThresholds("city", [0.85]).configure(
            term_frequency_adjustments=True
        ),
        "street": cl.JaroWinklerAtThresholds("street", [0.9, 0.75]),
        "vat": cl.LevenshteinAtThresholds("vat", [1]),
        "firm": cl.ExactMatch("firm"),
    }
    if with_ref:
        offered["ref"] = cl.LevenshteinAtThresholds("ref", [1, 2])
    return [comparison for column, comparison in offered.items() if column in columns]


def _blocks(columns: set[str], *, with_ref: bool) -> list[object]:
    wanted = [
        ("email",), ("phone",), ("local",), ("vat",), ("name",), ("longest", "city"),
        ("longest", "street"), ("zip", "street"), ("company", "longest"),
    ]  # fmt: skip
    if with_ref:
        wanted.append(("ref",))
    return [block_on(*names) for names in wanted if set(names) <= columns]


def link(
    records: Sequence[Mapping[str, object]], *, with_ref: bool = False
) -> tuple[Codes, np.ndarray]:
    """All pairs splink thinks possible, and their weights; its clusters are made as well."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    table = frame(records)
    columns = {name for name in table.columns if table[name].nunique() > 1}
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=_comparisons(columns, with_ref=with_ref),
        blocking_rules_to_generate_predictions=_blocks(columns, with_ref=with_ref),
        retain_matching_columns=False,
    )
    connection = duckdb.connect()
    api = DuckDBAPI(connection)
    linker = Linker(api.register(table), settings)
    training = linker.training
    sure = [
        block_on(*names)
        for names in (("email",), ("name", "city"), ("name", "phone"), ("name", "street"))
        if set(names) <= columns
    ]
    training.estimate_probability_two_random_records_match(sure, recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for names in (("email",), ("phone",), ("name",)):
        if set(names) <= columns:
            training.estimate_parameters_using_expectation_maximisation(block_on(*names))
    if not {"email", "phone"} & columns:
        training.estimate_parameters_using_expectation_maximisation(block_on("street"))
    predictions = linker.inference.predict(threshold_match_probability=FLOOR)
    linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, 0.9)
    found = predictions.as_pandas_dataframe()
    left = found["unique_id_l"].to_numpy(np.int64)
    right = found["unique_id_r"].to_numpy(np.int64)
    low, high = np.minimum(left, right), np.maximum(left, right)
    connection.close()
    return (low << 32) | high, found["match_weight"].to_numpy(np.float64)
