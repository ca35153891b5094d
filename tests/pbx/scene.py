# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Parties that call each other through a PBX, each a sipp of its own on its own address."""

import math
import re
import socket
import struct
import subprocess
import threading
import time
import wave
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from manager import Manager
from sip_script import Script, by_last_digit

from house.asterisk import SIP_PORT, Tree

Disposition = Literal["answered", "missed", "busy", "failed", "cancelled"]
HOUSE = "38044"
CUSTOMER = "38067110"


@dataclass(frozen=True)
class Expected:
    """What a story must come to."""

    direction: Literal["incoming", "outgoing", "internal"]
    disposition: Disposition
    caller: str | None
    called: str
    answered_by: str | None = None
    wait: float = 0
    talk: float = 0
    recorded: bool = False


@dataclass
class Party:
    """A running sipp."""

    name: str
    process: subprocess.Popen[bytes]
    folder: Path
    endless: bool

    def end(self, patience: float = 30) -> str:
        """Wait for its end; what went wrong, else an empty text."""
        if self.endless:
            self.process.kill()
            self.process.wait()
            return ""
        try:
            code = self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        return f"{self.name} ended with {code} ({self.folder})" if code else ""


@dataclass
class Phones:
    """The parties of one PBX: the telephone company's line, and the house's phones."""

    tree: Tree
    work: Path
    net: str
    number: int = 0
    count: int = 0
    callers: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def pbx(self) -> str:
        """The PBX's own address."""
        return f"{self.net}.0.{1 + self.number}"

    @property
    def trunk(self) -> str:
        """The telephone company's address."""
        return f"{self.net}.{100 + self.number}.1"

    def customer(self) -> str:
        """Return an address of the telephone company's from which nobody has called yet."""
        with self.lock:
            self.callers += 1
            return f"{self.net}.{100 + self.number}.{1 + self.callers}"

    def address(self, extension: int) -> str:
        """Return where an extension's phone is."""
        return f"{self.net}.{10 * self.number + extension // 100}.{extension % 100 + 1}"

    def listen(
        self, name: str, script: Script | str, address: str, *options: str, endless: bool = False
    ) -> Party:
        """Let somebody wait to be called; returns when he does."""
        party = self._start(name, script, address, "-p", str(SIP_PORT), *options, endless=endless)
        deadline = time.monotonic() + 20
        while not _listens(address) and party.process.poll() is None:
            assert time.monotonic() < deadline, f"{name} does not listen"
            time.sleep(0.02)
        return party

    def call(self, name: str, script: Script, address: str, *options: str) -> Party:
        """Let somebody call the PBX."""
        return self._start(name, script, address, *options, f"{self.pbx}:{SIP_PORT}")

    def _start(
        self,
        name: str,
        script: Script | str,
        address: str,
        *options: str,
        endless: bool = False,
    ) -> Party:
        with self.lock:
            self.count += 1
            folder = self.work / f"{self.count:03d}-{name}"
        folder.mkdir(parents=True)
        if isinstance(script, Script):
            text, endless = script.xml(), endless or script.endless
            # What comes while we speak comes again.
            options += ("-default_behaviors", "all,-abortunexp") * script.interrupted
        else:
            text = script
        (folder / "scenario.xml").write_text(text, encoding="utf-8")
        command = self.tree.command(
            "bin/sipp", "-sf", str(folder / "scenario.xml"), "-i", address, "-mi", address,
            "-ci", address, "-cp", str(9000 + self.count),
            "-nostdin", "-timeout", "240", "-trace_err", "-error_file", str(folder / "errors"),
            *(() if "-m" in options else ("-m", "1")), *options,
        )  # fmt: skip
        with (folder / "output").open("wb") as output:
            started = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder
            )
        return Party(name, started, folder, endless)


def _listens(address: str) -> bool:
    """Whether somebody listens there; asked of the kernel, for a try would be in his way."""
    wanted = f"{socket.inet_aton(address)[::-1].hex()}:{SIP_PORT:04x}".upper()
    rows = Path("/proc/net/udp").read_text(encoding="ascii").splitlines()[1:]
    return any(row.split()[1] == wanted for row in rows)


