# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The environment of the linters: a Python venv, and node with its packages.

They stand apart from Odoo's environment: the linters want newer versions of some
libraries. Both are made on demand, and again whenever their list of versions changes.
"""

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from house.paths import LOCAL, ROOT, HouseError, digest, lock, read_text, say, write_atomic
from house.system import ensure_packages, venv_python

VENV = LOCAL / "lint"
REQUIREMENTS = ROOT / "requirements" / "lint.txt"
# The add-ons' own libraries are there for mypy, which reads their types.
RUNTIME = ROOT / "requirements.txt"
NODE_MODULES = ROOT / "node_modules"
NODE_LISTS = (ROOT / "package.json", ROOT / "package-lock.json")


def environ() -> dict[str, str]:
    """Return the variables for a linter: its venv and its node come first on the path."""
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    # An inherited PYTHONPATH would mix the house's own modules into the linters.
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    # The node of the wheel does not read the machine's npm settings: the authorities of the
    # machine are trusted all the same.
    return kept | {"PATH": path, "VIRTUAL_ENV": str(VENV), "NODE_USE_SYSTEM_CA": "1"}


def ensure(*, node: bool = True) -> None:
    """Make the linters' environment if it is missing or older than its list of versions."""
    with lock("lint"):
        _ensure_venv()
        if node:
            _ensure_node()


def _ensure_venv() -> None:
    ensure_packages("python3-venv")
    python = venv_python() or "python3"
    lists = [path for path in (REQUIREMENTS, RUNTIME) if path.exists()]
    stamp = VENV / "stamp"
    wanted = _state(lists, str(Path(python).resolve()))
    if read_text(stamp) == wanted:
        return
    say("making the linters' environment (half a minute, once)")
    _call([python, "-m", "venv", "--clear", str(VENV)])
    arguments = [part for path in lists for part in ("-r", str(path))]
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    _call([*pip, "install", "--quiet", *arguments])
    write_atomic(stamp, wanted)


def _ensure_node() -> None:
    stamp = NODE_MODULES / ".sales-desk-stamp"
    wanted = _state(NODE_LISTS, read_text(VENV / "stamp"))
    if read_text(stamp) == wanted:
        return
    say("installing prettier and eslint")
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    _call([str(VENV / "bin" / "npm"), "ci", *quiet])
    write_atomic(stamp, wanted)


def _state(paths: Iterable[Path], *more: str) -> str:
    """Return one name for this state of the given files."""
    return digest(*(path.read_text(encoding="utf-8") for path in paths), *more, length=32)


def _call(command: Sequence[str]) -> None:
    done = subprocess.run(
        command, cwd=ROOT, env=environ(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        output = (done.stdout + done.stderr).strip()
        raise HouseError(f"{' '.join(command)} failed:\n{output}")
