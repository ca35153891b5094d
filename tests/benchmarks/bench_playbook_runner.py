# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""5,000 steps that are due, one in a hundred of them failing, also beside a million done ones."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from base import TEMPLATE, environment_of, house_odoo, registry
from table import Row

from house import database
from house.paths import say

DUE, PEOPLE, DONE = 5000, 15, 1_000_000
BAR = 60
HISTORY = f"""
INSERT INTO crm_playbook_job (step_id, rule_id, root_step, res_model, res_id, origin_id, round,
                              occurrence, key, moment, due, state)
SELECT step_id, rule_id, root_step, 'crm.lead', -n, -n, 0, 0, 'done' || n, now(), now(), 'done'
  FROM generate_series(1, {DONE}) n, (SELECT * FROM crm_playbook_job LIMIT 1) job
"""


def measure() -> list[Row]:
    """Seconds until all that is due is done, letters queued and everybody told."""
    odoo = house_odoo()
    name = "playbook_runner"
    database.drop(odoo, name)
    database.clone(odoo, TEMPLATE, name)
    rows = []
    try:
        registered = registry(name)
        for size, load in (("5k jobs", ""), ("5k jobs, 1M done", HISTORY)):
            say(f"planning {size}")
            with registered.cursor() as cr:
                _plan(environment_of(cr))
            if load:
                odoo.cluster.sql(load, name)
            odoo.cluster.sql("vacuum analyze", name)
            with registered.cursor() as cr:
                rows.append(_row(size, environment_of(cr)))
        registered.close()
    finally:
        database.drop(odoo, name)
    return rows


def _plan(env: Any) -> None:
    """Half activities for 15 people, a quarter letters, a quarter a field; 1 % of each fails."""
    users = env["res.users"].create(
        [
            {"name": f"P {n}", "login": f"p{n}-{time.monotonic()}", "email": f"p{n}@us.example"}
            for n in range(PEOPLE)
        ]
    )
    admin = env.ref("base.user_admin")
    # Core would write to each person about each deal, which is not what is measured.
    quiet = {"tracking_disable": True, "mail_auto_subscribe_no_notify": True}
    leads = (
        env["crm.lead"]
        .with_context(**quiet)
        .create(
            [
                {
                    "name": f"Lead {n}",
                    "type": "opportunity",
                    "user_id": users[n % PEOPLE].id,
                    "email_from": f"customer{n}@example.com",
                    "color": 0 if n % 100 else 1,
                }
                for n in range(DUE)
            ]
        )
    )
    steps = _steps(env, admin)
    kinds = (steps[0], steps[1], steps[0], steps[2])
    now = env.cr.now().replace(microsecond=0)
    env["crm.playbook.job"].create(
        [
            {
                "step_id": kinds[n // 100 % 4].id,
                "rule_id": steps.rule_id.id,
                "root_step": kinds[n // 100 % 4].id,
                "res_model": "crm.lead",
                "res_id": lead.id,
                "origin_id": lead.id,
                "key": f"crm.lead,{lead.id}/{kinds[n // 100 % 4].id}/0/0",
                "moment": now,
                "due": now,
                "run_as": admin.id,
                "company_id": env.company.id,
            }
            for n, lead in enumerate(leads)
        ]
    )


def _steps(env: Any, responsible: Any) -> Any:
    letter = env["mail.template"].create(
        {
            "name": "Letter",
            "model_id": env["ir.model"]._get_id("crm.lead"),
            "subject": "{{ 1 / (1 - object.color) }}",
            "body_html": "<p>Hello</p>",
        }
    )
    book = env["crm.playbook"].create({"name": "Bench"})
    rule = env["crm.playbook.rule"].create(
        {
            "name": "Bench",
            "playbook_id": book.id,
            "trigger": "won",
            "responsible_id": responsible.id,
        }
    )
    field = env["ir.model.fields"]._get("crm.lead", "priority")
    kinds: list[dict[str, Any]] = [
        {"kind": "activity", "delay_calendar": "team"},
        {"kind": "mail", "mail_template_id": letter.id},
        {"kind": "set_field", "field_id": field.id, "field_value": "2"},
    ]
    return env["crm.playbook.step"].create(
        [{"rule_id": rule.id, "name": str(kind["kind"]), **kind} for kind in kinds]
    )


def _row(size: str, env: Any) -> Row:
    """Run; a deal of color 1 fails with every change, and with its letter."""
    jobs = env["crm.playbook.job"]
    with _failing(env):
        begin = time.monotonic()
        jobs._cron_run()
        took = time.monotonic() - begin
    waiting = jobs.search_count([("state", "=", "pending")])
    failed = jobs.search_count([("state", "=", "failed")])
    untold = jobs.search_count([("tell_id", "!=", False)])
    env.cr.execute("DELETE FROM crm_playbook_job WHERE state = 'failed'")
    env.cr.commit()
    holds = took <= BAR and (waiting, failed, untold) == (0, DUE // 100, 0)
    return Row("due steps", size, f"{took:.1f} s, {failed} failed", f"≤ {BAR} s, 50 failed", holds)


@contextmanager
def _failing(env: Any) -> Iterator[None]:
    """As long as it lasts, nothing can be done for some deals."""
    leads, activities = type(env["crm.lead"]), type(env["mail.activity"])
    write, create = leads.write, activities.create

    def refuse(records: Any) -> None:
        if 1 in records.sudo().mapped("color"):
            raise ValueError("refused")

    def refusing_write(records: Any, vals: Any) -> Any:
        refuse(records)
        return write(records, vals)

    def refusing_create(records: Any, vals_list: Any) -> Any:
        refuse(records.env["crm.lead"].browse([vals["res_id"] for vals in vals_list]))
        return create(records, vals_list)

    with (
        patch.object(leads, "write", refusing_write),
        patch.object(activities, "create", refusing_create),
    ):
        yield
