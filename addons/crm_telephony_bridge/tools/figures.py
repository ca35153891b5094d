# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Figures of calls: each is one condition, from which its count and its list of calls both come.

So a figure can never say another number than the list it opens.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Condition = Mapping[str, tuple[str, ...]]

# What the calls are grouped by so that every figure can be told from the groups.
WORDS = ("direction", "disposition", "missed_state")
# What is counted: calls with the outside world that are over.
BASE: Condition = {"direction": ("incoming", "outgoing"), "state": ("ended",)}
FIGURES: Mapping[str, Condition] = {
    "total": {},
    "incoming": {"direction": ("incoming",)},
    "answered": {"direction": ("incoming",), "disposition": ("answered",)},
    "missed": {"direction": ("incoming",), "disposition": ("missed",)},
    "not_called_back": {"direction": ("incoming",), "missed_state": ("open",)},
    "outgoing": {"direction": ("outgoing",)},
    "reached": {"direction": ("outgoing",), "disposition": ("answered",)},
    "talked": {"disposition": ("answered",)},
}


@dataclass(frozen=True, slots=True)
class Group:
    """Calls that share the words.

    :param words: by the names in ``WORDS``, None for a word that is not said.
    :param talk: seconds of all of them; ``wait`` likewise.
    """

    words: Mapping[str, str | None]
    count: int
    talk: float = 0.0
    wait: float = 0.0


def domain_of(condition: Condition) -> list[tuple[str, str, list[str]]]:
    """Return the condition as a search domain.

    >>> domain_of(FIGURES["missed"])
    [('direction', 'in', ['incoming']), ('disposition', 'in', ['missed'])]
    """
    return [(name, "in", list(values)) for name, values in condition.items()]


def summed(groups: Iterable[Group]) -> dict[str, float]:
    """Return all figures, the talk time and the mean wait of those who were answered.

    >>> said = summed([
    ...     Group({"direction": "incoming", "disposition": "answered"}, 2, 60.0, 8.0),
    ...     Group({"direction": "incoming", "disposition": "missed", "missed_state": "open"}, 1),
    ...     Group({"direction": "outgoing", "disposition": "answered"}, 1, 30.0, 20.0)])
    >>> [said[name] for name in ("total", "answered", "missed", "not_called_back", "reached")]
    [4, 2, 1, 1, 1]
    >>> said["talk"], said["wait"], summed([])["wait"]
    (90.0, 4.0, 0.0)
    """
    known = list(groups)
    said: dict[str, float] = {
        name: sum(group.count for group in known if _fits(condition, group))
        for name, condition in FIGURES.items()
    }
    waited = sum(group.wait for group in known if _fits(FIGURES["answered"], group))
    said["talk"] = sum(group.talk for group in known)
    said["wait"] = waited / said["answered"] if said["answered"] else 0.0
    return said


def per_deal(calls: float, won: int) -> float | None:
    """Return the calls that a won deal took, None without a won deal.

    >>> per_deal(5, 1), per_deal(6, 3), per_deal(4, 0)
    (5.0, 2.0, None)
    """
    return calls / won if won else None


def _fits(condition: Condition, group: Group) -> bool:
    return all(group.words.get(name) in values for name, values in condition.items())
