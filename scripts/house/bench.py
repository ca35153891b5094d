# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``make bench``: runs tests/benchmarks in a durable cluster of its own and prints its table."""

import subprocess

from house import database, setup
from house.paths import ROOT, HouseError, say

FOLDER = ROOT / "tests/benchmarks"


def main(arguments: list[str]) -> int:
    """Run all benchmarks, or those named by ``--only``; non-zero when a bar does not hold."""
    if not FOLDER.is_dir():
        raise HouseError("there are no benchmarks")
    odoo = setup.odoo("bench", with_demo=False)
    template = database.suite_template(odoo)
    say("measuring; on a busy machine the figures say little")
    environment = odoo.env(HOUSE_DATABASE=template)
    folders = [ROOT / "scripts", FOLDER, ROOT / "tests/plugin", ROOT / "tests/pbx"]
    environment["PYTHONPATH"] += "".join(f":{folder}" for folder in folders)
    command = [str(odoo.python), str(FOLDER / "run.py"), *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL).returncode
