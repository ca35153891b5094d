# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Debian packages the house needs from the machine; only what is missing is installed."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from house.paths import HouseError, lock, say

BROWSERS = ("google-chrome", "chromium", "chromium-browser")
NO_MAIN_CLUSTER = Path("/etc/postgresql-common/createcluster.conf")


def find_program(*names: str) -> str | None:
    """The first of these programs that is there, also where only root's PATH looks."""
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin", "/usr/bin"))
    return next((found for name in names if (found := shutil.which(name, path=path))), None)


def postgres_bin() -> Path | None:
    """The folder of PostgreSQL's server programs, the newest when there are several."""
    folders = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if folders:
        return max(folders, key=lambda folder: float(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def venv_python() -> str | None:
    """A Python (3.11 to 3.13, what Odoo 19 runs on) that can build a virtual environment."""
    probe = "import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    for name in ("/usr/bin/python3", "python3.13", "python3.12", "python3.11", "python3"):
        program = shutil.which(name)
        if program and subprocess.run([program, "-c", probe], capture_output=True).returncode == 0:
            return program
    return None


# Debian package -> does the machine have what we want it for?
NEEDS: dict[str, Callable[[], object]] = {
    "python3-venv": venv_python,
    "postgresql": postgres_bin,
    "chromium": lambda: find_program(*BROWSERS),
    "curl": lambda: find_program("curl"),
    "nginx-light": lambda: find_program("nginx"),
    "nodejs": lambda: find_program("node", "nodejs"),
    "npm": lambda: find_program("npm"),
    "gnupg": lambda: find_program("gpg"),
    "git": lambda: find_program("git"),
    "util-linux": lambda: find_program("setpriv"),
    "debian-archive-keyring": Path("/usr/share/keyrings/debian-archive-keyring.gpg").exists,
}


def missing(packages: Iterable[str]) -> list[str]:
    """Those of the packages whose program the machine does not have."""
    return [name for name in packages if not NEEDS[name]()]


def ensure_packages(*packages: str) -> None:
    """Install what is missing of these Debian packages, or say in one sentence why not."""
    if not missing(packages):
        return
    with lock("apt"):
        wanted = missing(packages)
        if not wanted:
            return
        names = " ".join(wanted)
        if not shutil.which("apt-get"):
            raise HouseError(f"this machine lacks {names} and has no apt: please install them")
        say(f"installing {names}")
        _install(wanted)
        still = missing(wanted)
        if still:
            raise HouseError(f"apt installed {names}, but {' '.join(still)} still cannot be used")


def _install(packages: list[str]) -> None:
    """Run apt as root (through sudo for others), asking nothing."""
    prefix = [] if os.getuid() == 0 else ["sudo", "-n"]
    command = f"sudo apt-get install {' '.join(packages)}"
    if prefix and not shutil.which("sudo"):
        raise HouseError(f"not root and no sudo here: let an administrator run '{command}'")
    if prefix and subprocess.run([*prefix, "true"], capture_output=True).returncode:
        raise HouseError(f"sudo asks for a password: please run '{command}' first")
    if "postgresql" in packages:
        _keep_debian_from_making_a_cluster(prefix)
    # Foreign package sources of the machine may fail to update; what counts is the install.
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "UCF_FORCE_CONFFOLD=1", "apt-get"]
    quiet = ["-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Options::=--force-confold"]
    _apt([*apt, *quiet, "update"])
    error = _apt([*apt, *quiet, "-y", "--no-install-recommends", "install", *packages])
    if error:
        raise HouseError(f"apt could not install {' '.join(packages)}:\n{error}")


def _apt(command: list[str]) -> str:
    """Run apt silently; its last words when it fails, else an empty text."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    return done.stdout[-2000:] or f"exit code {done.returncode}" if done.returncode else ""


def _keep_debian_from_making_a_cluster(prefix: list[str]) -> None:
    """Our cluster is private: the package shall not start a server of its own on port 5432."""
    if NO_MAIN_CLUSTER.exists():
        return
    subprocess.run([*prefix, "mkdir", "-p", str(NO_MAIN_CLUSTER.parent)], check=True)
    subprocess.run(
        [*prefix, "tee", str(NO_MAIN_CLUSTER)],
        input="create_main_cluster = false\n",
        text=True,
        stdout=subprocess.DEVNULL,
        check=True,
    )
