# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A house that telephones a lot: customers, people with phones, and a log of calls, by SQL."""

import os
from typing import Any

from base import TEMPLATE, close, environment_of, registry

import odoo as odoo_package

from house import database
from house.odoo import Odoo
from house.paths import say

PEOPLE = 50
SECRET = "benchmark-secret-of-32-characters"
KEY = "c2FsZXMtZGVzay1iZW5jaG1hcmsta2V5LW9mLTMyYi4="

LOAD = """
INSERT INTO res_partner (name, complete_name, phone, phone_sanitized, active, type, is_company,
                         user_id, lang, create_date, write_date)
SELECT 'Customer ' || n, 'Customer ' || n, '+38067' || (1000000 + n), '+38067' || (1000000 + n),
       TRUE, 'contact', n %% 4 = 0, (%(users)s::int[])[1 + n %% %(people)s], 'en_US', now(), now()
  FROM generate_series(1, %(partners)s) n;
UPDATE res_partner SET commercial_partner_id = id WHERE commercial_partner_id IS NULL;
INSERT INTO telephony_call (provider_id, company_id, pbx, external_id, version, state, direction,
                            disposition, missed_state, customer_number, customer_tail, line,
                            caller_number, called_number, started_at, answered_at, ended_at,
                            wait_seconds, talk_seconds, user_id, extension_id, team_id, partner_id,
                            create_date, write_date)
SELECT %(provider)s, %(company)s, '', 'old.' || n, 3, 'ended',
       CASE WHEN n %% 3 = 0 THEN 'outgoing' ELSE 'incoming' END,
       CASE WHEN n %% 7 = 0 THEN 'missed' ELSE 'answered' END,
       CASE WHEN n %% 7 <> 0 OR n %% 3 = 0 THEN 'none' WHEN n %% 14 = 0 THEN 'open'
            ELSE 'called_back' END,
       '+38067' || (1000000 + 1 + n %% %(partners)s),
       right('+38067' || (1000000 + 1 + n %% %(partners)s), 9),
       CASE WHEN n %% 3 = 0 THEN NULL ELSE '+38044200' || (1000 + n %% 5) END,
       '+38067' || (1000000 + 1 + n %% %(partners)s), '+38044200' || (1000 + n %% 5),
       t, t + INTERVAL '5 s', t + INTERVAL '90 s', 5, CASE WHEN n %% 7 = 0 THEN 0 ELSE 85 END,
       (%(users)s::int[])[1 + n %% %(people)s], (%(phones)s::int[])[1 + n %% %(people)s],
       %(team)s, (SELECT min(id) - 1 FROM res_partner WHERE name = 'Customer 1')
       + 1 + n %% %(partners)s, t, t
  FROM generate_series(1, %(calls)s) n,
       LATERAL (SELECT now() - INTERVAL '1 hour' - n * %(step)s * INTERVAL '1 s' AS t) at;
INSERT INTO telephony_call_leg (call_id, external_id, party, number, extension_id, user_id,
                                began_at, ringing_at, answered_at, ended_at, talk_seconds)
SELECT id, 'leg', 'agent', '100', extension_id, user_id, started_at, started_at,
       answered_at, ended_at, talk_seconds
  FROM telephony_call;
"""


def seal_key() -> None:
    """Give this process, and the servers it starts, the key that seals secrets."""
    os.environ["SALES_DESK_TELEPHONY_KEY"] = KEY


def sized(odoo: Odoo, calls: int, partners: int) -> str:
    """A database with so many calls of two years; built once for a state of the code."""
    seal_key()
    name = f"phones{calls}x{partners}_{TEMPLATE}"[:63]
    if database.exists(odoo, name):
        return name
    for old in odoo.cluster.sql(
        f"select datname from pg_database where datname like 'phones{calls}x{partners}\\_%'"
    ):
        database.drop(odoo, old)
    say(f"loading {calls} calls and {partners} customers")
    building = f"loading_{name}"[:63]
    database.clone(odoo, TEMPLATE, building)
    with registry(building).cursor() as cr:
        _load(environment_of(cr), calls, partners)
    close(building)
    odoo.cluster.sql("vacuum analyze", building)
    database.rename(odoo, building, name)
    return name


def _load(env: Any, calls: int, partners: int) -> None:
    ukraine = env.ref("base.ua")
    env.company.country_id = ukraine
    env.company.resource_calendar_id = _always_open(env)
    provider = env["telephony.provider"].create({"name": "Benchmark", "tz": "Europe/Kyiv"})
    provider._set_secret(SECRET)
    users = _people(env)
    phones = env["telephony.extension"].create(
        [
            {"provider_id": provider.id, "number": str(100 + number), "user_id": user.id}
            for number, user in enumerate(users)
        ]
    )
    team = env["crm.team"].search([], limit=1)
    env.flush_all()
    values = {
        "calls": calls,
        "partners": partners,
        "people": PEOPLE,
        "users": users.ids,
        "phones": phones.ids,
        "company": env.company.id,
        "provider": provider.id,
        "team": team.id,
        # Over two years.
        "step": 2 * 365 * 86_400 / calls,
    }
    env.cr.execute(LOAD, values)


def _people(env: Any) -> Any:
    group = env.ref("sales_team.group_sale_salesman")
    command = odoo_package.fields.Command
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    "name": f"Agent {number}",
                    "login": f"agent{number}",
                    "group_ids": [command.link(group.id)],
                }
                for number in range(PEOPLE)
            ]
        )
    )


def _always_open(env: Any) -> Any:
    """Working hours around the clock: a benchmark runs at any time."""
    command = odoo_package.fields.Command
    days = [
        command.create(
            {"name": day, "dayofweek": day, "hour_from": 0, "hour_to": 24, "day_period": "morning"}
        )
        for day in map(str, range(7))
    ]
    return env["resource.calendar"].create(
        {"name": "Always", "attendance_ids": [command.clear(), *days]}
    )
