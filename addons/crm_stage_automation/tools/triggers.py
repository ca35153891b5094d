# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which rules a change of a record fires. Live changes and dry runs ask the same question."""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "created", "entered", "left", "moved", "assigned", "reassigned", "won", "lost", "requested"
]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a record rules look at; ids are 0 where there is none."""

    stage: int = 0
    user: int = 0
    team: int = 0
    is_won: bool = False
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A record before and after; ``before`` is None for one that was created.

    :param is_request: a customer's request came in with it.
    """

    record: int
    before: Facts | None
    after: Facts
    is_request: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """When a rule fires.

    :param stages: stages that are entered, left, or come to; empty for any.
    :param origins: for ``moved``, the stages that are come from; empty for any.
    :param teams: whose records; empty for any.
    """

    kind: Kind
    stages: frozenset[int] = frozenset()
    origins: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()


def fires(trigger: Trigger, change: Change) -> bool:
    """Whether the change is one that the trigger waits for.

    A record that is created in a stage enters it, one created with a person in charge is assigned,
    and one created as won is won; but it moved from nowhere.

    >>> moved = Change(7, Facts(stage=1, team=4), Facts(stage=2, team=4))
    >>> fires(Trigger("entered", frozenset({2})), moved), fires(Trigger("left"), moved)
    (True, True)
    >>> fires(Trigger("moved", frozenset({2}), origins=frozenset({3})), moved)
    False
    >>> fires(Trigger("entered", teams=frozenset({5})), moved)
    False
    >>> lost_again = Facts(is_lost=True)
    >>> fires(Trigger("lost"), Change(7, lost_again, lost_again))
    False
    """
    before, after = change.before or Facts(), change.after
    if trigger.teams and after.team not in trigger.teams:
        return False
    has_moved = before.stage != after.stage
    has_new_user = after.user not in (0, before.user)
    happened: dict[Kind, bool] = {
        "created": change.before is None,
        "requested": change.is_request,
        "entered": has_moved and _fits(trigger.stages, after.stage),
        "left": has_moved and _fits(trigger.stages, before.stage),
        "moved": has_moved
        and _fits(trigger.stages, after.stage)
        and _fits(trigger.origins, before.stage),
        "assigned": has_new_user and before.user == 0,
        "reassigned": has_new_user and before.user != 0,
        "won": after.is_won and not before.is_won,
        "lost": after.is_lost and not before.is_lost,
    }
    return happened[trigger.kind]


def _fits(wanted: frozenset[int], stage: int) -> bool:
    """Whether a stage is one of those; to have none is to be in no stage."""
    return stage != 0 and (not wanted or stage in wanted)
