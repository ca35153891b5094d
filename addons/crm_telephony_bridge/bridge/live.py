# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The calls that go on, computed again only where something was heard of them."""

import hashlib
import json
import logging
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Protocol

from ..tools.calls import Call, Fact, Kind, Leg
from ..tools.channels import Internal
from ..tools.machine import calls_from_facts
from ..tools.wire import MAX_VERSION, CallState, progress, state_of
from .groups import Group, Groups

_log = logging.getLogger(__name__)

# A call that is over is kept for what comes late: its record, its recording.
GRACE = 60.0
# What happens within so short a time is told at once.
PAUSE = 0.15
# A caller who rings no phone yet (a menu, a queue's music) is told of a little later: most often
# the phone rings by then, and one state says it all.
PATIENCE = 0.5
# Ends of conversations in which nobody was heard of yet are kept as those of this group.
NOBODY = 0
KEPT_ENDS = 1_000
# Calls that were forgotten are still known by their ids.
REMEMBERED = 20_000


class Keeper(Protocol):
    """Whoever keeps what must survive."""

    def add_facts(self, gid: int, facts: Iterable[Fact]) -> None:
        """Keep facts of a group."""

    def drop_group(self, gid: int) -> None:
        """Keep nothing of a group any longer."""

    def put(self, kind: str, key: str, value: object) -> None:
        """Keep a value, None to keep it no longer."""


