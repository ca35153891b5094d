# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The linters of `make lint`: which program, over which files, and how its findings are counted."""

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from house import lint_scan
from house.lint_env import NODE_MODULES, environ, programs
from house.paths import ADDONS, LOCAL, ROOT, HouseError

PRETTY = {".xml", ".js", ".mjs", ".scss", ".css", ".json", ".md", ".yml", ".yaml"}
# Every message of pylint-odoo is on (pyproject.toml) but for these:
PYLINT_OFF = (
    # Contradicts a rule of ours: a large extension of one model is split by concern into files.
    "consider-merging-classes-inherited",
)
# Needs libraries of the linters' environment, so `make test` cannot run these examples.
DOCTESTED = "scripts/readmes/rst.py"
# "path:line:column: …" is how most of them say it.
PLACE = r"^[^\s:][^:\n]*:\d+(?::\d+)?:"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one linter said: its number of findings, and its own words when there are any."""

    findings: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Linter:
    """A name for the table, what is run, and what repairs its findings by itself."""

    name: str
    check: Callable[[], Outcome]
    fix: Callable[[], Outcome] | None = None


def program(*command: str, count: str = PLACE, path: str = "") -> Callable[[], Outcome]:
    """Return a check that runs a program and counts the lines that match `count`."""

    def run() -> Outcome:
        return execute([*command], count=count, path=path)

    return run


def execute(command: Sequence[str], *, count: str = PLACE, path: str = "") -> Outcome:
    """Run a program of the linters' environment; silence with exit code 0 is no finding."""
    env = environ(PYTHONPATH=path) if path else environ()
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    text = (done.stdout + done.stderr).strip()
    found = len(re.findall(count, text, re.MULTILINE))
    if done.returncode == 0:
        return Outcome(found, text if found else "")
    return Outcome(max(found, 1), text or f"{command[0]} ended with {done.returncode}")


def scan(*scanners: Callable[[], list[str]]) -> Callable[[], Outcome]:
    """Return a check made of scans of our own."""

    def run() -> Outcome:
        found = [line for scanner in scanners for line in scanner()]
        return Outcome(len(found), "\n".join(found))

    return run


def addons() -> list[str]:
    """Return the add-ons of this repository, as paths from its root."""
    return [str(path.parent.relative_to(ROOT)) for path in sorted(ADDONS.glob("*/__manifest__.py"))]


def tools() -> list[str]:
    """Return the folders that mypy reads in strict mode."""
    pure = sorted([*ADDONS.glob("*/tools"), *ADDONS.glob("*/bridge")])
    scripts = [path for path in sorted((ROOT / "scripts").iterdir()) if any(path.glob("*.py"))]
    return [str(path.relative_to(ROOT)) for path in [*pure, *scripts] if any(path.glob("*.py"))]


def files(suffixes: set[str], below: str = "") -> list[str]:
    """Return the repository's files with one of these endings."""
    every = (path for path in lint_scan.repository_files() if path.suffix in suffixes)
    names = (str(path.relative_to(ROOT)) for path in every)
    return [name for name in names if name.startswith(below)]


def catalogues() -> Outcome:
    """Check the translation files one by one."""
    names = files({".po", ".pot"}, "addons/")
    # `po-pretty-format` empties a translation that equals its original ("CRM", "E-mail"), which
    # our test of completeness calls missing; order and wrapping are the exporter's.
    command = ["oca-checks-po", "--disable=po-pretty-format", *names]
    return execute(command) if names else Outcome(0)


def manifests() -> Outcome:
    """Check licences, maturity and the graph of dependencies, Odoo's own add-ons included."""
    odoo = ",".join(str(path) for path in odoo_addons())
    select = ["--no-addons-path-from-import-odoo", f"--select-addons-dir={ADDONS}"]
    base = ["manifestoo", f"--addons-path={odoo}", "--odoo-series=19.0", *select]
    commands = (["check-licenses", "--transitive"], ["check-dev-status", "--transitive"])
    outcomes = [execute([*base, *each], count=r"^.+\S$") for each in (*commands, ["list-missing"])]
    texts = (outcome.text for outcome in outcomes if outcome.text)
    return Outcome(sum(outcome.findings for outcome in outcomes), "\n".join(texts))


def odoo_addons() -> list[Path]:
    """Return the folders of Odoo's own add-ons, fetching Odoo when it is not there yet."""
    from house import source

    return list(source.get().addons)


def translations() -> Outcome:
    """Check that the translation templates are fresh and every language is complete."""
    if find_spec("house.i18n") is None:
        return Outcome(0)
    command = [sys.executable, "-m", "house", "i18n", "--check"]
    return execute(command, path=str(ROOT / "scripts"))


def every() -> list[Linter]:
    """Return the linters, the slowest first so that two cores finish together."""
    return [Linter("i18n", translations), *_of_addons(), *_of_the_web(), *_of_python(), *_ours()]


def _of_addons() -> list[Linter]:
    return [
        Linter("pylint-odoo", program("pylint", f"--disable={','.join(PYLINT_OFF)}", *addons())),
        Linter("oca-checks-odoo-module", program("oca-checks-odoo-module", *addons())),
        Linter("oca-checks-po", catalogues),
        Linter("manifestoo", manifests),
    ]


def _of_the_web() -> list[Linter]:
    node = NODE_MODULES / ".bin"
    prettier = [str(node / "prettier"), "--log-level=warn", "--cache"]
    prettier += [f"--cache-location={LOCAL / 'prettier'}"]
    pretty, eslint, scripts = files(PRETTY), str(node / "eslint"), files({".js", ".mjs"})
    ugly = r"^\[(?:warn|error)\] (?!Code style)"
    wrong = r"^\s+\d+:\d+\s+(?:error|warning)"
    return [
        Linter(
            "prettier",
            program(*prettier, "--check", *pretty, count=ugly),
            program(*prettier, "--write", *pretty),
        ),
        Linter(
            "eslint",
            program(eslint, *scripts, count=wrong),
            program(eslint, "--fix", *scripts),
        ),
    ]


def _of_python() -> list[Linter]:
    ruff = str(programs() / "ruff")
    return [
        Linter(
            "mypy", program("mypy", f"--cache-dir={LOCAL / 'mypy'}", *tools(), count=r": error:")
        ),
        Linter(
            "ruff",
            program(ruff, "check", "--output-format=concise", "."),
            program(ruff, "check", "--fix", "--quiet", "."),
        ),
        Linter(
            "ruff format",
            program(ruff, "format", "--check", "--output-format=concise", "."),
            program(ruff, "format", "--quiet", "."),
        ),
    ]


def _ours() -> list[Linter]:
    python, path = str(programs() / "python"), str(ROOT / "scripts")
    pages = [python, "-m", "readmes"]
    return [
        Linter(
            "readme",
            program(*pages, "--check", count=r"^\S+: ", path=path),
            program(*pages, path=path),
        ),
        Linter("readme doctests", program(python, "-m", "doctest", DOCTESTED, path=path)),
        Linter("pure tools", scan(lint_scan.scan_pure_tools)),
        Linter("addresses, paths", scan(lint_scan.scan_forbidden)),
        Linter("translated texts", scan(lint_scan.scan_translations)),
    ]


def chosen(names: Sequence[str]) -> list[Linter]:
    """Return the linters whose name begins with one of the given words, or all of them."""
    linters = every()
    if not names:
        return linters
    picked = [one for one in linters if one.name.startswith(tuple(names))]
    if not picked:
        known = ", ".join(one.name for one in linters)
        raise HouseError(f"no linter is called {' or '.join(names)}; there are: {known}")
    return picked
