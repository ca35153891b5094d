# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The benchmark's figures as people write them first: a query per cell, a loop over records."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from figures import of_addon

LINES = [("state", "=", "sale"), ("display_type", "=", False), ("is_downpayment", "=", False)]
DECIDED = [("won_status", "in", ("won", "lost"))]
WON = [("won_status", "=", "won")]


class Side(NamedTuple):
    """What is added up: of which records, at which date, and what."""

    model: str
    date: str
    domain: list[Any]
    aggregate: str = "__count"


CREATED = Side("crm.lead", "create_date", [])
# By KPI what stands above the line, and below.
SIDES = {
    "new_leads": (CREATED, None),
    "won": (Side("crm.lead", "date_won", WON), None),
    "win_rate": (Side("crm.lead", "date_won", WON), Side("crm.lead", "date_decided", DECIDED)),
    "lead_to_client_cohort": (Side("crm.lead", "create_date", WON), CREATED),
    "revenue": (Side("crm.lead", "date_won", WON, "expected_revenue:sum"), None),
    "turnover": (
        Side("sale.order", "date_order", [("state", "=", "sale")], "amount_untaxed:sum"),
        None,
    ),
    "product_sales": (
        Side("sale.order.line", "order_id.date_order", LINES, "order_id:count_distinct"),
        None,
    ),
    "discount_share": (
        Side("sale.order.line", "order_id.date_order", LINES, "kpi_discount_amount:sum"),
        Side("sale.order.line", "order_id.date_order", LINES, "kpi_list_amount:sum"),
    ),
}
Told = dict[tuple[str, Any], float | None]


def per_cell(env: Any, cells: list[tuple[str, Any]]) -> Told:
    """A query for each cell, and two for a quotient.

    :param cells: (code of a KPI, key of a figure)
    """
    zone = env.company._kpi_zone()
    return {
        (code, key): _value(*(side and _queried(env, side, key, zone) for side in SIDES[code]))
        for code, key in cells
    }


def _value(above: float, below: float | None) -> float | None:
    if below is None:
        return above
    return above / below if below else None


def _queried(env: Any, side: Side, key: Any, zone: str) -> float:
    begin, end = key.period.bounds(zone)
    prefix = "order_id." if side.model == "sale.order.line" else ""
    domain = [*side.domain, (side.date, ">=", begin), (side.date, "<", end)]
    for name, number in zip(_columns(key.level), key.subject, strict=True):
        path = name if name == "product_id" else prefix + name
        domain.append((path, "=", number or False))
    model = env[side.model].with_context(active_test=False)
    return model._read_group(domain, [], [side.aggregate])[0][0] or 0


def _columns(level: str) -> tuple[str, ...]:
    found: tuple[str, ...] = of_addon("models.levels").SUBJECTS[level]
    return found


def loop(env: Any, cells: list[tuple[str, Any]]) -> Told:
    """A loop over all records, which adds up for every subject at once."""
    sums: dict[tuple[Any, ...], float] = Counter()
    orders: dict[tuple[Any, ...], set[int]] = defaultdict(set)
    _loop_leads(env, sums)
    _loop_orders(env, sums, orders)
    told = {}
    for code, key in cells:
        where = (key.level, key.subject, key.period)
        if code == "product_sales":
            told[code, key] = len(orders[where])
        else:
            below = sums[f"{code} below", *where] if SIDES[code][1] else None
            told[code, key] = _value(sums[f"{code} above", *where], below)
    return told


def _add(sums: Any, name: str, month: Any, subjects: dict[str, int], number: float = 1) -> None:
    for level, subject in _told_of(subjects):
        sums[name, level, subject, month] += number


def _told_of(subjects: dict[str, int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    for level, columns in of_addon("models.levels").SUBJECTS.items():
        if all(column in subjects for column in columns):
            yield level, tuple(subjects[column] for column in columns)


def _subjects(record: Any) -> dict[str, int]:
    return {name: record[name].id or 0 for name in ("user_id", "team_id", "source_id")}


def _loop_leads(env: Any, sums: Any) -> None:
    periods, zone = of_addon("tools.periods"), env.company._kpi_zone()
    for lead in env["crm.lead"].with_context(active_test=False).search([("id", "!=", False)]):
        mine = _subjects(lead)
        made = periods.at(lead.create_date, zone, "month")
        _add(sums, "new_leads above", made, mine)
        _add(sums, "lead_to_client_cohort below", made, mine)
        if lead.date_decided:
            _add(sums, "win_rate below", periods.at(lead.date_decided, zone, "month"), mine)
        if lead.won_status == "won":
            month = periods.at(lead.date_won, zone, "month")
            _add(sums, "lead_to_client_cohort above", made, mine)
            _add(sums, "win_rate above", month, mine)
            _add(sums, "won above", month, mine)
            _add(sums, "revenue above", month, mine, lead.expected_revenue)


def _loop_orders(env: Any, sums: Any, orders: Any) -> None:
    periods, zone = of_addon("tools.periods"), env.company._kpi_zone()
    for order in env["sale.order"].search([("state", "=", "sale")]):
        month, mine = periods.at(order.date_order, zone, "month"), _subjects(order)
        _add(sums, "turnover above", month, mine, order.amount_untaxed)
        for line in order.order_line:
            if line.display_type or line.is_downpayment:
                continue
            sold = {**mine, "product_id": line.product_id.id}
            _add(sums, "discount_share above", month, sold, line.kpi_discount_amount)
            _add(sums, "discount_share below", month, sold, line.kpi_list_amount)
            for level, subject in _told_of(sold):
                orders[level, subject, month].add(order.id)
