# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Planned steps while processes are killed in the middle, and with two processes at once."""

import subprocess
import time

import pytest
from odoo_shell import end_shell, own_databases, shell, start_shell

from house.odoo import Odoo

LEADS = 500
FAILING = 250
TEAM = 3
# Steps of all kinds for 500 deals; one letter cannot be rendered.
MAKE = f"""
from datetime import datetime, timedelta
user = env.ref("base.user_admin")
letter = env["mail.template"].create({{
    "name": "L", "model_id": env["ir.model"]._get_id("crm.lead"), "use_default_to": False,
    "subject": "{{{{ object.color / (object.color - {FAILING}) }}}}",
    "body_html": "<p>x</p>", "email_to": "{{{{ object.email_from }}}}"}})
text = env["sms.template"].create({{
    "name": "T", "model_id": env["ir.model"]._get_id("crm.lead"), "body": "Hello"}})
action = env["ir.actions.server"].create({{
    "name": "A", "model_id": env["ir.model"]._get_id("crm.lead"), "state": "code",
    "code": "record.write({{'referred': (record.referred or '') + 'x'}})"}})
sellers = env["res.users"].with_context(no_reset_password=True).create([
    {{"name": f"Race {{n}}", "login": f"race-{{n}}",
      "group_ids": env.ref("sales_team.group_sale_salesman").ids}} for n in range({TEAM})])
team = env["crm.team"].create({{"name": "Race", "member_ids": sellers.ids}})
leads = env["crm.lead"].create([
    {{"name": f"Race {{n}}", "type": "opportunity", "user_id": user.id, "color": n,
      "team_id": team.id, "email_from": f"race{{n}}@example.com", "phone": f"+3805012{{n:05}}"}}
    for n in range({LEADS})])
book = env["crm.playbook"].create({{"name": "Race"}})
rule = env["crm.playbook.rule"].create(
    {{"name": "Race", "playbook_id": book.id, "trigger": "won", "responsible_id": user.id}})
field = env["ir.model.fields"]._get("crm.lead", "tag_ids")
tag = env["crm.tag"].create({{"name": "Race"}})
steps = env["crm.playbook.step"].create([
    {{"rule_id": rule.id, "name": "Call", "kind": "activity", "repeat_most": 3,
      "escalate_kind": "named", "escalate_id": user.id}},
    {{"rule_id": rule.id, "name": "Letter", "kind": "mail", "mail_template_id": letter.id}},
    {{"rule_id": rule.id, "name": "Field", "kind": "set_field", "field_id": field.id,
      "field_value": str(tag.id)}},
    {{"rule_id": rule.id, "name": "SMS", "kind": "sms", "sms_template_id": text.id}},
    {{"rule_id": rule.id, "name": "Action", "kind": "server_action",
      "server_action_id": action.id}},
    {{"rule_id": rule.id, "name": "Task", "kind": "task",
      "project_id": env["project.project"].create({{"name": "Race"}}).id}},
    {{"rule_id": rule.id, "name": "Turn", "kind": "reassign", "assignee_kind": "round_robin"}}])
due = datetime.now().replace(microsecond=0) - timedelta(hours=5)
env["crm.playbook.job"].create([
    {{"step_id": step.id, "rule_id": rule.id, "root_step": step.id, "res_model": "crm.lead",
      "res_id": lead.id, "origin_id": lead.id, "key": f"crm.lead,{{lead.id}}/{{step.id}}/0/0",
      "moment": due, "due": due, "run_as": user.id, "company_id": env.company.id}}
    for step in steps for lead in leads])
env["mail.message"].search([("partner_ids", "in", user.partner_id.ids)]).unlink()
env.cr.commit()
"""
# Batches so small that there are dozens.
RUN = """
from odoo.addons.crm_stage_automation.models import crm_playbook_job_run as runner
runner.BATCH = {batch}
env["crm.playbook.job"]._cron_run()
env.cr.commit()
"""
STATES = """
    SELECT step.name->>'en_US', job.occurrence, job.state, job.reason, count(*)
      FROM crm_playbook_job job JOIN crm_playbook_step step ON step.id = job.step_id
      JOIN crm_playbook_rule rule ON rule.id = job.rule_id AND rule.name->>'en_US' = 'Race'
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
DONE = "SELECT count(*) FROM crm_playbook_job WHERE state <> 'pending' OR made_id IS NOT NULL"
# Each effect in the database, and how many deals had it more than once.
EFFECTS = """
    SELECT 'activity', count(*), count(*) - count(DISTINCT res_id) FROM mail_activity
     WHERE res_model = 'crm.lead' AND summary = 'Call'
    UNION ALL
    SELECT 'letter', count(*), count(*) - count(DISTINCT message.res_id)
      FROM mail_mail mail JOIN mail_message message ON message.id = mail.mail_message_id
     WHERE message.model = 'crm.lead' AND mail.email_to LIKE 'race%@example.com'
    UNION ALL
    SELECT 'tag', count(*), count(*) - count(DISTINCT lead_id) FROM crm_tag_rel rel
      JOIN crm_tag tag ON tag.id = rel.tag_id AND tag.name->>'en_US' = 'Race'
    UNION ALL
    SELECT 'counted', sum(count), count(*) - count(DISTINCT address) FROM crm_customer_letter
     WHERE address LIKE 'race%'
    UNION ALL
    SELECT 'sms', count(*), count(*) - count(DISTINCT number) FROM sms_sms
     WHERE number LIKE '+3805012%'
    UNION ALL
    SELECT 'task', count(*), count(*) - count(DISTINCT task.lead_id) FROM project_task task
      JOIN crm_lead lead ON lead.id = task.lead_id AND lead.name LIKE 'Race %'
     ORDER BY 1
