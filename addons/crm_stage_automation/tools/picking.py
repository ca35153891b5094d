# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who gets which lead: a batch of leads is shared out among people by rules.

Turns are taken by smooth weighted round-robin: each one who can be picked gains his weight, the one
with the most is picked and pays what all gained. Who is away gains nothing, so he finds no backlog
of turns when he is back; and the credits are all there is to remember.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Method = Literal["round_robin", "least_loaded", "first"]
# Why a lead stays without a person.
Reason = Literal["no_rule", "absent", "full"]


@dataclass(slots=True)
class Person:
    """What is known of somebody now; load and room change while leads are given to him.

    :param load: leads he works on.
    :param room: how many more he may get, None for any number.
    """

    load: int = 0
    room: int | None = None
    is_absent: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in a rule, in the order of which he comes first when all are equal.

    :param weight: he gets so many times what a person of weight 1 gets; 0 gets nothing.
    :param credit: what the last sharing out left, see ``Shares.credits``.
    """

    person: int
    weight: int = 1
    credit: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: whom the leads that fit it go to.

    :param leads: those that fit; None for all.
    :param method: ``first`` is the first of the seats who can take one.
    """

    id: int
    seats: Sequence[Seat]
    method: Method = "round_robin"
    leads: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """The outcome.

    :param given: (person, rule) by lead.
    :param left: why a lead was given to nobody, by lead.
    :param credits: credits to remember: by rule, then by person.
    """

    given: dict[int, tuple[int, int]] = field(default_factory=dict)
    left: dict[int, Reason] = field(default_factory=dict)
    credits: dict[int, dict[int, int]] = field(default_factory=dict)


def share_out(leads: Sequence[int], rules: Sequence[Rule], people: Mapping[int, Person]) -> Shares:
    """Give each lead to somebody by the first rule that fits and has somebody to take it.

    :param people: all who sit in a rule; their loads and rooms are counted on.

    >>> team = {1: Person(load=5), 2: Person(load=3), 3: Person(load=3)}
    >>> shares = share_out([11, 12, 13, 14], [Rule(7, [Seat(1), Seat(2), Seat(3)],
    ...                    "least_loaded")], team)
    >>> [team[person].load for person in team], shares.given[11]
    ([5, 5, 5], (2, 7))
    >>> share_out([15], [Rule(7, [Seat(1)])], {1: Person(is_absent=True)}).left
    {15: 'absent'}
    """
    shares = Shares()
    credits_of = shares.credits
    for rule in rules:
        credits_of[rule.id] = _bounded(rule.seats)
    for lead in leads:
        reason: Reason = "no_rule"
        for rule in rules:
            if rule.leads is not None and lead not in rule.leads:
                continue
            able = [seat for seat in rule.seats if _can_take(seat, people[seat.person])]
            if able:
                person = _pick(rule.method, able, people, credits_of[rule.id])
                shares.given[lead] = person, rule.id
                _count(people[person])
                break
            is_full = any(seat.weight and not people[seat.person].is_absent for seat in rule.seats)
            reason = "full" if is_full or reason == "full" else "absent"
        else:
            shares.left[lead] = reason
    return shares


def _bounded(seats: Sequence[Seat]) -> dict[int, int]:
    """Return the credits, none so large that changed weights lead to a row of turns for one."""
    most = sum(seat.weight for seat in seats)
    return {seat.person: max(-most, min(most, seat.credit)) for seat in seats}


def _can_take(seat: Seat, person: Person) -> bool:
    return seat.weight > 0 and not person.is_absent and (person.room is None or person.room > 0)


def _pick(
    method: Method, able: Sequence[Seat], people: Mapping[int, Person], credit: dict[int, int]
) -> int:
    """Return who is next of those who can take a lead."""
    if method == "first":
        return able[0].person
    if method == "least_loaded":
        # By what each would have with one more, in relation to what he is to have.
        least = min((people[seat.person].load + 1) / seat.weight for seat in able)
        able = [seat for seat in able if (people[seat.person].load + 1) / seat.weight == least]
    for seat in able:
        credit[seat.person] += seat.weight
    # `max` keeps to the order of the seats among equals.
    picked = max(able, key=lambda seat: credit[seat.person]).person
    credit[picked] -= sum(seat.weight for seat in able)
    return picked


def _count(person: Person) -> None:
    person.load += 1
    if person.room is not None:
        person.room -= 1
