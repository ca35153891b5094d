# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Puts pairs together to the records of one person or company."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

Ref = TypeVar("Ref", bound=Hashable)
# A larger group is cut at its weakest links: it is a chain of errors more likely than one person.
LARGEST = 20


def clusters(
    pairs: Iterable[tuple[Ref, Ref, float]], largest: int = LARGEST
) -> list[frozenset[Ref]]:
    """Return the groups that the pairs (left, right, weight) make, of two and more records.

    Strong pairs are joined first; a pair that would make a group too large is left out.

    >>> sorted(map(sorted, clusters([("a", "b", 9.0), ("b", "c", 2.0), ("x", "y", 1.0)])))
    [['a', 'b', 'c'], ['x', 'y']]
    >>> sorted(map(sorted, clusters([("a", "b", 9.0), ("b", "c", 2.0)], largest=2)))
    [['a', 'b']]
    """
    parent: dict[Ref, Ref] = {}
    size: dict[Ref, int] = defaultdict(lambda: 1)
    for left, right, _weight in sorted(pairs, key=lambda p: (-p[2], str(p[0]), str(p[1]))):
        one, other = _root(parent, left), _root(parent, right)
        if one != other and size[one] + size[other] <= largest:
            parent[other] = one
            size[one] += size[other]
    groups: dict[Ref, set[Ref]] = defaultdict(set)
    for ref in list(parent):
        groups[_root(parent, ref)].add(ref)
    return [frozenset(group) for group in groups.values() if len(group) > 1]


def _root(parent: dict[Ref, Ref], ref: Ref) -> Ref:
    parent.setdefault(ref, ref)
    while parent[ref] != ref:
        parent[ref] = parent[parent[ref]]
        ref = parent[ref]
    return ref
