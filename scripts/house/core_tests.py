# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``make test-core``: Odoo's own tests with the suite installed, compared with them alone."""

import os
import shutil
import subprocess
from pathlib import Path

from house import addons, core_results, database, setup
from house.config import kind_dir
from house.core_results import Run, Wanted
from house.odoo import Odoo
from house.paths import ROOT, HouseError, digest, read_text, say, write_atomic
from house.system import ensure_packages

LIST = ROOT / "tests/core_tests.txt"
# Changes when the way of running does: a kept run of another way compares with nothing.
RECIPE = "2"


def main(arguments: list[str]) -> int:
    """Compare; ``--fresh`` runs the half without the suite again instead of using the kept one."""
    wanted = core_results.parse_wanted(read_text(LIST))
    ensure_packages("chromium")
    odoo = setup.odoo("test")
    database.drop_orphans(odoo)
    before = _before(odoo, wanted, fresh="--fresh" in arguments)
    say("Odoo's tests with the suite")
    template = database.suite_template(odoo, wanted.modules, our_demo=False, whole=True)
    now = _run(odoo, wanted, template)
    suspects = core_results.new_failures(before, now)
    if suspects:
        # A tour may run out of time on a busy machine: alone it gets a second chance, openly.
        say(f"once more, alone: {' '.join(suspects)}")
        tags = tuple(core_results.tag_of(name) for name in suspects)
        again = _run(odoo, Wanted(tags, {}), template, parallel=False)
        now.outcomes |= again.outcomes
    return _verdict(before, now, wanted)


def _before(odoo: Odoo, wanted: Wanted, *, fresh: bool) -> Run:
    """The run without the suite: the same until Odoo or the list changes, so it is kept."""
    modules = sorted({*addons.core_modules(addons.read()), *wanted.modules})
    key = digest(RECIPE, odoo.source.version, *wanted.tags, *modules)
    kept = kind_dir("test") / f"core-{key}.json"
    if fresh or not kept.exists():
        say("Odoo's tests without the suite (kept for the next time)")
        run = _run(odoo, wanted, database.core_template(odoo, modules))
        write_atomic(kept, run.to_json())
    return Run.from_json(read_text(kept))


def _run(odoo: Odoo, wanted: Wanted, template: str, *, parallel: bool = True) -> Run:
    """Run the wanted tests in a registry with all modules of the template loaded."""
    name = database.clone_name()
    work = kind_dir("test") / f"work-{os.getpid()}"
    work.mkdir(parents=True, exist_ok=True)
    try:
        database.clone(odoo, template, name)
        return _pytest(odoo, wanted, name, work, parallel=parallel)
    finally:
        database.drop_run(odoo, name)
        shutil.rmtree(work, ignore_errors=True)


def _pytest(odoo: Odoo, wanted: Wanted, name: str, work: Path, *, parallel: bool) -> Run:
    junit = work / "core.xml"
    command = [
        str(odoo.python), "-m", "pytest", "-q", "--disable-warnings", "--tb=short",
        f"--rootdir={ROOT}", f"--junitxml={junit}", "-o", f"cache_dir={work / 'cache'}",
        f"--odoo-config={odoo.conf}", f"--odoo-database={name}", "--odoo-http",
        f"--odoo-extra=db-filter=^{name}$", "--odoo-log-level=critical",
        "-p", "query_counter", "-p", "odoo_cases",
        *(str(_tests_of(odoo, module)) for module in wanted.modules),
    ]  # fmt: skip
    if parallel:
        command += ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadscope"]
    env = odoo.env(HOUSE_LOG_DIR=str(work), HOUSE_CORE_TAGS=" ".join(wanted.tags))
    env["PYTHONPATH"] += os.pathsep + str(ROOT / "tests/plugin")
    code = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL).returncode
    if code not in (0, 1) or not junit.exists():
        raise HouseError(f"pytest could not run Odoo's tests (exit code {code})")
    return core_results.read_run(junit, work.glob("*.queries"))


def _tests_of(odoo: Odoo, module: str) -> Path:
    for folder in odoo.source.addons:
        if (folder / module / "tests").is_dir():
            return folder / module / "tests"
    raise HouseError(f"{LIST.name} names {module}, of which Odoo has no tests")


def _verdict(before: Run, now: Run, wanted: Wanted) -> int:
    """Print the differences; zero when none of them is our fault."""
    failures = core_results.new_failures(before, now)
    counts = core_results.excesses(before, now, wanted.allowed)
    too_many = [text for text, fine in counts if not fine]
    known = sorted(name for name, outcome in before.outcomes.items() if outcome == "failed")
    for title, lines in (
        ("Fail without the suite already", known),
        ("Queries above core's own bound", [text for text, _fine in counts]),
        ("More queries than we may add", too_many),
        ("Fail only with the suite", [f"{name}: {what}" for name, what in failures.items()]),
    ):
        if lines:
            print(f"\n{title}:", *lines, sep="\n  ")
    passed = sum(outcome == "passed" for outcome in now.outcomes.values())
    print(f"\ntotal: {passed} passed, {len(failures) + len(too_many)} failed", flush=True)
    return 1 if failures or too_many or not passed else 0
