# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A private apt that leaves the machine's own alone: its mirror, its signatures, our folders."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from house.paths import HouseError, read_text, write_atomic


@dataclass(frozen=True, slots=True)
class PrivateApt:
    """An apt that keeps everything, its idea of what is installed (nothing) too, in one folder."""

    folder: Path

    @property
    def debs(self) -> Path:
        """Where ``apt-get download`` leaves its files."""
        return self.folder / "debs"

    @property
    def archives(self) -> Path:
        """Where ``apt-get install --download-only`` leaves its files."""
        return self.folder / "cache/archives"

    def use(self, mirror: str, *suites: str) -> None:
        """Take packages of these suites of a Debian mirror, signed by Debian's keys."""
        for name in ("etc", "state/lists/partial", "cache/archives/partial", "debs"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "state/status").touch()
        key = os.environ.get("DEBIAN_KEYRING") or "/usr/share/keyrings/debian-archive-keyring.gpg"
        lines = [
            f"deb [target=Packages signed-by={key}] {mirror} {suite} main"
            for suite in dict.fromkeys(suites)
        ]
        write_atomic(self.folder / "etc/sources.list", "\n".join(lines) + "\n")

    def _options(self) -> list[str]:
        """Options that keep apt inside our folder; signatures stay compulsory."""
        settings = {
            "Dir::Etc::sourcelist": self.folder / "etc/sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::preferences": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
            "Dir::State": self.folder / "state",
            "Dir::State::status": self.folder / "state/status",
            "Dir::Cache": self.folder / "cache",
            "Dir::Cache::pkgcache": "",
            "Dir::Cache::srcpkgcache": "",
            "Acquire::Languages": "none",
            "Acquire::Retries": "2",
            "Acquire::http::Timeout": "30",
            "Acquire::AllowInsecureRepositories": "false",
            "APT::Get::AllowUnauthenticated": "false",
            "APT::Update::Error-Mode": "any",
            "APT::Update::Post-Invoke": "",
            "APT::Update::Post-Invoke-Success": "",
            "APT::Sandbox::User": "",
        }
        parts = (part for key, value in settings.items() for part in ("-o", f"{key}={value}"))
        return ["-qq", *parts]

    def run(self, program: str, *arguments: str, lock_fd: int) -> subprocess.CompletedProcess[str]:
        """Run one of apt's programs.

        :param lock_fd: our lock, inherited: should we be killed, the next run waits for this apt.
        """
        return subprocess.run(
            [program, *self._options(), *arguments],
            cwd=self.debs,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            pass_fds=(lock_fd,),
        )


def machine_mirror(hint: str) -> tuple[str, str]:
    """Address and release name of the machine's own Debian mirror; without one, ``hint`` helps."""
    codename = ""
    for line in read_text(Path("/etc/os-release")).splitlines():
        if line.startswith("VERSION_CODENAME="):
            codename = line.partition("=")[2].strip('"')
    given = os.environ.get("DEBIAN_MIRROR")
    if given:
        return given, codename or "stable"
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)"]
    targets: list[tuple[str, str]] = []
    for extra in (["--no-release-info"], []):
        rows = subprocess.run(
            [*command, *extra, "Created-By: Packages"], capture_output=True, text=True
        ).stdout
        targets += [
            (r[0], r[1]) for line in rows.splitlines() if (r := line.split())[2:] == ["main"]
        ]
    chosen = pick_mirror(targets, codename)
    if not chosen:
        raise HouseError(f"apt's sources name no Debian mirror: set DEBIAN_MIRROR, or {hint}")
    return chosen


def pick_mirror(targets: list[tuple[str, str]], codename: str) -> tuple[str, str] | None:
    """The mirror among apt's (address, release) pairs: that of our release, no side archive.

    >>> pick_mirror([("http://m/debian-security/", "b-security"), ("http://m/debian/", "b")], "b")
    ('http://m/debian/', 'b')
    >>> pick_mirror([("http://other/apt/", "nodistro"), ("http://m/debian/", "sid")], "")
    ('http://m/debian/', 'sid')
    >>> pick_mirror([], "b") is None
    True
    """
    plain = [t for t in targets if re.fullmatch(r"[a-z]+", t[1]) and "security" not in t[0]]
    exact = [t for t in plain if t[1] == codename]
    debian = [t for t in plain if "/debian" in t[0]]
    return next(iter(exact or debian), None)


def first_error(text: str) -> str:
    r"""The first error line of apt, without its prefix.

    >>> first_error("W: careful\nE: no such host\nE: more")
    'no such host'
    """
    lines = [line[2:].strip() for line in text.splitlines() if line.startswith("E:")]
    return lines[0] if lines else (text.strip().splitlines() or ["no reason given"])[-1]
