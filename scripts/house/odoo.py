# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Runs Odoo's own command line and our small scripts inside its environment."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from house import config, environment
from house.cluster import Cluster
from house.paths import HouseError
from house.source import Source

TELEPHONY_KEY = "SALES_DESK_TELEPHONY_KEY"
_BAD_LINE = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")


@dataclass(frozen=True, slots=True)
class Odoo:
    """A ready Odoo: tree, interpreter, server and configuration of one kind."""

    source: Source
    python: Path
    cluster: Cluster
    conf: Path

    def env(self, **extra: str) -> dict[str, str]:
        """The environment of a process of this Odoo."""
        key = os.environ.get(TELEPHONY_KEY) or config.telephony_key()
        variables = {"ODOO_RC": str(self.conf), TELEPHONY_KEY: key} | self.cluster.env() | extra
        return environment.odoo_env(self.source, **variables)

    def command(self, *arguments: str) -> list[str]:
        """The command line that runs ``odoo-bin`` with these arguments."""
        return [str(self.python), str(self.source.import_dir / "odoo-bin"), *arguments]

    def exec(self, *arguments: str) -> None:
        """Become ``odoo-bin``."""
        command = self.command(*arguments)
        os.execve(command[0], command, self.env())

    def batch(self, database: str, *arguments: str, log: Path, strict: bool = False) -> None:
        """Run a server that does its work and ends; when ``strict``, a warning is an error."""
        log.parent.mkdir(parents=True, exist_ok=True)
        log.unlink(missing_ok=True)
        command = self.command(
            "server", "-d", database, "--no-http", "--stop-after-init", "--max-cron-threads=0",
            "--log-level=info", f"--logfile={log}", *arguments,
        )  # fmt: skip
        done = subprocess.run(
            command, env=self.env(), stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        bad = [line for line in bad_lines(text) if strict or " WARNING " not in line[:60]]
        if done.returncode or bad:
            told = "\n".join(bad[:20]) or (done.stderr or text)[-3000:]
            raise HouseError(f"Odoo failed on {' '.join(arguments)} (whole log: {log}):\n{told}")

    def script(self, name: str, *arguments: str, stdin: str = "") -> str:
        """Run one of ``house/inside`` with Odoo importable; its standard output."""
        file = Path(__file__).parent / "inside" / f"{name}.py"
        done = subprocess.run(
            [str(self.python), str(file), *arguments],
            env=self.env(),
            input=stdin,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise HouseError(f"{name} failed:\n{done.stderr[-3000:]}")
        return done.stdout


def bad_lines(log: str) -> list[str]:
    r"""Warnings and errors of an Odoo log, each with the lines that belong to it.

    >>> bad_lines("2026-01-01 10:00:00,1 7 INFO d odoo: fine\n"
    ...           "2026-01-01 10:00:00,2 7 ERROR d odoo.x: bad\nTraceback\n"
    ...           "2026-01-01 10:00:00,3 7 INFO d odoo: fine")
    ['2026-01-01 10:00:00,2 7 ERROR d odoo.x: bad\nTraceback']
    """
    found: list[str] = []
    inside = False
    for line in log.splitlines():
        if re.match(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ [A-Z]+ ", line):
            inside = bool(_BAD_LINE.match(line))
            if inside:
                found.append(line)
        elif inside:
            found[-1] += f"\n{line}"
    return found
