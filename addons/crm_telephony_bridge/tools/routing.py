# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where a call is to ring: the first rule that fits and whose target can take it.

The decision is pure. What costs a look into the database (turnover, working hours, who is free) is
asked of a ``Desk``, and only when a rule that fits so far depends on it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

TargetKind = Literal["in_charge", "user", "extension", "queue"]
# When a person counts as able to take a call; each word asks for more than the one before.
Availability = Literal["always", "work", "present"]
InCharge = Literal["any", "none", "free", "not_free"]
Reason = Literal[
    "known", "unknown", "line", "country", "language", "in_charge", "hours", "turnover", "target"
]

# Digits that tell two lines apart, however the provider writes the number.
TAIL = 9
# What may be put into a dialplan: nothing that a PBX would read as more than one number.
_DIALABLE = re.compile(r"[0-9A-Za-z*#+_.-]{1,32}\Z")


@dataclass(frozen=True, slots=True)
class Caller:
    """What is known of the call before anybody answers.

    :param line: the number that was called, as the provider writes it.
    :param is_known: whether the number stands on a card.
    :param in_charge: id of the user in charge of the card, 0 when there is none.
    :param country: ISO code of the number's country, "" when it is hidden or not to be told.
    :param language: code of the card's language, ``uk_UA``.
    """

    line: str = ""
    is_known: bool = False
    in_charge: int = 0
    country: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; a condition that is left empty holds for every call.

    :param target_id: id of the user or of the queue, by kind.
    :param extension: where to ring, for the kind ``extension``.
    :param instead: where to ring when the target cannot take the call; "" goes on to the next rule.
    :param availability: what is asked of the person who is the target.
    :param lines: numbers that were called.
    :param turnover_from: least turnover, in company currency; ``turnover_to`` is the first amount
        that is too much.
    :param calendar: id of working hours; the rule holds inside them, or outside when not
        ``in_hours``.
    """

    id: int
    kind: TargetKind
    target_id: int = 0
    extension: str = ""
    instead: str = ""
    availability: Availability = "work"
    is_known: bool | None = None
    in_charge: InCharge = "any"
    lines: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    turnover_from: float | None = None
    turnover_to: float | None = None
    calendar: int = 0
    in_hours: bool = True


@dataclass(frozen=True, slots=True)
class Passed:
    """A rule that did not decide, and the condition that did not hold."""

    rule_id: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Decision:
    """Where to ring.

    :param extension: "" leaves it to the PBX.
    :param rule_id: None when no rule decided and the extension is the provider's last resort.
    :param is_instead: the rule's target could not take the call.
    """

    extension: str
    rule_id: int | None = None
    is_instead: bool = False
    passed: tuple[Passed, ...] = ()


class Desk(Protocol):
    """What has to be looked up."""

    def turnover(self) -> float:
        """Turnover of the caller's client, 0 for a stranger."""

    def is_open(self, calendar: int) -> bool:
        """Whether it is working time by these hours."""

    def extension_of(self, user: int, availability: Availability) -> str:
        """The phone of a person who can take the call, else ""."""

    def number_of(self, queue: int) -> str:
        """The number of a queue, else ""."""


def is_dialable(number: str) -> bool:
    r"""Whether a PBX may be told to ring there.

    >>> [is_dialable(one) for one in ("101", "+380442003040", "sales-1", "*97")]
    [True, True, True, True]
    >>> [is_dialable(one) for one in ("", "101&102", "101,1,Hangup", "1 0", "1" * 33, "101\n")]
    [False, False, False, False, False, False]
    """
    return bool(_DIALABLE.match(number))


def is_line(line: str, wanted: Iterable[str]) -> bool:
    """Whether a called number is one of those, in whatever spelling.

    >>> is_line("380442003040", ["+380 44 200-30-40"]), is_line("0442003040", ["+380442003040"])
    (True, True)
    >>> is_line("700", ["700"]), is_line("700", ["+380442000700"]), is_line("", ["700"])
    (True, False, False)
    """
    tail = _tail(line)
    return bool(tail) and any(tail == _tail(one) for one in wanted)


def decide(rules: Iterable[Rule], caller: Caller, desk: Desk, last_resort: str = "") -> Decision:
    """Return where to ring and which rule says so.

    >>> class Office:
    ...     def turnover(self): return 900.0
    ...     def is_open(self, calendar): return calendar == 1
    ...     def extension_of(self, user, availability): return {7: "107"}.get(user, "")
    ...     def number_of(self, queue): return "600"
    >>> rules = [Rule(1, "in_charge"), Rule(2, "queue", 5, turnover_from=1000),
    ...          Rule(3, "extension", extension="100", calendar=1)]
    >>> decide(rules, Caller(is_known=True, in_charge=7), Office()).extension
    '107'
    >>> told = decide(rules, Caller(is_known=True, in_charge=8), Office())
    >>> told.extension, told.rule_id, [(one.rule_id, one.reason) for one in told.passed]
    ('100', 3, [(1, 'target'), (2, 'turnover')])
    >>> decide(rules[:2], Caller(), Office(), last_resort="0").rule_id is None
    True
    """
    passed: list[Passed] = []
    for rule in rules:
        reason = next(_refusals(rule, caller, desk), None)
        if reason is None:
            number = _target(rule, caller, desk)
            is_instead = not is_dialable(number)
            number = rule.instead if is_instead else number
            if is_dialable(number):
                return Decision(number, rule.id, is_instead, tuple(passed))
            reason = "target"
        passed.append(Passed(rule.id, reason))
    return Decision(last_resort if is_dialable(last_resort) else "", passed=tuple(passed))


def _refusals(rule: Rule, caller: Caller, desk: Desk) -> Iterator[Reason]:
    """The conditions that do not hold, those that cost nothing first."""
    if rule.is_known is not None and rule.is_known != caller.is_known:
        yield "unknown" if rule.is_known else "known"
    if rule.lines and not is_line(caller.line, rule.lines):
        yield "line"
    if rule.countries and caller.country not in rule.countries:
        yield "country"
    if rule.languages and caller.language not in rule.languages:
        yield "language"
    if rule.in_charge == "none" and caller.in_charge:
        yield "in_charge"
    if rule.calendar and desk.is_open(rule.calendar) != rule.in_hours:
        yield "hours"
    if rule.in_charge in ("free", "not_free") and _is_free(rule, caller, desk) != (
        rule.in_charge == "free"
    ):
        yield "in_charge"
    if not _in_band(rule, desk):
        yield "turnover"


def _is_free(rule: Rule, caller: Caller, desk: Desk) -> bool:
    return bool(caller.in_charge and desk.extension_of(caller.in_charge, rule.availability))


def _in_band(rule: Rule, desk: Desk) -> bool:
    if rule.turnover_from is None and rule.turnover_to is None:
        return True
    amount = desk.turnover()
    return (rule.turnover_from is None or amount >= rule.turnover_from) and (
        rule.turnover_to is None or amount < rule.turnover_to
    )


def _target(rule: Rule, caller: Caller, desk: Desk) -> str:
    """Where the rule's target can be reached, else ""."""
    if rule.kind == "extension":
        return rule.extension
    if rule.kind == "queue":
        return desk.number_of(rule.target_id)
    user = caller.in_charge if rule.kind == "in_charge" else rule.target_id
    return desk.extension_of(user, rule.availability) if user else ""


def _tail(number: str) -> str:
    digits = "".join(char for char in number if char.isascii() and char.isdigit())
    return digits[-TAIL:]
