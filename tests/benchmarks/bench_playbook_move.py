# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Deals moved into a stage with three rules that give their sellers something to do.

The same move by core alone, with playbooks and with equal automation rules of core, each with
deals of its own, in turns. What everybody has to do afterwards, who follows and who was told of
which deal must be the same.
"""

import re
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from base import copy_of, environment_of, house_odoo, registry
from jobs import MILLION, deals_of, desk, manager_of
from table import Row

from house.paths import say

DEALS, RULES, ROUNDS = 200, 3, 3
FEW = 20
MORE_QUERIES, SECONDS, TIMES = 60, 1.5, 8
WAYS = ("core alone", "playbook", "core's rules")
LINK = re.compile(r"/odoo/crm\.lead/(\d+)")


@dataclass(frozen=True, slots=True)
class Move:
    """What one move took, and what it led to."""

    queries: int
    seconds: float
    after: float
    result: tuple[Any, ...]

    @property
    def whole(self) -> float:
        """Until everything is done."""
        return self.seconds + self.after


def measure() -> list[Row]:
    """Queries and seconds of a move, in the user's transaction and until all is done."""
    odoo = house_odoo()
    rows = []
    for jobs, size in ((0, "200 deals"), (MILLION, "200 deals, 1M steps")):
        with copy_of(odoo, desk(odoo, jobs)) as name:
            registered = registry(name)
            with registered.cursor() as cr:
                _prepare(environment_of(cr))
            odoo.cluster.sql("vacuum analyze", name)
            say(f"moving {size}")
            # Nothing listens for letters here: both ways only queue them.
            with patch.object(registered["mail.mail"], "send", lambda *_args, **_kwargs: None):
                rows += _rows(size, _moves(registered))
    return rows


def _prepare(env: Any) -> None:
    """Three rules of ours and three of core, all switched off: the same activity for each deal."""
    stage = env["crm.stage"].create({"name": "Bench", "sequence": 2})
    kind = env.ref("mail.mail_activity_data_call")
    manager = manager_of(env)
    book = env["crm.playbook"].create({"name": "Bench"})
    model = env["ir.model"]._get_id("crm.lead")
    for number in range(RULES):
        rule = env["crm.playbook.rule"].create(
            {
                "name": f"Rule {number}",
                "playbook_id": book.id,
                "trigger": "entered",
                "stage_ids": stage.ids,
                "responsible_id": manager.id,
            }
        )
        env["crm.playbook.step"].create(
            {
                "rule_id": rule.id,
                "name": f"Call {number}",
                "kind": "activity",
                "activity_type_id": kind.id,
                "delay_calendar": "clock",
                "deadline_amount": 1,
                "deadline_unit": "days",
            }
        )
        action = {
            "name": f"Call {number}",
            "model_id": model,
            "state": "next_activity",
            "usage": "base_automation",
            "activity_type_id": kind.id,
            "activity_summary": f"Call {number}",
            "activity_date_deadline_range": 1,
            "activity_date_deadline_range_type": "days",
            "activity_user_type": "generic",
            "activity_user_field_name": "user_id",
        }
        env["base.automation"].create(
            {
                "name": f"Rule {number}",
                "model_id": model,
                "trigger": "on_stage_set",
                "trg_field_ref": stage.id,
                "active": False,
                "action_server_ids": [(0, 0, action)],
            }
        )


def _switch(env: Any, way: str) -> None:
    """Let one of the ways be on."""
    book = env["crm.playbook"].search([("name", "=", "Bench")])
    rules = env["base.automation"].with_context(active_test=False)
    rules = rules.search([("name", "like", "Rule %")], limit=RULES)
    if rules[0].active != (way == "core's rules"):
        rules.active = way == "core's rules"
    if book.is_on != (way == "playbook"):
        book.is_on = way == "playbook"


def _moves(registered: Any) -> dict[str, list[Move]]:
    """Several rounds, in changing order; the first one fills the caches and is forgotten."""
    moves: dict[str, list[Move]] = {way: [] for way in WAYS}
    deals = _deal_ids(registered)
    for number in range(ROUNDS + 1):
        for way in WAYS if number % 2 else reversed(WAYS):
            with registered.cursor() as cr:
                _switch(environment_of(cr), way)
            size = DEALS if number else FEW
            moves[way].append(_move(registered, way, [next(deals) for _deal in range(size)]))
    return {way: of[1:] for way, of in moves.items()}


