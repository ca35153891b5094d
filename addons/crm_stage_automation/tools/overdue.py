# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who owes too much for too long: what stops a customer's orders, and which reminder is due.

Amounts are in the company's currency and are added in whole units of its rounding, so that a sum of
many is exact. Claims are positive; credit notes and payments that are not matched are negative.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

# (commercial partner, company)
Account = tuple[int, int]
Reason = Literal["overdue", "limit"]


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A line of the receivable account that is not settled: an invoice, or one of its instalments.

    :param account: the commercial partner and the company.
    :param due: maturity, or the date of the entry where there is none.
    :param residual: what is open, in company currency, whatever the currency of the invoice.
    """

    id: int
    account: Account
    due: date
    residual: float


@dataclass(frozen=True, slots=True)
class Policy:
    """When a company stops a customer: overdue by more than the days and at least the amount.

    :param rounding: of the company's currency, ``0.01``.
    """

    days: int
    amount: float
    rounding: float = 0.01


@dataclass(frozen=True, slots=True)
class Pardon:
    """A signed exception; both days count."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Debt:
    """What a customer owes to a company.

    :param open: all of it; negative when the company owes him.
    :param overdue: what is left of items that are late enough, after credits.
    :param late: days by which the oldest unpaid item is overdue, 0 when none is.
    :param items: (id, amount left) of what is overdue by a day or more, the oldest first.
    :param is_stopping: whether the policy stops him.
    """

    open: float
    overdue: float
    late: int
    items: tuple[tuple[int, float], ...] = ()
    is_stopping: bool = False


@dataclass(frozen=True, slots=True)
class LimitUse:
    """How much of his credit limit a customer would use.

    :param limit: 0 or less is no limit.
    :param receivable: open items, credits taken off.
    :param uninvoiced: confirmed orders, as far as they are not invoiced.
    :param order: what is to be confirmed now.
    """

    limit: float
    receivable: float
    uninvoiced: float = 0.0
    order: float = 0.0
    rounding: float = field(default=0.01, kw_only=True)

    @property
    def used(self) -> float:
        """All of it together.

        >>> LimitUse(1000, 0.1, 0.1, 0.1).used
        0.3
        """
        parts = (self.receivable, self.uninvoiced, self.order)
        return _amount(sum(_units(part, self.rounding) for part in parts), self.rounding)

    @property
    def is_over(self) -> bool:
        """Whether that is more than the limit.

        >>> LimitUse(0.3, 0.1, 0.1, 0.1).is_over, LimitUse(0.3, 0.1, 0.1, 0.11).is_over
        (False, True)
        >>> LimitUse(0, 5000).is_over
        False
        """
        limit = _units(self.limit, self.rounding)
        return limit > 0 and _units(self.used, self.rounding) > limit


def debts(
    items: Iterable[OpenItem], policies: Mapping[int, Policy], today: Mapping[int, date]
) -> dict[Account, Debt]:
    """Return what each customer owes to each company; credits pay the oldest items first.

    :param policies: by company; items of other companies are left out.
    :param today: the date at each company.

    >>> policy, today = {1: Policy(30, 1000)}, {1: date(2026, 3, 1)}
    >>> invoice = OpenItem(5, (7, 1), date(2026, 1, 29), 100000.0)
    >>> debts([invoice], policy, today)[7, 1].is_stopping
    True
    >>> debts([invoice], policy, {1: date(2026, 2, 28)})[7, 1].is_stopping
    False
    >>> paid = OpenItem(6, (7, 1), date(2026, 3, 1), -99000.01)
    >>> debt = debts([invoice, paid], policy, today)[7, 1]
    >>> debt.is_stopping, debt.overdue, debt.items
    (False, 999.99, ((5, 999.99),))
    """
    by_account: dict[Account, list[OpenItem]] = defaultdict(list)
    for item in items:
        if item.account[1] in policies:
            by_account[item.account].append(item)
    return {
        account: _debt(found, policies[account[1]], today[account[1]])
        for account, found in by_account.items()
    }


def _debt(items: Sequence[OpenItem], policy: Policy, today: date) -> Debt:
    """Return the debt of one account."""
    units = [(item, _units(item.residual, policy.rounding)) for item in items]
    credit = -sum(amount for _item, amount in units if amount < 0)
    left: list[tuple[OpenItem, int]] = []
    for item, amount in sorted(units, key=lambda unit: (unit[0].due, unit[0].id)):
        if amount > 0:
            paid = min(credit, amount)
            credit -= paid
            if amount > paid:
                left.append((item, amount - paid))
    late = [(item, amount, (today - item.due).days) for item, amount in left if item.due < today]
    overdue = sum(amount for _item, amount, days in late if days > policy.days)
    return Debt(
        open=_amount(sum(amount for _item, amount in units), policy.rounding),
        overdue=_amount(overdue, policy.rounding),
        late=max((days for _item, _amount_left, days in late), default=0),
        items=tuple((item.id, _amount(amount, policy.rounding)) for item, amount, _days in late),
        is_stopping=overdue > 0 and overdue >= _units(policy.amount, policy.rounding),
    )


def reasons(debt: Debt | None, use: LimitUse | None) -> tuple[Reason, ...]:
    """Return why an order is not to be confirmed, nothing when it may be.

    >>> reasons(Debt(10, 10, 40, is_stopping=True), LimitUse(5, 10)), reasons(None, None)
    (('overdue', 'limit'), ())
    """
    found: list[Reason] = []
    if debt is not None and debt.is_stopping:
        found.append("overdue")
    if use is not None and use.is_over:
        found.append("limit")
    return tuple(found)


def is_pardoned(pardons: Iterable[Pardon], today: date) -> bool:
    """Whether a signed exception holds on this day.

    >>> until_friday = [Pardon(date(2026, 3, 2), date(2026, 3, 6))]
    >>> [is_pardoned(until_friday, date(2026, 3, day)) for day in (1, 2, 6, 7)]
    [False, True, True, False]
    """
    return any(pardon.since <= today <= pardon.until for pardon in pardons)


def next_letter(schedule: Collection[int], late: int, sent: Collection[int] = ()) -> int | None:
    """Return which reminder letter is due: the days of the schedule that it stands for.

    Only the last that is reached; those that were passed over are not sent later. A schedule with
    a day below zero reminds before the debt is due.

    :param schedule: after how many days overdue a letter is sent.
    :param late: days overdue of the oldest unpaid item.
    :param sent: what was sent already for this debt.

    >>> [next_letter((1, 7, 30), late) for late in (0, 1, 6, 40)]
    [None, 1, 1, 30]
    >>> next_letter((1, 7, 30), 6, {1}), next_letter((1, 7, 30), 8, {1}), next_letter((1,), 8, {7})
    (None, 7, None)
    """
    reached = max((days for days in schedule if days <= late), default=None)
    if reached is None or any(days >= reached for days in sent):
        return None
    return reached


def _units(amount: float, rounding: float) -> int:
    """Return the amount in whole units of the currency."""
    return round(amount / rounding)


def _amount(units: int, rounding: float) -> float:
    """Return the amount of so many units; in decimals, because 3 * 0.1 is not 0.3."""
    return float(units * Decimal(str(rounding)))
