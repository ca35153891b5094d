# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One data set, everybody who is compared on it, and the figures of each."""

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dedup import measure, ours, rival_splink, rivals
from dedup.measure import Codes, Quality

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
    """Let everybody who can work on data of this size do so.

    The two that are timed take turns: what else the machine does hits both.
    """
    found: list[ours.Found] = []
    rival: list[rival_splink.Found] = []
    for _ in range(REPEATS if len(data.records) <= SLOW else 1):
        found.append(ours.link(data.records, with_ref=data.with_ref))
        if len(data.records) <= SPLINK_LIMIT:
            rival.append(rival_splink.link(data.records, with_ref=data.with_ref))
    results = [_ours(data, found), _core(data)]
    results += [_exact(data)] if _has_contacts(data) else []
    results += [_splink(data, rival)] if rival else []
    mistaken = {
        kind: (measure.shared(found[-1].automatic, pairs), len(pairs))
        for kind, pairs in data.negatives.items()
    }
    automatic = measure.quality(found[-1].automatic, data.truth)
    return Trial(data, {result.who: result for result in results}, automatic, mistaken)


def _middle(found: Sequence[ours.Found] | Sequence[rival_splink.Found]) -> float:
    return statistics.median(each.seconds for each in found)


def _ours(data: Data, found: Sequence[ours.Found]) -> Result:
    looked_at = measure.shared(found[-1].compared, data.truth) / len(data.truth)
    quality = measure.quality(found[-1].duplicates, data.truth)
    return Result("ours", quality, _middle(found), looked_at)


def _core(data: Data) -> Result:
    began = time.perf_counter()
    found = rivals.core(data.records)
    return Result("core rules", measure.quality(found, data.truth), time.perf_counter() - began)


def _has_contacts(data: Data) -> bool:
    return any(record.get("email") or record.get("phone") for record in data.records[:100])


def _exact(data: Data) -> Result:
    began = time.perf_counter()
    found = rivals.exact(data.records)
    taken = time.perf_counter() - began
    return Result("exact mail or phone", measure.quality(found, data.truth), taken)


def _splink(data: Data, found: Sequence[rival_splink.Found]) -> Result:
    """At the threshold that is best for it, told the truth; the others have to do without."""
    last = found[-1]
    best = measure.best_threshold(last.pairs, last.weights, data.truth)
    quality = measure.quality(last.pairs[last.weights >= best], data.truth)
    looked_at = measure.shared(last.pairs, data.truth) / len(data.truth)
    return Result("splink", quality, _middle(found), looked_at)
