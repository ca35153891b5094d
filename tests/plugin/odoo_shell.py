# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Python code run in Odoo's own shell, in a process and on databases of its own."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from house import database, setup
from house.odoo import Odoo, bad_lines

FINISHED = "all went well"


@contextmanager
def own_databases(*endings: str, whole: bool = False) -> Iterator[tuple[Odoo, list[str]]]:
    """Fresh databases with the suite, one for each ending of a name; gone afterwards.

    :param whole: with the add-ons that stand on accounting, too
    """
    odoo = setup.odoo("test")
    names = [f"{os.environ['HOUSE_DATABASE']}_{ending}" for ending in endings]
    try:
        for name in names:
            database.clone(odoo, database.suite_template(odoo, whole=whole), name)
        yield odoo, names
    finally:
        for name in names:
            database.drop(odoo, name)


def start_shell(odoo: Odoo, name: str, script: str) -> subprocess.Popen[str]:
    """Begin to run a script; :func:`end_shell` waits for its end."""
    process = subprocess.Popen(
        odoo.command("shell", "-d", name, "--no-http", "--log-level=warn"),
        env=odoo.env(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(f"{script}\nprint('{FINISHED}')\n")
    process.stdin.close()
    process.stdin = None
    return process


def end_shell(process: subprocess.Popen[str]) -> str:
    """What the script printed; what fails in it fails the test."""
    told, complaints = process.communicate(timeout=600)
    assert FINISHED in told, complaints[-3000:]
    return told.removesuffix(f"{FINISHED}\n")


def shell(odoo: Odoo, name: str, script: str) -> str:
    """Run a script to its end; what it printed."""
    return end_shell(start_shell(odoo, name, script))


def uninstall(odoo: Odoo, name: str, *modules: str) -> None:
    """Take modules away, as the command line does; the log has nothing to complain about."""
    done = subprocess.run(
        odoo.command("module", "uninstall", "-d", name, *modules),
        env=odoo.env(), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert not bad_lines(done.stderr), "\n".join(bad_lines(done.stderr))
    assert "unloading" in done.stderr or "loaded" in done.stderr, "nothing was logged"
