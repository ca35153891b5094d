# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A copy of a database in use, neutralized as core's command does it, writes to nobody."""

import subprocess

from farewell_life import USE_IT
from odoo_shell import own_databases, shell

STATE = {
    "letters": "SELECT state, reason FROM crm_farewell_invitation ORDER BY id",
    "links": "SELECT count(*) FROM crm_farewell_token",
    "policies": "SELECT DISTINCT active FROM crm_farewell_policy",
}
# The scheduler, started by hand in the copy.
RUN = """
before = env["mail.mail"].search_count([]), env["sms.sms"].search_count([])
invitations = env["crm.farewell.invitation"]
env.cr.execute("UPDATE crm_farewell_invitation SET due_at = now() AT TIME ZONE 'UTC'")
env.cr.commit()
invitations._cron_send()
invitations._cron_inactive()
deal = env["crm.lead"].create({"name": "In the copy", "type": "opportunity"})
deal.action_set_lost()
assert not deal.farewell_invitation_ids, "nothing is planned"
assert before == (env["mail.mail"].search_count([]), env["sms.sms"].search_count([]))
"""


def test_a_neutralized_copy() -> None:
    """What waits is cancelled, links open nothing; what was answered stays."""
    with own_databases("no_letters_copied") as (odoo, [name]):
        shell(odoo, name, USE_IT)
        before = {what: odoo.cluster.sql(query, name) for what, query in STATE.items()}
        assert {"answered|", "scheduled|", "held|approval"} <= set(before["letters"])
        assert before["links"] != ["0"]
        done = subprocess.run(
            odoo.command("neutralize", "-d", name), env=odoo.env(), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-3000:]
        after = {what: odoo.cluster.sql(query, name) for what, query in STATE.items()}
        assert {"answered|", "cancelled|neutralized"} == set(after["letters"])
        assert (after["links"], after["policies"]) == (["0"], ["f"])
        shell(odoo, name, RUN)
