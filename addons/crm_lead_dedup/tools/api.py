# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Finds duplicates among records, without a database."""

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

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

# Pairs weighed at once: what is worked out for them stays in the processor's cache.
SLICE = 64_000
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


def link(
    records: Iterable[Mapping[str, object]], rules: Rules | None = None, cores: int | None = None
) -> list[Pair]:
    """Return the pairs of records that belong together.

    :param records: dictionaries with an ``id`` and any of ``model, is_company, name, company,
        email, phone, vat, website, street, street2, city, zip, country, ref``.
    :param cores: on how many to work, by default on all; on one no process is started.

    >>> [(p.left, p.right, p.relation) for p in link([
    ...     {"id": 1, "name": "Юрий Щербаков", "phone": "+380 50 123-45-67"},
    ...     {"id": 2, "name": "Scherbakov Yurii", "phone": "(050) 123 45 67"},
    ...     {"id": 3, "name": "Ann Lee", "phone": "+36 30 123 4567"}])]
    [(1, 2, 'duplicate')]
    """
    rules = rules or DEFAULT_RULES
    rows = with_kinds(list(records))
    found: list[Pair] = []
    for left, right, scores in judge(rows, rules, cores):
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
    rows: Sequence[Mapping[str, object]], rules: Rules, cores: int | None = None
) -> Iterator[tuple[Index, Index, Scores]]:
    """Weigh all pairs that are worth comparing: their positions, and what is known about them.

    :param cores: as of :func:`link`.

    >>> card = {"name": "Ann Lee", "phone": "+36 30 123 4567"}
    >>> [(left, right, _scores)] = judge([card, card], DEFAULT_RULES)
    >>> left.tolist(), right.tolist()
    ([0], [1])
    """
    cores = cores or os.cpu_count() or 1
    with _counted_references():
        profiles = _profiles(rows, rules, cores)
        batch = Batch.from_profiles(profiles, rules)
        left, right = pairs_of(profiles)
        figures = Figures.of([batch], rules)
    starts = range(0, max(len(left), 1), SLICE)
    slices = [(left[start : start + SLICE], right[start : start + SLICE]) for start in starts]
    yield from _weighed(slices, partial(score, batch, rules=rules, figures=figures), cores)


def _weighed(
    slices: list[tuple[Index, Index]], weigh: Callable[[Index, Index], Scores], cores: int
) -> Iterator[tuple[Index, Index, Scores]]:
    """Weigh slices of pairs, several at once: hardly any of the work on columns holds a lock."""
    if min(len(slices), cores) == 1:
        yield from ((*ends, weigh(*ends)) for ends in slices)
        return
    with ThreadPoolExecutor(cores, thread_name_prefix="scores") as threads:
        waiting: deque[tuple[Index, Index, Future[Scores]]] = deque()
        for ends in slices:
            waiting.append((*ends, threads.submit(weigh, *ends)))
            # No more ahead than there is work for: what is known of all pairs takes much memory.
            if len(waiting) > cores * 2:
                one, other, scores = waiting.popleft()
                yield one, other, scores.result()
        yield from ((one, other, scores.result()) for one, other, scores in waiting)


def _profiles(rows: Sequence[Mapping[str, object]], rules: Rules, cores: int) -> list[Profile]:
    """Build the profiles; those of many records on all cores, where processes can be started."""
    if len(rows) < LARGE or cores == 1:
        return build_all(rows, rules)
    parts = [rows[start : start + PART] for start in range(0, len(rows), PART)]
    built: dict[int, list[Profile]] = {}
    try:
        with Workshop(rules, min(cores, len(parts)) - 1) as workshop:
            waiting = [workshop.submit(part) for part in parts]
            # The others begin at the first part, this process at the last, until they meet.
            for place in reversed(range(len(parts))):
                if waiting[place].cancel():
                    built[place] = build_all(parts[place], rules)
            for place, part in enumerate(waiting):
                if place not in built:
                    built[place] = part.result()
        return [profile for place in range(len(parts)) for profile in built[place]]
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
