# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``--check``: looks at every part once and says in a sentence what is wrong and what to do."""

import os
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from .ami import Ami, AmiError, connect
from .config import Config, ConfigError, OdooConfig, PbxConfig
from .odoo import Odoo
from .records import RecordsError, rows_between

CLOCKS = 2.0
_ADVICE = {
    401: "the secret is not the one on the provider's form, or the clocks differ by minutes",
    403: "this address may not call: see the provider's allowed addresses",
    404: "no provider has this key, or it is switched off",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    well: bool
    what: str
    text: str


async def check(config: Config, write: Callable[[str], object]) -> int:
    """Look at everything; 0 when all is well."""
    bad = 0
    for warning in config.warnings:
        write(f"note  {warning}\n")
    async for finding in _findings(config):
        bad += not finding.well
        write(f"{'ok   ' if finding.well else 'WRONG'} {finding.what}: {finding.text}\n")
    write("everything works\n" if not bad else f"{bad} to be mended\n")
    return int(bool(bad))


async def _findings(config: Config) -> AsyncIterator[Finding]:
    yield _spool(config.spool)
    yield await _odoo(config.odoo)
    for pbx in config.pbxs:
        async for finding in _pbx(pbx):
            yield finding


def _spool(path: Path) -> Finding:
    folder = path.parent
    if not folder.is_dir():
        return Finding(False, "spool", f"there is no folder {folder}")
    if not os.access(folder, os.W_OK):
        return Finding(False, "spool", f"{folder} cannot be written by this user")
    free = os.statvfs(folder)
    return Finding(True, "spool", f"{path}, {free.f_bavail * free.f_frsize >> 20} MB free")


async def _odoo(config: OdooConfig) -> Finding:
    """Tell of no call: signed as always, and without an effect."""
    link = Odoo(config, "check")
    try:
        config.secret.reveal()
        answer = await link.tell("calls", {"states": []})
    except ConfigError as error:
        return Finding(False, "odoo", str(error))
    finally:
        link.close()
    if not answer.taken:
        advice = _ADVICE.get(answer.status, "")
        return Finding(False, "odoo", f"{answer.reason}{advice and ': '}{advice}")
    clock = answer.data.get("clock")
    if isinstance(clock, int | float) and abs(clock - time.time()) > CLOCKS:
        ahead = time.time() - clock
        return Finding(False, "odoo", f"our clock is {ahead:+.0f} s off: set both by NTP")
    return Finding(True, "odoo", f"takes calls, {answer.seconds * 1000:.0f} ms")


async def _pbx(config: PbxConfig) -> AsyncIterator[Finding]:
    name = f"pbx {config.name}"
    try:
        ami = await connect(config, lambda _event: None)
    except (AmiError, ConfigError, OSError) as error:
        yield Finding(False, name, f"{config.host}:{config.port}: {error}")
    else:
        try:
            for finding in [await _answers(ami, name), await _channels(ami, name)]:
                yield finding
        except AmiError as error:
            yield Finding(False, name, str(error))
        finally:
            ami.close()
    if config.cdr:
        yield await _records(config, name)
    if config.recordings:
        yield _recordings(config, name)


def _recordings(config: PbxConfig, name: str) -> Finding:
    there = Path(config.recordings)
    well = there.is_dir() and os.access(there, os.R_OK | os.X_OK)
    return Finding(well, f"{name}, recordings", f"{there} can{'' if well else 'not'} be read")


async def _answers(ami: Ami, name: str) -> Finding:
    clock = await ami.clock()
    if clock is None:
        return Finding(False, name, "says no time: is this Asterisk 13 or later?")
    ahead = clock - time.time()
    if abs(ahead) > CLOCKS:
        return Finding(False, name, f"its clock is {ahead:+.0f} s off: set both by NTP")
    return Finding(True, name, "logged in, the clocks agree")


async def _channels(ami: Ami, name: str) -> Finding:
    what = f"{name}, rights"
    try:
        channels = await ami.list("CoreShowChannels")
    except AmiError as error:
        return Finding(False, what, f"{error}: grant system, call and reporting in manager.conf")
    return Finding(True, what, f"{len(channels)} channels live now")


async def _records(config: PbxConfig, name: str) -> Finding:
    what = f"{name}, call records"
    if config.cdr is None:
        return Finding(False, what, "none are configured")
    now = time.time()
    try:
        rows = await rows_between(config.cdr, now - 86_400, now + 86_400)
    except RecordsError as error:
        return Finding(False, what, str(error))
    if rows and max(row.end for row in rows) > now + 60:
        return Finding(False, what, "they are of the future: set time_zone")
    return Finding(True, what, f"{len(rows)} of the last day")
