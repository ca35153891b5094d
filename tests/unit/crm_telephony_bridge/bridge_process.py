# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The bridge as a process of its own, between the PBX and the Odoo of a test."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import bridge_odoo
import bridge_pbx

ADDONS = Path(__file__).resolve().parents[3] / "addons"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Process:
    """Starts, kills and asks the bridge."""

    def __init__(self, folder, pbxs, odoo, extra="", spool_megabytes=64):
        self.folder = folder
        self.port = free_port()
        self.config = folder / "bridge.toml"
        self.log = folder / "log"
        self.extra = extra
        self.spool_megabytes = spool_megabytes
        self.odoo = odoo
        self.write(pbxs)
        self.process = None

    def write(self, pbxs):
        """Write the configuration."""
        self.config.write_text(
            f"""
[bridge]
name = "test"
spool = "{self.folder}/spool/calls.sqlite"
spool_megabytes = {self.spool_megabytes}
listen = "127.0.0.1:{self.port}"

[odoo]
url = "http://127.0.0.1:{self.odoo.port}"
key = "{bridge_odoo.KEY}"
secret = {{ env = "TEST_ODOO_SECRET" }}
timeout = 5
"""
            + "".join(
                f"""
[[pbx]]
name = "{name}"
port = {pbx.port}
user = "desk"
secret = {{ env = "TEST_PBX_SECRET" }}
{self.extra}
"""
                for name, pbx in pbxs.items()
            )
        )

    def start(self, **options):
        environment = {
            **os.environ,
            "TEST_ODOO_SECRET": bridge_odoo.SECRET,
            "TEST_PBX_SECRET": bridge_pbx.SECRET,
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "crm_telephony_bridge", "--config", str(self.config)],
                cwd=ADDONS,
                env=environment,
                stderr=log,
                **options,
            )
        return self

    def check(self):
        """Run the check; return its code and what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "crm_telephony_bridge", "--config", self.config, "--check"],
            cwd=ADDONS,
            env={
                **os.environ,
                "TEST_ODOO_SECRET": bridge_odoo.SECRET,
                "TEST_PBX_SECRET": bridge_pbx.SECRET,
            },
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.returncode, done.stdout + done.stderr

    def kill(self):
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Ask it to end."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            finally:
                self.process.kill()
        return self.process.returncode if self.process else None

    def get(self, path):
        """Ask for the figures; return status and text."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as said:
                return said.status, said.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def health(self):
        return json.loads(self.get("/healthz")[1])

    def until(self, what, seconds=15.0):
        """Wait until the health report says something."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(OSError, ValueError):
                if what(health := self.health()):
                    return health
            time.sleep(0.02)
        raise AssertionError(f"not within {seconds} s: {self.log.read_text()[-3000:]}")

    def ready(self):
        """Wait until every PBX is connected and Odoo was spoken with."""
        return self.until(
            lambda health: health["odoo"] == "ok" and all(pbx["connected"] for pbx in health["pbx"])
        )

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
