# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a scan of a whole base does in columns equals what is done record by record."""

import os
import subprocess
from collections import defaultdict
from pathlib import Path
from random import Random
from subprocess import Popen
from typing import Any

import numpy as np
import pytest
from crm_lead_dedup_tools import api
from crm_lead_dedup_tools.api import link
from crm_lead_dedup_tools.linkage.batch import Batch
from crm_lead_dedup_tools.linkage.blocking import candidate_pairs
from crm_lead_dedup_tools.linkage.blocks import is_first, met, reach, table
from crm_lead_dedup_tools.linkage.clusters import clusters
from crm_lead_dedup_tools.linkage.components import groups_of
from crm_lead_dedup_tools.linkage.explain import reasons
from crm_lead_dedup_tools.linkage.figures import Figures
from crm_lead_dedup_tools.linkage.profile import Profile, build
from crm_lead_dedup_tools.linkage.rules import DEFAULT_RULES
from crm_lead_dedup_tools.linkage.scoring import score
from crm_lead_dedup_tools.linkage.shelf import Shelf
from crm_lead_dedup_tools.linkage.weighing import weigh
from crm_lead_dedup_tools.linkage.workshop import Workshop, lay_out
from hypothesis import given
from hypothesis import strategies as st

ROWS = st.lists(st.tuples(st.integers(-3, 9), st.integers(1, 30)), max_size=80, unique=True)
# Weights of their own: which of two equal ones is cut is not told.
WEIGHTS = st.floats(-5, 20, width=32, allow_subnormal=False)
PAIRS = st.lists(
    st.tuples(st.integers(-9, 9), st.integers(-9, 9), WEIGHTS),
    max_size=40,
    unique_by=lambda row: row[2],
).map(lambda rows: [row for row in rows if row[0] != row[1]])


