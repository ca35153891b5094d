# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Looking for partners when teams hide their clients: with the rule and without, same process."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from base import close, environment_of, house_odoo, registry
from table import Row

from house import database
from house.paths import say

PARTNERS = 300_000
TEAMS = 6
MEMBERS = 10
ROUNDS = 9
BAR = 1.3
RULE = "crm_counterparty.rule_partner_visibility"
LIST = {
    "complete_name": {},
    "email": {},
    "phone": {},
    "user_id": {"fields": {"display_name": {}}},
    "country_id": {"fields": {"display_name": {}}},
}

# A third are companies, each with somebody in charge; the others work for one of them. Written
# once each, so that the table is dense as after years, not full of holes for the hidden ones.
LOAD = """
INSERT INTO res_partner (id, name, complete_name, email, email_normalized, phone, active, type,
                         is_company, partner_share, autopost_bills, user_id, parent_id,
                         commercial_partner_id, create_date, write_date)
SELECT %(first)s + n, 'Customer ' || n, 'Customer ' || n, 'c' || n || '@shop.example',
       'c' || n || '@shop.example', '+38067' || (1000000 + n), TRUE, 'contact', n %% 3 = 0, TRUE,
       'ask', CASE WHEN n %% 3 = 0 THEN (%(users)s::int[])[1 + (n / 3) %% %(people)s] END,
       CASE WHEN n %% 3 > 0 THEN %(first)s + n - n %% 3 END, %(first)s + n - n %% 3, now(), now()
  FROM generate_series(0, %(partners)s - 1) n;
SELECT setval('res_partner_id_seq', (SELECT max(id) FROM res_partner));
"""


def measure() -> list[Row]:
    """What a salesperson waits for, beside core's wait; and how long a change of mind takes."""
    odoo = house_odoo()
    template = database.suite_template(odoo, whole=True)
    name = "visibility"
    database.drop(odoo, name)
    database.clone(odoo, template, name)
    try:
        say(f"loading {PARTNERS} partners")
        with registry(name).cursor() as cr:
            _load(environment_of(cr))
        odoo.cluster.sql("vacuum analyze res_partner", name)
        with registry(name).cursor() as cr:
            hiding = _hide(environment_of(cr))
        odoo.cluster.sql("vacuum analyze res_partner", name)
        with registry(name).cursor() as cr:
            return _measured(environment_of(cr), hiding)
    finally:
        close(name)
        database.drop(odoo, name)


def _load(env: Any) -> None:
    users = env["res.users"].with_context(no_reset_password=True).create(
        [
            {
                "name": f"Salesperson {n}",
                "login": f"bench_visibility_{n}",
                "group_ids": [(6, 0, [env.ref("sales_team.group_sale_salesman").id])],
            }
            for n in range(TEAMS * MEMBERS)
        ]
    )  # fmt: skip
    for team in range(TEAMS):
        env["crm.team"].create(
            {
                "name": f"Bench {team}",
                "member_ids": [(6, 0, users[team * MEMBERS : (team + 1) * MEMBERS].ids)],
            }
        )
    env.flush_all()
    env.cr.execute(LOAD, {
        "users": users.ids, "people": len(users), "partners": PARTNERS,
        "first": env["res.partner"].search([], order="id DESC", limit=1).id + 1000,
    })  # fmt: skip


def _teams(env: Any) -> Any:
    return env["crm.team"].search([("name", "=like", "Bench _")], order="name")


def _hide(env: Any) -> float:
    """Seconds until the slowest of four teams has hidden its clients."""
    slowest = 0.0
    for team, how in zip(_teams(env), ("open", "owner", "team") * 2, strict=True):
        began = time.perf_counter()
        team.client_visibility = how
        env.flush_all()
        slowest = max(slowest, time.perf_counter() - began)
    return slowest


def _measured(env: Any, hiding: float) -> list[Row]:
    hidden = env["res.partner"].search_count([("client_guard_id", "!=", False)])
    size = f"{PARTNERS // 1000}k partners, {hidden * 100 // PARTNERS} % hidden"
    each = f"{PARTNERS // TEAMS // 1000}k partners of {MEMBERS} people"
    rows = [
        Row("a team hides its clients", each, f"{hiding:.1f} s", "< 30 s", hiding < 30),
    ]  # fmt: skip
    teams = _teams(env)
    user = teams[0].member_ids[0]
    partners = env["res.partner"].with_user(user)
    for what, act in _actions(partners):
        rows.append(_compared(env, what, size, act))
    return rows


def _actions(partners: Any) -> list[tuple[str, Callable[[], Any]]]:
    def page(domain: list[Any], offset: int = 0) -> Any:
        return partners.web_search_read(domain, LIST, offset=offset, limit=80, count_limit=10001)

    return [
        ("name search, rare", lambda: partners.name_search("Customer 29911", limit=8)),
        ("name search, common", lambda: partners.name_search("Customer 2", limit=8)),
        ("name search, nobody", lambda: partners.name_search("Zzyzx", limit=8)),
        ("list, first page", lambda: page([])),
        ("list, page 5", lambda: page([], 320)),
        ("list of companies", lambda: page([("is_company", "=", True)])),
        ("list, my clients", lambda: page([("user_id", "=", partners.env.uid)])),
        ("number of partners", lambda: partners.search_count([])),
    ]


def _compared(env: Any, what: str, size: str, act: Callable[[], Any]) -> Row:
    """Median of rounds that take turns with the rule and without it."""
    rule = env.ref(RULE)
    taken: dict[bool, list[float]] = {True: [], False: []}
    for _round in range(ROUNDS + 1):
        for active in (True, False):
            rule.active = active
            env.flush_all()
            act()  # the rule's own domain is made once for a user, not for a search
            env.invalidate_all()
            began = time.perf_counter()
            act()
            taken[active].append(time.perf_counter() - began)
    ours, core = (statistics.median(taken[active][1:]) * 1000 for active in (True, False))
    holds = ours <= BAR * core
    return Row(what, size, f"{ours:.1f} ms", f"{BAR} x core", holds, f"{core:.1f} ms", core / ours)
