# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Figures of clients: the form beside core's, the list of 80, the refresh of everybody.

Times are those of the calls a browser makes, in this process, as a salesperson, with empty record
caches; without HTTP.
"""

import statistics
import time
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from base import environment_of, house_odoo, registry
from parties import CLIENTS, INVOICES, LINKS, OFFSET, PARTNERS, traded
from table import Row

from house.paths import say

FORMS, LIST, LISTS = 200, 80, 20
SIZE = f"{PARTNERS // 1000}k partners, {LINKS // 1000}k links, {INVOICES // 1000}k invoices"


def measure() -> list[Row]:
    """All rows; each part takes the environment of a salesperson and gives its rows."""
    odoo = house_odoo()
    with traded(odoo) as name:
        with registry(name).cursor() as cr:
            rows = [*_refresh(environment_of(cr))]
        odoo.cluster.sql("vacuum analyze crm_party_figure, crm_party_figure_dirty", name)
        for part in (_forms, _lists):
            with registry(name).cursor() as cr:
                user = environment_of(cr)["res.users"].search([("login", "=", "bench_sales")])
                rows += part(user.with_user(user).env)
                cr.rollback()
        return rows


def _refresh(env: Any) -> list[Row]:
    """Everybody's figures, as after the installation; then those of one client."""
    say("computing everybody's figures")
    figures, dirty = env["crm.party.figure"], env["crm.party.figure.dirty"]
    figures._mark_all()
    marked = dirty.search_count([])
    began = time.perf_counter()
    while partner_ids := dirty._take(5_000):
        figures._refresh(partner_ids)
        env.cr.commit()
    spent = time.perf_counter() - began
    return [
        Row("figures of everybody", f"{marked} marked; {SIZE}", f"{spent:.1f} s", "≤ 120 s",
            spent <= 120)
    ]  # fmt: skip


def form_read() -> ModuleType:
    """What the add-on's own tests know of the web client; after the add-ons are loaded."""
    return import_module("odoo.addons.crm_counterparty.tests.form_read")


def _view(env: Any, kind: str, view_id: int | bool = False) -> dict[str, Any]:
    return form_read().read_by_view(env["res.partner"], kind, view_id)


def _cost(env: Any, work: Callable[[], object]) -> tuple[float, int]:
    """Seconds and queries of a piece of work, with empty caches of records."""
    env.flush_all()
    env.invalidate_all()
    before, began = env.cr.sql_log_count, time.perf_counter()
    work()
    return time.perf_counter() - began, env.cr.sql_log_count - before


def _forms(env: Any) -> list[Row]:
    """The form of a client, with what its head asks for, beside core's."""
    say("opening forms")
    core, ours = form_read().core_form(env), _view(env, "form")
    # One by one, as forms are opened: records of one browse would be read together.
    partners = [env["res.partner"].browse(OFFSET + 2 + n) for n in range(FORMS)]

    def opened(partner: Any) -> None:
        partner.web_read(ours)
        partner.client_glance()

    for work in (opened, lambda partner: partner.web_read(core)):
        for partner in partners[:5]:
            _cost(env, lambda work=work, partner=partner: work(partner))
    mine = [_cost(env, lambda each=each: opened(each)) for each in partners]
    theirs = [_cost(env, lambda each=each: each.web_read(core)) for each in partners]
    more = max(queries for _s, queries in mine) - max(queries for _s, queries in theirs)
    large = _cost(env, lambda: opened(env["res.partner"].browse(OFFSET + 1)))
    env["crm.party.figure.dirty"].sudo()._mark(range(OFFSET + 1, OFFSET + 2 + FORMS))
    env["crm.party.figure.dirty"].sudo()._flush_marks()
    marked = [_cost(env, lambda each=each: opened(each)) for each in partners]
    return [
        Row("client form, queries", SIZE, f"{max(q for _s, q in mine)}", "≤ 15 more than core",
            more <= 15, f"core {max(q for _s, q in theirs)}"),
        _row_p95("client form, p95", mine, theirs),
        _row_p95("client form just after an invoice, p95", marked, theirs),
        Row("client form of one with 2,000 invoices", SIZE, f"{large[0] * 1000:.0f} ms",
            "≤ 150 ms", large[0] <= 0.15),
    ]  # fmt: skip


def _p95(costs: list[tuple[float, int]]) -> float:
    return sorted(seconds for seconds, _q in costs)[int(len(costs) * 0.95)] * 1000


def _row_p95(what: str, mine: list[tuple[float, int]], theirs: list[tuple[float, int]]) -> Row:
    ours, core = _p95(mine), _p95(theirs)
    median = statistics.median(seconds for seconds, _q in mine) * 1000
    return Row(what, SIZE, f"{ours:.0f} ms (median {median:.0f} ms)", "≤ 150 ms", ours <= 150,
               f"core {core:.0f} ms", core / ours)  # fmt: skip


def _lists(env: Any) -> list[Row]:
    """Clients with turnover and debt: eighty a page, and eight."""
    say("opening lists")
    columns = _view(env, "list", env.ref("crm_counterparty.res_partner_view_list_client").id)
    partners, rows = env["res.partner"], []

    def page(number: int, size: int) -> tuple[float, int]:
        first = OFFSET + 2 + number * LIST
        domain = [("id", ">=", first), ("id", "<", first + size)]
        return _cost(env, lambda: partners.web_search_read(domain, columns, limit=size))

    for what in ("list of 80 clients", "list of 80 clients, all just invoiced"):
        page(0, LIST)
        few = page(1, 8)
        costs = [page(number, LIST) for number in range(LISTS)]
        queries = {count for _s, count in costs}
        rows.append(
            Row(f"{what}, queries", SIZE, f"{max(queries)} ({few[1]} for 8)", "as many as for 8",
                queries == {few[1]})
        )  # fmt: skip
        rows.append(
            Row(f"{what}, p95", SIZE, f"{_p95(costs):.0f} ms", "≤ 300 ms", _p95(costs) <= 300)
        )
        env["crm.party.figure.dirty"].sudo()._mark(range(OFFSET + 1, OFFSET + CLIENTS + 1))
        env["crm.party.figure.dirty"].sudo()._flush_marks()
    return rows