@given(ROWS, st.integers(2, 6), st.integers(1, 9))
def test_ranges_give_the_pairs_of_the_whole(
    rows: list[tuple[int, int]], cap: int, most: int
) -> None:
    rows.sort()
    keys, refs = np.array(rows, np.int64).reshape(-1, 2).T
    whole = candidate_pairs(keys.astype(np.int32), refs, cap)
    records = np.unique(refs)
    own = [[key for key, ref in rows if ref == record] for record in records]
    counts = np.array([len(each) for each in own], np.int64)
    lists = table(np.array([key for each in own for key in each], np.int32), counts)
    found: list[tuple[int, int]] = []
    full = np.zeros(0, np.int64)
    while len(keys):
        taken = reach(keys, cap, most)
        part = met(keys[:taken], refs[:taken], cap)
        assert len(part.left) <= max(most, cap * (cap - 1) // 2)
        full = np.append(full, part.full)
        one, other = (lists[np.searchsorted(records, side)] for side in (part.left, part.right))
        fresh = is_first(one, other, part.key, full)
        found += zip(part.left[fresh].tolist(), part.right[fresh].tolist(), strict=True)
        keys, refs = keys[taken:], refs[taken:]
    assert len(found) == len(set(found))
    assert set(found) == set(zip(*(side.tolist() for side in whole), strict=True))


@given(PAIRS, st.integers(2, 8))
def test_groups_are_the_clusters(pairs: list[tuple[int, int, float]], largest: int) -> None:
    columns = [np.array(column) for column in zip(*pairs, strict=True)] if pairs else [[], [], []]
    left, right, weight = (np.array(c, kind) for c, kind in zip(columns, "iif", strict=True))
    cards, groups = groups_of(left.astype(int), right.astype(int), weight, largest)
    found = defaultdict(set)
    for card, group in zip(cards.tolist(), groups.tolist(), strict=True):
        found[group].add(card)
    sizes = sorted(map(len, found.values()))
    expected = clusters(pairs, largest)
    assert sizes == sorted(map(len, expected)) or max(map(len, expected), default=0) == largest
    if all(len(group) < largest for group in expected):
        assert {frozenset(group) for group in found.values()} == set(expected)


def test_workshop_builds_the_same_profiles() -> None:
    random = Random(1)
    records = [
        {"id": n, "name": f"Anna Kovalchuk{n}", "phone": f"+38050{random.randrange(10**7):07d}"}
        for n in range(50)
    ]
    with Workshop(DEFAULT_RULES, 2) as workshop:
        waiting = [workshop.submit(records[start : start + 10]) for start in range(0, 50, 10)]
        built = [profile for batch in waiting for profile in batch.result()]
    assert built == [build(record, DEFAULT_RULES) for record in records]


def _shelf(profiles: list[Profile], first: int = 0) -> Shelf:
    """Profiles as PostgreSQL gives them; every third belongs to company 1, every third to 2."""
    texts = [profile.texts.encode() for profile in profiles]
    numbers = {
        "ids": range(first + 5, first + 5 + len(profiles)),
        "leads": range(len(profiles)),
        "partners": [0] * len(profiles),
        "companies": [(first + number) % 3 for number in range(len(profiles))],
        "key_counts": [len(profile.keys) for profile in profiles],
        "text_sizes": map(len, texts),
    }
    columns = {name: np.array([*column], ">i4").tobytes() for name, column in numbers.items()}
    keys = [np.array(profile.keys, "<i4").tobytes() for profile in profiles]
    codes = [bytes(profile.codes) for profile in profiles]
    return Shelf(
        {**columns, "keys": b"".join(keys), "codes": b"".join(codes), "texts": b"".join(texts)}
    )


def test_workshop_weighs_as_the_scan_does(tmp_path: Path) -> None:
    names = ("Anna Kovalchuk", "Hanna Kovalchuk", "Шевченко Ольга", "Shevchenko Olha")
    records = [
        {"id": n, "name": names[n % 4], "phone": f"+38050200000{n % 7}", "city": "Kyiv"}
        for n in range(40)
    ]
    profiles = [build(record, DEFAULT_RULES) for record in records]
    rows = sorted((key, n + 5) for n, profile in enumerate(profiles) for key in profile.keys)
    keys, refs = np.array(rows, np.int64).T
    found = met(keys, refs, cap=60)
    parts = [_shelf(profiles[:15]), _shelf(profiles[15:], 15)]
    figures = lay_out(tmp_path, parts, DEFAULT_RULES)
    assert figures.size == len(Shelf.of_files(tmp_path)) == 40
    here = weigh(_shelf(profiles), found, DEFAULT_RULES, figures)
    with Workshop(DEFAULT_RULES, 1) as workshop:
        there = workshop.weigh(tmp_path, found).result()
    batch = Batch.from_profiles(profiles, DEFAULT_RULES)
    left, right = candidate_pairs(keys.astype(np.int32), refs - 5)
    same = (left % 3 == 0) | (right % 3 == 0) | (left % 3 == right % 3)
    assert Figures.of([batch], DEFAULT_RULES).to_bytes() == figures.to_bytes()
    whole = score(batch, left[same], right[same], DEFAULT_RULES, figures)
    wanted = {
        (int(one) + 5, int(other) + 5): float(weight)
        for one, other, weight, tier in zip(
            left[same], right[same], whole.weight, whole.tier, strict=True
        )
        if tier
    }
    assert len(wanted) > 20
    for part in (here, there):
        pairs = zip(part.left.tolist(), part.right.tolist(), strict=True)
        assert dict(zip(pairs, part.scores.weight.tolist(), strict=True)) == wanted
        assert part.compared == int(same.sum())
        assert part.reasons == reasons(part.scores)
        assert part.scores.rules is DEFAULT_RULES


def test_workshop_tells_when_a_process_died() -> None:
    with Workshop(DEFAULT_RULES, 1) as workshop:
        workshop._processes[0].kill()
        with pytest.raises((RuntimeError, OSError)):
            workshop.submit([{"id": 1, "name": "Ann"}]).result()
        # Nobody waits for ever for a process that is no more.
        with pytest.raises((RuntimeError, OSError)):
            workshop.submit([{"id": 2, "name": "Bob"}]).result()


@pytest.mark.parametrize("can_start", [True, False])
def test_many_records_on_all_cores(monkeypatch: pytest.MonkeyPatch, can_start: bool) -> None:
    """Processes change nothing, and where none can be started it goes without."""
    records = [
        {"id": n, "name": f"Ann Person{n % 4}", "phone": f"+3805012345{n % 4:02}"}
        for n in range(12)
    ]
    alone = link(records)
    assert len(alone) > 4
    started = []

    def start(*arguments: Any, **options: Any) -> Any:
        started.append(arguments)
        if not can_start:
            raise OSError("no process is left")
        return Popen(*arguments, **options)

    monkeypatch.setattr(api, "LARGE", 10)
    monkeypatch.setattr(api, "PART", 5)
    monkeypatch.setattr(api, "SLICE", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(subprocess, "Popen", start)
    assert link(records, cores=1) == alone
    assert not started
    assert link(records) == alone
    assert started
