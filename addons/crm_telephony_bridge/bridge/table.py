# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One table of the configuration, read strictly: a word nobody reads is a mistake worth telling."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo


class ConfigError(Exception):
    """The configuration cannot be used; the text says why and never quotes a secret."""


class Table:
    """The values of one table.

    >>> table = Table({"port": 5038, "prot": 1}, "pbx")
    >>> table.number("port", 0, 1, 65535)
    5038
    >>> table.nothing_else()
    Traceback (most recent call last):
    ...
    crm_telephony_bridge.bridge.table.ConfigError: pbx.prot is not known
    """

    def __init__(self, raw: object, name: str) -> None:
        if not isinstance(raw, Mapping):
            raise ConfigError(f"{name} must be a table")
        self._raw: Mapping[str, Any] = raw
        self._name = name
        self._read: set[str] = set()

    def at(self, name: str) -> str:
        """Return where a value stands."""
        return f"{self._name}.{name}" if self._name else name

    def has(self, name: str) -> bool:
        """Whether something is said."""
        return name in self._raw

    def nothing_else(self) -> None:
        """Refuse what nobody read."""
        for name in self._raw:
            if name not in self._read:
                raise ConfigError(f"{self.at(name)} is not known")

    def value(self, name: str, kind: type | tuple[type, ...], default: Any = None) -> Any:
        """Return a value of a kind; without a default it must be there."""
        self._read.add(name)
        value = self._raw.get(name, default)
        if value is None:
            raise ConfigError(f"{self.at(name)} is missing")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise ConfigError(f"{self.at(name)} is of the wrong kind")
        return value

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; one that must be there must say something."""
        value: str = self.value(name, str, default)
        if not value and default is None:
            raise ConfigError(f"{self.at(name)} is empty")
        return value

    def line(self, name: str, default: str | None = None) -> str:
        """Return a text that may become a line of the manager interface."""
        value = self.text(name, default)
        if not value.isprintable():
            raise ConfigError(f"{self.at(name)} must be one line")
        return value

    def texts(self, name: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self.value(name, (list, tuple), default)
        if not all(isinstance(value, str) for value in values):
            raise ConfigError(f"{self.at(name)} must be a list of texts")
        return tuple(values)

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """Return a whole number within bounds."""
        value: int = self.value(name, int, default)
        if not low <= value <= high:
            raise ConfigError(f"{self.at(name)} must be between {low} and {high}")
        return value

    def flag(self, name: str) -> bool:
        """Return yes or no, no when nothing is said."""
        return bool(self.value(name, bool, default=False))

    def word(self, name: str, default: str, allowed: Sequence[str]) -> str:
        """Return one of the words allowed."""
        value = self.text(name, default or None)
        if value not in allowed:
            raise ConfigError(f"{self.at(name)} must be one of {', '.join(allowed)}")
        return value

    def pattern(self, name: str) -> re.Pattern[str] | None:
        """Return a regular expression."""
        said = self.text(name, "")
        try:
            return re.compile(said) if said else None
        except re.error as error:
            raise ConfigError(f"{self.at(name)}: {error}") from error

    def zone(self, name: str) -> str:
        """Return the name of a time zone."""
        said = self.text(name, "UTC")
        try:
            ZoneInfo(said)
        except (KeyError, ValueError, OSError) as error:
            raise ConfigError(f"{self.at(name)}: there is no time zone of that name") from error
        return said

    def table(self, name: str) -> "Table":
        """Return a table inside this one."""
        return Table(self.value(name, Mapping), self.at(name))

    def tables(self, name: str) -> list["Table"]:
        """Return the tables of a list."""
        found = self.value(name, list, [])
        return [Table(one, f"{self.at(name)}[{number}]") for number, one in enumerate(found, 1)]
