# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which phones can be rung: known from the PBX's states of devices, told when they change."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..tools.channels import Internal, extension, is_agent

# What says nothing of whether a phone is there.
_SILENT = frozenset({"", "UNKNOWN", "INVALID"})


class Phones:
    """The phones of all PBXs.

    >>> phones = Phones()
    >>> phones.take("north", "PJSIP/101", "UNAVAILABLE", None)
    >>> phones.take("north", "PJSIP/trunk", "NOT_INUSE", None)
    >>> phones.news(10)
    [{'pbx': 'north', 'number': '101', 'connected': False}]
    >>> phones.told(phones.news(10)); phones.news(10)
    []
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], bool] = {}
        self._news: dict[tuple[str, str], bool] = {}

    def take(self, pbx: str, device: str, state: str, internal: Internal | None) -> None:
        """Take the state of a device.

        :param internal: says which channels are agents'.
        """
        # A device is called as its channels are, without the number behind the dash.
        channel = f"{device}-00000000"
        number = extension(channel)
        if state in _SILENT or number is None or not (internal or is_agent)(channel):
            return
        connected = state != "UNAVAILABLE"
        if self._known.get((pbx, number)) is not connected:
            self._known[pbx, number] = self._news[pbx, number] = connected

    def again(self, pbx: str) -> None:
        """Tell everything of a PBX anew: Odoo may know phones now that it did not know."""
        self._news |= {key: value for key, value in self._known.items() if key[0] == pbx}

    def news(self, most: int) -> list[dict[str, Any]]:
        """Return what is to be told."""
        return [
            {"pbx": pbx, "number": number, "connected": connected}
            for (pbx, number), connected in [*self._news.items()][:most]
        ]

    def told(self, phones: Iterable[Mapping[str, Any]]) -> None:
        """Forget what Odoo knows, unless it changed meanwhile."""
        for phone in phones:
            key = phone["pbx"], phone["number"]
            if self._news.get(key) is phone["connected"]:
                del self._news[key]
