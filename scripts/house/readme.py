# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The generated pages of the add-ons: `scripts/house.sh readme [--check] [ADDON…]`."""

import subprocess
from collections.abc import Sequence

from house import lint_env
from house.paths import ROOT


def main(args: Sequence[str] = ()) -> int:
    """Write README.rst and the page of the Apps menu from `readme/*.md`; `--check` only looks."""
    python = str(lint_env.programs() / "python")
    env = lint_env.environ(PYTHONPATH=str(ROOT / "scripts"))
    done = subprocess.run([python, "-m", "readmes", *args], cwd=ROOT, env=env, check=False)
    return done.returncode
