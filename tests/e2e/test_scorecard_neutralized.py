# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A copy of a database, neutralized as core's command does it, tells nobody about figures."""

import subprocess

from odoo_shell import own_databases, shell

# One alert whose message waits, one whose message was sent, and figures that will change again.
USE_IT = """
env["crm.kpi.definition"].search([]).action_archive()
user = env["res.users"].with_context(no_reset_password=True).create({
    "name": "Told", "login": "told", "email": "told@example.com",
    "group_ids": env.ref("sales_team.group_sale_manager").ids})
measure = env["crm.kpi.measure"].create({"name": "Spent", "code": "spent", "source": "entries"})
kpi = env["crm.kpi.definition"].create({
    "name": "Spent", "code": "spent", "kind": "sum", "numerator_id": measure.id,
    "band_set_ids": [(0, 0, {"company_id": env.company.id, "band_ids": [
        (0, 0, {"name": "Little", "colour": "green", "has_high": True, "high": 10}),
        (0, 0, {"name": "Much", "colour": "red", "has_low": True, "low": 10})]})]})
env["crm.kpi.alert"].create([
    {"definition_id": kpi.id, "level": "company", "subscriber_id": user.id, "how": "once"},
    {"definition_id": kpi.id, "level": "person", "subscriber_id": user.id, "how": "digest"}])
def enter(value):
    env["crm.kpi.entry"].create(
        {"measure_id": measure.id, "value": value, "user_id": user.id})
    env["crm.kpi.snapshot"]._cron_compute()
enter(5)
enter(10)
env["crm.kpi.alert.event"]._cron_send()
env.cr.commit()
"""
EVENTS = "SELECT state FROM crm_kpi_alert_event ORDER BY state"
ACTIVE = "SELECT DISTINCT active FROM crm_kpi_alert"
# The scheduled actions, started by hand in the copy, after the figure changed its band again.
RUN = """
letters = env["mail.message"].search_count([])
env["crm.kpi.entry"].create({
    "measure_id": env["crm.kpi.measure"].search([("code", "=", "spent")]).id, "value": -10,
    "user_id": env["res.users"].search([("login", "=", "told")]).id})
env["crm.kpi.snapshot"]._cron_compute()
assert "green" in env["crm.kpi.snapshot"].search([("level", "=", "company")]).mapped("colour")
env["crm.kpi.alert.event"]._cron_send()
env["crm.kpi.alert.event"]._cron_digest()
assert letters == env["mail.message"].search_count([])
"""


def test_a_neutralized_copy() -> None:
    """What waits is cancelled and every alert is off; what was told stays told."""
    with own_databases("kpi_neutral", whole=True) as (odoo, [name]):
        odoo.cluster.sql("UPDATE ir_cron SET active = FALSE", name)
        shell(odoo, name, USE_IT)
        assert odoo.cluster.sql(EVENTS, name) == ["sent", "waiting"]
        done = subprocess.run(
            odoo.command("neutralize", "-d", name), env=odoo.env(), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-3000:]
        assert odoo.cluster.sql(EVENTS, name) == ["cancelled", "sent"]
        assert odoo.cluster.sql(ACTIVE, name) == ["f"]
        shell(odoo, name, RUN)
        assert odoo.cluster.sql(EVENTS, name) == ["cancelled", "sent"]
