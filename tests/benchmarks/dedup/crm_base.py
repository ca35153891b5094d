# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A CRM base with its truth: leads and partners, a quarter of them duplicates.

The proportions and the noise are settled here; `bench-dedup` measures on the same base how far
simple rules come, so that nobody measures himself on an easy one.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from random import Random

from dedup.cards import COPY, FIRST, card
from dedup.world import World

Record = dict[str, object]
Pair = tuple[int, int]
# Of every hundred cards so many are further cards of somebody.
COPIES = 25
# A name that half the country bears would label more pairs than anybody can read.
NAMESAKES = 40
LABELLED = 400_000


@dataclass(frozen=True, slots=True)
class Base:
    """The cards, whose each is, and pairs that look alike and are not the same."""

    records: list[Record]
    entity: list[int]
    negatives: dict[str, list[Pair]]

    def truth(self) -> set[Pair]:
        """The pairs of ids that are one person or company; the smaller id stands first."""
        owners: dict[int, list[int]] = defaultdict(list)
        for record, owner in zip(self.records, self.entity, strict=True):
            owners[owner].append(int(str(record["id"])))
        return {pair for ids in owners.values() for pair in combinations(sorted(ids), 2)}


def generate(size: int, seed: int) -> Base:
    """Make a base of so many cards; the same seed makes the same base."""
    rng = Random(seed)
    world = World(rng)
    copies = size * COPIES // 100
    world.fill(size - copies)
    owners = list(range(size - copies))
    originals = len(owners)
    while len(owners) < size:
        owner = rng.randrange(originals)
        roll = rng.random()
        number = 1 if roll < 0.82 else 2 if roll < 0.96 else 3
        owners += [owner] * min(number, size - len(owners))
    cards = [
        card(world.entities[owner], FIRST if at < originals else COPY, rng)
        for at, owner in enumerate(owners)
    ]
    order = list(range(size))
    rng.shuffle(order)
    records: list[Record] = []
    for number, at in enumerate(order, start=1):
        cards[at]["id"] = number
        records.append(cards[at])
    entity = [owners[at] for at in order]
    return Base(records, entity, _negatives(world, entity))


def _negatives(world: World, entity: list[int]) -> dict[str, list[Pair]]:
    """All pairs of cards of two who share a name, a telephone, a firm."""
    ids: dict[int, list[int]] = defaultdict(list)
    for number, owner in enumerate(entity, start=1):
        ids[owner].append(number)
    groups = {
        "family": world.households,
        "colleague": world.staffs,
        "branch": world.chains,
        "homonym": _namesakes(world),
    }
    return {kind: _cross(groups[kind], ids) for kind in groups}


def _namesakes(world: World) -> list[list[int]]:
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    related = {at: number for number, chain in enumerate(world.chains) for at in chain}
    for at, one in enumerate(world.entities):
        if one.is_firm:
            # Of a chain only one: its branches are no strangers to each other.
            chain = related.get(at)
            if chain is None or world.chains[chain][0] == at:
                found[one.language.country, one.called[0], one.called[1], one.called[2]].append(at)
        else:
            found[one.language.country, one.called[0], one.called[1], one.called[3]].append(at)
    return [group[:NAMESAKES] for group in found.values() if len(group) > 1]


def _cross(groups: list[list[int]], ids: dict[int, list[int]]) -> list[Pair]:
    pairs: list[Pair] = []
    for group in groups:
        for left, right in combinations(group, 2):
            pairs += [(min(a, b), max(a, b)) for a in ids[left] for b in ids[right]]
        if len(pairs) > LABELLED:
            break
    return pairs
