# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What people look at: deals without next activity, and the steps of a desk with a million."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from base import environment_of, house_odoo, registry
from jobs import MILLION, deals_of, desk, manager_of, sellers_of
from table import Row

ROUNDS = 7
BAR, BAR_OF_IDLE, BAR_OF_ALL = 0.5, 0.1, 3
NAME: dict[str, Any] = {"fields": {"display_name": {}}}
# What the web client asks for.
IDLE = {
    "name": {},
    "contact_name": {},
    "stage_id": NAME,
    "date_last_stage_update": {},
    "user_id": NAME,
    "expected_revenue": {},
}
STEPS = {
    "due": {},
    "res_model": {},
    "res_id": NAME,
    "step_id": NAME,
    "kind": {},
    "state": {},
    "reason_text": {},
    "made_text": {},
}
COUNT = ["__count"]
PIVOT = [[], ["rule_id"], ["state"], ["rule_id", "state"]]


def measure() -> list[Row]:
    """Seconds of each screen, the middle of some rounds."""
    odoo = house_odoo()
    rows = []
    with registry(desk(odoo, MILLION)).cursor() as cr:
        env = environment_of(cr)
        deals = deals_of(env)
        for who, user in (("salesperson", sellers_of(env)[0]), ("manager", manager_of(env))):
            mine = deals.filtered(
                lambda deal, user=user: user in (deal.user_id, deal.team_id.user_id)
            )
            own = env(user=user.id)
            for what, show in (_idle(own) | _steps(own, mine)).items():
                rows.append(_row(f"{what}, {who}", env, show))
        cr.rollback()
    return rows


def _idle(env: Any) -> dict[str, Callable[[], Any]]:
    """The list of deals without next activity: a page, and the number of them."""
    leads = env["crm.lead"].with_context(tz="UTC")
    idle = [("no_next_activity", "=", True)]
    mine = [*idle, "|", ("user_id", "=", env.uid), ("team_id.user_id", "=", env.uid)]
    order = "date_last_stage_update, id"
    return {
        "no next activity, mine": lambda: leads.web_search_read(
            mine, IDLE, limit=80, order=order, count_limit=10_001
        ),
        "no next activity, all": lambda: leads.web_search_read(
            idle, IDLE, limit=80, order=order, count_limit=10_001
        ),
    }


def _steps(env: Any, deals: Any) -> dict[str, Callable[[], Any]]:
    """The steps of one deal, of all deals, and what stands on buttons."""
    jobs, deal = env["crm.playbook.job"].with_context(tz="UTC"), deals[:1].with_env(env)
    of_deal = [("res_model", "=", "crm.lead"), ("res_id", "=", deal.id)]
    failed = [("state", "=", "failed")]
    waiting = [("state", "=", "pending")]
    newest = "due desc, id desc"
    books = env["crm.playbook"].search([("name", "=", "Past")])

    def page(domain: list[Any], order: str = newest, offset: int = 0) -> Callable[[], Any]:
        return lambda: jobs.web_search_read(
            domain, STEPS, limit=80, offset=offset, order=order, count_limit=10_001
        )

    return {
        "steps of a deal": page(of_deal),
        "log": page([]),
        "log, page 50": page([], offset=4_000),
        "log, failed": page(failed),
        "log, waiting, next first": page(waiting, "due, id"),
        "log, by rule and state": lambda: jobs.formatted_read_grouping_sets([], PIVOT, COUNT),
        "steps on a deal's button": lambda: deal.read(["waiting_step_count", "past_step_count"]),
        "waiting steps of a playbook": lambda: books.read(["waiting_count", "former_count"]),
    }


def _row(what: str, env: Any, show: Callable[[], Any]) -> Row:
    spent = []
    for _round in range(ROUNDS):
        env.invalidate_all()
        began = time.perf_counter()
        show()
        spent.append(time.perf_counter() - began)
    middle = statistics.median(spent)
    ours = f"{middle:.3f} s (slowest {max(spent):.3f} s)"
    bar = BAR_OF_IDLE if what.startswith("no next") else BAR
    if "by rule" in what:  # counts every row, where the others show a page
        bar = BAR_OF_ALL
    return Row(what, "20k deals, 1M steps", ours, f"≤ {bar} s", middle <= bar)