class Live:
    """Takes facts, gives call states.

    :param internal: says by PBX which channels are agents'.
    """

    def __init__(self, keeper: Keeper, internal: Mapping[str, Internal | None]) -> None:
        self._keeper = keeper
        self.internal = internal
        self.groups = Groups()
        self._touched: set[int] = set()
        self._over: OrderedDict[int, float] = OrderedDict()
        self._recent: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._ends = 0
        self.failed = 0

    def load(
        self, facts: Iterable[tuple[int, Fact]], told: Mapping[int, object], now: float
    ) -> None:
        """Take up what an earlier life of the bridge knew."""
        for gid, fact in facts:
            if fact.kind is Kind.BRIDGE_ENDED:
                self.groups.concerned(fact)
            if gid == NOBODY:
                self._ends += 1
                continue
            kept_in = self.groups.by_id.get(gid) or self.groups.begin(fact.pbx, gid)
            owner = self.groups.owner(fact, kept_in)
            if owner.take(fact):
                self.groups.index(owner, fact)
        for gid, value in told.items():
            if (group := self.groups.by_id.get(gid)) and isinstance(value, dict):
                group.told.update({key: (one[0], one[1]) for key, one in value.items()})
        for group in list(self.groups.by_id.values()):
            self._touch(group, now)
        self._joined(now)

    def add(self, facts: Iterable[Fact], now: float) -> None:
        """Take what was heard.

        :param now: the monotonic clock.
        """
        for fact in facts:
            concerned = self.groups.concerned(fact)
            for group in concerned:
                self._take(group, fact, now)
            if not concerned and fact.kind is Kind.BRIDGE_ENDED:
                self._keep_end(fact)
            if self.groups.joined:
                self._joined(now)

    def _keep_end(self, fact: Fact) -> None:
        """Keep an end that was heard before anything else, for whoever enters in a later life."""
        if self._ends >= KEPT_ENDS:
            self._keeper.drop_group(NOBODY)
            self._ends = 0
        self._ends += 1
        self._keeper.add_facts(NOBODY, (fact,))

    def _take(self, group: Group, fact: Fact, now: float) -> None:
        if group.take(fact):
            self._keeper.add_facts(group.gid, (fact,))
            self._touch(group, now)
            if more := self.groups.index(group, fact):
                self._take(group, more, now)

    def _joined(self, now: float) -> None:
        for kept, gone in self.groups.joined:
            self._touched.discard(gone.gid)
            self._over.pop(gone.gid, None)
            self._keeper.drop_group(gone.gid)
            self._keeper.put("told", str(gone.gid), None)
            self._keeper.add_facts(kept.gid, gone.facts)
            if self.groups.by_id.get(kept.gid) is kept:
                self._remember(kept)
                self._touch(kept, now)
        self.groups.joined.clear()

    def _touch(self, group: Group, now: float) -> None:
        group.touched = now
        if group.due is None or not group.told:
            group.due = max(now, group.told_at + PAUSE)
        self._touched.add(group.gid)

    def recorded(self, pbx: str, channel: str) -> list[str]:
        """Return the channels that record the call in which a channel is, by their names."""
        for group in self.groups.by_id.values():
            names = {fact.leg: fact.value for fact in group.facts if fact.kind is Kind.NAMED}
            if group.pbx == pbx and channel in names.values():
                legs = dict.fromkeys(fact.leg for fact in group.facts if fact.kind is Kind.RECORDED)
                return [names[leg] for leg in legs if leg in names and leg not in group.closed]
        return []

    def next_due(self) -> float | None:
        """Return when the next call is to be told, None when nothing is new."""
        dues = (self.groups.by_id[gid].due for gid in self._touched)
        return min((due for due in dues if due is not None), default=None)

    def states(self, now: float, clock: float) -> Iterator[CallState]:
        """Yield what is new, one state a call.

        :param now: the monotonic clock.
        :param clock: seconds since 1970; versions grow with it, so that a bridge whose disk lost
            everything is still believed.
        """
        for gid in sorted(self._touched):
            group = self.groups.by_id[gid]
            if group.due is None or group.due > now:
                continue
            try:
                yield from self._states_of(group, now, clock)
            except Exception:  # noqa: BLE001 - one call's error must not silence all others
                self.failed += 1
                self._done(group, now)
                _log.exception("a call could not be computed: %s", sorted(group.told))

    def _states_of(self, group: Group, now: float, clock: float) -> Iterator[CallState]:
        calls = calls_from_facts(group.facts, self.internal.get(group.pbx))
        group.patient_until = group.patient_until or now + PATIENCE
        if not group.told and now < group.patient_until and _only_waits(calls):
            group.due = group.patient_until
            return
        self._done(group, now)
        ids = {call.external_id for call in calls}
        changed = False
        for place, call in enumerate(calls):
            absorbed = sorted(set(group.told) - ids) if place == 0 else []
            version, digest = group.told.get(call.external_id, (0, ""))
            if (found := _digest(call, absorbed)) == digest:
                continue
            age = int((clock - call.started) * 100)
            version = min(max(version, age) + 1, MAX_VERSION)
            if group.recovered and not digest:
                # Whoever heard of it live knows better.
                version = 1
            group.told[call.external_id] = version, found
            group.told_at = now
            changed = True
            yield state_of(call, version, recovered=group.recovered, absorbed=absorbed)
        if changed:
            self._remember(group)

    def _done(self, group: Group, now: float) -> None:
        group.due = None
        self._touched.discard(group.gid)
        if group.over:
            self._over[group.gid] = now + GRACE
            self._over.move_to_end(group.gid)
        else:
            self._over.pop(group.gid, None)

    def _remember(self, group: Group) -> None:
        self._keeper.put("told", str(group.gid), dict(group.told))

    def forget(self, now: float) -> None:
        """Drop the calls that were over long ago."""
        while self._over:
            gid, until = next(iter(self._over.items()))
            if until > now:
                return
            del self._over[gid]
            group = self.groups.by_id.get(gid)
            if group is None or gid in self._touched:
                continue
            self.groups.forget(group)
            self._keeper.drop_group(gid)
            self._keeper.put("told", str(gid), None)
            for key in group.keys:
                self._recent[key[0], key[2]] = None
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)

    def knows(self, pbx: str, *ids: str) -> bool:
        """Whether a call or leg of one of these ids was heard of, now or lately."""
        return any(
            (pbx, name) in self._recent
            or self.groups.find(pbx, "call", name)
            or self.groups.find(pbx, "leg", name)
            for name in ids
        )

    def open_groups(self, pbx: str) -> list[Group]:
        """Return a PBX's groups in which a leg lives."""
        return [
            group for group in self.groups.by_id.values() if group.pbx == pbx and not group.over
        ]


def _only_waits(calls: Iterable[Call]) -> bool:
    """Whether nobody's phone rings yet."""
    return not any(
        call.ended is not None or any(leg.party == "agent" for leg in call.legs) for call in calls
    )


def _digest(call: Call, absorbed: Iterable[str]) -> str:
    """Sum up what is worth telling.

    While a call goes on that is who rings and who talks; lengths and details are told in the end.
    """
    said: list[object] = [
        progress(call),
        call.direction,
        call.disposition,
        call.caller_number,
        call.called_number,
        call.answered_by,
        call.recording,
        call.ended,
        *absorbed,
        [_rings(leg) for leg in call.legs],
    ]
    if call.ended is not None:
        said += [call.wait_seconds, call.talk_seconds, [asdict(leg) for leg in call.legs]]
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=9).hexdigest()


def _rings(leg: Leg) -> list[object]:
    waits = leg.party == "agent" and leg.answered is None and leg.ended is None
    return [leg.external_id, leg.number, waits]
