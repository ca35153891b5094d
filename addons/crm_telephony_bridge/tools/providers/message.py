# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What arrived over HTTP, read once and within bounds, whatever sent it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qsl

from .php_form import Tree, tree_of

MAX_FIELDS = 300
MAX_TEXT = 500


@dataclass(frozen=True)
class Message:
    """One request of a provider.

    :param urls: what the provider may have called it, before any proxy and as it arrived.
    :param headers: names in lower case.
    :param secret: the secret in the address, "" without.
    :param address: who sent it, as far as the network tells.
    """

    urls: Sequence[str] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    secret: str = ""
    address: str = ""

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The form's fields in their order; of too long a form, none.

        >>> Message(body=b"event=NOTIFY_START&caller_id=%2B38067").pairs
        [('event', 'NOTIFY_START'), ('caller_id', '+38067')]
        >>> Message(body=b"&".join([b"a=1"] * 1000)).pairs
        []
        """
        text = self.body.decode("utf-8", "replace")
        try:
            return parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS)
        except ValueError:
            return []

    @cached_property
    def multi(self) -> dict[str, list[str]]:
        """The form's fields with all their values."""
        found: dict[str, list[str]] = {}
        for name, value in self.pairs:
            found.setdefault(name, []).append(value)
        return found

    @cached_property
    def fields(self) -> dict[str, str]:
        """The form's or JSON object's plain fields, as a database can keep them.

        >>> Message(body=b"a=1&a=2&b=x%00y").fields
        {'a': '1', 'b': 'xy'}
        """
        return {name: value for name, value in self.tree.items() if isinstance(value, str)}

    @cached_property
    def tree(self) -> Tree:
        """The fields, nested ones too, of a form or of JSON.

        >>> Message(headers={"content-type": "application/json"}, body=b'{"a": {"b": 7}}').tree
        {'a': {'b': '7'}}
        >>> Message(body=b"a[b]=7&c=1").tree, Message(body=b'{"a": ').tree
        ({'a': {'b': '7'}, 'c': '1'}, {'{"a": ': ''})
        """
        if self.headers.get("content-type", "").partition(";")[0].strip() == "application/json":
            try:
                told = json.loads(self.body)
            except (ValueError, RecursionError):
                return {}
            return _branch(told, 0)
        first: dict[str, str] = {}
        for name, value in self.pairs:
            first.setdefault(name, safe(value))
        return tree_of(first.items())


def _branch(told: object, depth: int) -> Tree:
    """Return an object of JSON as a form would tell it."""
    tree: Tree = {}
    if not isinstance(told, dict) or depth > 5:
        return tree
    for name, value in list(told.items())[:MAX_FIELDS]:
        if isinstance(value, dict):
            tree[safe(name)] = _branch(value, depth + 1)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            tree[safe(name)] = safe(_text(value))
    return tree


def _text(value: str | float) -> str:
    try:
        return str(value)
    except ValueError:
        # A number of more digits than Python likes to write.
        return ""


def safe(text: str) -> str:
    r"""Return a text that a database keeps: no zero bytes, no half characters, not too long.

    >>> safe("a\0b\ud800c"), len(safe("x" * 10_000))
    ('abc', 500)
    """
    kept = text[: MAX_TEXT * 2].replace("\0", "").encode("utf-8", "ignore").decode()
    return kept[:MAX_TEXT]
