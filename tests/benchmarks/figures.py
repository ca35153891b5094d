# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sales desks of several sizes: leads, orders and lines over 24 months, loaded by SQL."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from base import close, environment_of, registry
from jobs import whole_template

from house import database
from house.odoo import Odoo
from house.paths import digest, say

MONTHS = 24
KPIS = (
    "new_leads",
    "won",
    "win_rate",
    "lead_to_client_cohort",
    "revenue",
    "turnover",
    "product_sales",
    "discount_share",
)

# The demo has figures of its own, and closed periods: here everything is computed.
EMPTY = "TRUNCATE crm_kpi_snapshot CASCADE; UPDATE res_company SET kpi_checked_at = NULL"
# One lead of five is won, one of five lost. `spread` is the time over which they are.
LOAD = """
INSERT INTO crm_lead (name, company_id, team_id, user_id, stage_id, type, active, won_status,
                      probability, expected_revenue, create_date, write_date, date_opened,
                      date_won, date_lost, date_decided)
SELECT 'Lead ' || n, %(company)s, (%(teams)s::int[])[1 + n %% 3],
       (%(people)s::int[])[1 + n %% %(count)s], %(stage)s, 'opportunity', n %% 5 != 1,
       CASE n %% 5 WHEN 0 THEN 'won' WHEN 1 THEN 'lost' ELSE 'pending' END,
       CASE n %% 5 WHEN 0 THEN 100 WHEN 1 THEN 0 ELSE 20 END, 100 + n %% 900, made, made, made,
       CASE n %% 5 WHEN 0 THEN made + INTERVAL '9 days' END,
       CASE n %% 5 WHEN 1 THEN made + INTERVAL '9 days' END,
       CASE WHEN n %% 5 < 2 THEN made + INTERVAL '9 days' END
  FROM (SELECT n, now() - n * (INTERVAL '730 days' / %(leads)s) AS made
          FROM generate_series(1, %(leads)s) n) numbered;
INSERT INTO sale_order (name, partner_id, partner_invoice_id, partner_shipping_id, company_id,
                        currency_id, state, date_order, user_id, team_id, amount_untaxed,
                        amount_total, currency_rate, create_date)
SELECT 'B' || n, %(partner)s, %(partner)s, %(partner)s, %(company)s, %(currency)s, 'sale',
       now() - n * (INTERVAL '730 days' / GREATEST(%(orders)s, 1)),
       (%(people)s::int[])[1 + n %% %(count)s], (%(teams)s::int[])[1 + n %% 3], 200, 200, 1, now()
  FROM generate_series(1, %(orders)s) n;
INSERT INTO sale_order_line (order_id, name, product_id, product_uom_id, product_uom_qty,
                             price_unit, price_subtotal, kpi_list_amount, kpi_discount_amount,
                             discount, company_id, currency_id, state, customer_lead, sequence)
SELECT id, 'Line', (%(products)s::int[])[1 + (id + side) %% 20], %(uom)s, 1, 100, 90, 100, 10, 10,
       company_id, currency_id, state, 0, side
  FROM sale_order, generate_series(1, 2) side WHERE name LIKE 'B%%';
"""


@dataclass(frozen=True)
class Size:
    """How large a desk is."""

    leads: int
    orders: int
    people: int

    @property
    def label(self) -> str:
        """As the table says it."""
        return f"{self.leads // 1000}k leads, {self.orders // 1000}k orders, {self.people} people"


def desk(odoo: Odoo, size: Size) -> str:
    """A database of that size; built once for a state of the code."""
    template = whole_template(odoo)
    prefix = f"figures{size.leads}_{size.people}_"
    name = f"{prefix}{digest(LOAD, EMPTY, length=4)}_{template}"[:63]
    if database.exists(odoo, name):
        return name
    for old in odoo.cluster.sql(
        f"select datname from pg_database where starts_with(datname, '{prefix}')"
    ):
        database.drop(odoo, old)
    say(f"loading {size.label}")
    building = f"loading_{name}"[:63]
    database.clone(odoo, template, building)
    with registry(building).cursor() as cr:
        _load(environment_of(cr), size)
    close(building)
    odoo.cluster.sql("UPDATE ir_cron SET active = FALSE", building)
    odoo.cluster.sql("vacuum analyze", building)
    database.rename(odoo, building, name)
    return name


def _load(env: Any, size: Size) -> None:
    group = env.ref("sales_team.group_sale_salesman")
    people = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {"name": f"Seller {n}", "login": f"seller_{n}", "group_ids": [(4, group.id)]}
                for n in range(size.people)
            ]
        )
    )
    teams = env["crm.team"].create([{"name": f"Team {n}"} for n in range(3)])
    products = env["product.product"].create([{"name": f"Product {n}"} for n in range(20)])
    partner = env["res.partner"].create({"name": "Customer of the benchmark"})
    env.flush_all()
    values = {
        "leads": size.leads,
        "orders": size.orders,
        "count": size.people,
        "people": people.ids,
        "teams": teams.ids,
        "products": products.ids,
        "partner": partner.id,
        "company": env.company.id,
        "currency": env.company.currency_id.id,
        "uom": env.ref("uom.product_uom_unit").id,
        "stage": env["crm.stage"].search([("is_won", "=", False)], limit=1).id,
    }
    env.cr.execute(EMPTY)
    env.cr.execute(LOAD, values)


def kpis(env: Any) -> Any:
    """The eight KPIs that are measured; the others are put away."""
    chosen = env["crm.kpi.definition"].browse(
        [env.ref(f"crm_kpi_scorecard.kpi_{name}").id for name in KPIS]
    )
    (env["crm.kpi.definition"].search([("id", "!=", False)]) - chosen).active = False
    return chosen


def of_addon(name: str) -> Any:
    """A module of the add-on, which Odoo finds only after its configuration is read."""
    return import_module(f"odoo.addons.crm_kpi_scorecard.{name}")


def months(env: Any, count: int) -> list[Any]:
    """So many months, the current one last."""
    periods = of_addon("tools.periods")
    now = periods.at(env.cr.now(), env.company._kpi_zone(), "month")
    return list(periods.last(count, now))
