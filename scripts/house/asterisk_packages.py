# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Asterisk and sipp from the Debian archive, with every library they need, into one folder.

Nothing is installed: the packages are unpacked, no script of theirs runs, and the programs start
with the loader and the libraries that came along (see ``asterisk.Tree``).
"""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from house.apt import PrivateApt, first_error, machine_mirror
from house.paths import LOCAL, HouseError, lock, read_text, say, write_atomic
from house.system import ensure_packages

PACKAGES = ("asterisk", "asterisk-core-sounds-en-gsm", "sip-tester")
# Debian's stable releases have no Asterisk of today.
SUITE = "sid"
TREE = LOCAL / "asterisk"
APT = PrivateApt(LOCAL / "asterisk-apt")
HINT = "set DEBIAN_MIRROR to a Debian mirror"
# What fills a disk and is never read here.
LEFT_OUT = ("./usr/share/doc", "./usr/share/man", "./usr/share/locale", "./usr/share/perl*")


def fetch() -> Path:
    """Return the folder of the unpacked packages, fetched when there is none."""
    if not read_text(TREE / ".complete"):
        with lock("asterisk") as descriptor:
            if not read_text(TREE / ".complete"):
                _unpack(_download(descriptor))
    return TREE


def _download(lock_fd: int) -> list[Path]:
    """Fetch the packages and all they depend on; apt verifies each against the signed index."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise HouseError("there is no apt here to fetch Asterisk with, which the tests call with")
    ensure_packages("debian-archive-keyring")
    mirror, _release = machine_mirror(HINT)
    APT.use(mirror, SUITE)
    say(f"downloading Asterisk ({SUITE})")
    order = ("install", "-y", "--no-install-recommends", "--download-only", *PACKAGES)
    # Closures change while a mirror is being updated: once more with a new index.
    reason = ""
    for step in (("update",), order, ("update",), order):
        done = APT.run("apt-get", *step, lock_fd=lock_fd)
        if step == order and not done.returncode:
            return sorted(APT.archives.glob("*.deb"))
        reason = first_error(done.stderr)
    raise HouseError(f"Asterisk cannot be downloaded: {reason}")


def _unpack(debs: list[Path]) -> None:
    """Unpack into a new folder and put it in place in one step."""
    say(f"unpacking Asterisk ({len(debs)} packages)")
    fresh = TREE.with_name("asterisk.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name in ("bin", "sbin", "lib", "lib64"):  # what the base system would have linked
        (fresh / "usr" / name).mkdir(parents=True)
        (fresh / name).symlink_to(f"usr/{name}")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for error in pool.map(lambda deb: _unpack_one(deb, fresh), debs):
            if error:
                raise HouseError(f"Asterisk cannot be unpacked: {error}")
    sounds = fresh / "usr/share/asterisk/sounds"
    for voice in sounds.glob("en_*"):  # Debian chooses among voices when it installs
        (sounds / "en").symlink_to(voice.name)
    write_atomic(fresh / ".complete", " ".join(deb.name for deb in debs))
    shutil.rmtree(TREE, ignore_errors=True)
    fresh.rename(TREE)
    shutil.rmtree(APT.folder)


def _unpack_one(deb: Path, folder: Path) -> str:
    """Unpack one package; what went wrong, else an empty text."""
    packed = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(deb)], stdout=subprocess.PIPE)
    options = [f"--exclude={name}" for name in LEFT_OUT]
    options += ["--no-same-owner", "--keep-directory-symlink", "-C", str(folder)]
    done = subprocess.run(
        ["tar", "-x", *options], stdin=packed.stdout, capture_output=True, text=True
    )
    if packed.stdout:
        packed.stdout.close()
    return done.stderr if packed.wait() or done.returncode else ""
