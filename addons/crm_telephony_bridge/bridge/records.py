# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads a PBX's call records of a period: from a file, an SQLite table, or a command's output."""

import asyncio
import csv
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ..tools.cdr import MASTER_CSV, CdrRow, read_row
from .config import CdrConfig

WITHIN = 30.0
# Records of a day at fifty calls a second would be more; a gap is minutes.
MOST = 100_000
_FIRST_PIECE = 1 << 18
_LARGEST_PIECE = 1 << 28


class RecordsError(Exception):
    """The records cannot be read; the text says why."""


async def rows_between(config: CdrConfig, since: float, until: float) -> list[CdrRow]:
    """Return the records of calls that ended in a period, in a thread of their own."""
    try:
        async with asyncio.timeout(WITHIN):
            if config.kind == "command":
                said = await _printed(config, since, until)
            else:
                said = await asyncio.to_thread(_stored, config, since)
    except TimeoutError as error:
        raise RecordsError("reading took too long") from error
    except (OSError, UnicodeDecodeError, csv.Error, sqlite3.Error) as error:
        raise RecordsError(str(error)[:200]) from error
    if said and not said[0].get("uniqueid"):
        raise RecordsError("the records have no uniqueid: set loguniqueid = yes in cdr.conf")
    rows = (read_row(fields, config.zone) for fields in said)
    return [row for row in rows if row and since <= row.end <= until][:MOST]


def _stored(config: CdrConfig, since: float) -> list[Mapping[str, str | None]]:
    if config.kind == "sqlite":
        return _table(config, since)
    return _file(Path(config.path), config, since)


def local_time(at: float, zone: str) -> str:
    """Write a time as the records do.

    >>> local_time(1800000000.0, "Europe/Kyiv")
    '2027-01-15 10:00:00'
    """
    there = datetime.fromtimestamp(at, UTC if zone == "UTC" else ZoneInfo(zone))
    return there.strftime("%Y-%m-%d %H:%M:%S")


def _table(config: CdrConfig, since: float) -> list[Mapping[str, str | None]]:
    """Read the newest rows of a table that Asterisk only ever appends to."""
    path = Path(config.path).resolve()
    base = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5.0)
    try:
        base.row_factory = sqlite3.Row
        found: list[Mapping[str, str | None]] = []
        # The name of the table was checked when the configuration was read.
        order = f'SELECT * FROM "{config.table}" ORDER BY rowid DESC LIMIT {MOST}'  # noqa: S608
        for row in base.execute(order):
            said = {name: None if row[name] is None else str(row[name]) for name in row.keys()}  # noqa: SIM118
            if _is_old(said, config.zone, since):
                break
            found.append(said)
        return found
    finally:
        base.close()


def _file(path: Path, config: CdrConfig, since: float) -> list[Mapping[str, str | None]]:
    """Read the end of a file, as much of it as the period asks for."""
    columns = config.columns or MASTER_CSV
    piece = _FIRST_PIECE
    while True:
        text, whole = _tail(path, piece)
        found = [dict(zip(columns, row, strict=False)) for row in csv.reader(text.splitlines())]
        if whole or piece >= _LARGEST_PIECE or (found and _is_old(found[0], config.zone, since)):
            return [*found]
        piece *= 4


def _tail(path: Path, size: int) -> tuple[str, bool]:
    with path.open("rb") as file:
        length = file.seek(0, 2)
        file.seek(max(0, length - size))
        data = file.read(size)
    if length > size:
        data = data.partition(b"\n")[2]
    return data.decode("utf-8", "replace"), length <= size


def _is_old(said: Mapping[str, str | None], zone: str, since: float) -> bool:
    """Whether a record is of a time well before the period; records come in the order of ends."""
    row = read_row(said, zone)
    return row is not None and row.end < since - 600


async def _printed(config: CdrConfig, since: float, until: float) -> list[Mapping[str, str | None]]:
    """Run the command; it prints a heading and rows, with tabs or commas between."""
    words = {"{since}": local_time(since, config.zone), "{until}": local_time(until, config.zone)}
    command = [_filled(word, words) for word in config.command]
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        raise
    if process.returncode:
        raise RecordsError(err.decode(errors="replace").strip()[-200:] or "the command failed")
    return list(_parsed(out.decode("utf-8", "replace").splitlines()))


def _filled(word: str, words: Mapping[str, str]) -> str:
    for name, value in words.items():
        word = word.replace(name, value)
    return word


def _parsed(lines: Iterable[str]) -> Iterator[Mapping[str, str | None]]:
    lines = [line for line in lines if line.strip()]
    if lines:
        yield from csv.DictReader(lines, delimiter="\t" if "\t" in lines[0] else ",")
