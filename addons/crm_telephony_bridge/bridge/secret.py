# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Secrets: the configuration only names where they are kept."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .table import ConfigError, Table

Source = Literal["env", "file", "credential"]
_SOURCES: tuple[Source, ...] = ("env", "file", "credential")
# Longer than any secret, shorter than a file named by mistake.
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret is; what it is stands in no attribute, so that no log can show it.

    :param source: an environment variable, a file, or a credential that systemd hands over.
    """

    source: Source
    name: str

    def reveal(self) -> str:
        """Return the secret, read anew: a rotated one needs no restart."""
        value = os.environ.get(self.name, "") if self.source == "env" else self._text()
        value = value.strip("\r\n")
        if not value or not value.isprintable():
            raise ConfigError(f"no secret in {self.source} {self.name}")
        return value

    def _text(self) -> str:
        path = Path(self.name)
        if self.source == "credential":
            path = Path(os.environ.get("CREDENTIALS_DIRECTORY", "/run/credentials")) / self.name
        try:
            with path.open(encoding="utf-8") as file:
                return file.read(_LONGEST)
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "not a text"
            raise ConfigError(f"secret in {self.source} {self.name}: {why}") from error


def secret_of(table: Table) -> Secret:
    """Read where a secret is.

    >>> secret_of(Table({"secret": {"env": "ODOO_SECRET"}}, "odoo"))
    Secret(source='env', name='ODOO_SECRET')
    >>> secret_of(Table({"secret": "hush"}, "odoo"))
    Traceback (most recent call last):
    ...
    crm_telephony_bridge.bridge.table.ConfigError: odoo.secret: name a place, ...
    """
    if isinstance(table.value("secret", (str, dict)), str):
        raise ConfigError(
            f"{table.at('secret')}: name a place, for example"
            ' {credential = "..."}, {file = "..."} or {env = "..."}: no secret stands here'
        )
    inner = table.table("secret")
    for source in _SOURCES:
        if inner.has(source):
            secret = Secret(source, inner.text(source))
            inner.nothing_else()
            if source == "credential" and Path(secret.name).name != secret.name:
                raise ConfigError(f"{inner.at(source)}: the name of a credential, not a path")
            return secret
    raise ConfigError(f"{table.at('secret')}: needs credential, file or env")
