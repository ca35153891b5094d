# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A funnel: how many deals come how far, how long they stay in each stage, where they are lost.

The stages are numbered from 0 in their order, the won one last. A deal *climbs* whenever it comes
further than ever before: from the furthest stage it had reached (-1 for a new one) to another. Who
climbs over a stage has reached it, too; so a deal that skips a stage is missing nowhere, and one
that goes back and comes again is counted once.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

NEW = -1


@dataclass(frozen=True, slots=True)
class Climb:
    """So many deals came from one furthest stage to a further one."""

    since: int
    to: int
    leads: int


@dataclass(frozen=True, slots=True)
class Stay:
    """What happened in a stage: deals that came in, deals that went, seconds they had stayed."""

    place: int
    entered: int
    left: int
    median_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """Deals lost in a stage for one reason (0: none was given), and what they had been worth."""

    place: int
    reason: int
    leads: int
    amount: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the funnel.

    :param from_previous: reached, as a part of those who reached the stage told before it
    :param from_first: the same of the first one; both None where nobody reached that
    :param losses: by reason, the most frequent first
    """

    place: int
    reached: int
    entered: int = 0
    left: int = 0
    median_seconds: float | None = None
    from_previous: Fraction | None = None
    from_first: Fraction | None = None
    losses: tuple[Loss, ...] = field(default=())

    @property
    def lost(self) -> int:
        """How many were lost here, for whatever reason."""
        return sum(loss.leads for loss in self.losses)

    @property
    def lost_amount(self) -> float:
        """What they had been worth together."""
        return sum(loss.amount for loss in self.losses)


def reached(count: int, climbs: Iterable[Climb]) -> list[int]:
    """How many deals reached each of so many stages, or one beyond it.

    >>> reached(3, [Climb(NEW, 0, 10), Climb(0, 2, 4), Climb(NEW, 1, 1)])
    [11, 5, 4]
    """
    steps = [0] * (count + 1)
    for climb in climbs:
        first, last = max(climb.since + 1, 0), min(climb.to, count - 1)
        if first <= last:
            steps[first] += climb.leads
            steps[last + 1] -= climb.leads
    for place in range(1, count):
        steps[place] += steps[place - 1]
    return steps[:count]


def part(some: int, of_all: int) -> Fraction | None:
    """A conversion; None where there is nothing to convert.

    >>> part(5, 10), part(0, 0)
    (Fraction(1, 2), None)
    """
    return Fraction(some, of_all) if of_all else None


def most_frequent(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    """The losses of one stage: the most frequent reason first, then the dearest.

    >>> [loss.reason for loss in most_frequent([Loss(0, 7, 1, 90.0), Loss(0, 8, 2), Loss(0, 9, 2)])]
    [8, 9, 7]
    """
    return tuple(sorted(losses, key=lambda loss: (-loss.leads, -loss.amount, loss.reason)))


def steps(
    came: Sequence[int],
    stays: Iterable[Stay],
    losses: Iterable[Loss],
    shown: Sequence[int] | None = None,
) -> list[Step]:
    """The funnel, from what was counted in each stage.

    :param came: how many reached each stage
    :param shown: the stages to tell, in their order; all when not given

    >>> funnel = steps([10, 5, 5], [], [Loss(0, 0, 2, 30.0)], shown=[0, 2])
    >>> [(step.place, step.reached, step.from_previous, step.lost) for step in funnel]
    [(0, 10, None, 2), (2, 5, Fraction(1, 2), 0)]
    """
    told = range(len(came)) if shown is None else shown
    stayed = {stay.place: stay for stay in stays}
    lost: defaultdict[int, list[Loss]] = defaultdict(list)
    for loss in losses:
        lost[loss.place].append(loss)
    found: list[Step] = []
    for place in told:
        stay = stayed.get(place, Stay(place, 0, 0))
        found.append(
            Step(
                place,
                came[place],
                entered=stay.entered,
                left=stay.left,
                median_seconds=stay.median_seconds,
                from_previous=part(came[place], found[-1].reached) if found else None,
                from_first=part(came[place], came[told[0]]),
                losses=most_frequent(lost[place]),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Visit:
    """A deal came to a stage at a moment; moments need only be comparable."""

    moment: float
    place: int


def climbs(histories: Iterable[Iterable[Visit]]) -> list[Climb]:
    """What each of several histories climbed, in the order of its moments.

    >>> history = [Visit(1, 0), Visit(2, 2), Visit(3, 1), Visit(4, 2)]
    >>> climbs([history])
    [Climb(since=-1, to=0, leads=1), Climb(since=0, to=2, leads=1)]
    """
    counted: defaultdict[tuple[int, int], int] = defaultdict(int)
    for history in histories:
        furthest = NEW
        for visit in sorted(history, key=lambda visit: visit.moment):
            if visit.place > furthest:
                counted[furthest, visit.place] += 1
                furthest = visit.place
    return [Climb(since, to, leads) for (since, to), leads in sorted(counted.items())]
