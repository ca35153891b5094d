# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo from the Debian archive, through a private apt that leaves the machine's own alone.

The mirror is the machine's own; signatures are checked by apt; what a killed run left of a
download is never taken for the whole; the new tree gets its name only when it is complete.
"""

import shutil
import subprocess
from pathlib import Path

from house import assets
from house.apt import PrivateApt, first_error, machine_mirror
from house.paths import LOCAL, HouseError, read_text, say, write_atomic
from house.system import ensure_packages

PACKAGE = "odoo-19"
SUITES = ("sid", "forky")
# What the package's links point to. Taken from the machine's own release where it has them:
# Odoo's style sheets expect Font Awesome 4.7, newer suites have a later one.
LINKED = (
    "libjs-jquery", "libjs-jquery-form", "libjs-underscore", "fonts-font-awesome",
    "fonts-montserrat", "fonts-roboto-unhinted", "fonts-inconsolata", "fonts-ocr-b",
)  # fmt: skip
NEEDED_BYTES = 3 * 1024**3
TREE = LOCAL / "odoo"
APT = PrivateApt(LOCAL / "apt")
HINT = "set ODOO_SOURCE to the source tree of an Odoo 19.0"


def import_root(tree: Path = TREE) -> Path:
    """The folder of an unpacked package that holds the Python package ``odoo``."""
    return tree / "usr/lib/python3/dist-packages"


def installed_version() -> str:
    """``odoo-19=19.0…`` of the complete tree, empty when there is none."""
    return read_text(TREE / ".complete")


def fetch(lock_fd: int, *, refresh: bool = False) -> str:
    """Make sure of a complete tree and return its version (called under the source lock)."""
    present = installed_version()
    if present and not refresh:
        return present
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise HouseError(f"there is no apt here to fetch Odoo with: {HINT}")
    ensure_packages("debian-archive-keyring")
    _check_space()
    found = _choose_suite(lock_fd)
    if isinstance(found, str):
        if present:
            say(f"{found}; going on with {present}, which is here")
            return present
        raise HouseError(f"{found}: go online once, or {HINT}")
    version = f"{PACKAGE}={found[PACKAGE]}"
    if version != present:
        _unpack(_download(found, lock_fd), version)
    return version


def _check_space() -> None:
    LOCAL.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(LOCAL).free
    if free < NEEDED_BYTES:
        raise HouseError(
            f"{LOCAL} has {free // 1024**2} MiB free, {NEEDED_BYTES // 1024**2} are needed:"
            " make room or set SALES_DESK_LOCAL to a folder elsewhere"
        )


def _choose_suite(lock_fd: int) -> dict[str, str] | str:
    """Versions to fetch by package of the first suite that has a 19.0, or the reason why none."""
    mirror, release = machine_mirror(HINT)
    reasons = []
    for suite in SUITES:
        APT.use(mirror, suite, release)
        say(f"asking the archive for {PACKAGE} ({suite})")
        update = APT.run("apt-get", "update", lock_fd=lock_fd)
        if update.returncode:
            reasons.append(f"the archive's {suite} cannot be read ({first_error(update.stderr)})")
            continue
        versions = _versions(release, lock_fd)
        version = versions.get(PACKAGE)
        if version and version.startswith("19.0"):
            return versions
        if version:
            reasons.append(f"{suite} has {PACKAGE} {version}, which is not Odoo 19.0")
        else:
            reasons.append(f"{suite} has no {PACKAGE}")
    return "; ".join(reasons)


def _versions(release: str, lock_fd: int) -> dict[str, str]:
    """Package -> version to take: our own release's for what Odoo links to, else the newest."""
    rows = APT.run("apt-cache", "madison", PACKAGE, *LINKED, lock_fd=lock_fd).stdout
    newest: dict[str, str] = {}
    own: dict[str, str] = {}
    for line in rows.splitlines():
        name, version, where = (part.strip() for part in line.split("|"))
        newest.setdefault(name, version)
        if f" {release}/main " in f" {where} ":
            own.setdefault(name, version)
    return newest | {name: version for name, version in own.items() if name != PACKAGE}


def _download(versions: dict[str, str], lock_fd: int) -> list[Path]:
    """Fetch the packages; apt verifies each against the signed index."""
    lacking = [name for name in (PACKAGE, *LINKED) if name not in versions]
    if lacking:
        raise HouseError(f"the archive lacks {' '.join(lacking)}: {HINT}")
    say(f"downloading {PACKAGE} {versions[PACKAGE]}")
    wanted = [f"{name}={versions[name]}" for name in (PACKAGE, *LINKED)]
    for attempt in (1, 2):
        done = APT.run("apt-get", "download", *wanted, lock_fd=lock_fd)
        if not done.returncode:
            break
        if attempt == 2:
            raise HouseError(f"download failed: {first_error(done.stderr)}")
        shutil.rmtree(APT.debs)  # a part that does not fit the index: once more from nothing
        (APT.debs).mkdir()
    return [_deb_file(name, versions[name]) for name in (PACKAGE, *LINKED)]


def _deb_file(name: str, version: str) -> Path:
    """The file apt made of a package (a colon of the version is written %3a in its name)."""
    escaped = version.replace(":", "%3a")
    files = sorted((APT.debs).glob(f"{name}_{escaped}_*.deb"))
    if not files:
        raise HouseError(f"apt did not leave a file of {name} {version}")
    return files[-1]


def _unpack(debs: list[Path], version: str) -> None:
    """Unpack into a new folder, complete it, and put it in place in one step."""
    say("unpacking Odoo")
    fresh = TREE.with_name("odoo.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for deb in debs:
        subprocess.run(["dpkg", "-x", str(deb), str(fresh)], check=True)
    packages = import_root(fresh)
    if not (packages / "odoo/addons/crm/__manifest__.py").is_file():
        raise HouseError(f"{version} is laid out in a way we do not know: {HINT}")
    for name in assets.stub_missing(packages / "odoo/addons"):
        say(f"the package lacks {name}: an empty one stands in")
    # Partial copies beside `odoo`, and documentation: nothing but space and confusion.
    for extra in ("addons", "doc", "setup"):
        shutil.rmtree(packages / extra, ignore_errors=True)
    for extra in ("doc", "bug", "lintian"):
        shutil.rmtree(fresh / "usr/share" / extra, ignore_errors=True)
    write_atomic(fresh / ".complete", version)
    old = TREE.with_name("odoo.old")
    shutil.rmtree(old, ignore_errors=True)
    if TREE.exists():
        TREE.rename(old)
    fresh.rename(TREE)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(APT.debs)
