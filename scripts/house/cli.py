# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The commands behind ``scripts/house.sh``: make's targets, ``odoo-bin`` and ``dedup``."""

import importlib
import os
import shutil
import sys

from house import desk, environment, setup
from house.cluster import Cluster
from house.config import DATABASE
from house.paths import LOCAL, ROOT, HouseError, ensure_local, say, shared_base


def main(arguments: list[str]) -> int:
    """Run one command; a problem the user can solve ends as a sentence, not as a traceback."""
    if not arguments:
        print("usage: scripts/house.sh COMMAND … (see make help)", file=sys.stderr)
        return 2
    command, *rest = arguments
    try:
        return _dispatch(command, rest)
    except HouseError as error:
        print(f"\nhouse: {error}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nhouse: interrupted; what was finished is kept", file=sys.stderr, flush=True)
        return 130


def _dispatch(command: str, rest: list[str]) -> int:
    if command == "odoo":
        setup.odoo("run", db_name=DATABASE).exec(*rest[1:])
    if command == "dedup":
        _dedup(rest[1:])
    simple = {"run": desk.run, "stop": desk.stop, "reset": desk.reset, "clean": clean}
    if command in simple:
        return simple[command]()
    if command == "setup":
        odoo = setup.odoo("run", refresh="--refresh" in rest, db_name=DATABASE)
        say(f"ready: {odoo.source.version}")
        return 0
    modules = {"test": "testing", "test-core": "core_tests", "bench-dedup": "bench_dedup"} | {
        name: name for name in ("lint", "i18n", "docs", "bench", "bridge")
    }
    if command not in modules:
        raise HouseError(f"there is no command {command}")
    # Imported only when asked for: each stands on its own.
    return int(importlib.import_module(f"house.{modules[command]}").main(rest))


def _dedup(arguments: list[str]) -> None:
    """Become the command line of the duplicate finder: Python with the libraries, no server."""
    ensure_local()
    python = str(environment.run_python())
    variables = environment.clean_env(PYTHONPATH=str(ROOT / "addons/crm_lead_dedup"))
    os.execve(python, [python, "-m", "tools", *arguments], variables)


def clean() -> int:
    """Stop everything and delete all that was fetched and made here, data included."""
    desk.stop()
    for kind in ("run", "test", "bench"):
        Cluster(kind).destroy()
    shutil.rmtree(LOCAL, ignore_errors=True)
    shutil.rmtree(ROOT / "node_modules", ignore_errors=True)
    shutil.rmtree(shared_base(), ignore_errors=True)
    say(f"{LOCAL} is gone")
    return 0
