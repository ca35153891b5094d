# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""5,000 steps that are due, one in a hundred of them failing, also beside a million done ones."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from base import copy_of, environment_of, house_odoo, registry
from jobs import MILLION, PEOPLE, desk, sellers_of
from table import Row

from house.paths import say

DUE = 5000
BAR = 60
# Every so many deals the step is another one; of every so many deals one fails.
TURN = 100
KINDS = ("activity", "mail", "activity", "set_field")


def measure() -> list[Row]:
    """Seconds until all that is due is done, letters queued and everybody told."""
    odoo = house_odoo()
    rows = []
    for jobs, size in ((0, "5k jobs"), (MILLION, "5k jobs, 1M others")):
        with copy_of(odoo, desk(odoo, jobs)) as name:
            registered = registry(name)
            say(f"planning {size}")
            with registered.cursor() as cr:
                _plan(environment_of(cr))
            odoo.cluster.sql("vacuum analyze", name)
            with registered.cursor() as cr:
                rows += _rows(size, environment_of(cr))
    return rows


def _plan(env: Any) -> None:
    """Half activities for 15 people, a quarter letters, a quarter a field; 1 % of each fails."""
    users = sellers_of(env)
    admin = env.ref("base.user_admin")
    # Core would write to each person about each deal, which is not what is measured.
    quiet = {"tracking_disable": True, "mail_auto_subscribe_no_notify": True}
    leads = (
        env["crm.lead"]
        .with_context(**quiet)
        .create(
            [
                {
                    "name": f"Due {n}",
                    "type": "opportunity",
                    "user_id": users[n % len(users)].id,
                    "email_from": f"customer{n}@example.com",
                    "color": 0 if n % TURN else 1,
                }
                for n in range(DUE)
            ]
        )
    )
    steps = _steps(env, admin)
    kinds = [steps.filtered(lambda step, kind=kind: step.kind == kind) for kind in KINDS]
    now = env.cr.now().replace(microsecond=0)
    env["crm.playbook.job"].create(
        [
            {
                "step_id": kinds[n // TURN % 4].id,
                "rule_id": steps.rule_id.id,
                "root_step": kinds[n // TURN % 4].id,
                "res_model": "crm.lead",
                "res_id": lead.id,
                "origin_id": lead.id,
                "key": f"crm.lead,{lead.id}/{kinds[n // TURN % 4].id}/0/0",
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
            "subject": "Letter {{ 1 / (1 - object.color) }}",
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


def _rows(size: str, env: Any) -> list[Row]:
    """Run; a deal of color 1 fails with every change, and with its letter."""
    jobs = env["crm.playbook.job"]
    last = env["mail.message"].search([], order="id desc", limit=1).id
    with _failing(env):
        began = time.monotonic()
        jobs._cron_run()
        took = time.monotonic() - began
    waiting = jobs.search_count([("state", "=", "pending"), ("due", "<=", env.cr.now())])
    failed = jobs.search_count([("state", "=", "failed"), ("step_id.name", "in", KINDS)])
    untold = jobs.search_count([("tell_id", "!=", False)])
    holds = took <= BAR and (waiting, failed, untold) == (0, DUE // TURN, 0)
    made, wanted = _effects(env, last), _wanted()
    return [
        Row("due steps", size, f"{took:.1f} s, {failed} failed", f"≤ {BAR} s, 50 failed", holds),
        Row("activities, letters, fields, people told", size, made, wanted, made == wanted),
    ]


def _effects(env: Any, last: int) -> str:
    """Rows made since the last message before, and how many deals or people have one."""
    env.cr.execute(
        """
        SELECT concat_ws(', ',
            (SELECT count(*) || '/' || count(DISTINCT res_id) FROM mail_activity
              WHERE res_model = 'crm.lead' AND summary = 'activity'),
            (SELECT count(*) || '/' || count(DISTINCT message.res_id)
               FROM mail_mail mail JOIN mail_message message ON message.id = mail.mail_message_id
              WHERE message.model = 'crm.lead' AND message.subject = 'Letter 1.0'),
            (SELECT count(*) FROM crm_lead WHERE name LIKE 'Due %%' AND priority = '2'),
            (SELECT count(*) || '/' || count(DISTINCT told.res_partner_id)
               FROM mail_notification told
               JOIN mail_message message ON message.id = told.mail_message_id
              WHERE message.message_type = 'user_notification' AND message.id > %s))
        """,
        [last],
    )
    return str(env.cr.fetchone()[0])


def _wanted() -> str:
    """The same, as it is to be."""
    done = [KINDS[n // TURN % 4] for n in range(DUE) if n % TURN]
    activities, letters, fields = (done.count(k) for k in ("activity", "mail", "set_field"))
    return f"{activities}/{activities}, {letters}/{letters}, {fields}, {PEOPLE}/{PEOPLE}"


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
