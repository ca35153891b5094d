# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading figures: ours, a query per cell, and a loop over records; how the cost grows."""

import statistics
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import figures_naive
from base import environment_of, house_odoo, registry
from figures import MONTHS, Size, desk, kpis, months
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
    """Beside both baselines; all three tell the same of every cell."""
    chosen, wanted = kpis(env), months(env, MONTHS)

    def ours() -> Any:
        return chosen._kpi_figures(wanted, companies=env.company)

    seconds, found = _timed(env, ours)
    codes = {each.id: each.code for each in chosen}
    figures = {(codes[kpi], key): figure.value for (kpi, key), figure in found.items()}
    cells = list(figures)
    queried, told = _timed(env, lambda: figures_naive.per_cell(env, cells), 1)
    _same(figures, told)
    looped, told = _timed(env, lambda: figures_naive.loop(env, cells), 1)
    _same(figures, told)
    number = _readings(env, ours)
    what = f"{len(cells)} cells of 8 KPIs, 24 months"
    return [
        Row("reading queries", size.label, str(number), f"≤ {READINGS}", number <= READINGS),
        _ratio(f"{what}: a query per cell", size, seconds, queried, PER_CELL),
        _ratio(f"{what}: a loop over records", size, seconds, looped, PER_LOOP),
    ]


def _same(figures: Any, told: Any) -> None:
    """Check that both ways say the same of each cell (to a millionth: one of them adds floats)."""
    for cell, value in figures.items():
        other = told[cell]
        if (value is None) != (other is None) or abs((value or 0) - (other or 0)) > 1e-6:
            raise AssertionError(f"the ways differ for {cell}: {value}, {other}")


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
