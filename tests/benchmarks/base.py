# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases of a size to measure on: leads and customers loaded by SQL, identifiers filled."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import odoo as odoo_package
from odoo.modules.registry import Registry

from house import database, environment, source
from house.cluster import Cluster
from house.config import kind_dir
from house.odoo import Odoo
from house.paths import say

TEMPLATE = os.environ["HOUSE_DATABASE"]

LOAD = """
INSERT INTO res_partner (name, complete_name, phone, phone_sanitized, email, email_normalized,
                         active, type, is_company, create_date, write_date)
SELECT 'Customer ' || n, 'Customer ' || n, '+38067' || (1000000 + n),
       '+38067' || (1000000 + n), 'customer' || n || '@shop' || (n %% 5000) || '.example.com',
       'customer' || n || '@shop' || (n %% 5000) || '.example.com', TRUE, 'contact', n %% 4 = 0,
       now() - n * INTERVAL '1 minute', now()
  FROM generate_series(1, %(size)s) n;
INSERT INTO crm_lead (name, contact_name, phone, phone_sanitized, email_from, email_normalized,
                      company_id, team_id, user_id, stage_id, type, active, won_status,
                      probability, create_date, write_date, date_last_stage_update)
SELECT 'Lead ' || n, 'Person ' || n, '+38050' || (1000000 + n), '+38050' || (1000000 + n),
       'person' || n || '@example.com', 'person' || n || '@example.com', %(company)s, %(team)s,
       %(user)s, %(stage)s, 'opportunity', TRUE, 'pending', 10,
       now() - n * INTERVAL '1 minute', now(), now() - n * INTERVAL '1 minute'
  FROM generate_series(1, %(size)s) n;
"""


def house_odoo() -> Odoo:
    """The Odoo that ``make bench`` prepared."""
    cluster = Cluster("bench")
    conf = kind_dir("bench") / "odoo.conf"
    return Odoo(source.get(), environment.python(), cluster, conf)


def environment_of(cr: Any) -> Any:
    """A superuser environment on a cursor."""
    return odoo_package.api.Environment(cr, odoo_package.SUPERUSER_ID, {})


def registry(name: str) -> Registry:
    """The registry of a database, in this process."""
    conf = kind_dir("bench") / "odoo.conf"
    odoo_package.tools.config.parse_config(
        ["-c", str(conf), "-d", name, "--no-http", "--log-level=error"], setup_logging=True
    )
    return Registry(name)


def sized(odoo: Odoo, size: int) -> str:
    """A database with ``size`` leads and as many customers; built once for a state of the code."""
    name = f"base{size}_{TEMPLATE}"
    if database.exists(odoo, name):
        return name
    for old in odoo.cluster.sql(
        f"select datname from pg_database where datname like 'base{size}\\_%'"
    ):
        database.drop(odoo, old)
    say(f"loading {size} leads and {size} customers")
    building = f"loading_{name}"
    database.clone(odoo, TEMPLATE, building)
    registered = registry(building)
    with registered.cursor() as cr:
        _load(environment_of(cr), size)
    with registered.cursor() as cr:
        env = environment_of(cr)
        for xml_id in ("ir_cron_identifier_backfill", "ir_cron_identifier_backfill_partner"):
            env.ref(f"crm_lead_dedup.{xml_id}").method_direct_trigger()
    close(building)
    odoo.cluster.sql("vacuum analyze", building)
    database.rename(odoo, building, name)
    return name


def _load(env: Any, size: int) -> None:
    ukraine = env.ref("base.ua")
    env.company.country_id = ukraine
    team = env["crm.team"].search([], limit=1)
    admin = env.ref("base.user_admin")
    admin.company_ids |= env.company
    team.write({"user_id": admin.id, "use_leads": False})
    env.flush_all()
    values = {
        "size": size,
        "company": env.company.id,
        "team": team.id,
        "user": admin.id,
        "stage": env["crm.stage"].search([], limit=1).id,
    }
    env.cr.execute(LOAD, values)
    env["crm.intake.source"].create(
        {
            "name": "Benchmark",
            "team_id": team.id,
            "country_id": ukraine.id,
            "rate_limit": 1_000_000,
            "client_rate_limit": 1_000_000,
        }
    )


@contextmanager
def copy_of(odoo: Odoo, name: str) -> Iterator[str]:
    """A throw-away copy, so that every measurement starts from the same state."""
    copy = f"copy_{os.getpid()}_{name}"[:60]
    database.clone(odoo, name, copy)
    try:
        yield copy
    finally:
        close(copy)
        database.drop(odoo, copy)


def close(name: str) -> None:
    """Let go of a database in this process."""
    odoo_package.sql_db.close_db(name)
    Registry.registries.pop(name, None)


def counts(name: str, odoo: Odoo) -> dict[str, int]:
    """Rows of the tables a request writes."""
    tables = (
        "crm_lead", "crm_request", "crm_identifier", "mail_message", "mail_notification",
        "mail_activity", "mail_followers", "mail_mail", "res_partner",
    )  # fmt: skip
    return {
        table: int(odoo.cluster.sql(f"select count(*) from {table}", name)[0]) for table in tables
    }
