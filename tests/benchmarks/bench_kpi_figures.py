# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading figures: ours, a query per cell, and a loop over records; how the cost grows."""

import statistics
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from base import environment_of, house_odoo, registry
from figures import MONTHS, Size, desk, kpis, months, of_addon
from table import Row

SMALL, MANY = Size(20_000, 10_000, 15), Size(20_000, 10_000, 60)
LARGE, HUGE = Size(200_000, 100_000, 15), Size(2_000_000, 0, 15)
READINGS, PER_CELL, PER_LOOP, ALL_OF_LARGE, OPEN_OF_LARGE, OPEN_OF_HUGE = 12, 20, 10, 15, 1, 3
ROUNDS = 3


def measure() -> list[Row]:
    """Seconds and queries of each size."""
    odoo = house_odoo()
    rows = []
    for size, show in ((SMALL, _small), (MANY, _many), (LARGE, _large), (HUGE, _huge)):
        with registry(desk(odoo, size)).cursor() as cr:
            rows += show(environment_of(cr), size)
            cr.rollback()
    return rows


def _timed(env: Any, work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """The middle of some rounds, in seconds, and what came out."""
    seconds = []
    for _round in range(rounds):
        env.invalidate_all()
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), result


def _readings(env: Any, work: Callable[[], Any]) -> int:
    """How many statements read facts."""
    seen: Counter[bool] = Counter()
    execute = type(env.cr).execute

    def noted(cursor: Any, query: Any, *args: Any, **options: Any) -> Any:
        seen["GROUPING SETS" in str(getattr(query, "code", query))] += 1
        return execute(cursor, query, *args, **options)

    type(env.cr).execute = noted
    try:
        work()
    finally:
        type(env.cr).execute = execute
    return seen[True]


def _small(env: Any, size: Size) -> list[Row]:
    """Beside both baselines; all three tell the same of each person's deals won."""
    chosen, wanted = kpis(env), months(env, MONTHS)
    company, key = env.company, of_addon("models.kpi_reading").Key

    def ours() -> Any:
        return chosen._kpi_figures(wanted, companies=company)

    seconds, found = _timed(env, ours)
    cells, told = _timed(env, lambda: _query_per_cell(env, wanted), 1)
    loop, counted = _timed(env, lambda: _loop(env), 1)
    won = env.ref("crm_kpi_scorecard.kpi_won").id
    for (user, month), number in told.items():
        figure = found.get((won, key(company.id, month, "person", (user,))))
        same = (figure.value if figure else 0) == number == counted[user, month]
        if not same:
            raise AssertionError(f"the ways differ for {user} in {month.label}")
    number = _readings(env, ours)
    return [
        Row("reading queries", size.label, str(number), f"≤ {READINGS}", number <= READINGS),
        _ratio("8 KPIs, 24 months: a query per cell", size, seconds, cells, PER_CELL),
        _ratio("8 KPIs, 24 months: a loop over records", size, seconds, loop, PER_LOOP),
    ]


def _ratio(what: str, size: Size, ours: float, baseline: float, bar: int) -> Row:
    ratio = baseline / ours
    return Row(
        what,
        size.label,
        f"{ours:.2f} s",
        f"≥ {bar} times",
        ratio >= bar,
        f"{baseline:.2f} s",
        ratio,
    )


def _query_per_cell(env: Any, wanted: list[Any]) -> dict[Any, int]:
    """What somebody writes first: a count for each person, month and KPI."""
    leads = env["crm.lead"].with_context(active_test=False)
    lines = env["sale.order.line"]
    zone = env.company._kpi_zone()
    told = {}
    for user in env["res.users"].search([("login", "=like", "seller_%")]):
        for month in wanted:
            begin, end = month.bounds(zone)
            mine = [("user_id", "=", user.id)]
            won = [*mine, ("date_won", ">=", begin), ("date_won", "<", end)]
            made = [*mine, ("create_date", ">=", begin), ("create_date", "<", end)]
            ordered = [
                ("order_id.user_id", "=", user.id),
                ("order_id.date_order", ">=", begin),
                ("order_id.date_order", "<", end),
            ]
            leads.search_count(made)
            told[user.id, month] = leads.search_count(won)
            leads.search_count([*mine, ("date_decided", ">=", begin), ("date_decided", "<", end)])
            leads.search_count([*made, ("won_status", "=", "won")])
            leads._read_group(won, [], ["expected_revenue:sum"])
            env["sale.order"]._read_group(
                [*mine, ("date_order", ">=", begin), ("date_order", "<", end)],
                [],
                ["amount_untaxed:sum"],
            )
            lines._read_group(ordered, [], ["order_id:count_distinct"])
            lines._read_group(ordered, [], ["kpi_discount_amount:sum", "kpi_list_amount:sum"])
    return told


def _loop(env: Any) -> Counter[Any]:
    """Or a loop over all records."""
    periods = of_addon("tools.periods")
    zone = env.company._kpi_zone()
    counted: Counter[Any] = Counter()
    sums: Counter[Any] = Counter()
    leads = env["crm.lead"].with_context(active_test=False).search([("id", "!=", False)])
    for lead in leads:
        sums["made", lead.user_id.id, periods.at(lead.create_date, zone, "month")] += 1
        if lead.date_won:
            month = periods.at(lead.date_won, zone, "month")
            counted[lead.user_id.id, month] += 1
            sums["revenue", lead.user_id.id, month] += lead.expected_revenue
    for line in env["sale.order.line"].search([("state", "=", "sale")]):
        month = periods.at(line.order_id.date_order, zone, "month")
        sums["list", line.order_id.user_id.id, month] += line.kpi_list_amount
        sums["discount", line.order_id.user_id.id, month] += line.kpi_discount_amount
    for order in env["sale.order"].search([("state", "=", "sale")]):
        month = periods.at(order.date_order, zone, "month")
        sums["turnover", order.user_id.id, month] += order.amount_untaxed
    return counted


def _many(env: Any, size: Size) -> list[Row]:
    """The same queries for sixty people."""
    chosen, wanted = kpis(env), months(env, MONTHS)
    number = _readings(env, lambda: chosen._kpi_figures(wanted, companies=env.company))
    return [Row("reading queries", size.label, str(number), f"≤ {READINGS}", number <= READINGS)]


def _large(env: Any, size: Size) -> list[Row]:
    """Ten times as much."""
    chosen = kpis(env)
    whole, _found = _timed(env, lambda: _read(env, chosen, MONTHS))
    month, _found = _timed(env, lambda: _read(env, chosen, 1))
    return [
        _seconds("8 KPIs, 24 months", size, whole, ALL_OF_LARGE),
        _seconds("8 KPIs, the open month", size, month, OPEN_OF_LARGE),
    ]


def _huge(env: Any, size: Size) -> list[Row]:
    """A hundred times as many leads."""
    chosen = kpis(env)
    month, _found = _timed(env, lambda: _read(env, chosen, 1))
    return [_seconds("8 KPIs, the open month", size, month, OPEN_OF_HUGE)]


def _read(env: Any, chosen: Any, count: int) -> Any:
    return chosen._kpi_figures(months(env, count), companies=env.company)


def _seconds(what: str, size: Size, seconds: float, bar: int) -> Row:
    return Row(what, size.label, f"{seconds:.2f} s", f"≤ {bar} s", seconds <= bar)
