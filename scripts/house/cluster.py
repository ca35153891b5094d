# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Private PostgreSQL clusters: ``run`` keeps a user's data (durable), ``test`` throws it away.

``bench`` is durable too, so that a commit costs what it costs in production.

Only a Unix socket in a folder of our own; PostgreSQL refuses root, so root lends it to the user
``postgres``. Who names a server with PGHOST gets that one and no cluster is made.
"""

import os
import pwd
import shlex
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from house.paths import LOCAL, HouseError, is_plain, lock, read_text, say, shared_base
from house.system import ensure_packages, postgres_bin

PORT = "5432"
ROLE = "odoo"
# A socket's whole path may have 107 characters.
MAX_FOLDER = 85
COMMON = {"listen_addresses": "", "port": PORT, "jit": "off", "log_min_messages": "warning"}
SETTINGS: dict[str, dict[str, str]] = {
    "run": {"max_connections": "100", "shared_buffers": "256MB"},
    # As durable as a production server: a benchmark that never waits for the disk says little.
    "bench": {
        "max_connections": "100",
        "shared_buffers": "1GB",
        "maintenance_work_mem": "256MB",
        "max_wal_size": "4GB",
    },
    "test": {
        "max_connections": "200",
        "shared_buffers": "512MB",
        "maintenance_work_mem": "256MB",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "30min",
    },
}


def server_user() -> str | None:
    """The user the server has to run as, when that is not us."""
    return "postgres" if os.getuid() == 0 else None


def as_server_user() -> list[str]:
    """The words before a command that make it run as the server's user."""
    user = server_user()
    if not user:
        return []
    return ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--init-groups"]


@dataclass(frozen=True, slots=True)
class Cluster:
    """One server: ours of a kind, or the one the user named."""

    kind: str

    @property
    def external(self) -> bool:
        """Whether the user named a server of his own."""
        return bool(os.environ.get("PGHOST"))

    @property
    def folder(self) -> Path:
        """Where the cluster lives: in LOCAL unless its path or its rights do not allow it."""
        near = LOCAL / f"pg-{self.kind}"
        far = shared_base() / f"pg-{self.kind}"
        if (far / "data/PG_VERSION").exists():
            return far
        if not is_plain(near) or len(str(near)) > MAX_FOLDER:
            return far
        LOCAL.mkdir(parents=True, exist_ok=True)
        enters = subprocess.run(
            [*as_server_user(), "test", "-x", str(LOCAL)], capture_output=True, cwd="/"
        )
        return far if enters.returncode else near

    def env(self) -> dict[str, str]:
        """The libpq variables that lead to this server."""
        if self.external:
            keys = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGPASSFILE")
            return {key: os.environ[key] for key in keys if key in os.environ}
        path = os.pathsep.join((str(self._bin()), os.environ.get("PATH", "/usr/bin:/bin")))
        return {"PGHOST": str(self.folder), "PGPORT": PORT, "PGUSER": ROLE, "PATH": path}

    def start(self) -> None:
        """Make sure that the server answers; create it the first time."""
        if self.external:
            if not shutil.which("psql"):
                raise HouseError("PGHOST names a server, but psql and createdb are not in PATH")
            self.sql("select 1")
            return
        ensure_packages("postgresql", *(["util-linux"] if server_user() else []))
        with lock(f"pg-{self.kind}"):
            folder = self.folder
            if not (folder / "data/PG_VERSION").exists():
                self._create(folder)
            self._wake(folder / "data/log")

    def _wake(self, log: Path) -> None:
        """Start the server until it answers; one that was killed a moment ago needs some tries."""
        deadline = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > deadline:
                raise HouseError(f"PostgreSQL does not start:\n{read_text(log)[-2000:]}")
            if self._ctl("status").returncode:
                self._ctl("-w", "-t", "60", "-l", str(log), "-s", "start")
            else:
                time.sleep(0.2)

    def _answers(self) -> bool:
        try:
            return self.sql("select 1") == ["1"]
        except HouseError:
            return False

    def stop(self) -> None:
        """Stop our server, if it runs; data stays."""
        if not self.external and self.runs():
            self._ctl("-w", "-m", "fast", "-s", "stop")

    def destroy(self) -> None:
        """Stop our server and delete its data."""
        if not self.external:
            self.stop()
            shutil.rmtree(self.folder, ignore_errors=True)

    def exists(self) -> bool:
        """Whether our cluster was ever made."""
        return bool(postgres_bin()) and (self.folder / "data/PG_VERSION").exists()

    def runs(self) -> bool:
        """Whether our cluster was made and its server runs."""
        return self.exists() and not self._ctl("status").returncode

    def sql(self, query: str, database: str = "postgres") -> list[str]:
        """Run one statement; the rows as text, columns separated by ``|``."""
        done = subprocess.run(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", query],
            capture_output=True,
            text=True,
            env=os.environ | self.env(),
        )
        if done.returncode:
            where = self.env().get("PGHOST", "")
            raise HouseError(f"PostgreSQL at {where} says: {done.stderr.strip()}")
        return done.stdout.splitlines()

    def _bin(self) -> Path:
        """Server programs of the version that made the cluster, else the newest."""
        made_by = read_text(self.folder / "data/PG_VERSION")
        same = Path(f"/usr/lib/postgresql/{made_by}/bin")
        if made_by and (same / "postgres").exists():
            return same
        newest = postgres_bin()
        if not newest:
            raise HouseError("PostgreSQL is not installed: run make setup")
        if made_by and newest.parent.name not in ("", made_by) and newest.parent.name.isdigit():
            raise HouseError(
                f"{self.folder} was made by PostgreSQL {made_by}, which is gone"
                f" (here is {newest.parent.name}): install it, or make reset"
            )
        return newest

    def _ctl(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        bin_dir = self._bin()
        return subprocess.run(
            [
                *as_server_user(), "env", "-i", f"PATH={bin_dir}:/usr/bin:/bin", "LC_ALL=C.UTF-8",
                str(bin_dir / "pg_ctl"), "-D", str(self.folder / "data"), *arguments,
            ],
            cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def _create(self, folder: Path) -> None:
        """Initialise beside the final place, so that a killed initdb leaves no half cluster."""
        say(f"creating the private PostgreSQL cluster '{self.kind}'")
        _safe_parent(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        fresh = folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        user = server_user()
        if user:
            shutil.chown(folder, user)
        command = [
            *as_server_user(), str(self._bin() / "initdb"), "-D", str(fresh), "-U", ROLE,
            "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync",
        ]  # fmt: skip
        done = subprocess.run(command, cwd="/", capture_output=True, text=True)
        if done.returncode:
            raise HouseError(f"initdb failed ({shlex.join(command)}):\n{done.stderr[-2000:]}")
        settings = COMMON | {"unix_socket_directories": str(folder)} | SETTINGS[self.kind]
        lines = [f"{key} = '{value}'\n" for key, value in settings.items()]
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as stream:
            stream.writelines(lines)
        fresh.rename(folder / "data")


def _safe_parent(parent: Path) -> None:
    """The folder of our clusters; outside LOCAL it must be ours, not one somebody laid out."""
    parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    if parent != LOCAL and (parent.is_symlink() or parent.stat().st_uid != os.getuid()):
        raise HouseError(f"{parent} belongs to somebody else: remove it")
