# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``make bench-dedup``: measures the search for duplicates on labelled data, beside its rivals."""

import subprocess

from house import environment
from house.paths import ROOT, HouseError, say

FOLDER = ROOT / "tests/benchmarks"
# The rivals live in an environment of their own, made when first asked for.
REQUIREMENTS = ("requirements.txt", "requirements/bench.txt")


def main(arguments: list[str]) -> int:
    """Run it; non-zero when a bar does not hold. No Odoo and no database take part."""
    if not (FOLDER / "dedup").is_dir():
        raise HouseError("there is no benchmark of the search for duplicates")
    python = environment.python("bench", REQUIREMENTS)
    say("measuring; on a busy machine the seconds say little")
    command = [str(python), "-m", "dedup.bench", *arguments]
    env = environment.clean_env(PYTHONPATH=str(FOLDER))
    return subprocess.run(command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL).returncode
