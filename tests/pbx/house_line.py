# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A house with telephony: provider and extensions in Odoo, calls read back from there."""

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from scene import Expected

FIELDS = [
    "external_id", "pbx", "state", "direction", "disposition", "customer_number", "caller_number",
    "called_number", "answered_by", "wait_seconds", "talk_seconds", "user_id", "is_recovered",
    "started_at", "ended_at",
]  # fmt: skip
Row = dict[str, Any]


class Caller(Protocol):
    """Whoever calls models as the web client does."""

    def call(self, model: str, method: str, *args: object, **kwargs: object) -> Any:
        """Call a public method."""


@dataclass(frozen=True)
class Line:
    """A provider of type Asterisk."""

    rpc: Caller
    id: int
    key: str
    secret: str

    @classmethod
    def make(cls, rpc: Caller, extensions: dict[str, int], name: str = "Line") -> "Line":
        """Make the provider and its extensions.

        :param extensions: the person of each number, 0 for nobody
        """
        secret = secrets.token_urlsafe(32)
        [country] = rpc.call("res.country", "search", [["code", "=", "UA"]])
        values = {"name": name, "type": "asterisk", "country_id": country, "tz": "UTC"}
        dialled = {"number_format": "digits", "new_secret": secret}
        [number] = rpc.call("telephony.provider", "create", [values | dialled])
        # Their phones of the demo are nowhere.
        users = [user for user in extensions.values() if user]
        phones = rpc.call("telephony.extension", "search", [["user_id", "in", users]])
        rpc.call("telephony.extension", "write", phones, {"user_id": False})
        rows = [
            {"provider_id": number, "number": extension, "user_id": user or False}
            for extension, user in extensions.items()
        ]
        rpc.call("telephony.extension", "create", rows)
        [row] = rpc.call("telephony.provider", "read", [number], ["key"])
        return cls(rpc, number, row["key"], secret)

    def calls(self, *domain: list[object]) -> list[Row]:
        """Return the calls that Odoo knows."""
        whole = [["provider_id", "=", self.id], *domain]
        return self.rpc.call("telephony.call", "search_read", whole, FIELDS, order="id")

    def settled(self, patience: float = 120) -> None:
        """Wait until the job behind the calls, which they start themselves, has done its work."""
        deadline = time.monotonic() + patience
        while self.calls(["call_back_pending", "=", True]):
            assert time.monotonic() < deadline, "missed calls wait for their activities"
            time.sleep(0.3)

    def ended(self, count: int, patience: float = 60) -> list[Row]:
        """Wait until so many calls are there and none goes on."""
        deadline = time.monotonic() + patience
        while True:
            rows = self.calls()
            if len(rows) >= count and all(row["state"] == "ended" for row in rows):
                return rows
            if time.monotonic() > deadline:
                states = [(row["external_id"], row["state"]) for row in rows]
                raise TimeoutError(f"{len(rows)} of {count} calls: {states[-5:]}")
            time.sleep(0.2)


def differences(row: Row, expected: Expected) -> list[str]:
    """Return in what a call in Odoo is not as it was played."""
    pairs = {
        "direction": (row["direction"], expected.direction),
        "disposition": (row["disposition"], expected.disposition),
        "caller": (digits(row["caller_number"]), digits(expected.caller)),
        "called": (digits(row["called_number"]), digits(expected.called)),
        "answered by": (row["answered_by"] or None, expected.answered_by),
    }
    wrong = [f"{name}: {got}, not {want}" for name, (got, want) in pairs.items() if got != want]
    for name, got, want in (
        ("wait", row["wait_seconds"], expected.wait),
        ("talk", row["talk_seconds"], expected.talk),
    ):
        if abs(got - want) > 1:
            wrong.append(f"{name}: {got:.2f} s, not {want}")
    return wrong


def digits(number: str | bool | None) -> str:
    """Return a number without its plus; a hidden one has no digits."""
    return "".join(sign for sign in str(number or "") if sign.isdigit())


def people(rpc: Caller, logins: Iterable[str]) -> list[int]:
    """Return who may log in by these names."""
    users = rpc.call("res.users", "search_read", [["login", "in", list(logins)]], ["id"])
    return [user["id"] for user in users]
