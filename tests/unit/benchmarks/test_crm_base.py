# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The base on which finding duplicates is measured: repeatable, in proportion, on its own."""

import ast
import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from dedup.crm_base import Base, generate

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"
SIZE = 4000
# Besides the standard library the generator needs nothing at all.
GENERATOR = (
    "addresses cards crm_base firms language mails names phones tax translit typos words_en "
    "words_hu "
    "words_ru words_uk words_zh world __main__"
).split()


@pytest.fixture(scope="module")
def base() -> Base:
    return generate(SIZE, 5)


def test_the_same_seed_makes_the_same_base_and_another_one_another(base):
    again = generate(SIZE, 5)
    assert again.records == base.records
    assert again.entity == base.entity
    assert again.negatives == base.negatives
    assert generate(SIZE, 6).records != base.records


def test_another_process_with_another_hash_seed_makes_the_same_base(tmp_path, base):
    """What depends on the order of a set would differ there."""
    command = [sys.executable, "-m", "dedup", "generate", "--size", str(SIZE), "--seed", "5"]
    files = ["--out", tmp_path / "base.csv", "--truth", tmp_path / "truth.csv"]
    environment = {"PYTHONPATH": str(FOLDER), "PYTHONHASHSEED": "7"}
    more = ["--negatives", tmp_path / "negatives.csv"]
    subprocess.run([*command, *files, *more], env=environment, check=True)
    with (tmp_path / "base.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["name"] for row in rows] == [record["name"] for record in base.records]
    assert [row["phone"] for row in rows] == [record["phone"] for record in base.records]
    with (tmp_path / "truth.csv").open(encoding="utf-8", newline="") as stream:
        truth = {(int(row["left"]), int(row["right"])) for row in csv.DictReader(stream)}
    assert truth == base.truth()
    with (tmp_path / "negatives.csv").open(encoding="utf-8", newline="") as stream:
        kinds = Counter(row["kind"] for row in csv.DictReader(stream))
    assert kinds == {kind: len(pairs) for kind, pairs in base.negatives.items()}


def test_the_proportions_are_those_of_a_real_desk(base):
    assert [record["id"] for record in base.records] == list(range(1, SIZE + 1))
    firms = sum(bool(record["is_company"]) for record in base.records) / SIZE
    assert 0.23 < firms < 0.31
    leads = sum(record["model"] == "crm.lead" for record in base.records) / SIZE
    assert 0.46 < leads < 0.54
    assert len(set(base.entity)) == SIZE * 3 // 4
    countries = Counter(record["country"] for record in base.records if record["country"])
    assert set(countries) == {"RU", "UA", "HU", "GB", "US", "CN"}
    assert min(countries.values()) > SIZE * 0.04


def test_what_is_labelled_as_different_is_never_a_true_pair(base):
    truth = base.truth()
    assert set(base.negatives) == {"family", "homonym", "colleague", "branch"}
    for kind, pairs in base.negatives.items():
        assert len(pairs) > 40, kind
        assert all(left < right for left, right in pairs)
        assert not truth & set(pairs), kind


def test_hard_pairs_are_hard(base):
    """Families share a telephone, branches stand in different towns, namesakes share their name."""
    by_id = {record["id"]: record for record in base.records}

    def share(kind, test):
        pairs = base.negatives[kind]
        return sum(bool(test(by_id[left], by_id[right])) for left, right in pairs) / len(pairs)

    def digits(record):
        return "".join(filter(str.isdigit, record["phone"]))[-7:]

    same_phone = share("family", lambda one, two: digits(one) and digits(one) == digits(two))
    assert same_phone > 0.12
    assert share("branch", lambda one, two: not one["city"] or not two["city"]) == 0
    assert share("branch", lambda one, two: one["city"] == two["city"]) == 0
    assert share("homonym", lambda one, two: one["name"] == two["name"]) > 0.1
    assert share("colleague", lambda one, two: one["email"] and one["email"] == two["email"]) < 0.1


def test_mail_addresses_of_strangers_differ(base):
    """Only households, staff and branches share one."""
    near = {pair for kind in ("family", "colleague", "branch") for pair in base.negatives[kind]}
    owners: dict[str, dict[int, int]] = {}
    for record, entity in zip(base.records, base.entity, strict=True):
        if record["email"] and not record["is_company"]:
            address = record["email"].strip().lower()
            owners.setdefault(address, {})[entity] = record["id"]
    shared = [tuple(sorted(ids.values())) for ids in owners.values() if len(ids) == 2]
    assert shared
    assert set(shared) <= near


@pytest.mark.parametrize("name", GENERATOR)
def test_the_generator_takes_nothing_from_the_add_ons(name):
    tree = ast.parse((FOLDER / "dedup" / f"{name}.py").read_text(encoding="utf-8"))
    modules = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    roots = {module.partition(".")[0] for module in modules}
    assert roots <= {*sys.stdlib_module_names, "dedup"}
