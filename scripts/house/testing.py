# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``make test``: unit tests, Odoo tests, tests of the house, tests in a browser; one verdict."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from house import addons, asterisk_packages, database, environment, results, selection, setup
from house.config import kind_dir
from house.odoo import Odoo
from house.paths import LOCAL, ROOT, say
from house.selection import Selection
from house.system import BROWSERS, ensure_packages, find_program

NEEDS_DATABASE = {"odoo", "e2e"}


def main(arguments: list[str]) -> int:
    """Run what is asked for; zero only when tests ran and nothing at all was wrong."""
    began = time.monotonic()
    chosen = selection.parse(arguments)
    work = kind_dir("test") / f"work-{os.getpid()}"
    work.mkdir(parents=True, exist_ok=True)
    try:
        total = _run(chosen, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(results.summary(total, time.monotonic() - began), flush=True)
    if not total.passed and not total.all_failed:
        say("no test was selected")
        return 1
    return 1 if total.all_failed else 0


def _run(chosen: Selection, work: Path) -> results.Results:
    total = results.Results()
    phases = dict(chosen.paths)
    python = environment.python()
    with ThreadPoolExecutor(3) as pool:
        # The databases are made while the unit tests, which need none, run.
        wants = bool(NEEDS_DATABASE & set(phases))
        prepared = pool.submit(_prepared, phases) if wants else None
        unit = pool.submit(_unit, python, phases, chosen, work)
        packages = pool.submit(asterisk_packages.fetch) if "pbx" in phases else None
        if not chosen.narrowed:
            total.add(unit.result())
        odoo = prepared.result() if prepared else None
        if odoo and "odoo" in phases:
            total.add(_odoo(odoo, phases["odoo"], chosen, work))
        if chosen.narrowed:
            # A person waits for these few: both kinds ran at the same time.
            total.add(unit.result())
    if "house" in phases:
        total.add(_house(python, phases["house"], chosen, work))
    if packages:
        packages.result()
        total.add(_pbx(python, phases["pbx"], chosen, work))
    if odoo and "e2e" in phases:
        total.add(_e2e(odoo, phases["e2e"], chosen, work))
    return total


def _prepared(phases: dict[str, list[str]]) -> Odoo:
    """The server, a browser, and the template databases that these phases need."""
    if "e2e" in phases or phases.get("odoo") == [selection.PHASES["odoo"]]:
        ensure_packages("chromium", "curl")
    odoo = setup.odoo("test")
    database.drop_orphans(odoo)
    common, own = _databases(phases.get("odoo", []))
    if common:
        database.suite_template(odoo)
    if own or "e2e" in phases:
        database.suite_template(odoo, whole=True)
    return odoo


def _databases(paths: list[str]) -> tuple[list[str], list[str]]:
    """The Odoo tests for the light database and those for the one with everything."""
    if not paths:
        return [], []
    ours = addons.read()
    return selection.apart(paths, [name for name in ours if name not in addons.light(ours)])


@contextmanager
def _database(odoo: Odoo, template: str) -> Iterator[str]:
    """A database for this run alone, gone at its end."""
    name = database.clone_name()
    try:
        database.clone(odoo, template, name)
        yield name
    finally:
        database.drop_run(odoo, name)


def _unit(
    python: Path, phases: dict[str, list[str]], chosen: Selection, work: Path
) -> results.Results:
    """Pure logic: neither Odoo nor a database is within reach of these."""
    if "unit" not in phases:
        return results.Results()
    env = environment.clean_env(PYTHONPATH=_path("scripts", "tests/plugin"))
    extra = ["-p", "no:odoo", "--import-mode=importlib"]
    arguments = [*extra, *phases["unit"]]
    return _pytest("unit", python, arguments, chosen, work, env, at_once=chosen.narrowed)


def _odoo(odoo: Odoo, paths: list[str], chosen: Selection, work: Path) -> results.Results:
    """The tests of each add-on in a database that has it."""
    common, own = _databases(paths)
    total = results.Results()
    if common:
        light = database.suite_template(odoo)
        total.add(_odoo_in("odoo", odoo, light, common, chosen, work))
    if own:
        whole = database.suite_template(odoo, whole=True)
        total.add(_odoo_in("odoo-apart", odoo, whole, own, chosen, work))
    return total


def _odoo_in(
    phase: str, odoo: Odoo, template: str, paths: list[str], chosen: Selection, work: Path
) -> results.Results:
    with _database(odoo, template) as name:
        extra = [
            f"--odoo-config={odoo.conf}", f"--odoo-database={name}", "--odoo-http",
            f"--odoo-extra=db-filter=^{name}$", "--odoo-log-level=warn",
            "-p", "log_guard", "-p", "odoo_cases",
        ]  # fmt: skip
        if not chosen.narrowed:
            # Two workers, each with its own copy of the database; a class stays in one.
            extra += ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadscope"]
        env = odoo.env(HOUSE_LOG_DIR=str(_logs(work, phase)))
        env["PYTHONPATH"] += os.pathsep + _path("tests/plugin")
        return _pytest(phase, odoo.python, [*extra, *paths], chosen, work, env)


def _house(python: Path, paths: list[str], chosen: Selection, work: Path) -> results.Results:
    """The scripts themselves, as processes, in folders of their own."""
    ensure_packages("nginx-light", "gnupg")
    env = environment.clean_env(PYTHONPATH=_path("scripts", "tests/house"), HOUSE_TREE=str(LOCAL))
    extra = ["-p", "no:odoo", "--import-mode=importlib"]
    return _pytest("house", python, [*extra, *paths], chosen, work, env)


def _pbx(python: Path, paths: list[str], chosen: Selection, work: Path) -> results.Results:
    """Calls on a real PBX: neither Odoo nor a database is within reach of these."""
    env = environment.clean_env(PYTHONPATH=_path("scripts", "tests/plugin", "tests/pbx"))
    extra = ["-p", "no:odoo", "--import-mode=importlib", f"--basetemp={work / 'pbx'}"]
    return _pytest("pbx", python, [*extra, *paths], chosen, work, env)


def _e2e(odoo: Odoo, paths: list[str], chosen: Selection, work: Path) -> results.Results:
    """A real server on a copy of the template with the whole suite, and a real browser."""
    if not (ROOT / selection.PHASES["e2e"]).exists():
        return results.Results()
    with _database(odoo, database.suite_template(odoo, whole=True)) as name:
        env = environment.clean_env(
            **odoo.cluster.env(),
            PYTHONPATH=_path("scripts", "tests/plugin", "tests/e2e", "tests/pbx"),
            HOUSE_LOG_DIR=str(_logs(work, "e2e")),
            HOUSE_DATABASE=name,
            HOUSE_BROWSER=find_program(*BROWSERS) or "",
        )
        extra = ["-p", "no:odoo", "-p", "desk_server", "--import-mode=importlib"]
        return _pytest("e2e", odoo.python, [*extra, *paths], chosen, work, env)


def _path(*folders: str) -> str:
    """Folders of the repository to import from."""
    return os.pathsep.join(str(ROOT / folder) for folder in folders)


def _logs(work: Path, phase: str) -> Path:
    folder = work / f"log-{phase}"
    folder.mkdir()
    return folder


def _pytest(
    phase: str,
    python: Path,
    arguments: list[str],
    chosen: Selection,
    work: Path,
    env: dict[str, str],
    *,
    at_once: bool = False,
) -> results.Results:
    """Run pytest on one phase and read what it found.

    :param at_once: its words come together at its end, because another phase speaks meanwhile
    """
    say(f"{phase} tests")
    junit = work / f"{phase}.xml"
    command = [
        str(python), "-m", "pytest", "-q", "--disable-warnings", "--show-capture=all",
        "-o", f"cache_dir={LOCAL / 'pytest'}", f"--rootdir={ROOT}", f"--junitxml={junit}",
        *arguments, *chosen.options,
    ]  # fmt: skip
    words = subprocess.PIPE if at_once else None
    done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=words)
    print((done.stdout or b"").decode("utf-8", "replace"), end="", flush=True)
    found = results.read(junit, done.returncode)
    logs = work / f"log-{phase}"
    found.log_lines = results.read_logs(logs) if logs.exists() else []
    return found
