# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One data set, everybody who is compared on it, and the figures of each."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from dedup import measure, ours, rival_splink, rivals
from dedup.measure import Codes, Quality

Found = TypeVar("Found", ours.Found, rival_splink.Found)
# A quick thing is measured so often; of the times the middle one counts.
REPEATS = 3
SLOW = 20_000
# splink's training takes minutes on more, and hours on a million.
SPLINK_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class Data:
    """Records with the pairs that are the same, and those that only look so."""

    name: str
    records: Sequence[Mapping[str, object]]
    truth: Codes
    negatives: Mapping[str, Codes] = field(default_factory=dict)
    # The comparison on the reference, shipped and off, is switched on.
    with_ref: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What one of them found. `blocking` is the share of true pairs it looked at."""

    who: str
    quality: Quality
    seconds: float
    blocking: float | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """All results on one data set."""

    data: Data
    results: dict[str, Result]
    automatic: Quality
    # kind → (how many labelled pairs the automatic tier holds, how many there are)
    mistaken: dict[str, tuple[int, int]]

    @property
    def ours(self) -> Result:
        return self.results["ours"]


def run(data: Data) -> Trial:
    """Let everybody who can work on data of this size do so."""
    found, seconds = _middle(lambda: ours.link(data.records, with_ref=data.with_ref), data)
    results = {
        "ours": Result(
            "ours", measure.quality(found.duplicates, data.truth), seconds,
            measure.shared(found.compared, data.truth) / len(data.truth),
        )
    }  # fmt: skip
    for result in (_core(data), _exact(data), _splink(data)):
        if result:
            results[result.who] = result
    mistaken = {
        kind: (measure.shared(found.automatic, pairs), len(pairs))
        for kind, pairs in data.negatives.items()
    }
    return Trial(data, results, measure.quality(found.automatic, data.truth), mistaken)


def _middle(link: Callable[[], Found], data: Data) -> tuple[Found, float]:
    """What was found, and the middle of the times it took."""
    repeats = REPEATS if len(data.records) <= SLOW else 1
    found = [link() for _ in range(repeats)]
    return found[-1], statistics.median(each.seconds for each in found)


def _core(data: Data) -> Result:
    began = time.perf_counter()
    found = rivals.core(data.records)
    return Result("core rules", measure.quality(found, data.truth), time.perf_counter() - began)


def _exact(data: Data) -> Result | None:
    if not any(record.get("email") or record.get("phone") for record in data.records[:100]):
        return None
    began = time.perf_counter()
    found = rivals.exact(data.records)
    taken = time.perf_counter() - began
    return Result("exact mail or phone", measure.quality(found, data.truth), taken)


def _splink(data: Data) -> Result | None:
    """At the threshold that is best for it, told the truth; the others have to do without."""
    if len(data.records) > SPLINK_LIMIT:
        return None
    found, seconds = _middle(lambda: rival_splink.link(data.records, with_ref=data.with_ref), data)
    best = measure.best_threshold(found.pairs, found.weights, data.truth)
    quality = measure.quality(found.pairs[found.weights >= best], data.truth)
    looked_at = measure.shared(found.pairs, data.truth) / len(data.truth)
    return Result("splink", quality, seconds, looked_at)
