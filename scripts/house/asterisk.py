# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Real PBXs for the tests: started from the unpacked packages, in a folder and net of their own."""

import platform
import re
import socket
import subprocess
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from house import asterisk_packages, ports, process
from house.paths import HouseError, read_text

SIP_PORT = 5060
MANAGER_PORT = 5038


@dataclass(frozen=True)
class Tree:
    """The unpacked packages: programs that run with the loader that came with them."""

    folder: Path

    @classmethod
    def get(cls) -> "Tree":
        """Return the packages, fetched when they are not here."""
        return cls(asterisk_packages.fetch())

    @cached_property
    def libraries(self) -> Path:
        """The folder of the libraries."""
        return next(self.folder.glob(f"usr/lib/{platform.machine()}-linux-gnu*"))

    def command(self, program: str, *arguments: str) -> list[str]:
        """Return the command line of one of the programs."""
        loader = next(self.folder.glob("usr/lib*/ld-linux-*.so.*"))
        return [
            str(loader), "--library-path", str(self.libraries),
            str(self.folder / "usr" / program), *arguments,
        ]  # fmt: skip


def claim_net() -> str:
    """Return the beginning of loopback addresses that no other run on this machine uses.

    Every party has an address of its own there, as on a real network: nobody has to register.
    """
    for number in range(20, 250):
        # The claim is on a name only (see ``ports``); real ports have numbers below 65536.
        if ports.claim(100_000 + number) and _is_free(f"127.{number}.0.1"):
            return f"127.{number}"
    raise HouseError("no loopback net is free for a PBX")


def _is_free(address: str) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, SIP_PORT))
        except OSError:
            return False
    return True


@dataclass
class Asterisk:
    """One PBX.

    :param folder: its own: configuration, sockets, recordings, call records, log.
    :param etc: configuration files; ``@name@`` stands for a value.
    :param address: where it listens, for calls and for its manager.
    """

    tree: Tree
    folder: Path
    etc: Path
    address: str
    values: Mapping[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def recordings(self) -> Path:
        """The folder of the recordings."""
        return self.folder / "spool/monitor"

    @property
    def records(self) -> Path:
        """The file of the call records."""
        return self.folder / "log/cdr-csv/Master.csv"

    def start(self, patience: float = 60) -> None:
        """Write the configuration, start, and wait until the manager greets."""
        for name in ("run", "var", "db", "log/cdr-csv", "spool/monitor", "spool/tmp", "etc"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        values = {
            "run": str(self.folder),
            "modules": str(self.tree.libraries / "asterisk/modules"),
            "share": str(self.tree.folder / "usr/share/asterisk"),
            "address": self.address,
            **self.values,
        }
        for file in sorted(self.etc.glob("*.conf")):
            text = filled(file.read_text(encoding="utf-8"), values)
            (self.folder / "etc" / file.name).write_text(text, encoding="utf-8")
        program = self.tree.command("sbin/asterisk", "-C", f"{self.folder}/etc/asterisk.conf", "-f")
        # Whatever becomes of us, no PBX is left over.
        command = ["setpriv", "--pdeathsig", "TERM", *program]
        with (self.folder / "log/output").open("ab") as output:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._wait(patience)

    def _wait(self, patience: float) -> None:
        deadline = time.monotonic() + patience
        while not self._greets():
            if self._process is None or self._process.poll() is not None:
                raise HouseError(f"Asterisk ended: {read_text(self.folder / 'log/output')[-1500:]}")
            if time.monotonic() > deadline:
                self.stop()
                raise HouseError(f"Asterisk did not come up: {self.complaints()[-1500:]}")
            time.sleep(0.05)

    def _greets(self) -> bool:
        try:
            with socket.create_connection((self.address, MANAGER_PORT), 1) as manager:
                manager.settimeout(1)
                return manager.recv(64).startswith(b"Asterisk Call Manager")
        except OSError:
            return False

    def complaints(self) -> str:
        """Return the warnings and errors it logged."""
        return read_text(self.folder / "log/messages")

    def order(self, command: str) -> str:
        """Return what its command line answers."""
        done = subprocess.run(
            self.tree.command(
                "sbin/asterisk", "-C", f"{self.folder}/etc/asterisk.conf", "-rx", command
            ),
            capture_output=True,
            text=True,
            timeout=30,
        )
        return done.stdout

    def stop(self) -> None:
        """End it as an administrator would (it says so on the manager's line)."""
        if self._process is not None:
            process.stop(process.mark(self._process.pid), patience=10)
            self._process.wait()

    def kill(self) -> None:
        """End it as a failing power supply would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put values into a configuration file; a name without a value is an error.

    >>> filled("bind = @address@:5060 ; a@b", {"address": "127.20.0.1"})
    'bind = 127.20.0.1:5060 ; a@b'
    """
    return re.sub(r"@(\w+)@", lambda found: values[found[1]], text)


def phones(addresses: Mapping[str, str], away: Iterable[str] = ()) -> str:
    """Return the section of each extension's phone for ``pjsip.conf``.

    :param away: extensions whose phone never registered.

    >>> print(phones({"201": "127.20.1.1"}))
    [201](party)
    context = from-internal
    callerid = Agent 201 <201>
    aors = 201
    [201]
    type = aor
    contact = sip:201@127.20.1.1:5060
    [201]
    type = identify
    endpoint = 201
    match = 127.20.1.1/32
    """
    gone = set(away)
    lines: list[str] = []
    for extension, address in addresses.items():
        lines += [
            f"[{extension}](party)",
            "context = from-internal",
            f"callerid = Agent {extension} <{extension}>",
            f"aors = {extension}",
            f"[{extension}]",
            "type = aor",
            *([] if extension in gone else [f"contact = sip:{extension}@{address}:{SIP_PORT}"]),
            f"[{extension}]",
            "type = identify",
            f"endpoint = {extension}",
            f"match = {address}/32",
        ]
    return "\n".join(lines)
