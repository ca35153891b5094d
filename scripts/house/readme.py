# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The generated pages of the add-ons: README.rst and the page of the Apps menu."""

import subprocess
from collections.abc import Sequence

from house import lint_env
from house.paths import ROOT


def main(args: Sequence[str] = ()) -> int:
    """Write the pages from `readme/*.md`; with `--check` only say which are stale."""
    python = str(lint_env.programs() / "python")
    env = lint_env.environ(PYTHONPATH=str(ROOT / "scripts"))
    done = subprocess.run([python, "-m", "readmes", *args], cwd=ROOT, env=env, check=False)
    return done.returncode
