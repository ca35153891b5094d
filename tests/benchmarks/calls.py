# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A base with many customers and many calls, and what a bridge tells of further ones."""

import os
import time
from typing import Any

from base import TEMPLATE, close, environment_of, registry

from house import config, database
from house.odoo import TELEPHONY_KEY, Odoo
from house.paths import digest, say

SECRET = "s3cret-of-the-benchmark-0123456789"
PHONES = 50
State = dict[str, Any]

LOAD = """
INSERT INTO res_partner (name, complete_name, phone, phone_sanitized, active, type, is_company,
                         create_date, write_date)
SELECT 'Customer ' || n, 'Customer ' || n, '+38067' || (1000000 + n), '+38067' || (1000000 + n),
       TRUE, 'contact', FALSE, now(), now()
  FROM generate_series(1, %(partners)s) n;
INSERT INTO crm_lead (name, phone, phone_sanitized, partner_id, company_id, team_id, user_id,
                      stage_id, type, active, won_status, probability, create_date, write_date)
SELECT 'Deal ' || n, p.phone, p.phone_sanitized, p.id, %(company)s, %(team)s, %(user)s, %(stage)s,
       'opportunity', TRUE, 'pending', 10, now(), now()
  FROM generate_series(1, %(partners)s / 3) n
  JOIN res_partner p ON p.phone_sanitized = '+38067' || (1000000 + n * 3);
INSERT INTO telephony_call (provider_id, company_id, pbx, external_id, version, state, direction,
                            disposition, caller_number, customer_number, customer_tail, line,
                            started_at, ended_at, wait_seconds, talk_seconds, user_id, team_id,
                            extension_id, partner_id, missed_state, create_date, write_date)
SELECT %(provider)s, %(company)s, '', 'old-' || n, 3, 'ended',
       CASE WHEN n %% 3 = 0 THEN 'outgoing' ELSE 'incoming' END,
       CASE WHEN n %% 4 = 0 THEN 'missed' ELSE 'answered' END, '+38067' || t, '+38067' || t,
       '67' || t, '380442003040', now() - n * INTERVAL '30 seconds',
       now() - n * INTERVAL '30 seconds' + INTERVAL '1 minute', n %% 20,
       CASE WHEN n %% 4 = 0 THEN 0 ELSE n %% 300 END,
       (%(people)s::int[])[1 + n %% %(phones)s], %(team)s, %(extension)s + n %% %(phones)s, p.id,
       CASE WHEN n %% 12 = 4 THEN 'open' WHEN n %% 4 = 0 THEN 'called_back' ELSE 'none' END,
       now(), now()
  FROM generate_series(1, %(calls)s) n, LATERAL (SELECT 1000000 + n %% %(partners)s AS t) tail
  LEFT JOIN res_partner p ON p.phone_sanitized = '+38067' || t;
INSERT INTO telephony_call_leg (call_id, external_id, party, number, user_id, extension_id)
SELECT id, 'leg', 'agent', '100', user_id, extension_id FROM telephony_call;
"""


def sized(odoo: Odoo, partners: int, calls: int) -> str:
    """A database of that size; built once for a state of the code."""
    # The server that is started later opens the secret that is sealed here.
    os.environ.setdefault(TELEPHONY_KEY, config.telephony_key())
    name = f"calls{calls}_{digest(LOAD, length=4)}_{TEMPLATE}"
    if database.exists(odoo, name):
        return name
    for old in odoo.cluster.sql(
        f"select datname from pg_database where datname like 'calls{calls}\\_%'"
    ):
        database.drop(odoo, old)
    say(f"loading {partners} customers and {calls} calls")
    building = f"loading_{name}"
    database.clone(odoo, TEMPLATE, building)
    with registry(building).cursor() as cr:
        _load(environment_of(cr), partners, calls)
    close(building)
    odoo.cluster.sql("vacuum analyze", building)
    database.rename(odoo, building, name)
    return name


def _load(env: Any, partners: int, calls: int) -> None:
    ukraine = env.ref("base.ua")
    env.company.country_id = ukraine
    admin = env.ref("base.user_admin")
    admin.company_ids |= env.company
    provider = env["telephony.provider"].create(
        {"name": "Benchmark", "country_id": ukraine.id, "tz": "UTC", "rate_limit": 10**8}
    )
    provider._set_secret(SECRET)
    people = env["res.users"].create(
        [
            {
                "name": f"Agent {number}",
                "login": f"agent{number}@bench.example",
                "company_id": env.company.id,
                "company_ids": env.company.ids,
                "group_ids": env.ref("sales_team.group_sale_salesman").ids,
            }
            for number in range(PHONES)
        ]
    )
    phones = env["telephony.extension"].create(
        [
            {"provider_id": provider.id, "number": str(100 + number), "user_id": user.id}
            for number, user in enumerate(people)
        ]
    )
    env.flush_all()
    values = {
        "partners": partners,
        "calls": calls,
        "phones": PHONES,
        "people": people.ids,
        "provider": provider.id,
        "extension": phones[0].id,
        "company": env.company.id,
        "team": env["crm.team"].search([], limit=1).id,
        "user": admin.id,
        "stage": env["crm.stage"].search([], limit=1).id,
    }
    env.cr.execute(LOAD, values)


def changes(call: int, partners: int, mark: str = "new") -> list[State]:
    """The three states of one call: it rings, somebody talks, it is over."""
    began = int(time.time()) - 60
    number, phone = f"067{1_000_001 + call * 7 % partners}", str(100 + call % PHONES)
    leg = {
        "id": f"{mark}-{call}-2",
        "channel": f"PJSIP/{phone}-{call:08x}",
        "party": "agent",
        "number": phone,
        "began": began,
        "ringing": began,
        "answered": None,
        "ended": None,
        "status": None,
        "cause": None,
        "talk": 0,
    }
    customer = {**leg, "id": f"{mark}-{call}-1", "party": "customer", "number": number}
    state = {
        "id": f"{mark}-{call}",
        "pbx": "",
        "version": 1,
        "state": "ringing",
        "direction": "incoming",
        "disposition": None,
        "caller": number,
        "called": "380442003040",
        "answered_by": None,
        "wait": 0,
        "talk": 0,
        "recording": None,
        "started": began,
        "ended": None,
        "recovered": False,
        "absorbed": [],
        "legs": [customer, leg],
    }
    up = {**leg, "answered": began + 4, "status": "ANSWER"}
    talks = {"version": 2, "state": "ongoing", "answered_by": phone, "wait": 4}
    over = {"version": 3, "state": "ended", "disposition": "answered", "talk": 31}
    ended = began + 35
    return [
        state,
        {**state, **talks, "legs": [customer, up]},
        {
            **state,
            **talks,
            **over,
            "ended": ended,
            "legs": [{**customer, "ended": ended}, {**up, "ended": ended, "talk": 31}],
        },
    ]