"""
# How often an action ran for a deal, and how many deals each person has.
ACTED = "SELECT count(*), max(length(referred)) FROM crm_lead WHERE referred LIKE 'x%'"
SHARES = "SELECT count(*) FROM crm_lead WHERE name LIKE 'Race %' GROUP BY user_id ORDER BY 1"
# What began before its process was killed may have called the outside: only people know.
INTERRUPTED = """
    UPDATE crm_playbook_job SET write_date = write_date - interval '1 hour' WHERE state = 'running'
"""
WANTED_STATES = [
    f"Call|0|done|series_over|{LEADS}",
    # Nobody looked for hours: of the reminders that were missed only the last one is sent.
    f"Call|1|skipped|missed|{LEADS}",
    f"Call|2|skipped|missed|{LEADS}",
    f"Call|3|done|reminded|{LEADS}",
    f"Call|4|done|escalated|{LEADS}",
    f"Field|0|done||{LEADS}",
    f"Letter|0|done||{LEADS - 1}",
    "Letter|0|failed|error|1",
    f"SMS|0|done||{LEADS}",
    f"Task|0|done||{LEADS}",
    f"Turn|0|done||{LEADS}",
]
WANTED_EFFECTS = [
    f"activity|{LEADS}|0",
    f"counted|{LEADS - 1}|0",
    f"letter|{LEADS - 1}|0",
    f"sms|{LEADS}|0",
    f"tag|{LEADS}|0",
    f"task|{LEADS}|0",
]


@pytest.fixture
def base():
    """A database with steps that are due."""
    with own_databases("playbook_runner", whole=True) as (odoo, [name]):
        shell(odoo, name, MAKE)
        odoo.cluster.sql("UPDATE ir_cron SET active = FALSE", name)
        yield odoo, name


def _kill_after(odoo: Odoo, name: str, jobs: int, process: subprocess.Popen[str]) -> None:
    """Kill a process once so many jobs more are done."""
    before = int(odoo.cluster.sql(DONE, name)[0])
    deadline = time.monotonic() + 240
    while process.poll() is None and int(odoo.cluster.sql(DONE, name)[0]) < before + jobs:
        assert time.monotonic() < deadline
    assert process.poll() is None, process.communicate()[1][-3000:]
    process.kill()
    process.wait()


def test_every_effect_once(base: tuple[Odoo, str]) -> None:
    """Killed four times, then two processes of which one is killed: each effect is there once."""
    odoo, name = base
    for jobs in (1, 100, 400, 1200):
        _kill_after(odoo, name, jobs, start_shell(odoo, name, RUN.format(batch=30)))
    # Actions, tasks and turns.
    first, other = (start_shell(odoo, name, RUN.format(batch=batch)) for batch in (25, 35))
    _kill_after(odoo, name, 500, first)
    for process in (start_shell(odoo, name, RUN.format(batch=20)), other):
        end_shell(process)
    # What both wanted at the same moment may be left for the next run, and nothing after that.
    odoo.cluster.sql(INTERRUPTED, name)
    shell(odoo, name, RUN.format(batch=200))
    states = odoo.cluster.sql(STATES, name)
    actions = {state: int(state.rpartition("|")[2]) for state in states if "Action" in state}
    assert [state for state in states if state not in actions] == WANTED_STATES
    assert odoo.cluster.sql(EFFECTS, name) == WANTED_EFFECTS
    done = actions.pop(f"Action|0|done||{LEADS}", None) or LEADS - 1
    assert actions in ({}, {f"Action|0|done||{done}": done, "Action|0|failed|interrupted|1": 1})
    assert odoo.cluster.sql(ACTED, name) == [f"{done}|1"]
    assert odoo.cluster.sql(SHARES, name) == ["166", "167", "167"]
    left = "SELECT count(*) FROM crm_playbook_job WHERE tell_id IS NOT NULL"
    assert odoo.cluster.sql(left, name) == ["0"]
