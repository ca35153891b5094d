# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Brings recordings to Odoo once their calls are told."""

import asyncio
import logging
import mimetypes
import time
from collections.abc import Iterable, Mapping, Sequence
from glob import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..tools.wire import CallState
from .config import PbxConfig
from .odoo import Answer, Odoo
from .outbox import Keeper, key_of

_log = logging.getLogger(__name__)

# A WAV file without a sound is its header only.
EMPTY = 44
LARGEST = 50_000_000
# The PBX may convert and move a file after the call.
FIRST_LOOK = 2.0
PAUSES = (3.0, 10.0, 30.0, 120.0, 600.0, 3600.0, 14_400.0)
SETTLED = 1.0


class NoRecordingError(Exception):
    """There is nothing to bring; the text says why."""


def path_of(name: str, pbx: PbxConfig) -> Path:
    """Return where a recording is, as we see it; never a file outside the folder.

    :param name: as the PBX names it, absolute or within its folder.
    """
    folder = Path(pbx.recordings).resolve()
    there = pbx.recordings_there or pbx.recordings
    inner = name.removeprefix(there.rstrip("/")).lstrip("/") if name.startswith("/") else name
    path = (folder / inner).resolve()
    if inner and not path.suffix:
        # MixMonitor was told no format: there is one file, whatever it ends with.
        path = next(path.parent.glob(f"{escape(path.name)}.*"), path).resolve()
    if not inner or not path.is_relative_to(folder):
        raise NoRecordingError("outside the folder of recordings")
    return path


def read_settled(path: Path) -> bytes:
    """Read a file that nobody writes any more."""
    try:
        stat = path.stat()
        if time.time() - stat.st_mtime < SETTLED:
            raise BlockingIOError
        if stat.st_size > LARGEST:
            raise NoRecordingError("too large")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NoRecordingError("there is no such file") from error
    if len(data) <= EMPTY:
        raise NoRecordingError("the file is empty")
    return data


class Recordings:
    """Recordings on their way."""

    def __init__(self, odoo: Odoo, keeper: Keeper, pbxs: Iterable[PbxConfig]) -> None:
        self._odoo = odoo
        self._keeper = keeper
        self._pbxs = {pbx.name: pbx for pbx in pbxs if pbx.recordings}
        self._waiting: dict[str, dict[str, Any]] = {}
        self.brought = 0
        self.given_up = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def load(self, kept: Mapping[str, dict[str, Any]]) -> None:
        """Take up what an earlier life did not bring."""
        self._waiting.update(kept)

    def delivered(self, states: Sequence[CallState]) -> None:
        """Remember the recordings of calls that Odoo knows by now."""
        for state in states:
            if state["state"] == "ended" and state["recording"] and state["pbx"] in self._pbxs:
                key = key_of(state)
                self._waiting[key] = {
                    "pbx": state["pbx"],
                    "id": state["id"],
                    "name": state["recording"],
                    "tries": 0,
                    "at": time.time() + FIRST_LOOK,
                }
                self._keeper.put("recording", key, self._waiting[key])

    async def run(self) -> None:
        """Bring one after the other, for ever."""
        while True:
            now = time.time()
            due = next((key for key, one in self._waiting.items() if one["at"] <= now), None)
            if due is None:
                await asyncio.sleep(1.0)
            else:
                await self.bring(due)

    async def bring(self, key: str) -> None:
        """Try to bring one recording."""
        one = self._waiting[key]
        try:
            path = path_of(one["name"], self._pbxs[one["pbx"]])
            data = await asyncio.to_thread(read_settled, path)
        except NoRecordingError as error:
            self._later(key, str(error))
        except OSError as error:
            self._later(key, error.strerror or "still being written")
        except KeyError:
            self._forget(key, "its PBX is no longer in the configuration")
        else:
            await self._send(key, one, path, data)

    async def _send(self, key: str, one: Mapping[str, Any], path: Path, data: bytes) -> None:
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        door = f"recording?call={quote(one['id'], safe='')}&pbx={quote(one['pbx'], safe='')}"
        door += f"&name={quote(path.name, safe='')}"
        answer: Answer = await self._odoo.upload(door, data, {"Content-Type": kind})
        if answer.taken:
            self.brought += 1
            self._forget(key, "")
        elif answer.status in {400, 403, 413, 415, 422}:
            self._forget(key, answer.reason)
        else:
            self._later(key, answer.reason)

    def _later(self, key: str, reason: str) -> None:
        one = self._waiting[key]
        if one["tries"] >= len(PAUSES):
            self._forget(key, reason)
            return
        one["at"] = time.time() + PAUSES[one["tries"]]
        one["tries"] += 1
        self._keeper.put("recording", key, dict(one))

    def _forget(self, key: str, reason: str) -> None:
        if reason:
            self.given_up += 1
            _log.warning("recording of call %s: %s", key, reason)
        self._waiting.pop(key, None)
        self._keeper.put("recording", key, None)
