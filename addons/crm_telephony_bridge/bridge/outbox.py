# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Odoo was not told yet: of each call the newest state only."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Protocol

from ..tools.wire import CallState


class Keeper(Protocol):
    """Whoever keeps what must survive."""

    def put(self, kind: str, key: str, value: object) -> None:
        """Keep a value, None to keep it no longer."""


def key_of(state: Mapping[str, Any]) -> str:
    """Return what is one call's own."""
    return f"{state['pbx']} {state['id']}"


class Outbox:
    """Call states on their way, those of calls that go on before those of ended ones.

    >>> class Nobody:
    ...     def put(self, kind, key, value): pass
    >>> box = Outbox(Nobody())
    >>> call = {"id": "1", "pbx": "", "version": 1, "state": "ended", "absorbed": []}
    >>> box.put(call); box.put({**call, "version": 2}); box.put({**call, "id": "2"})
    >>> [(state["id"], state["version"]) for state in box.batch(10)]
    [('1', 2), ('2', 1)]
    >>> sent = box.batch(1); box.put({**call, "version": 3}); box.delivered(sent); len(box)
    2
    """

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        # Somebody looks at a call that goes on, while a thousand ended ones wait after a fault.
        self._live: dict[str, CallState] = {}
        self._ended: dict[str, CallState] = {}

    def __len__(self) -> int:
        return len(self._live) + len(self._ended)

    def load(self, kept: Mapping[str, CallState]) -> None:
        """Take up what an earlier life did not deliver, oldest call first."""
        for key, state in sorted(kept.items(), key=lambda item: item[1]["started"]):
            self._box(state)[key] = state

    def _box(self, state: CallState) -> dict[str, CallState]:
        return self._ended if state["state"] == "ended" else self._live

    def put(self, state: CallState) -> None:
        """Keep the newest state of a call; what it has absorbed is not told any more."""
        key = key_of(state)
        box = self._box(state)
        (self._live if box is self._ended else self._ended).pop(key, None)
        box[key] = state
        self._keeper.put("out", key, state)
        for gone in state["absorbed"]:
            self._remove(f"{state['pbx']} {gone}")

    def _remove(self, key: str) -> None:
        live = self._live.pop(key, None)
        if self._ended.pop(key, None) or live:
            self._keeper.put("out", key, None)

    def batch(self, most: int) -> list[CallState]:
        """Return what is to be told next."""
        return [state for state, _number in zip(self._all(), range(most), strict=False)]

    def _all(self) -> Iterator[CallState]:
        return chain(self._live.values(), self._ended.values())

    def delivered(self, states: Iterable[CallState]) -> None:
        """Forget what Odoo has taken, unless something newer is known by now."""
        for state in states:
            key = key_of(state)
            now = self._live.get(key) or self._ended.get(key)
            if now is not None and now["version"] == state["version"]:
                self._remove(key)
