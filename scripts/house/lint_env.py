# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The environment of the linters: Python libraries of their own, and node with its packages.

They stand apart from Odoo's: the linters want newer versions of some libraries. Both are made
on demand, and again whenever their list of versions changes.
"""

import functools
import os
import subprocess
from pathlib import Path

from house import environment
from house.paths import ROOT, HouseError, digest, lock, read_text, say, write_atomic

# The add-ons' own libraries are there for mypy, which reads their types.
REQUIREMENTS = ("requirements/lint.txt", "requirements.txt")
NODE_MODULES = ROOT / "node_modules"
NODE_LISTS = (ROOT / "package.json", ROOT / "package-lock.json")


@functools.cache
def programs() -> Path:
    """Return the folder of the linters' programs, with everything installed."""
    return environment.python("lint", REQUIREMENTS).parent


def environ(**extra: str) -> dict[str, str]:
    """Return the variables for a linter: its libraries and its node come first on the path."""
    path = os.pathsep.join([str(programs()), os.environ.get("PATH", os.defpath)])
    # The node of the wheel does not read the machine's own npm settings: the certificate
    # authorities of the machine are trusted all the same.
    return environment.clean_env(PATH=path, NODE_USE_SYSTEM_CA="1", **extra)


def ensure_node() -> None:
    """Install prettier and eslint when they are missing or older than the lock file.

    They go where node's resolution finds them from the root: that is how the configuration
    files, and a developer's editor, name their plug-ins.
    """
    with lock("node"):
        stamp = NODE_MODULES / ".sales-desk-stamp"
        lists = (path.read_text(encoding="utf-8") for path in NODE_LISTS)
        wanted = digest(*lists, str(programs()))
        if read_text(stamp) == wanted:
            return
        say("installing prettier and eslint")
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        done = subprocess.run(
            [str(programs() / command[0]), *command[1:]],
            cwd=ROOT, env=environ(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        if done.returncode:
            raise HouseError(f"npm could not install the linters:\n{done.stderr[-3000:]}")
        write_atomic(stamp, wanted)
