# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Forms with nested names, as PHP writes them: ``call[data][0][id]=7``."""

import re
from collections.abc import Iterable

Tree = dict[str, "Tree | str"]

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)\Z")
_PART = re.compile(r"\[([^\[\]]*)\]")
MAX_DEPTH = 6


def tree_of(pairs: Iterable[tuple[str, str]]) -> Tree:
    """Return the values by their nested names; what does not fit is left out.

    >>> tree_of([("type", "end"), ("call[id]", "7"), ("call[data][0][who]", "21"), ("x[", "1")])
    {'type': 'end', 'call': {'id': '7', 'data': {'0': {'who': '21'}}}}
    >>> tree_of([("call", ""), ("call[id]", "7")])
    {'call': {'id': '7'}}
    """
    tree: Tree = {}
    for name, value in pairs:
        found = _NAME.match(name)
        if not found:
            continue
        path = [found.group(1), *_PART.findall(found.group(2))]
        if len(path) <= MAX_DEPTH:
            _put(tree, path, value)
    return tree


def _put(tree: Tree, path: list[str], value: str) -> None:
    for part in path[:-1]:
        below = tree.get(part)
        if not isinstance(below, dict):
            # PHP's empty object arrives as an empty text.
            below = {}
            tree[part] = below
        tree = below
    if not isinstance(tree.get(path[-1]), dict):
        tree[path[-1]] = value


def texts(tree: object) -> dict[str, str]:
    """Return the plain values of one level, numbers from JSON as text.

    >>> texts({"id": 7, "who": "21", "more": {"a": "b"}, "gone": None}), texts("")
    ({'id': '7', 'who': '21'}, {})
    """
    if not isinstance(tree, dict):
        return {}
    return {
        str(name): str(value)
        for name, value in tree.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    }
