# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Planned steps while processes are killed in the middle, and with two processes at once."""

import time

import pytest
from odoo_shell import end_shell, own_databases, shell, start_shell

from house.odoo import Odoo

LEADS = 500
FAILING = 250
# Steps of several kinds for 500 deals; one letter cannot be rendered.
MAKE = f"""
from datetime import datetime, timedelta
user = env.ref("base.user_admin")
letter = env["mail.template"].create({{
    "name": "L", "model_id": env["ir.model"]._get_id("crm.lead"), "use_default_to": False,
    "subject": "{{{{ object.color / (object.color - {FAILING}) }}}}",
    "body_html": "<p>x</p>", "email_to": "{{{{ object.email_from }}}}"}})
leads = env["crm.lead"].create([
    {{"name": f"Race {{n}}", "type": "opportunity", "user_id": user.id, "color": n,
      "email_from": f"race{{n}}@example.com"}} for n in range({LEADS})])
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
      "field_value": str(tag.id)}}])
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
     ORDER BY 1
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
]
WANTED_EFFECTS = [
    f"activity|{LEADS}|0",
    f"counted|{LEADS - 1}|0",
    f"letter|{LEADS - 1}|0",
    f"tag|{LEADS}|0",
]


@pytest.fixture
def base():
    """A database with steps that are due."""
    with own_databases("playbook_runner", whole=True) as (odoo, [name]):
        shell(odoo, name, MAKE)
        odoo.cluster.sql("UPDATE ir_cron SET active = FALSE", name)
        yield odoo, name


def _kill_after(odoo: Odoo, name: str, jobs: int) -> None:
    """Kill a process of its own once it has done so many jobs more."""
    before = int(odoo.cluster.sql(DONE, name)[0])
    process = start_shell(odoo, name, RUN.format(batch=30))
    deadline = time.monotonic() + 240
    while process.poll() is None and int(odoo.cluster.sql(DONE, name)[0]) < before + jobs:
        assert time.monotonic() < deadline
    assert process.poll() is None, process.communicate()[1][-3000:]
    process.kill()
    process.wait()


def test_every_effect_once(base: tuple[Odoo, str]) -> None:
    """Killed three times, then two processes at once: each effect is there once."""
    odoo, name = base
    for jobs in (1, 100, 400):
        _kill_after(odoo, name, jobs)
    both = [start_shell(odoo, name, RUN.format(batch=batch)) for batch in (25, 35)]
    for process in both:
        end_shell(process)
    # Of what both wanted at the same moment, one was put off; nothing is left by the next run.
    odoo.cluster.sql("UPDATE crm_playbook_job SET due = due - interval '1 hour'", name)
    shell(odoo, name, RUN.format(batch=200))
    assert odoo.cluster.sql(STATES, name) == WANTED_STATES
    assert odoo.cluster.sql(EFFECTS, name) == WANTED_EFFECTS
    left = "SELECT count(*) FROM crm_playbook_job WHERE tell_id IS NOT NULL"
    assert odoo.cluster.sql(left, name) == ["0"]
