# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which stages ask for something when a deal is moved, in plain values.

A deal that goes forward enters its new stage and passes those between, so that no stage can be
jumped over. Going back is free, and so is the stage in which the deals of a team begin.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gate:
    """A stage and what is needed to enter it.

    :param teams: whose stage it is; empty for every team.
    :param is_parking: deals wait there; it is no further than the others, and nobody passes it.
    :param required: requirements without which nobody enters.
    :param wished: requirements that are only shown.
    """

    stage: int
    sequence: int
    teams: frozenset[int] = frozenset()
    is_parking: bool = False
    required: tuple[int, ...] = ()
    wished: tuple[int, ...] = ()

    def is_of(self, team: int) -> bool:
        """Whether deals of this team (0: of none) have the stage."""
        return not self.teams or team in self.teams


def pipeline(gates: Iterable[Gate], team: int) -> list[Gate]:
    """Return the stages in which deals of a team go on, in their order."""
    own = (gate for gate in gates if gate.is_of(team) and not gate.is_parking)
    return sorted(own, key=lambda gate: (gate.sequence, gate.stage))


def entered(gates: Iterable[Gate], origin: int, target: int, team: int) -> list[Gate]:
    """Return the stages that a move enters or passes and that need something for it.

    :param origin: 0 for a deal that is created in its stage.

    >>> new, call, offer = Gate(1, 1), Gate(2, 5, required=(7,)), Gate(3, 9, required=(8,))
    >>> [gate.stage for gate in entered((new, call, offer), 1, 3, 0)]
    [2, 3]
    >>> entered((new, call, offer), 3, 2, 0)
    []
    """
    gates = tuple(gates)
    by_stage = {gate.stage: gate for gate in gates}
    goal = by_stage.get(target)
    if not goal or origin == target:
        return []
    way = pipeline(gates, team)
    start = way[0].sequence if way else goal.sequence
    begin = by_stage[origin].sequence if origin in by_stage else start
    if goal.sequence < begin or goal.sequence <= start:
        return []
    passed = [gate for gate in way if begin < gate.sequence < goal.sequence]
    return [gate for gate in (*(() if goal.is_parking else passed), goal) if gate.required]


def ahead(gates: Iterable[Gate], stage: int, team: int) -> list[Gate]:
    """Return the stages that follow a stage, the next one first.

    >>> [gate.stage for gate in ahead((Gate(3, 9), Gate(1, 1), Gate(2, 5)), 1, 0)]
    [2, 3]
    """
    gates = tuple(gates)
    here = next((gate.sequence for gate in gates if gate.stage == stage), None)
    if here is None:
        return []
    return [gate for gate in pipeline(gates, team) if gate.sequence > here]
