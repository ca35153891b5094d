# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The configuration: one TOML file without a secret in it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .secret import Secret, secret_of
from .table import ConfigError, Table

__all__ = ["CdrConfig", "Config", "ConfigError", "OdooConfig", "PbxConfig", "load", "read"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}\Z")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class OdooConfig:
    """Where calls are told.

    :param key: the provider's public key, part of the addresses.
    """

    url: str
    key: str
    secret: Secret
    ca_file: str = ""
    timeout: float = 20.0

    def path(self, door: str) -> str:
        """Return the path of one of the bridge's addresses."""
        return f"{urlsplit(self.url).path.rstrip('/')}/telephony/bridge/{self.key}/{door}"


@dataclass(frozen=True, slots=True)
class CdrConfig:
    """Where the PBX writes its call records: a CSV file, an SQLite file, or what a command prints.

    :param zone: time zone in which the records' times are written.
    :param columns: names of a file's columns, for one that has no heading.
    """

    kind: str
    path: str = ""
    table: str = "cdr"
    command: tuple[str, ...] = ()
    zone: str = "UTC"
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PbxConfig:
    """One PBX.

    :param agents: pattern of agents' channel names; without one, short numeric extensions.
    :param phones: pattern of the extensions to be called through this PBX, where there are several.
    :param channel: how an agent's phone is reached.
    :param context: where numbers are dialled for an agent.
    :param recordings: folder with recordings, as the bridge sees it.
    :param recordings_there: the same folder as the PBX names it, where that differs.
    """

    name: str
    host: str
    user: str
    secret: Secret
    port: int = 5038
    tls: bool = False
    ca_file: str = ""
    agents: re.Pattern[str] | None = None
    phones: re.Pattern[str] | None = None
    channel: str = "PJSIP/{extension}"
    context: str = "from-internal"
    ring_seconds: int = 30
    events: str = "system,call,user"
    recordings: str = ""
    recordings_there: str = ""
    cdr: CdrConfig | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the bridge is told before it starts.

    :param listen: host and port of ``/healthz`` and ``/metrics``, loopback only.
    :param spool_megabytes: the most that the spool may take on disk.
    """

    name: str
    spool: Path
    odoo: OdooConfig
    pbxs: tuple[PbxConfig, ...]
    listen: tuple[str, int] = ("127.0.0.1", 9180)
    spool_megabytes: int = 1024
    log: str = "info"
    warnings: tuple[str, ...] = field(default=())


def load(path: Path) -> Config:
    """Read the file; a mistake is told by a sentence."""
    try:
        return read(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error


def read(raw: Mapping[str, Any]) -> Config:
    """Read what the file says.

    >>> read({"bridge": {"name": "office"}, "odoo": {}, "pbx": []})
    Traceback (most recent call last):
    ...
    crm_telephony_bridge.bridge.table.ConfigError: pbx: at least one is needed, ...
    """
    whole = Table(raw, "")
    bridge = whole.table("bridge")
    pbxs = tuple(_pbx(table) for table in whole.tables("pbx"))
    names = [pbx.name for pbx in pbxs]
    if not pbxs or len(set(names)) != len(names):
        raise ConfigError("pbx: at least one is needed, each with a name of its own")
    config = Config(
        name=_name(bridge),
        spool=Path(bridge.text("spool")),
        listen=_listen(bridge),
        spool_megabytes=bridge.number("spool_megabytes", 1024, 1, 1_000_000),
        log=bridge.word("log", "info", ("debug", "info", "warning", "error")),
        odoo=_odoo(whole.table("odoo")),
        pbxs=pbxs,
        warnings=tuple(_plain(pbx) for pbx in pbxs if not pbx.tls and pbx.host not in _LOOPBACK),
    )
    bridge.nothing_else()
    whole.nothing_else()
    return config


def _name(table: Table) -> str:
    name = table.text("name")
    if not _NAME.match(name):
        raise ConfigError(f"{table.at('name')}: letters, digits, dots and dashes, at most 40")
    return name


def _listen(table: Table) -> tuple[str, int]:
    said = table.text("listen", "127.0.0.1:9180")
    host, _colon, port = said.rpartition(":")
    host = host.strip("[]")
    if host not in _LOOPBACK or not port.isdecimal() or int(port) > 65535:
        raise ConfigError(f"{table.at('listen')}: an address and port of loopback")
    return host, int(port)


def _plain(pbx: PbxConfig) -> str:
    return f"pbx {pbx.name}: the connection to {pbx.host} is not encrypted, set tls = true"


def _odoo(table: Table) -> OdooConfig:
    url = table.text("url").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigError(f"{table.at('url')}: an address that begins with https://")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ConfigError(f"{table.at('url')}: only an Odoo on this machine may go without https")
    key = table.text("key")
    if not re.fullmatch(r"[\w-]{8,80}", key):
        raise ConfigError(f"{table.at('key')}: the public key on the provider's form")
    odoo = OdooConfig(
        url=url,
        key=key,
        secret=secret_of(table),
        ca_file=table.text("ca_file", ""),
        timeout=float(table.number("timeout", 20, 1, 300)),
    )
    table.nothing_else()
    return odoo


def _pbx(table: Table) -> PbxConfig:
    pbx = PbxConfig(
        name=_name(table),
        host=table.text("host", "127.0.0.1"),
        port=table.number("port", 5039 if table.flag("tls") else 5038, 1, 65535),
        tls=table.flag("tls"),
        ca_file=table.text("ca_file", ""),
        user=table.line("user"),
        secret=secret_of(table),
        agents=table.pattern("agents"),
        phones=table.pattern("phones"),
        channel=table.line("channel", "PJSIP/{extension}"),
        context=table.line("context", "from-internal"),
        ring_seconds=table.number("ring_seconds", 30, 5, 120),
        events=table.line("events", "system,call,user"),
        recordings=table.text("recordings", ""),
        recordings_there=table.text("recordings_there", ""),
        cdr=_cdr(table.table("cdr")) if table.has("cdr") else None,
    )
    if "{extension}" not in pbx.channel:
        raise ConfigError(f"{table.at('channel')}: has no {{extension}} in it")
    table.nothing_else()
    return pbx


def _cdr(table: Table) -> CdrConfig:
    kind = table.word("kind", "", ("file", "sqlite", "command"))
    cdr = CdrConfig(
        kind=kind,
        path="" if kind == "command" else table.text("path"),
        table=table.text("table", "cdr"),
        command=table.texts("command") if kind == "command" else (),
        zone=table.zone("time_zone"),
        columns=table.texts("columns", ()),
    )
    if not re.fullmatch(r"[A-Za-z_]\w*", cdr.table):
        raise ConfigError(f"{table.at('table')}: the name of a table")
    if kind == "command" and not cdr.command:
        raise ConfigError(f"{table.at('command')}: the program and its arguments, as a list")
    table.nothing_else()
    return cdr
