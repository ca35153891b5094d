# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What holds for any records: no error, no order, no process."""

import json
import subprocess
import sys
from pathlib import Path

import crm_lead_dedup_tools as tools
import numpy as np
from crm_lead_dedup_tools.api import Pair, link
from crm_lead_dedup_tools.linkage.batch import Batch
from crm_lead_dedup_tools.linkage.blocking import candidate_pairs
from crm_lead_dedup_tools.linkage.clusters import clusters
from crm_lead_dedup_tools.linkage.figures import Figures
from crm_lead_dedup_tools.linkage.profile import build
from crm_lead_dedup_tools.linkage.rules import DEFAULT_RULES
from crm_lead_dedup_tools.linkage.scoring import score
from hypothesis import given, settings
from hypothesis import strategies as st

_PARTS = st.sampled_from(
    [
        "Ольга", "Петренко", "Olha", "Petrenko", "Саша", "ТОВ", "Ромашка", "Kft.", "Nagy", "Béla",
        "王小明", "有限公司", "(050) 123-45-67", "+380501234567", "0501234568", "ann@acme.hu",
        "info@acme.hu", "Київ", "Kiev", "Main street 5", "5/7", "A.", "фоп", "филиал", "\x00", "ﷺ",
        "\ud800", "1012",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(max_size=30), st.lists(_PARTS, max_size=4).map(" ".join), st.none(), st.integers()
)
_FIELDS = "name company email phone vat website street street2 city zip country ref".split()
_RECORDS = st.fixed_dictionaries(
    {"is_company": st.booleans(), "model": st.sampled_from(["crm.lead", "res.partner", ""])},
    optional=dict.fromkeys(_FIELDS, _TEXTS),
)


def _key(pair: Pair) -> tuple[frozenset[object], float, str, str]:
    ends = frozenset((pair.left, pair.right))
    return ends, round(pair.probability, 5), pair.tier, pair.relation


@given(st.lists(_RECORDS, max_size=6))
def test_order_does_not_matter(records: list[dict[str, object]]) -> None:
    """The same pairs with the same weight, whatever comes first; nothing raises."""
    rows = [{"id": index, **record} for index, record in enumerate(records)]
    forward = {_key(pair) for pair in link(rows)}
    assert forward == {_key(pair) for pair in link(rows[::-1])}


@given(_RECORDS, _RECORDS)
def test_symmetric(one: dict[str, object], other: dict[str, object]) -> None:
    """Whoever is named first, every comparison says the same."""
    batch = Batch.from_profiles([build(one), build(other)], DEFAULT_RULES)
    both = score(batch, np.array([0, 1]), np.array([1, 0]), DEFAULT_RULES)
    assert (both.contributions[0] == both.contributions[1]).all()
    assert (both.tier[0], both.relation[0]) == (both.tier[1], both.relation[1])


@given(_RECORDS)
def test_a_profile_is_of_one_shape(record: dict[str, object]) -> None:
    """The width depends on the rules only, keys are distinct 32-bit numbers."""
    profile = build(record)
    assert len(profile.codes) == len(build({}).codes)
    assert profile.texts.count("\x1f") == len(DEFAULT_RULES.columns) - 1
    assert "\x00" not in profile.texts
    assert len(set(profile.keys)) == len(profile.keys)
    assert all(-(2**31) <= key < 2**31 for key in profile.keys)


@given(_RECORDS, _RECORDS)
def test_the_same_card_twice_is_not_worse(one: dict[str, object], other: dict[str, object]) -> None:
    """A record is at least as much like itself as like any other."""
    batch = Batch.from_profiles([build(one), build(one), build(other)], DEFAULT_RULES)
    scores = score(batch, np.array([0]), np.array([1]), DEFAULT_RULES)
    assert (scores.levels != 4).all()


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40), st.integers(2, 8))
def test_blocking_finds_what_shares_a_key(rows: list[tuple[int, int]], cap: int) -> None:
    """All pairs of all blocks that are not over-full, each once, and no others."""
    rows = list(dict.fromkeys(rows))
    keys = np.array([key for key, _ref in rows], np.int32)
    refs = np.array([ref for _key, ref in rows], np.int64)
    left, right = candidate_pairs(keys, refs, cap)
    expected = set()
    for key in set(keys.tolist()):
        block = sorted(ref for other, ref in rows if other == key)
        if len(block) <= cap:
            expected |= {(a, b) for a in block for b in block if a < b}
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == sorted(expected)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.floats(0, 9)), max_size=20))
def test_clusters_hold_whole_pairs(pairs: list[tuple[int, int, float]]) -> None:
    """Everybody is in one group at most, and no group has only one member."""
    groups = clusters(pairs, largest=4)
    members = [member for group in groups for member in group]
    assert len(members) == len(set(members))
    assert all(2 <= len(group) <= 4 for group in groups)


def test_a_chain_is_cut_at_its_weakest() -> None:
    """A long chain of likely pairs is not one person."""
    chain = [(n, n + 1, 9.0 if n != 3 else 1.0) for n in range(7)]
    assert {frozenset({0, 1, 2, 3}), frozenset({4, 5, 6, 7})} == set(clusters(chain, largest=4))


def test_figures_come_back_from_storage() -> None:
    """What is common in the base is the same when read again."""
    rows = [{"id": n, "name": "Ann Lee", "phone": f"+3630123{n:04}"} for n in range(9)]
    batch = Batch.from_profiles([build(row) for row in rows], DEFAULT_RULES)
    figures = Figures.of([batch], DEFAULT_RULES)
    again = Figures.from_bytes(figures.size, figures.to_bytes())
    codes = batch.columns[0].codes[:2]
    assert (again.of_codes("name", codes) == 9).all()
    assert (figures.of_codes("name", codes) == 9).all()


def test_in_slices_as_at_once() -> None:
    """Figures counted in two parts are those of the whole."""
    rows = [{"id": n, "name": f"Ann Lee{n % 3}"} for n in range(30)]
    profiles = [build(row) for row in rows]
    halves = [Batch.from_profiles(part, DEFAULT_RULES) for part in (profiles[:9], profiles[9:])]
    whole = Figures.of([Batch.from_profiles(profiles, DEFAULT_RULES)], DEFAULT_RULES)
    assert Figures.of(halves, DEFAULT_RULES).to_bytes() == whole.to_bytes()


def test_profiles_are_the_same_in_every_process() -> None:
    """Nothing depends on the hash seed: what one worker stored another finds."""
    record = {"name": "Юрій Щербаков", "email": "u@acme.hu", "phone": "0501234567", "city": "Київ"}
    folder = Path(str(tools.__file__)).parents[1]
    program = (
        "import json, sys; from tools.linkage.profile import build; "
        "p = build(json.load(sys.stdin)); print(json.dumps([p.codes.hex(), p.texts, p.keys]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(folder), "PYTHONHASHSEED": "77"},
        input=json.dumps(record),
        capture_output=True,
        text=True,
        check=True,
    )
    profile = build(record)
    assert json.loads(done.stdout) == [profile.codes.hex(), profile.texts, list(profile.keys)]
