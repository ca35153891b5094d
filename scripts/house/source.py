# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The Odoo 19 tree we work with: the user's own (ODOO_SOURCE) or the distribution's package."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from house import archive
from house.paths import LOCAL, HouseError, digest, lock

SERIES = (19, 0)


@dataclass(frozen=True, slots=True)
class Source:
    """An Odoo tree: the folder of the package ``odoo``, its add-on folders, a name of it."""

    package: Path
    addons: tuple[Path, ...]
    version: str

    @property
    def import_dir(self) -> Path:
        """A folder for PYTHONPATH in which ``odoo`` is all there is to import."""
        return LOCAL / "import" / digest(str(self.package), self.version)


def get(*, refresh: bool = False) -> Source:
    """The tree to use, fetched when there is none."""
    given = os.environ.get("ODOO_SOURCE")
    if given:
        source = from_folder(Path(given).expanduser().absolute())
    else:
        if refresh or not archive.installed_version():
            with lock("source") as descriptor:
                version = archive.fetch(descriptor, refresh=refresh)
        else:
            version = archive.installed_version()
        package = archive.import_root() / "odoo"
        source = Source(package, (package / "addons",), version)
    _check_series(source.package)
    _make_importable(source)
    return source


def from_folder(folder: Path) -> Source:
    """Understand a user's tree: git checkout, unpacked package, or the package ``odoo`` itself."""
    if not folder.is_dir():
        raise HouseError(f"ODOO_SOURCE names {folder}, which is no folder")
    if (folder / "release.py").is_file() and folder.name == "odoo":
        folder = folder.parent
    package = folder / "odoo"
    if not (package / "release.py").is_file():
        raise HouseError(f"ODOO_SOURCE names {folder}, which holds no Odoo (odoo/release.py)")
    addons = [package / "addons"]
    if (folder / "addons/web/__manifest__.py").is_file():
        addons.append(folder / "addons")
    if not any((path / "crm/__manifest__.py").is_file() for path in addons):
        raise HouseError(f"the Odoo in {folder} has no add-on crm: is the checkout complete?")
    return Source(package, tuple(addons), f"source={folder}@{_revision(folder)}")


def _revision(folder: Path) -> str:
    """What tells one state of the user's tree from the next: the commit, else the release file."""
    if (folder / ".git").exists() and shutil.which("git"):
        done = subprocess.run(
            ["git", "-C", str(folder), "rev-parse", "HEAD"], capture_output=True, text=True
        )
        if not done.returncode:
            return done.stdout.strip()
    release = folder / "odoo/release.py"
    return digest(release.read_text(encoding="utf-8"), str(release.stat().st_mtime_ns))


def parse_series(release: str) -> tuple[int | str, int] | None:
    """The (major, minor) that a ``release.py`` names.

    >>> parse_series("version_info = (19, 0, 0, FINAL, 0, '')")
    (19, 0)
    >>> parse_series("version_info = ('saas~18', 3, 0, FINAL, 0, '')")
    ('saas~18', 3)
    >>> parse_series("nothing") is None
    True
    """
    found = re.search(r"^version_info = \(([^,]+), *(\d+)", release, re.MULTILINE)
    if not found:
        return None
    major = found[1].strip("'\" ")
    return (int(major) if major.isdigit() else major, int(found[2]))


def _check_series(package: Path) -> None:
    series = parse_series((package / "release.py").read_text(encoding="utf-8"))
    if series != SERIES:
        shown = ".".join(map(str, series)) if series else "of unknown version"
        raise HouseError(f"the Odoo in {package.parent} is {shown}; Sales Desk needs 19.0")


def _make_importable(source: Source) -> None:
    """Build the import folder: the link, a distribution record for pip and add-on tools, a script.

    The launcher stands outside the package: Odoo's gevent process starts ``sys.argv[0]`` again,
    and a script inside ``odoo/`` would put that folder's ``http.py`` before the standard one.
    """
    if (source.import_dir / "odoo").exists():
        return
    fresh = source.import_dir.with_name(f"{source.import_dir.name}.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    record = fresh / "odoo-19.0.dist-info"
    record.mkdir(parents=True)
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n")
    (record / "INSTALLER").write_text("house\n")
    (record / "RECORD").touch()
    (fresh / "odoo").symlink_to(source.package)
    (fresh / "odoo-bin").write_text("import odoo.cli\n\nodoo.cli.main()\n")
    shutil.rmtree(source.import_dir, ignore_errors=True)
    try:
        fresh.rename(source.import_dir)
    except OSError:  # another process was faster
        shutil.rmtree(fresh)
