# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What must survive the process: facts of calls that go on, and what Odoo was not told yet.

Writing never keeps anybody waiting: what is to be kept is collected here, the newest value for each
key, and one thread writes it in one transaction at a time. A write that fails, because the disk is
full say, is tried again with whatever came meanwhile.
"""

import asyncio
import json
import logging
import sqlite3
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..tools.calls import Fact, Kind

_log = logging.getLogger(__name__)

_PAGE = 4096
_SCHEMA = """
CREATE TABLE IF NOT EXISTS fact (gid INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS fact_gid ON fact (gid);
CREATE TABLE IF NOT EXISTS thing (
    kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
"""


class SpoolError(Exception):
    """The spool cannot be opened; the text says why."""


@dataclass(slots=True)
class Kept:
    """What an earlier life of the bridge left."""

    facts: list[tuple[int, Fact]] = field(default_factory=list)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class _Work:
    """What one transaction writes."""

    facts: dict[int, list[Fact]] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)
    things: dict[tuple[str, str], Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.facts or self.dropped or self.things)


class Spool:
    """The file, and what is still to be written into it.

    :param state: ``ok``, ``full`` or ``failing``; while it is not ``ok`` the bridge goes on from
        memory, and what it tells Odoo would not survive its end.
    """

    def __init__(self, path: Path, megabytes: int) -> None:
        self._path = path
        self._pages = megabytes * 1024 * 1024 // _PAGE
        self._thread = ThreadPoolExecutor(1, "spool")
        self._work = _Work()
        self._base: sqlite3.Connection | None = None
        self._flushing: asyncio.Task[None] | None = None
        self.state = "ok"
        self.reason = ""
        self.broken: Path | None = None

    # What is to be kept ------------------------------------------------------------------------
    def add_facts(self, gid: int, facts: Iterable[Fact]) -> None:
        """Keep facts of a group."""
        self._work.facts.setdefault(gid, []).extend(facts)

    def drop_group(self, gid: int) -> None:
        """Keep nothing of a group any longer."""
        self._work.facts.pop(gid, None)
        self._work.dropped.add(gid)

    def put(self, kind: str, key: str, value: object) -> None:
        """Keep a value, None to keep it no longer."""
        self._work.things[kind, key] = value

    # The file ----------------------------------------------------------------------------------
    async def open(self) -> Kept:
        """Open the file and return what is in it."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._open)

    def _open(self) -> Kept:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return self._connect()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise SpoolError(f"{self._path} is in use by another bridge") from error
            raise SpoolError(f"{self._path}: {error}") from error
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:
            return self._begin_anew(error)
        except OSError as error:
            raise SpoolError(f"{self._path}: {error.strerror}") from error

    def _connect(self) -> Kept:
        base = sqlite3.connect(self._path, timeout=1.0, isolation_level=None)
        try:
            base.execute("PRAGMA locking_mode = EXCLUSIVE")
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = NORMAL")
            base.execute(f"PRAGMA max_page_count = {self._pages}")
            base.executescript(_SCHEMA)
            kept = _read(base)
        except (sqlite3.Error, ValueError, TypeError):
            base.close()
            raise
        self._path.chmod(0o600)
        self._base = base
        return kept

    def _begin_anew(self, error: Exception) -> Kept:
        """Put a file that cannot be read aside: calls to come are worth more than those lost."""
        self.broken = self._path.with_name(f"{self._path.name}.broken-{int(time.time())}")
        _log.error("%s cannot be read (%s) and is now %s", self._path, error, self.broken)
        for ending in ("", "-wal", "-shm"):
            old = Path(f"{self._path}{ending}")
            if old.exists():
                old.rename(f"{self.broken}{ending}")
        return self._connect()

    def save(self) -> None:
        """Begin to write what is to be kept, unless that is being done."""
        if self._work and (self._flushing is None or self._flushing.done()):
            self._flushing = asyncio.get_running_loop().create_task(self._flush())

    async def written(self) -> bool:
        """Wait until all that was to be kept by now is on disk; False when it is not."""
        while self._work or (self._flushing and not self._flushing.done()):
            self.save()
            if self._flushing:
                await asyncio.shield(self._flushing)
            if self.state != "ok":
                return False
        return True

    async def _flush(self) -> None:
        work, self._work = self._work, _Work()
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._thread, self._commit, work)
        except sqlite3.Error as error:
            self._take_back(work)
            full = getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"
            self._tell("full" if full else "failing", str(error))
        else:
            self._tell("ok", "")

    def _tell(self, state: str, reason: str) -> None:
        if state != self.state:
            level = logging.INFO if state == "ok" else logging.ERROR
            _log.log(level, "spool: %s %s", state, reason)
        self.state, self.reason = state, reason

    def _take_back(self, work: _Work) -> None:
        """Put what could not be written before what came meanwhile."""
        newer, self._work = self._work, work
        for gid in newer.dropped:
            work.facts.pop(gid, None)
        work.dropped |= newer.dropped
        for gid, facts in newer.facts.items():
            work.facts.setdefault(gid, []).extend(facts)
        work.things.update(newer.things)

    def _commit(self, work: _Work) -> None:
        base = self._base
        if base is None:
            raise sqlite3.ProgrammingError("the spool is not open")
        base.execute("BEGIN IMMEDIATE")
        try:
            base.executemany("DELETE FROM fact WHERE gid = ?", [(gid,) for gid in work.dropped])
            gone = [key for key, value in work.things.items() if value is None]
            base.executemany("DELETE FROM thing WHERE kind = ? AND key = ?", gone)
            base.executemany(
                "INSERT INTO fact VALUES (?, ?)",
                [(gid, _dump_facts(facts)) for gid, facts in work.facts.items()],
            )
            base.executemany(
                "INSERT OR REPLACE INTO thing VALUES (?, ?, ?)",
                [(*key, _dump(value)) for key, value in work.things.items() if value is not None],
            )
            base.execute("COMMIT")
        except sqlite3.Error:
            # A full disk ends the transaction by itself.
            if base.in_transaction:
                base.execute("ROLLBACK")
            raise

    async def close(self) -> None:
        """Write what is left and close the file."""
        await self.written()
        if self._base is not None:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._base.close)
        self._thread.shutdown()


def _dump(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _dump_facts(facts: Iterable[Fact]) -> str:
    return _dump([[f.at, f.kind, f.leg, f.call, f.value, f.other, f.pbx] for f in facts])


def _read(base: sqlite3.Connection) -> Kept:
    kept = Kept()
    for gid, body in base.execute("SELECT gid, body FROM fact ORDER BY rowid"):
        for at, kind, *rest in json.loads(body):
            kept.facts.append((gid, Fact(at, Kind(kind), *rest)))
    for kind, key, body in base.execute("SELECT kind, key, body FROM thing"):
        kept.things.setdefault(kind, {})[key] = json.loads(body)
    return kept
