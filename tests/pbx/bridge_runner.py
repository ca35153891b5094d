# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The bridge as the process that it is, between a PBX and an Odoo."""

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stage import SECRET

from house import ports
from house.asterisk import MANAGER_PORT, Asterisk
from house.paths import ADDONS

PBX = """
[[pbx]]
name = "{name}"
host = "{host}"
port = {port}
user = "bridge"
secret = {{ env = "TEST_PBX_SECRET" }}
recordings = "{recordings}"

[pbx.cdr]
kind = "file"
path = "{records}"
time_zone = "UTC"
"""
WHOLE = """
[bridge]
name = "test"
spool = "{folder}/spool.sqlite"
listen = "127.0.0.1:{listen}"

[odoo]
url = "{url}"
key = "{key}"
secret = {{ env = "TEST_ODOO_SECRET" }}
timeout = 10
{pbxs}"""


def pbx_part(asterisk: Asterisk, name: str, host: str = "", port: int = MANAGER_PORT) -> str:
    """Return what the configuration says of a PBX.

    :param host: where the PBX is reached, when it is not its own address
    """
    return PBX.format(
        name=name,
        host=host or asterisk.address,
        port=port,
        recordings=asterisk.recordings,
        records=asterisk.records,
    )


@dataclass
class Bridge:
    """A bridge that can be killed and started again with all it had on disk."""

    folder: Path
    url: str
    key: str
    secret: str
    pbxs: str
    port: int = field(default_factory=lambda: ports.next_free(19_180))
    _process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """What it complained of."""
        return (self.folder / "log").read_text(encoding="utf-8")

    def start(self) -> "Bridge":
        """Start it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        config = self.folder / "bridge.toml"
        config.write_text(
            WHOLE.format(
                folder=self.folder, listen=self.port, url=self.url, key=self.key, pbxs=self.pbxs
            ),
            encoding="utf-8",
        )
        secrets = {"TEST_ODOO_SECRET": self.secret, "TEST_PBX_SECRET": SECRET}
        command = [sys.executable, "-m", "crm_telephony_bridge", "--config", str(config)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ADDONS, env=os.environ | secrets, stdout=log, stderr=log
            )
        return self

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """Ask it to end."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(20)
            self.kill()

    def health(self) -> dict[str, Any]:
        """Return what it says of itself, also when that is bad."""
        url = f"http://127.0.0.1:{self.port}/healthz"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)

    def until(self, holds: Callable[[dict[str, Any]], object], patience: float = 60) -> float:
        """Wait until its health is as wanted; returns for how long."""
        began = time.monotonic()
        health: dict[str, Any] = {}
        while time.monotonic() < began + patience:
            with contextlib.suppress(OSError, ValueError):
                health = self.health()
                if holds(health):
                    return time.monotonic() - began
            time.sleep(0.1)
        raise TimeoutError(f"{health}\n{self.log[-3000:]}")

    def ready(self) -> None:
        """Wait until both sides are reached."""
        self.until(
            lambda health: health["odoo"] == "ok" and all(one["connected"] for one in health["pbx"])
        )

    def empty(self, patience: float = 60) -> float:
        """Wait until nothing is left to be told; returns for how long."""
        return self.until(lambda health: not health["backlog"] and health["odoo"] == "ok", patience)
