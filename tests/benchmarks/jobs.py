# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A sales desk of 20,000 deals and fifteen people, with or without a million steps behind it."""

from typing import Any

from base import close, environment_of, registry

from house import database
from house.odoo import Odoo
from house.paths import digest, say

LEADS, PEOPLE = 20_000, 15
MILLION = 1_000_000

# Two deals of three have a next activity. One step of a hundred waits for a later day; the others
# are over, as they are after a year.
LOAD = """
INSERT INTO crm_lead (name, contact_name, email_from, email_normalized, company_id, team_id,
                      user_id, stage_id, type, active, won_status, probability, priority,
                      create_date, write_date, date_last_stage_update)
SELECT 'Deal ' || n, 'Person ' || n, 'person' || n || '@example.com',
       'person' || n || '@example.com', %(company)s, %(team)s,
       (%(people)s::int[])[1 + n %% %(count)s], %(stage)s, 'opportunity', TRUE, 'pending', 10, '0',
       now() - n * INTERVAL '1 minute', now(), now() - n * INTERVAL '1 minute'
  FROM generate_series(1, %(leads)s) n;
INSERT INTO mail_activity (res_model_id, res_model, res_id, res_name, activity_type_id, user_id,
                           date_deadline, active, automated, summary, create_date, write_date)
SELECT %(model)s, 'crm.lead', id, name, %(type)s, user_id, current_date + (id %% 20)::int, TRUE,
       FALSE, 'Talk', now(), now()
  FROM crm_lead WHERE team_id = %(team)s AND id %% 3 > 0;
INSERT INTO crm_playbook_job (step_id, rule_id, root_step, res_model, res_id, origin_id, round,
                              occurrence, key, moment, due, state, reason, run_as, company_id,
                              attempts, create_date, write_date)
SELECT step.id, step.rule_id, step.id, 'crm.lead', lead.id, lead.id, n / %(leads)s, 0,
       'crm.lead,' || lead.id || '/' || step.id || '/' || n || '/0',
       now() - n * INTERVAL '30 seconds',
       CASE WHEN n %% 100 = 0 THEN now() + (1 + n %% 30) * INTERVAL '1 day'
            ELSE now() - n * INTERVAL '30 seconds' END,
       CASE n %% 100 WHEN 0 THEN 'pending' WHEN 1 THEN 'failed' WHEN 2 THEN 'cancelled'
            ELSE 'done' END,
       CASE n %% 100 WHEN 1 THEN 'error' WHEN 2 THEN 'closed' END,
       %(manager)s, %(company)s, 0, now(), now()
  FROM generate_series(1, %(jobs)s) n
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM crm_lead
         WHERE team_id = %(team)s) lead ON lead.number = n %% %(leads)s
  JOIN crm_playbook_step step ON step.id = %(step)s;
"""


def whole_template(odoo: Odoo) -> str:
    """The database with all of ours: playbooks stand on accounting."""
    return database.suite_template(odoo, whole=True)


def desk(odoo: Odoo, jobs: int) -> str:
    """A database with so many steps in it; built once for a state of the code."""
    template = whole_template(odoo)
    name = f"desk{jobs}_{digest(LOAD, length=4)}_{template}"
    if database.exists(odoo, name):
        return name
    for old in odoo.cluster.sql(
        f"select datname from pg_database where datname like 'desk{jobs}\\_%'"
    ):
        database.drop(odoo, old)
    say(f"loading {LEADS} deals and {jobs} steps")
    building = f"loading_{name}"
    database.clone(odoo, template, building)
    with registry(building).cursor() as cr:
        _load(environment_of(cr), jobs)
    close(building)
    odoo.cluster.sql("UPDATE ir_cron SET active = FALSE", building)
    odoo.cluster.sql("vacuum analyze", building)
    database.rename(odoo, building, name)
    return name


def _load(env: Any, jobs: int) -> None:
    people = env["res.users"].with_context(no_reset_password=True).create(
        [
            {
                "name": f"Seller {number}",
                "login": f"seller{number}@bench.example",
                "email": f"seller{number}@bench.example",
                "tz": "UTC",
                "company_id": env.company.id,
                "company_ids": env.company.ids,
                "group_ids": env.ref(f"sales_team.group_sale_{group}").ids,
            }
            for number, group in enumerate(["manager"] + ["salesman"] * PEOPLE)
        ]
    )  # fmt: skip
    manager, sellers = people[0], people[1:]
    # What is there already is not measured.
    env["crm.playbook"].search([("is_on", "=", True)]).action_switch_off()
    team = env["crm.team"].create(
        {"name": "Bench", "user_id": manager.id, "company_id": env.company.id}
    )
    book = env["crm.playbook"].create({"name": "Past"})
    rule = env["crm.playbook.rule"].create(
        {
            "name": "Past",
            "playbook_id": book.id,
            "trigger": "won",
            "responsible_id": manager.id,
        }
    )
    step = env["crm.playbook.step"].create(
        {"rule_id": rule.id, "name": "Wait", "kind": "wait", "delay_calendar": "clock"}
    )
    env.flush_all()
    values = {
        "leads": LEADS,
        "jobs": jobs,
        "people": sellers.ids,
        "count": PEOPLE,
        "manager": manager.id,
        "company": env.company.id,
        "team": team.id,
        "stage": env["crm.stage"].search([], limit=1).id,
        "step": step.id,
        "model": env["ir.model"]._get_id("crm.lead"),
        "type": env.ref("mail.mail_activity_data_todo").id,
    }
    env.cr.execute(LOAD, values)


def manager_of(env: Any) -> Any:
    """The head of the desk."""
    return env["res.users"].search([("login", "=", "seller0@bench.example")])


def sellers_of(env: Any) -> Any:
    """Those whose deals are measured."""
    return env["res.users"].search(
        [("login", "like", "seller%@bench.example"), ("id", "!=", manager_of(env).id)], order="id"
    )


def deals_of(env: Any) -> Any:
    """The deals of the desk."""
    return env["crm.lead"].search([("team_id.name", "=", "Bench")], order="id")
