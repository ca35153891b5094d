# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Storing figures and looking at them: sixty people, 24 months, and a board of twelve KPIs."""

import statistics
import time
from typing import Any

from base import environment_of, house_odoo, registry
from figures import MONTHS, Size, desk, kpis, months
from table import Row

SIZE = Size(20_000, 10_000, 60)
CELLS, BAR_OF_CELLS, QUERIES, BAR_OF_BOARD = 20_000, 4.0, 10, 0.3
ROUNDS = 7


def measure() -> list[Row]:
    """Seconds to store, rows of a second run, and the board."""
    odoo = house_odoo()
    with registry(desk(odoo, SIZE)).cursor() as cr:
        env = environment_of(cr)
        rows = [*_store(env), *_board(env)]
        cr.rollback()
    return rows


def _store(env: Any) -> list[Row]:
    """The writing part alone, of so many cells; and what a second run writes."""
    kpis(env)
    wanted = months(env, MONTHS)
    snapshots = env["crm.kpi.snapshot"]
    start = time.perf_counter()
    written = snapshots._store(env.company, wanted)
    whole = time.perf_counter() - start
    again = snapshots._store(env.company, wanted)
    per_cells = whole / written * CELLS
    return [
        Row(
            f"reading, judging and storing {written} cells",
            SIZE.label,
            f"{whole:.2f} s, {per_cells:.2f} s for {CELLS}",
            f"≤ {BAR_OF_CELLS} s for {CELLS}",
            per_cells <= BAR_OF_CELLS,
        ),
        Row("rows that a second run writes", SIZE.label, str(again), "0", again == 0),
    ]


def _board(env: Any) -> list[Row]:
    """Sixty people by twelve KPIs, as the browser asks for it."""
    more = env["crm.kpi.definition"].with_context(active_test=False)
    for name in ("opened", "average_deal", "lead_to_client", "lost_by_reason"):
        more |= env.ref(f"crm_kpi_scorecard.kpi_{name}")
    more.active = True
    # Of products alone: it is no column of people.
    extra = env.ref("crm_kpi_scorecard.kpi_calls_logged")
    extra.active = True
    env["crm.kpi.snapshot"]._store(env.company, months(env, 13))
    manager = env["res.users"].search([("login", "=", "admin")])
    board = env["crm.kpi.board"].with_user(manager)
    seconds, queries = [], 0
    for _round in range(ROUNDS):
        env.flush_all()
        env.invalidate_all()
        before = env.cr.sql_log_count
        start = time.perf_counter()
        told = board.board({"kind": "month", "level": "person"})
        seconds.append(time.perf_counter() - start)
        queries = env.cr.sql_log_count - before
    middle = statistics.median(seconds)
    size = f"{len(told['rows'])} × {len(told['columns'])}"
    return [
        Row("board: queries", size, str(queries), f"≤ {QUERIES}", queries <= QUERIES),
        Row("board", size, f"{middle:.3f} s", f"≤ {BAR_OF_BOARD} s", middle <= BAR_OF_BOARD),
    ]
