# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The add-on's own linkage on plain records: what its pure tools find, and how fast."""

import importlib
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from dedup.measure import Codes, of_columns

ADDON = Path(__file__).resolve().parents[3] / "addons/crm_lead_dedup"


def _load(name: str) -> Any:
    """A module of the add-on's tools, which know nothing of Odoo."""
    if str(ADDON) not in sys.path:
        sys.path.insert(0, str(ADDON))
    return importlib.import_module(f"tools.{name}")


@dataclass(frozen=True, slots=True)
class Found:
    """Pairs of ids: all that were compared, the duplicates, those merged without asking."""

    compared: Codes
    duplicates: Codes
    automatic: Codes
    clusters: int
    seconds: float


def rules(*, with_ref: bool = False) -> Any:
    """The shipped rules; the comparison on the reference can be switched on, as a user would."""
    shipped = _load("linkage.rules").DEFAULT_RULES
    if not with_ref:
        return shipped
    rows = tuple(
        replace(row, active=True) if row.field == "ref" else row for row in shipped.comparisons
    )
    return replace(shipped, comparisons=rows)


def link(records: Sequence[Mapping[str, object]], *, with_ref: bool = False) -> Found:
    """From raw rows to clusters, by the steps of `tools.api.link`."""
    api, scoring = _load("api"), _load("linkage.scoring")
    cluster = _load("linkage.clusters").clusters
    using = rules(with_ref=with_ref)
    _forget()
    began = time.perf_counter()
    compared, parts = [], []
    for left, right, scores in api.judge(records, using):
        kept = np.flatnonzero(
            (scores.tier != scoring.NONE) & (scores.relation == scoring.DUPLICATE)
        )
        compared.append((left, right))
        parts.append((left[kept], right[kept], scores.tier[kept], scores.weight[kept]))
    left, right, tiers, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
    made = cluster(zip(left.tolist(), right.tolist(), weights.tolist(), strict=True))
    seconds = time.perf_counter() - began
    ids = np.array([record["id"] for record in records], dtype=np.int64)
    looked_at = (ids[np.concatenate(column)] for column in zip(*compared, strict=True))
    one, other = ids[left], ids[right]
    sure = tiers == scoring.AUTOMATIC
    return Found(
        of_columns(*looked_at),
        of_columns(one, other),
        of_columns(one[sure], other[sure]),
        len(made),
        seconds,
    )


def _forget() -> None:
    """Empty the caches: what an earlier run knows of these records would flatter the next."""
    for name, module in list(sys.modules.items()):
        if name.startswith("tools."):
            for function in vars(module).values():
                if hasattr(function, "cache_clear"):
                    function.cache_clear()
