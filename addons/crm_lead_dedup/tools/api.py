# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Finds duplicates among records, without a database."""

import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from .linkage.batch import Batch, Index
from .linkage.blocking import CAP, candidate_pairs
from .linkage.explain import Entry, explanation
from .linkage.figures import Figures
from .linkage.kinds import with_kinds
from .linkage.profile import Profile, build_all
from .linkage.rules import DEFAULT_RULES, Rules
from .linkage.scoring import NONE, RELATIONS, TIERS, Scores, score
from .linkage.workshop import Workshop

SLICE = 250_000
# From so many records on, processes on all cores are worth their start; each gets so many at once.
LARGE, PART = 20_000, 5_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that are, or may be, the same person or company.

    :param left: id of the record that came first; ``right`` of the other.
    :param tier: ``automatic`` or ``review``.
    :param relation: ``duplicate``, or ``related`` for those that only belong together.
    :param explanation: contributions in natural log odds, they add up to the weight.
    """

    left: object
    right: object
    probability: float
    tier: str
    relation: str
    explanation: list[Entry]


def link(records: Iterable[Mapping[str, object]], rules: Rules | None = None) -> list[Pair]:
    """Return the pairs of records that belong together.

    :param records: dictionaries with an ``id`` and any of ``model, is_company, name, company,
        email, phone, vat, website, street, street2, city, zip, country, ref``.

    >>> [(p.left, p.right, p.relation) for p in link([
    ...     {"id": 1, "name": "Юрий Щербаков", "phone": "+380 50 123-45-67"},
    ...     {"id": 2, "name": "Scherbakov Yurii", "phone": "(050) 123 45 67"},
    ...     {"id": 3, "name": "Ann Lee", "phone": "+36 30 123 4567"}])]
    [(1, 2, 'duplicate')]
    """
    rules = rules or DEFAULT_RULES
    rows = with_kinds(list(records))
    found: list[Pair] = []
    for left, right, scores in judge(rows, rules):
        found.extend(
            Pair(
                rows[left[i]]["id"],
                rows[right[i]]["id"],
                float(scores.probability[i]),
                TIERS[scores.tier[i]],
                RELATIONS[scores.relation[i]],
                explanation(scores, i, rows[left[i]], rows[right[i]]),
            )
            for i in np.flatnonzero(scores.tier != NONE).tolist()
        )
    return sorted(found, key=lambda pair: -pair.probability)


def judge(
    rows: Sequence[Mapping[str, object]], rules: Rules
) -> Iterator[tuple[Index, Index, Scores]]:
    """Weigh all pairs that are worth comparing: their positions, and what is known about them.

    >>> card = {"name": "Ann Lee", "phone": "+36 30 123 4567"}
    >>> [(left, right, _scores)] = judge([card, card], DEFAULT_RULES)
    >>> left.tolist(), right.tolist()
    ([0], [1])
    """
    with _counted_references():
        profiles = _profiles(rows, rules)
        batch = Batch.from_profiles(profiles, rules)
        left, right = pairs_of(profiles)
        figures = Figures.of([batch], rules)
    for start in range(0, max(len(left), 1), SLICE):
        one, other = left[start : start + SLICE], right[start : start + SLICE]
        yield one, other, score(batch, one, other, rules, figures)


def _profiles(rows: Sequence[Mapping[str, object]], rules: Rules) -> list[Profile]:
    """Build the profiles; those of many records on all cores, where processes can be started."""
    count = os.cpu_count() or 1
    if len(rows) < LARGE or count == 1:
        return build_all(rows, rules)
    starts = range(0, len(rows), PART)
    try:
        with Workshop(rules, min(count, len(starts))) as workshop:
            parts = [workshop.submit(rows[start : start + PART]) for start in starts]
            return [profile for part in parts for profile in part.result()]
    except (OSError, RuntimeError):
        return build_all(rows, rules)


@contextmanager
def _counted_references() -> Iterator[None]:
    """Let the search for cycles rest: profiles have none, and it looks at each again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def pairs_of(profiles: Sequence[Profile], cap: int = CAP) -> tuple[Index, Index]:
    """Return the positions of the profiles that are worth comparing."""
    keys = np.fromiter((key for profile in profiles for key in profile.keys), np.int32)
    sizes = [len(profile.keys) for profile in profiles]
    return candidate_pairs(keys, np.repeat(np.arange(len(profiles), dtype=np.int64), sizes), cap)
