# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Virtual environments from the pinned requirements, one folder per content of the pins."""

import os
import shutil
import subprocess
from pathlib import Path

from house.paths import LOCAL, ROOT, HouseError, digest, lock, read_text, say, write_atomic
from house.source import Source
from house.system import ensure_packages, venv_python

# What Odoo runs on, what our add-ons add, and what the tests need.
MAIN = ("requirements/odoo.txt", "requirements.txt", "requirements/test.txt")
# Published as source only; both are plain Python.
SDISTS = "docopt,ofxparse"
# Those by which an interpreter that has everything is told from one that has not.
LIBRARIES = "babel, lxml, passlib, psycopg2, werkzeug"
ADDON_LIBRARIES = "anyascii, numpy, phonenumbers, rapidfuzz, stdnum"
# Of the caller's environment, these would leak our own Python's habits into Odoo's.
_OURS = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "VIRTUAL_ENV")


def python(name: str = "main", files: tuple[str, ...] = MAIN) -> Path:
    """The interpreter of an environment, built when it is not there yet."""
    given = os.environ.get("ODOO_PYTHON")
    if given and name == "main":
        return _checked(given)
    ensure_packages("python3-venv")
    base = venv_python()
    if not base:
        raise HouseError("Odoo 19 needs Python 3.11 to 3.13 with venv, and this machine has none")
    version = subprocess.run([base, "-VV"], capture_output=True, text=True).stdout
    stamp = digest(version, *(read_text(ROOT / file) for file in files))
    folder = LOCAL / "venvs" / f"{name}-{stamp}"
    if not (folder / ".complete").exists():
        with lock(f"venv-{name}"):
            if not (folder / ".complete").exists():
                _build(base, folder, name, files)
    return folder / "bin/python"


def run_python() -> Path:
    """The interpreter that serves: of somebody who has Odoo already, the one it runs with.

    That is ODOO_PYTHON, else beside ODOO_SOURCE the active environment's or PATH's ``python3``,
    when it has all libraries; nothing is fetched then. Else an environment of ours.
    """
    if os.environ.get("ODOO_SOURCE") and not os.environ.get("ODOO_PYTHON"):
        active = os.environ.get("VIRTUAL_ENV")
        for name in ([f"{active}/bin/python"] if active else []) + ["python3"]:
            program = shutil.which(name)
            if program and _imports(program, f"{LIBRARIES}, {ADDON_LIBRARIES}"):
                return Path(program)
    return python()


def _checked(given: str) -> Path:
    """ODOO_PYTHON, when it can import what Odoo needs."""
    program = shutil.which(given)
    if not program or not _imports(program, LIBRARIES):
        raise HouseError(f"ODOO_PYTHON={given} cannot import Odoo's libraries ({LIBRARIES})")
    return Path(program)


def _imports(program: str, libraries: str) -> bool:
    done = subprocess.run(
        [program, "-c", f"import {libraries}"], capture_output=True, env=clean_env()
    )
    return not done.returncode


def _build(base: str, folder: Path, name: str, files: tuple[str, ...]) -> None:
    """Make the environment in its final place; the stamp comes last, so a half one is no one."""
    say(f"installing Python libraries ({name})")
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([base, "-m", "venv", str(folder)], check=True, env=clean_env())
    requirements = [part for file in files for part in ("-r", str(ROOT / file))]
    done = subprocess.run(
        [
            str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--no-input",
            "--disable-pip-version-check", "--only-binary", ":all:", "--no-binary", SDISTS,
            *requirements,
        ],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=clean_env(),
    )  # fmt: skip
    if done.returncode:
        raise HouseError(f"pip could not install the requirements:\n{done.stdout[-3000:]}")
    write_atomic(folder / ".complete", "")
    link = LOCAL / ("venv" if name == "main" else f"venv-{name}")
    temporary = link.with_name(f"{link.name}.{os.getpid()}")
    temporary.symlink_to(folder)
    temporary.replace(link)
    # The one before stays: something may still run from it in another terminal.
    built = sorted(folder.parent.glob(f"{name}-*"), key=lambda each: each.stat().st_mtime)
    for old in built[:-2]:
        shutil.rmtree(old, ignore_errors=True)
    say(f"Python libraries ready ({name})")


def clean_env(**extra: str) -> dict[str, str]:
    """The caller's environment without our interpreter's settings.

    Byte code and what tools remember go to folders of our own: the second start is quick, no tree
    is littered.
    """
    env = {key: value for key, value in os.environ.items() if key not in _OURS}
    env["PYTHONPYCACHEPREFIX"] = str(LOCAL / "pycache")
    env["HYPOTHESIS_STORAGE_DIRECTORY"] = str(LOCAL / "hypothesis")
    env["RUFF_CACHE_DIR"] = str(LOCAL / "ruff")
    return env | extra


def odoo_env(source: Source, **extra: str) -> dict[str, str]:
    """The environment for a process that imports Odoo."""
    return clean_env(PYTHONPATH=str(source.import_dir), **extra)
