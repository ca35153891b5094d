# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ten people take one lead at the same moment; two schedulers share out the same leads."""

from collections.abc import Iterator

import pytest
from odoo_shell import own_databases, shell

from house.odoo import Odoo

PEOPLE, ROUNDS, LEADS = 10, 5, 60
MAKE = f"""
people = env["res.users"].with_context(no_reset_password=True).create([{{
    "name": f"Race {{number}}", "login": f"race_{{number}}", "email": f"race{{number}}@x.example",
    "group_ids": [(6, 0, [env.ref("sales_team.group_sale_salesman").id])],
}} for number in range({PEOPLE})])
team = env["crm.team"].create({{"name": "Race", "user_id": env.ref("base.user_admin").id}})
scheme = env["crm.assignment.scheme"].create({{
    "team_id": team.id, "method": "claim", "only_working_hours": False,
    "seat_ids": [(0, 0, {{"user_id": user.id}}) for user in people],
}})
def make(count):
    leads = env["crm.lead"].create([
        {{"name": f"Race {{number}}", "team_id": team.id, "user_id": False}}
        for number in range(count)
    ])
    env.cr.commit()
    return leads
"""
# Each as a request of the web client: a transaction of its own, tried again when the database says
# so. All have begun to read before the first one writes.
CLAIM = f"""
import threading, traceback
from odoo import api
from odoo.service.model import retrying
told, failed = [], []
def claim(user, lead, together):
    try:
        with env.registry.cursor() as cr:
            mine = api.Environment(cr, user, {{}})
            tries = []
            def act():
                cr.execute("SELECT FROM crm_lead LIMIT 1")
                if not tries:
                    together.wait()
                tries.append(1)
                return mine["crm.lead"].browse(lead).action_claim()
            told.append(retrying(act, mine)["params"]["type"])
    except Exception:
        failed.append(traceback.format_exc())
for lead in make({ROUNDS}).ids:
    told.clear()
    together = threading.Barrier({PEOPLE})
    threads = [threading.Thread(target=claim, args=(user, lead, together)) for user in people.ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    env.cr.rollback()
    env.invalidate_all()
    assert not failed, failed[0]
    owner = env["crm.lead"].browse(lead).user_id
    print("CLAIMED", told.count("success"), told.count("warning"), owner in people)
"""
SHARE = f"""
import threading, traceback
from odoo import api
scheme.method = "round_robin"
scheme.seat_ids[3:].unlink()
people = scheme.seat_ids.user_id
leads = make({LEADS})
failed = []
def run(together):
    try:
        with env.registry.cursor() as cr:
            mine = api.Environment(cr, 1, {{}})
            cr.execute("SELECT FROM crm_lead LIMIT 1")
            together.wait()
            mine["crm.assignment.scheme"]._cron_assign()
    except Exception:
        failed.append(traceback.format_exc())
together = threading.Barrier(2)
threads = [threading.Thread(target=run, args=(together,)) for _number in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
env.cr.rollback()
env.invalidate_all()
assert not failed, failed[0]
env["crm.assignment.scheme"]._cron_assign()
loads = sorted(len(leads.filtered(lambda lead: lead.user_id == user)) for user in people)
messages = env["mail.message"].search([("notified_partner_ids", "in", people.partner_id.ids),
                                       ("message_type", "=", "user_notification")])
print("SHARED", *loads, len(messages))
"""


@pytest.fixture
def base() -> Iterator[tuple[Odoo, str]]:
    """A database of its own."""
    with own_databases("assignment_race", whole=True) as (odoo, [name]):
        yield odoo, name


def test_ten_claim_one_lead(base: tuple[Odoo, str]) -> None:
    """One owner, nine polite refusals, no traceback; five times."""
    told = shell(*base, MAKE + CLAIM)
    claimed = [line for line in told.splitlines() if line.startswith("CLAIMED")]
    assert claimed == [f"CLAIMED 1 {PEOPLE - 1} True"] * ROUNDS


def test_two_schedulers(base: tuple[Odoo, str]) -> None:
    """Every lead is given once, in turns, and everybody is told once."""
    told = shell(*base, MAKE + SHARE)
    assert f"SHARED {LEADS // 3} {LEADS // 3} {LEADS // 3} 3" in told
