# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Installing the clients' add-on on a database that has worked for years without it."""

import time

from base import house_odoo
from table import Row

from house import addons, database
from house.config import kind_dir
from house.odoo import Odoo
from house.paths import say

PARTNERS, ORDERS, LEADS = 100_000, 50_000, 50_000
SECONDS = 120
LOAD = f"""
INSERT INTO res_partner (name, complete_name, active, type, is_company, autopost_bills, email,
                         customer_rank, create_date, write_date)
SELECT 'Partner ' || n, 'Partner ' || n, TRUE, 'contact', n % 3 = 0, 'ask',
       'partner' || n || '@example.com', n % 2, now(), now()
  FROM generate_series(1, {PARTNERS}) n;
UPDATE res_partner SET commercial_partner_id = id WHERE commercial_partner_id IS NULL;
INSERT INTO sale_order (company_id, partner_id, partner_invoice_id, partner_shipping_id, name,
                        date_order, state)
SELECT (SELECT min(id) FROM res_company), id, id, id, 'S' || id, now(), 'sale'
  FROM res_partner ORDER BY id DESC LIMIT {ORDERS};
INSERT INTO crm_lead (name, type, active, partner_id, won_status, probability, stage_id,
                      create_date, write_date)
SELECT 'Lead ' || id, 'opportunity', TRUE, id, 'pending', 10, (SELECT min(id) FROM crm_stage),
       now(), now()
  FROM res_partner ORDER BY id DESC LIMIT {LEADS};
"""
WATCHED = ("res_partner", "sale_order", "crm_lead", "account_move", "account_move_line")


def columns(odoo: Odoo, name: str) -> dict[str, list[str]]:
    """The columns that the watched tables have now."""
    query = (
        "select string_agg(quote_ident(column_name), ', ' order by column_name)"
        " from information_schema.columns where table_name = '{table}'"
    )
    return {table: odoo.cluster.sql(query.format(table=table), name) for table in WATCHED}


def fingerprint(odoo: Odoo, name: str, known: dict[str, list[str]]) -> list[list[str]]:
    """One number for all values of these columns."""
    query = "select count(*), sum(hashtextextended(row({names})::text, 0)) from {table}"
    return [
        odoo.cluster.sql(query.format(names=names[0], table=table), name)
        for table, names in known.items()
    ]


def measure() -> list[Row]:
    """Seconds of the installation; no value that was there before is another afterwards."""
    odoo = house_odoo()
    core = database.core_template(odoo, addons.core_modules(addons.read()))
    name = "counterparty_install"
    database.drop(odoo, name)
    database.clone(odoo, core, name)
    try:
        say(f"loading {PARTNERS} partners, {ORDERS} orders, {LEADS} leads")
        odoo.cluster.sql(LOAD, name)
        # A database of a company: no invented people come along.
        odoo.cluster.sql(database.FORGET_DEMO, name)
        odoo.cluster.sql("vacuum analyze", name)
        known = columns(odoo, name)
        before = fingerprint(odoo, name, known)
        begin = time.monotonic()
        odoo.batch(name, "-i", "crm_counterparty", log=kind_dir("bench") / "install.log")
        took = time.monotonic() - begin
        same = fingerprint(odoo, name, known) == before
    finally:
        database.drop(odoo, name)
    size = f"{PARTNERS // 1000}k partners, {ORDERS // 1000}k orders"
    return [
        Row("installation", size, f"{took:.0f} s", f"≤ {SECONDS} s", took <= SECONDS),
        Row("values of before", size, "unchanged" if same else "changed", "unchanged", same),
    ]
