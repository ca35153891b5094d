# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A copy of a database in use, neutralized as core's command does it, sends and opens nothing."""

import subprocess

from odoo_shell import own_databases, shell
from playbook_life import USE_IT

STOPPED = {
    "steps": "SELECT state, reason FROM crm_playbook_job WHERE due > now() AT TIME ZONE 'UTC'",
    "letters": "SELECT state, reason FROM crm_automatic_letter",
    "links": "SELECT revoked_at IS NULL FROM crm_work_link",
    "jobs": "SELECT DISTINCT active FROM ir_cron JOIN ir_act_server action"
    " ON action.id = ir_actions_server_id WHERE code ~ '_cron_(run|idle|dates|send|check|assign)'",
}
# The scheduler, started by hand in the copy.
RUN = """
before = env["mail.activity"].search_count([]), env["mail.mail"].search_count([])
env.cr.execute("UPDATE crm_playbook_job SET due = now() AT TIME ZONE 'UTC' - interval '1 hour'")
env.cr.execute("UPDATE crm_automatic_letter SET due = now() AT TIME ZONE 'UTC'")
env.cr.commit()
env["crm.playbook.job"]._cron_run()
env["crm.automatic.letter"]._cron_send()
assert before == (env["mail.activity"].search_count([]), env["mail.mail"].search_count([]))
"""


def test_a_neutralized_copy() -> None:
    """What waits is cancelled, letters are forgotten, links closed; what was done stays done."""
    with own_databases("neutral", whole=True) as (odoo, [name]):
        shell(odoo, name, USE_IT)
        before = {what: odoo.cluster.sql(query, name) for what, query in STOPPED.items()}
        assert set(before["steps"]) >= {"pending|"}
        assert before["letters"] == ["pending|"]
        done = subprocess.run(
            odoo.command("neutralize", "-d", name), env=odoo.env(), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-3000:]
        after = {what: odoo.cluster.sql(query, name) for what, query in STOPPED.items()}
        assert set(after["steps"]) == {"cancelled|neutralized"}
        assert after["letters"] == []
        assert set(after["links"]) == {"f"}
        assert after["jobs"] == ["f"]
        assert odoo.cluster.sql(
            "SELECT count(*) FROM crm_playbook_job WHERE state = 'done'", name
        ) != ["0"]
        shell(odoo, name, RUN)
