# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who is stopped: more than so many days and at least so much, per company, credits taken off."""

from datetime import date, timedelta

import pytest
from crm_stage_automation_tools.overdue import (
    Debt,
    LimitUse,
    OpenItem,
    Pardon,
    Policy,
    debts,
    is_pardoned,
    next_letter,
    reasons,
)
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 3, 31)
POLICY = Policy(30, 1000.0)


def items(*given_items, account=(7, 1)):
    """Return open items from (days overdue, residual)."""
    return [
        OpenItem(number, account, TODAY - timedelta(days), residual)
        for number, (days, residual) in enumerate(given_items, start=1)
    ]


def debt_of(*given_items, policy=POLICY):
    """Return what the customer owes the one company."""
    return debts(items(*given_items), {1: policy}, {1: TODAY})[7, 1]


@pytest.mark.parametrize(
    ("open_items", "is_stopping"),
    [
        ([(30, 100000.0)], False),
        ([(31, 100000.0)], True),
        ([(40, 5.0)] * 10, False),
        ([(40, 100.0)] * 10, True),
        ([(40, 99.99)] * 10, False),
        # Instalments by their own maturity: one is late, the other is not.
        ([(31, 999.99), (30, 5000.0)], False),
        ([(31, 1000.0), (-60, 5000.0)], True),
        # Credit notes and unmatched payments net off, the oldest items first, whenever they mature.
        ([(40, 1500.0), (0, -501.0)], False),
        ([(40, 1500.0), (-30, -500.0)], True),
        ([(90, 400.0), (40, 1000.0), (10, -400.0)], True),
        ([(90, 400.0), (40, 1000.0), (10, -401.0)], False),
        ([(40, -5000.0)], False),
    ],
)
def test_more_than_30_days_and_at_least_1000(open_items, is_stopping):
    """Both conditions are needed, and both are exact."""
    assert debt_of(*open_items).is_stopping is is_stopping


def test_one_company_does_not_stop_another():
    """Nor does the debt of two companies add up; whoever has no policy stops nobody."""
    found = debts(
        [
            *(items((40, 900.0)) + items((40, 900.0), account=(7, 2))),
            *(items((40, 9000.0), account=(7, 3)) + items((40, 2000.0), account=(8, 2))),
        ],
        {1: POLICY, 2: POLICY},
        {1: TODAY, 2: TODAY},
    )
    assert {account: debt.is_stopping for account, debt in found.items()} == {
        (7, 1): False,
        (7, 2): False,
        (8, 2): True,
    }


def test_each_company_has_its_own_day():
    """East of the date line it is overdue a day earlier."""
    both = items((30, 5000.0)) + items((30, 5000.0), account=(7, 2))
    found = debts(both, {1: POLICY, 2: POLICY}, {1: TODAY, 2: TODAY + timedelta(1)})
    assert [found[7, 1].is_stopping, found[7, 2].is_stopping] == [False, True]


def test_what_the_reminder_lists():
    """What is left of each late item, the oldest first; what is not due yet is not listed."""
    debt = debt_of((5, 300.0), (50, 200.0), (-1, 700.0), (0, 50.0), (1, -120.5))
    assert debt == Debt(open=1129.5, overdue=79.5, late=50, items=((2, 79.5), (1, 300.0)))


def test_a_policy_without_an_amount_needs_some_debt():
    """An amount of 0 is any debt at all, but not none."""
    assert debt_of((31, 0.01), policy=Policy(30, 0.0)).is_stopping
    assert not debt_of((30, 5.0), policy=Policy(30, 0.0)).is_stopping


def test_a_currency_without_cents():
    """Amounts are counted in units of the company's currency."""
    policy = Policy(30, 1000, rounding=1.0)
    assert debt_of((31, 999.0), (32, 1.0), policy=policy).is_stopping


@pytest.mark.parametrize(
    ("late", "sent", "letter"),
    [
        (-3, (), None),
        (-2, (), -2),
        (0, {-2}, None),
        (1, {-2}, 1),
        (6, {1}, None),
        (45, (), 30),
        (45, {7}, 30),
        (45, {30}, None),
    ],
)
def test_letters_by_schedule(late, sent, letter):
    """Each is sent once, and after a silence only the last that is due."""
    assert next_letter((-2, 1, 7, 30), late, sent) == letter


def test_a_pardon_is_for_its_days_and_reasons_are_all_named():
    """An exception ends by itself; a customer may be stopped for two reasons."""
    assert is_pardoned([Pardon(TODAY, TODAY)], TODAY)
    assert not is_pardoned([], TODAY)
    assert not is_pardoned([Pardon(TODAY, TODAY)], TODAY + timedelta(1))
    assert reasons(debt_of((40, 2000.0)), LimitUse(100, 2000.0)) == ("overdue", "limit")
    assert reasons(debt_of((4, 2000.0)), LimitUse(0, 2000.0)) == ()


def test_the_limit_counts_open_uninvoiced_and_this_order():
    """Exactly at the limit is within it; credits make room."""
    assert not LimitUse(1000, 400.0, 300.0, 300.0).is_over
    assert LimitUse(1000, 400.0, 300.0, 300.01).is_over
    assert not LimitUse(1000, -500.0, 300.0, 1200.0).is_over


CENTS = st.integers(-200_000, 200_000).map(lambda cents: cents / 100)
books = st.lists(st.tuples(st.integers(-60, 90), CENTS), max_size=12)


@given(books, st.integers(0, 60), st.integers(0, 200_000))
def test_the_figures_agree(book, days, cents):
    """What is late is what late claims are more than all credits, to the cent."""
    if not book:
        return
    debt = debt_of(*book, policy=Policy(days, cents / 100))
    units = [(late, round(residual * 100)) for late, residual in book]
    credit = -sum(amount for _late, amount in units if amount < 0)
    claims = sum(amount for late, amount in units if amount > 0 and late > days)
    overdue = max(0, claims - credit)
    assert round(debt.overdue * 100) == overdue
    assert debt.is_stopping == (overdue > 0 and overdue >= cents)
    assert round(debt.open * 100) == sum(amount for _late, amount in units)
    assert bool(debt.items) == (debt.late > 0)


@given(books, st.integers(1, 200_000))
def test_paying_never_stops_anybody(book, cents):
    """A payment more is never worse."""
    if book and not debt_of(*book).is_stopping:
        assert not debt_of(*book, (0, -cents / 100)).is_stopping