def _deal_ids(registered: Any) -> Iterator[int]:
    """The deals of the desk, none twice."""
    with registered.cursor() as cr:
        return iter(deals_of(environment_of(cr)).ids)


def _move(registered: Any, way: str, deals: list[int]) -> Move:
    """Move deals as a manager does, then do what is due."""
    with registered.cursor() as cr:
        env = environment_of(cr)
        last = env["mail.message"].search([], order="id desc", limit=1).id
        stage = env["crm.stage"].search([("name", "=", "Bench")]).id
        manager = manager_of(env).id
    with registered.cursor() as cr:
        env = environment_of(cr)(user=manager)
        before, began = cr.sql_log_count, time.perf_counter()
        env["crm.lead"].browse(deals).write({"stage_id": stage})
        cr.commit()
        seconds, queries = time.perf_counter() - began, cr.sql_log_count - before
    with registered.cursor() as cr:
        env = environment_of(cr)
        after = _timed(env["crm.playbook.job"]._cron_run) if way == "playbook" else 0
        return Move(queries, seconds, after, _result(env, deals, last))


def _timed(what: Callable[[], Any]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def _result(env: Any, deals: list[int], last: int) -> tuple[Any, ...]:
    """What is to be done by whom until when, who follows, and who was told of which deal.

    Deals are named by their place, so that those of different moves can be compared.
    """
    place = {deal: number for number, deal in enumerate(deals)}
    owner = {deal.id: deal.user_id for deal in env["crm.lead"].browse(deals)}
    about_them = [("res_model", "=", "crm.lead"), ("res_id", "in", deals)]
    to_do = sorted(
        (place[one.res_id], one.user_id == owner[one.res_id], one.activity_type_id.id, one.summary,
         (one.date_deadline - one.create_date.date()).days, one.automated)
        for one in env["mail.activity"].search([*about_them, ("summary", "like", "Call %")])
    )  # fmt: skip
    follow = sorted(
        (place[one.res_id], one.partner_id == owner[one.res_id].partner_id)
        for one in env["mail.followers"].search(about_them)
    )
    told = set()
    for notification in env["mail.notification"].search(
        [
            ("mail_message_id", ">", last),
            ("mail_message_id.message_type", "=", "user_notification"),
        ]
    ):
        message = notification.mail_message_id
        about = [message.res_id] if message.model == "crm.lead" else LINK.findall(message.body)
        told |= {
            (place[int(deal)], notification.res_partner_id == owner[int(deal)].partner_id)
            for deal in about
        }
    return tuple(to_do), tuple(follow), tuple(sorted(told))


def _rows(size: str, moves: dict[str, list[Move]]) -> list[Row]:
    alone, ours, rules = (moves[way] for way in WAYS)
    more = max(move.queries for move in ours) - min(move.queries for move in alone)
    mine, whole = _median(ours, "seconds"), _median(ours, "whole")
    core, theirs = _median(alone, "seconds"), _median(rules, "whole")
    ratio = theirs / whole
    results = {move.result for move in [*ours, *rules]}
    to_do, _follow, told = next(iter(results))
    same = len(results) == 1 and len(to_do) == DEALS * RULES and len(told) == DEALS
    same = same and not any(move.result[0] for move in alone)
    return [
        Row("queries more than core alone", size, str(more), f"≤ {MORE_QUERIES}",
            more <= MORE_QUERIES, f"{alone[0].queries} in all"),
        Row("the user's transaction", size, f"{mine:.2f} s", f"≤ {SECONDS} s", mine <= SECONDS,
            f"{core:.2f} s by core alone"),
        Row(f"and {DEALS * RULES} steps done", size, f"{whole:.2f} s", f"≥ {TIMES} times faster",
            ratio >= TIMES, f"{theirs:.2f} s by core's rules", ratio),
        Row("to do, followers, told", size, "the same" if same else "NOT the same", "the same",
            same),
    ]  # fmt: skip


def _median(moves: list[Move], name: str) -> float:
    return statistics.median(getattr(move, name) for move in moves)
