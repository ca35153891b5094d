# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who takes the add-ons away again, one after the other, finds the database of core as it was."""

from collections.abc import Iterator

import pytest
from odoo_shell import own_databases, shell, uninstall
from traces import structure, traces

from house import database
from house.odoo import Odoo

REQUESTS = "crm_lead_dedup"
CALLS = "crm_telephony_bridge"
# A desk in the middle of its work: requests with files, activities, a note on a source, a scheduled
# clean-up, a leader's group with people in it.
USE_IT = """
admin = env.ref("base.user_admin")
source = env["crm.intake.source"].create(
    {"name": "Ours", "user_id": admin.id, "country_id": env.ref("base.ua").id})
source.message_post(body="A note")
done = env["crm.intake"].receive([
    {"source_id": source.id, "channel": "web_form", "idempotency_key": str(n),
     "values": {"name": f"Caller No {n}", "phone": f"05077700{n:02d}", "utm_campaign": "Last"},
     "files": [("a.txt", b"words")]}
    for n in range(20)])
assert set(done.mapped("result")) == {"new"}, done.mapped("result")
assert done.lead_id.activity_ids.user_id == admin
done.lead_id[:1].activity_ids.action_feedback("Answered")
env.ref("crm_lead_dedup.group_team_leader").user_ids = admin
env.cr.commit()
"""
# An office's exchange after a week: a recording, calls to be called back, a rule, a number.
CALL = """
from datetime import timedelta
from odoo import fields
admin = env.ref("base.user_admin")
provider = env.ref("crm_telephony_bridge.demo_provider")
now = fields.Datetime.now() - timedelta(minutes=9)
leads = env["crm.lead"].create([
    {"name": f"Called in vain {n}", "phone": f"+38050777010{n}", "user_id": admin.id,
     "type": "opportunity"} for n in range(2)])
calls = env["telephony.call"].create([
    {"provider_id": provider.id, "external_id": f"e2e-{n}", "version": 3, "state": "ended",
     "direction": "incoming", "disposition": "missed", "customer_number": lead.phone,
     "customer_tail": lead.phone[-9:], "started_at": now, "ended_at": now, "user_id": admin.id,
     "lead_id": lead.id} for n, lead in enumerate(leads)])
calls._judge_missed()
calls._cron_call_back()
assert leads.activity_ids == calls.call_back_activity_id and len(leads.activity_ids) == 2
leads[0].activity_ids.action_feedback("Answered")
recording = env["telephony.recording"].create({"name": "a.wav", "call_id": calls[0].id})
sound = type("Sound", (), {"mimetype": "audio/wav", "seconds": 4})
recording._keep(b"RIFF" + bytes(400), sound, "a.wav")
env["telephony.route"].create({"name": "All", "provider_id": provider.id})
env["telephony.number"].create({"partner_id": admin.partner_id.id, "number": "+380507779900"})
env.cr.commit()
"""
STILL_THERE = """
leads = env["crm.lead"].search([("name", "like", "Called in vain")])
activities = env["mail.activity"].with_context(active_test=False).search(
    [("res_model", "=", "crm.lead"), ("res_id", "in", leads.ids)])
assert sorted(activities.mapped("active")) == [False, True], "what was done and is to be done"
"""
# What salespeople do all day, without us.
GO_ON = """
leads = env["crm.lead"].search([("contact_name", "like", "Caller No")])
assert len(leads) == 20, leads
activities = env["mail.activity"].with_context(active_test=False)
kept = activities.search([("res_model", "=", "crm.lead"), ("res_id", "in", leads.ids)])
assert len(kept) == 20, "what was done was lost"
assert len(kept.filtered("active")) == 19, "what is to be done was lost"
assert kept.activity_type_id == env.ref("mail.mail_activity_data_todo")
new = env["crm.lead"].create({"name": "Afterwards", "phone": "+380507770001", "type": "lead"})
new.convert_opportunity(env["res.partner"].create({"name": "P", "email": "p@x.example"}))
new.message_post(body="Hello")
new.action_set_won()
assert env["crm.lead"].get_views([(False, "form"), (False, "list"), (False, "kanban")])
assert env["res.partner"].get_views([(False, "form")])
mail = "From: a@x.example\\nTo: sales@x.example\\nMessage-Id: <1@x.example>\\nSubject: S\\n\\nText"
assert env["mail.thread"].message_process("crm.lead", mail)
env.cr.rollback()
"""
STATES = "SELECT DISTINCT state FROM ir_module_module WHERE name ~ '^{m}'"
# Records that name us, wherever Odoo keeps such names; each row says what and which.
TRACES = {
    "ir_model_data": "SELECT model || ' ' || name FROM ir_model_data WHERE module ~ '^{m}'",
    "ir_model": "SELECT model FROM ir_model WHERE model ~ '{ours}'",
    "ir_model_fields": "SELECT model || '.' || name FROM ir_model_fields"
    " WHERE relation ~ '{ours}' OR model ~ '{ours}'",
    "ir_ui_view": "SELECT name FROM ir_ui_view WHERE arch_db::text ~ '{m}'",
    "ir_asset": "SELECT path FROM ir_asset WHERE path ~ '{m}'",
    "ir_attachment": "SELECT name FROM ir_attachment WHERE res_model ~ '{ours}'",
    "mail_message": "SELECT id FROM mail_message WHERE model ~ '{ours}'",
    "mail_followers": "SELECT id FROM mail_followers WHERE res_model ~ '{ours}'",
    "ir_config_parameter": "SELECT key FROM ir_config_parameter WHERE key ~ '({m}|telephony)'",
}
OF_REQUESTS = r"^crm\.(intake|request|identifier|person|dedup)"
REQUEST_TRACES = TRACES | {
    "ir_act_server": "SELECT code FROM ir_act_server WHERE code ~ '(dedup|intake|identifier)'",
    "requests in views": "SELECT name FROM ir_ui_view WHERE arch_db::text ~ 'crm_intake'",
    "mail_activity_type": "SELECT name FROM mail_activity_type WHERE icon = 'fa-inbox'",
    "res_groups": "SELECT name FROM res_groups WHERE name::text ~ 'Own Team.s'",
}
OF_CALLS = r"^telephony\."
CALL_TRACES = TRACES | {
    "ir_act_server": "SELECT name FROM ir_act_server WHERE name::text ~ 'Telephony: '",
    "mail_activity_type": "SELECT name FROM mail_activity_type WHERE name::text ~ 'Call back'",
    "res_groups": "SELECT name FROM res_groups WHERE name::text ~ 'ecording'",
}


@pytest.fixture
def clean() -> Iterator[tuple[Odoo, str]]:
    """A database of its own, with the add-ons and without their server."""
    with own_databases("uninstall") as (odoo, [name]):
        yield odoo, name


def test_nothing_is_left(clean: tuple[Odoo, str]) -> None:
    """Tables, columns, indexes, groups, crons and views of ours go; leads and work stay."""
    odoo, name = clean
    core = structure(odoo, database.core_template(odoo))
    assert structure(odoo, name) > core
    shell(odoo, name, USE_IT)
    shell(odoo, name, CALL)
    for module, queries, ours in (
        (REQUESTS, REQUEST_TRACES, OF_REQUESTS),
        (CALLS, CALL_TRACES, OF_CALLS),
    ):
        found = traces(odoo, name, queries, module, ours)
        assert len(found) > 5, f"the queries find what is there: {list(found)}"
        uninstall(odoo, name, module)
        assert traces(odoo, name, queries, module, ours) == {}
        assert odoo.cluster.sql(STATES.format(m=module), name) == ["uninstalled"]
        shell(odoo, name, STILL_THERE + GO_ON)
    assert structure(odoo, name) - core == set()
    assert core - structure(odoo, name) == set()