@dataclass
class Scene:
    """One story's part of a PBX: three phones and a customer that no other story has."""

    name: str
    phones: Phones
    manager: Manager
    first: int
    sound: str
    parties: list[Party] = field(default_factory=list)

    @property
    def agents(self) -> tuple[str, str, str]:
        """The extensions."""
        return str(self.first), str(self.first + 1), str(self.first + 2)

    def customer(self, habit: int = 0) -> str:
        """Return the customer's number; its last digit says what he does when he is called."""
        return f"{CUSTOMER}{self.first}{habit}"

    def line(self, kind: str) -> str:
        """Return the number of the house that leads to our first phone in one way."""
        return f"{HOUSE}{kind}{self.first}"

    def script(self, name: str) -> Script:
        """Return an empty part to play."""
        return Script(name, self.phones.pbx, self.sound)

    def phone(self, extension: str, script: Script) -> None:
        """Let an agent sit at his phone."""
        address = self.phones.address(int(extension))
        self.parties.append(self.phones.listen(f"{self.name}-{extension}", script, address))

    def dials(self, extension: str, script: Script) -> None:
        """Let an agent call somebody from his phone."""
        address = self.phones.address(int(extension))
        self.parties.append(
            self.phones.call(f"{self.name}-{extension}", script, address, "-p", str(SIP_PORT))
        )

    def rings_up(self, script: Script) -> None:
        """Let the customer call."""
        self.parties.append(
            self.phones.call(f"{self.name}-customer", script, self.phones.customer())
        )

    def order(self, extension: str, number: str, patience: float = 20, **fields: str) -> str:
        """Click to call: the agent's phone first, then the customer's."""
        channel = fields.pop("Channel", f"PJSIP/{extension}")
        own = f"desk-{self.name}"
        return self.manager.action(
            "Originate", Channel=channel, Context="from-internal", Exten=number, Priority="1",
            CallerID=f'"Desk" <{number}>', Timeout=str(round(patience * 1000)), Async="true",
            ChannelId=own, OtherChannelId=f"{own}-2", **fields,
        )  # fmt: skip

    def transfers(self, extension: str, number: str, after: float) -> None:
        """Order the PBX to hand over whom an agent speaks with, after so long a conversation."""
        talks = re.compile(
            rf"Event: BridgeEnter\r\n(?:[^\r]+\r\n)*?Channel: (PJSIP/{extension}-\w+)\r"
        )
        self.manager.wait(talks.search)
        channels = talks.findall(self.manager.text)
        time.sleep(after)
        self.manager.action(
            "BlindTransfer", Channel=channels[-1], Context="from-internal", Exten=number
        )

    def end(self) -> list[str]:
        """Wait until everybody has played his part; returns what went wrong."""
        endless = [party for party in self.parties if party.endless]
        others = [party for party in self.parties if not party.endless]
        return [error for party in others + endless if (error := party.end())]


def provider(pbx: str, sound: str) -> str:
    """Return the part of everybody whom the house calls outside, by the number's last digit."""

    def part(digit: int, rings: float) -> Script:
        return Script("", pbx, sound, labels=100 * digit).rings(rings)

    branches = {
        1: part(1, 2).answers().is_hung_up(),
        2: part(2, 1).is_busy(),
        3: part(3, 0).is_not_reached(),
        4: part(4, 0).refuses("503 Service Unavailable"),
        6: part(6, 1).answers().talks(3).hangs_up(),
    }
    return by_last_digit("outside", branches)


def write_sound(file: Path, seconds: int = 2) -> None:
    """Write a tone in A-law, which everybody says."""
    samples = (int(8000 * math.sin(2 * math.pi * 440 * n / 8000)) for n in range(8000 * seconds))
    file.write_bytes(bytes(_a_law(sample) for sample in samples))


def _a_law(sample: int) -> int:
    """Return one sample of 16 bits in G.711's A-law."""
    sign = 0x80 if sample >= 0 else 0
    size = min(abs(sample) >> 3, 4095)
    exponent = max(size.bit_length() - 5, 0)
    mantissa = (size >> max(exponent, 1)) & 0x0F
    return (sign | exponent << 4 | mantissa) ^ 0x55


def recorded_seconds(file: Path) -> float:
    """Return how long a recording plays, zero when it holds nothing but silence."""
    with wave.open(str(file)) as sound:
        frames = sound.readframes(sound.getnframes())
        loudest = max((abs(value) for (value,) in struct.iter_unpack("<h", frames)), default=0)
        return sound.getnframes() / sound.getframerate() if loudest > 500 else 0.0
