# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Facts sorted into groups that can be computed apart: what belongs to one call, or may."""

from collections import OrderedDict
from collections.abc import Iterator

from ..tools.calls import Fact, Kind

# Every event repeats who the leg is; saying so once is enough.
_REPEATED = frozenset({Kind.NAMED, Kind.CALLER, Kind.CONNECTED, Kind.EXTEN})
Key = tuple[str, str, str]
# Conversations that ended, in case somebody is told to have entered one only afterwards.
_ENDED_BRIDGES = 2000


class Group:
    """The facts of what is, as far as known, one call.

    :param told: version and digest of each call told so far, by its external id.
    :param due: when it may be told next, by the monotonic clock; None when nothing is new.
    :param patient_until: until when it is held back as long as no phone rings.
    """

    __slots__ = (
        "bridges",
        "closed",
        "due",
        "facts",
        "gid",
        "keys",
        "legs",
        "patient_until",
        "pbx",
        "recovered",
        "shown",
        "told",
        "told_at",
        "touched",
    )

    def __init__(self, gid: int, pbx: str) -> None:
        self.gid = gid
        self.pbx = pbx
        self.facts: set[Fact] = set()
        self.shown: dict[tuple[str, Kind, str, str], float] = {}
        self.keys: set[Key] = set()
        self.bridges: set[str] = set()
        self.legs: set[str] = set()
        self.closed: set[str] = set()
        self.told: dict[str, tuple[int, str]] = {}
        self.told_at = float("-inf")
        self.due: float | None = None
        self.touched = 0.0
        self.recovered = False
        self.patient_until = 0.0

    @property
    def over(self) -> bool:
        """Whether no leg lives."""
        return self.legs <= self.closed

    def heard_at(self, leg: str) -> float:
        """Return when a leg was heard of last."""
        return max((fact.at for fact in self.facts if fact.leg == leg), default=0.0)

    def take(self, fact: Fact) -> bool:
        """Add a fact; False when it says nothing new."""
        if fact.kind in _REPEATED:
            key = fact.leg, fact.kind, fact.call, fact.value
            if self.shown.get(key, float("inf")) <= fact.at:
                return False
            self.shown[key] = fact.at
        elif fact in self.facts:
            return False
        self.facts.add(fact)
        if fact.leg:
            self.legs.add(fact.leg)
        if fact.kind == Kind.HUNG_UP:
            self.closed.add(fact.leg)
        elif fact.kind == Kind.PBX_STOPPED:
            self.closed |= self.legs
        elif fact.kind in {Kind.ENTERED, Kind.LEFT}:
            self.bridges.add(fact.value)
        return True


def keys_of(fact: Fact) -> Iterator[Key]:
    """Yield what a fact hangs together by: two facts with a key in common are of one group.

    >>> list(keys_of(Fact(1.0, Kind.DIALLED, "u2", "u1", other="u1", pbx="north")))
    [('north', 'leg', 'u2'), ('north', 'call', 'u1'), ('north', 'leg', 'u1')]
    """
    if fact.leg:
        yield fact.pbx, "leg", fact.leg
    if fact.call:
        yield fact.pbx, "call", fact.call
    if fact.other and fact.kind == Kind.JOINED:
        yield fact.pbx, "call", fact.other
    elif fact.other and fact.kind == Kind.DIALLED:
        yield fact.pbx, "leg", fact.other


class Groups:
    """All groups, found by the ids in facts; groups that turn out to be one are joined."""

    def __init__(self) -> None:
        self.by_id: dict[int, Group] = {}
        self._by_key: dict[Key, Group] = {}
        self._by_bridge: dict[tuple[str, str], set[int]] = {}
        self._ended: OrderedDict[tuple[str, str], Fact] = OrderedDict()
        self._next = 1
        # Pairs of the group that stays and the one that is gone, for whoever keeps them.
        self.joined: list[tuple[Group, Group]] = []

    def __len__(self) -> int:
        return len(self.by_id)

    def find(self, pbx: str, kind: str, name: str) -> Group | None:
        """Return the group of a leg or a call."""
        return self._by_key.get((pbx, kind, name))

    def begin(self, pbx: str, gid: int | None = None) -> Group:
        """Begin a group."""
        number = self._next if gid is None else gid
        self._next = max(self._next, number + 1)
        group = self.by_id[number] = Group(number, pbx)
        return group

    def forget(self, group: Group) -> None:
        """Drop a group and its ways to it."""
        del self.by_id[group.gid]
        for key in group.keys:
            if self._by_key.get(key) is group:
                del self._by_key[key]
        for bridge in group.bridges:
            gids = self._by_bridge.get((group.pbx, bridge), set())
            gids.discard(group.gid)
            if not gids:
                self._by_bridge.pop((group.pbx, bridge), None)

    def concerned(self, fact: Fact) -> list[Group]:
        """Return whom a fact concerns: one group, or all that a bridge's or the PBX's end ends."""
        if fact.kind == Kind.BRIDGE_ENDED:
            self._ended[fact.pbx, fact.value] = fact
            if len(self._ended) > _ENDED_BRIDGES:
                self._ended.popitem(last=False)
            gids = self._by_bridge.get((fact.pbx, fact.value), set())
            return [self.by_id[gid] for gid in sorted(gids)]
        if fact.kind == Kind.PBX_STOPPED:
            return [
                group for group in self.by_id.values() if group.pbx == fact.pbx and not group.over
            ]
        return [self.owner(fact)]

    def index(self, group: Group, fact: Fact) -> Fact | None:
        """Remember the way to a group by what the fact names; return what else is known of that."""
        if fact.kind not in {Kind.ENTERED, Kind.LEFT}:
            return None
        key = fact.pbx, fact.value
        self._by_bridge.setdefault(key, set()).add(group.gid)
        return self._ended.get(key)

    def owner(self, fact: Fact, found: Group | None = None) -> Group:
        """Return the one group of a fact, joined from several where the fact joins them.

        :param found: a group of which it is known that the fact is its own.
        """
        missing = []
        for key in keys_of(fact):
            group = self._by_key.get(key)
            if group is None:
                missing.append(key)
            elif found is None:
                found = group
            elif group is not found:
                found = self._join(found, group)
        if found is None:
            found = self.begin(fact.pbx)
        for key in missing:
            self._by_key[key] = found
            found.keys.add(key)
        return found

    def _join(self, one: Group, other: Group) -> Group:
        """Make one group of two; the larger one stays."""
        if len(one.facts) < len(other.facts):
            one, other = other, one
        self.forget(other)
        for fact in other.facts:
            if one.take(fact):
                self.index(one, fact)
        one.closed |= other.closed
        one.keys |= other.keys
        self._by_key.update(dict.fromkeys(other.keys, one))
        one.told.update(other.told)
        one.told_at = max(one.told_at, other.told_at)
        one.touched = max(one.touched, other.touched)
        one.recovered = one.recovered or other.recovered
        self.joined.append((one, other))
        return one
