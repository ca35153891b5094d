# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who takes the add-ons away again finds the database of core as it was."""

from collections.abc import Iterator

import pytest
from odoo_shell import own_databases, shell, uninstall

from house import database
from house.odoo import Odoo

MODULE = "crm_lead_dedup"
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
STRUCTURE = """
    SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
     WHERE table_schema = 'public'
    UNION SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public'
    UNION SELECT 'constraint ' || conname || ' ' || conrelid::regclass FROM pg_constraint
           WHERE connamespace = 'public'::regnamespace
    UNION SELECT 'sequence ' || sequencename FROM pg_sequences WHERE schemaname = 'public'
    UNION SELECT 'view ' || viewname FROM pg_views WHERE schemaname = 'public'
    UNION SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
STATES = "SELECT DISTINCT state FROM ir_module_module WHERE name ~ '^crm_lead_dedup'"
# Records that name us, wherever Odoo keeps such names; each row says what and which.
TRACES = {
    "ir_model_data": "SELECT model || ' ' || name FROM ir_model_data WHERE module ~ '^{m}'",
    "ir_model": "SELECT model FROM ir_model WHERE model ~ '{ours}'",
    "ir_model_fields": "SELECT model || '.' || name FROM ir_model_fields"
    " WHERE relation ~ '{ours}' OR model ~ '{ours}'",
    "ir_act_server": "SELECT code FROM ir_act_server WHERE code ~ '(dedup|intake|identifier)'",
    "ir_ui_view": "SELECT name FROM ir_ui_view WHERE arch_db::text ~ '({m}|crm_intake)'",
    "ir_asset": "SELECT path FROM ir_asset WHERE path ~ '{m}'",
    "ir_attachment": "SELECT name FROM ir_attachment WHERE res_model ~ '{ours}'",
    "mail_message": "SELECT id FROM mail_message WHERE model ~ '{ours}'",
    "mail_followers": "SELECT id FROM mail_followers WHERE res_model ~ '{ours}'",
    "mail_activity_type": "SELECT name FROM mail_activity_type WHERE icon = 'fa-inbox'",
    "res_groups": "SELECT name FROM res_groups WHERE name::text ~ 'Own Team.s'",
    "ir_config_parameter": "SELECT key FROM ir_config_parameter WHERE key ~ '{m}'",
}
OURS = r"^crm\.(intake|request|identifier|person|dedup)"


@pytest.fixture
def clean() -> Iterator[tuple[Odoo, str]]:
    """A database of its own, with the add-ons and without their server."""
    with own_databases("uninstall") as (odoo, [name]):
        yield odoo, name


def _structure(odoo: Odoo, name: str) -> set[str]:
    return set(odoo.cluster.sql(STRUCTURE, name))


def _traces(odoo: Odoo, name: str) -> dict[str, list[str]]:
    """What of ours is left, by table."""
    found = {}
    for table, query in TRACES.items():
        if rows := odoo.cluster.sql(query.format(m=MODULE, ours=OURS), name):
            found[table] = rows
    return found


def test_nothing_is_left(clean: tuple[Odoo, str]) -> None:
    """Tables, columns, indexes, groups, crons and views of ours go; leads and work stay."""
    odoo, name = clean
    core = _structure(odoo, database.core_template(odoo))
    assert _structure(odoo, name) > core
    assert len(_traces(odoo, name)) > 5, "the queries find what is there"
    shell(odoo, name, USE_IT)
    uninstall(odoo, name, MODULE)
    assert _structure(odoo, name) - core == set()
    assert core - _structure(odoo, name) == set()
    assert _traces(odoo, name) == {}
    states = odoo.cluster.sql(STATES, name)
    assert states == ["uninstalled"]
    shell(odoo, name, GO_ON)
