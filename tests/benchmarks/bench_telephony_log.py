# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The log of a million calls: its list, its pivot and the figures, for a person and a manager."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from base import environment_of, house_odoo, registry
from calls import sized
from table import Row

CALLS, PARTNERS = 1_000_000, 300_000
ROUNDS = 5
BAR, BAR_OF_A_YEAR = 1.0, 3.0
# What the web client asks for: a page of the list, the table it opens a pivot with.
PAGE = {
    name: {"fields": {"display_name": {}}} if name.endswith("_id") else {}
    for name in (
        "started_at", "direction", "disposition", "phone_text", "partner_id", "lead_id", "user_id",
        "line", "wait_seconds", "talk_seconds", "missed_state", "result_id",
    )
}  # fmt: skip
PIVOT = [[], ["disposition"], ["user_id"], ["user_id", "disposition"]]
FIGURES = ("talk_seconds:sum", "__count")


def measure() -> list[Row]:
    """Seconds of each screen, the slowest of some rounds."""
    odoo = house_odoo()
    rows = []
    with registry(sized(odoo, PARTNERS, CALLS)).cursor() as cr:
        env = environment_of(cr)
        person = env["res.users"].search([("login", "=", "agent7@bench.example")])
        for who, user in (("salesperson", person), ("manager", env.ref("base.user_admin"))):
            for what, show in _screens(env(user=user)).items():
                rows.append(_row(f"{what}, {who}", env, show))
        cr.rollback()
    return rows


def _screens(env: Any) -> dict[str, Callable[[], Any]]:
    calls = env["telephony.call"].with_context(tz="Europe/Kyiv")
    figures = env["telephony.statistics"].with_context(tz="Europe/Kyiv")
    missed = [("missed_state", "=", "open")]
    return {
        "list": lambda: calls.web_search_read([], PAGE, limit=80, count_limit=10_001),
        "list, page 100": lambda: calls.web_search_read([], PAGE, offset=8_000, limit=80),
        "list, to call back": lambda: calls.web_search_read(missed, PAGE, limit=80),
        "list by person": lambda: calls.web_read_group([], ["user_id"], FIGURES),
        "pivot": lambda: calls.formatted_read_grouping_sets([], PIVOT, FIGURES),
        "statistics of a week": lambda: figures.read_statistics("week"),
        "statistics of a year": lambda: figures.read_statistics("year"),
    }


def _row(what: str, env: Any, show: Callable[[], Any]) -> Row:
    spent = []
    for _round in range(ROUNDS):
        env.invalidate_all()
        began = time.perf_counter()
        show()
        spent.append(time.perf_counter() - began)
    slowest = max(spent)
    ours = f"{slowest:.2f} s (median {statistics.median(spent):.2f} s)"
    bar = BAR_OF_A_YEAR if "year" in what else BAR
    return Row(what, f"{CALLS // 10**6}M calls", ours, f"≤ {bar:.0f} s", slowest <= bar)
