# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""In which order the steps of a rule are read, and what a move makes of an order."""

from collections import defaultdict
from collections.abc import Collection, Sequence

# Triggers that name stages.
STAGED = ("entered", "left", "moved")
# Asked for anew, what was moved in the same transaction is in its new place, too.
SORTED = "sequence, id"


def reading_order(steps: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return (step, depth): what follows a step stands right below it, one deeper.

    :param steps: (step, the one it follows or 0), in the order of those that follow the same one.

    A step that follows one that is not there stands with those that follow none.

    >>> reading_order([(1, 0), (2, 0), (3, 1), (4, 3), (5, 1), (6, 99)])
    [(1, 0), (3, 1), (4, 2), (5, 1), (2, 0), (6, 0)]
    """
    known = {step for step, _after in steps}
    followers: defaultdict[int, list[int]] = defaultdict(list)
    for step, after in steps:
        followers[after if after in known else 0].append(step)
    order = []
    waiting = [(step, 0) for step in reversed(followers[0])]
    while waiting:
        step, depth = waiting.pop()
        order.append((step, depth))
        waiting += [(one, depth + 1) for one in reversed(followers[step])]
    return order


def branch(steps: Sequence[tuple[int, int]], first: int) -> list[int]:
    """Return a step and all that follows it, in reading order.

    >>> branch([(1, 0), (2, 0), (3, 1), (4, 3), (5, 1)], 1), branch([(1, 0), (2, 1)], 2)
    ([1, 3, 4, 5], [2])
    """
    order = reading_order(steps)
    begin = next(place for place, (step, _depth) in enumerate(order) if step == first)
    depth = order[begin][1]
    end = begin + 1
    while end < len(order) and order[end][1] > depth:
        end += 1
    return [step for step, _depth in order[begin:end]]


def placed(order: Sequence[int], moved: Collection[int], before: int = 0) -> list[int]:
    """Return an order in which some stand before another one, or last.

    :param before: none of those that are moved.

    >>> placed([1, 2, 3, 4], [3, 4], 1), placed([1, 2, 3], [1]), placed([1, 2], [7], 2)
    ([3, 4, 1, 2], [2, 3, 1], [1, 7, 2])
    """
    rest = [one for one in order if one not in moved]
    place = rest.index(before) if before in rest else len(rest)
    return [*rest[:place], *moved, *rest[place:]]
