# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two users make the same at the same moment: a company of two leads, a number, a guard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from odoo_shell import end_shell, own_databases, shell, start_shell

from house.odoo import Odoo

TIMES = 4
# As requests of the web client, each in its own process and with its own user. The marks say that
# both have begun to read before either writes; a request that is tried again goes on.
ACT = """
import pathlib, time
from odoo.exceptions import UserError
from odoo.service.model import retrying
user = env["res.users"].search([("login", "=", "race_{letter}")])
def meet(number):
    mine, other = (pathlib.Path("{meeting}", f"{{name}}{{number}}") for name in "{letter}{other}")
    mine.touch()
    while not other.exists():
        time.sleep(0.01)
{act}
for number in range({times}):
    env.cr.rollback()
    env.transaction.reset()
    try:
        retrying(lambda: act(number), env)
        print("DONE", number)
    except UserError as error:
        print("TOLD", number, " ".join(str(error).split()))
"""
USERS = """
for letter in "AB":
    env["res.users"].with_context(no_reset_password=True).create({
        "name": f"Race {letter}", "login": f"race_{letter}",
        "group_ids": [(6, 0, [env.ref("sales_team.group_sale_salesman").id])]})
"""
LEADS = """
VATS = ["BE0477472701", "BE0428759497", "BE0403019261", "BE0417497106"]
for number, vat in enumerate(VATS):
    for letter in "AB":
        user = env["res.users"].search([("login", "=", f"race_{letter}")])
        env["crm.lead"].create({
            "name": f"Race lead {letter}{number}", "type": "lead", "user_id": user.id,
            "partner_name": f"Race Mill {number}", "contact_name": f"Anna {number}",
            "email_from": f"anna{number}@mill.example", "referred": vat,
            "country_id": env.ref("base.be").id})
env.cr.commit()
"""
# What the browser does: the dialog is opened and saved, then its button is pressed.
CONVERT = """
    lead = env["crm.lead"].with_user(user).search([("name", "=", f"Race lead {letter}{{number}}")])
    vat = lead.referred
    dialog = env["crm.lead2opportunity.partner"].with_user(user).with_context(
        active_model="crm.lead", active_id=lead.id, active_ids=lead.ids,
        default_by_party=True, default_name="convert")
    dialog = dialog.create({{"vat": vat{more}}})
    assert not dialog.client_id or dialog.client_id.name
    meet(number)
    dialog.action_apply()
"""
CONVERTED = """
leads = env["crm.lead"].search([("name", "=like", "Race lead%")], order="id")
assert set(leads.mapped("type")) == {"opportunity"}, leads.mapped("type")
for number in range(4):
    both = leads.filtered(lambda lead: lead.name[-1] == str(number))
    assert len(both) == 2 and len(both.client_id) == 1 and len(both.contact_id) == 1, both
    found = env["res.partner"].search([("name", "in", [f"Race Mill {number}", f"Anna {number}"])])
    assert found == both.client_id | both.contact_id, found.mapped("name")
    found = env["res.partner"].search([("vat", "=", both[0].referred), ("parent_id", "=", False)])
    assert len(found) == 1, found
    print("PAYERS", len(both.counterparty_id))
"""
CARDS = """
country = env.ref("base.ua")
for number in range(4):
    env["res.partner"].create({"name": f"Race card {number}", "country_id": country.id})
env["crm.requisite.type"].create({"name": "Race number", "code": "race_number"})
env.cr.commit()
"""
REQUISITE = """
    kind = env["crm.requisite.type"].search([("code", "=", "race_number")])
    card = env["res.partner"].with_user(user).search([("name", "=", f"Race card {{number}}")])
    meet(number)
    card.write({{"requisite_ids": [(0, 0, {{"type_id": kind.id, "value": "{letter}"}})]}})
"""
GUARDED = """
team = env["crm.team"].create({"name": "Race", "client_visibility": "owner", "member_ids": [
    (6, 0, env["res.users"].search([("login", "in", ["race_A", "race_B"])]).ids)]})
for number in range(4):
    person = env["res.users"].with_context(no_reset_password=True).create({
        "name": f"In charge {number}", "login": f"race_charge{number}",
        "group_ids": [(6, 0, [env.ref("sales_team.group_sale_salesman").id])]})
    team.member_ids |= person
    for letter in "AB":
        env["res.partner"].create({"name": f"Race guarded {letter}{number}", "is_client": True})
env.cr.commit()
"""
GUARD = """
    client = env["res.partner"].search([("name", "=", f"Race guarded {letter}{{number}}")])
    person = env["res.users"].search([("login", "=", f"race_charge{{number}}")])
    meet(number)
    client.user_id = person
"""
GUARD_GOES = """
from odoo.service.model import retrying
guards, person = env["crm.client.guard"], env["res.users"].search([("login", "=", "race_charge0")])
first, second = env["res.partner"].search([("name", "=like", "Race guarded _0")])
first.user_id = person
first.user_id = False
assert len(guards.search([])) == 1
env.cr.commit()
tries = []
def act():
    env.cr.execute("SELECT FROM res_partner LIMIT 1")
    tries.append(1)
    if len(tries) == 1:
        with env.registry.cursor() as cr:
            guards.with_env(env(cr=cr))._cron_refresh()
            assert not guards.with_env(env(cr=cr)).search([])
    second.user_id = person
retrying(act, env)
print("LEFT", len(tries), len(second.client_guard_id))
"""
HIDING = """
team = env["crm.team"].search([("name", "=", "Race")])
team.client_visibility = "open"
env["ir.cron.trigger"].search([]).unlink()
person = env["res.users"].search([("login", "=", "race_charge0")])
client = env["res.partner"].search([("name", "=", "Race guarded A0")])
env.cr.commit()
env.cr.execute("SELECT FROM res_partner LIMIT 1")
with env.registry.cursor() as cr:
    client.with_env(env(cr=cr)).user_id = person.with_env(env(cr=cr))
team.client_visibility = "owner"
env.cr.commit()
assert not client.client_guard_id
cron = env.ref("crm_counterparty.ir_cron_client_guard")
assert env["ir.cron.trigger"].search([]).cron_id == cron
env.cr.commit()
cron.method_direct_trigger()
env.cr.commit()
env.invalidate_all()
print("LEFT", len(client.client_guard_id))
"""


@pytest.fixture
def base() -> Iterator[tuple[Odoo, str]]:
    """A database of its own."""
    with own_databases("party_race_made", whole=True) as (odoo, [name]):
        yield odoo, name


def _race(base: tuple[Odoo, str], act: str, meeting: Path) -> list[str]:
    """What either of them was told instead of being served."""
    act = f"def act(number):{act}"
    workers = [
        start_shell(
            *base,
            ACT.format(
                letter=letter, other=other, meeting=meeting, times=TIMES,
                act=act.replace("{letter}", letter).replace("{{", "{").replace("}}", "}"),
            ),
        )
        for letter, other in ("AB", "BA")
    ]  # fmt: skip
    told = [line for worker in workers for line in end_shell(worker).splitlines()]
    assert sum(line.startswith(("DONE", "TOLD")) for line in told) == 2 * TIMES
    return [line for line in told if line.startswith("TOLD")]


@pytest.mark.parametrize("payers", [0, 1])
def test_one_company_of_two_leads(base: tuple[Odoo, str], payers: int, tmp_path: Path) -> None:
    """One company with its tax number and one person; neither user notices the other.

    With a legal entity of its own as payer, too.
    """
    shell(*base, USERS + LEADS)
    more = ', "counterparty_name": f"Race Mill {number} Ltd"' if payers else ""
    assert not _race(base, CONVERT.replace("{more}", more), tmp_path)
    told = shell(*base, CONVERTED)
    assert told.count(f"PAYERS {payers}") == TIMES


def test_one_requisite_of_two_users(base: tuple[Odoo, str], tmp_path: Path) -> None:
    """Each card has the number once; who came second reads one sentence, and only that."""
    count = "print('LEFT', env['crm.party.requisite'].search_count([]))"
    before = int(shell(*base, USERS + CARDS + count).rpartition("LEFT")[2])
    told = _race(base, REQUISITE, tmp_path)
    assert len(told) == TIMES
    for number, line in enumerate(sorted(told)):
        assert line == (
            f"TOLD {number} This contact has a requisite of this type already: change that one."
        )
    assert int(shell(*base, count).rpartition("LEFT")[2]) == before + TIMES


def test_one_guard_for_two_clients(base: tuple[Odoo, str], tmp_path: Path) -> None:
    """Two clients get the same person in charge: both are hidden, behind one guard."""
    shell(*base, USERS + GUARDED)
    assert not _race(base, GUARD, tmp_path)
    left = shell(
        *base,
        """
clients = env["res.partner"].search([("name", "=like", "Race guarded%")])
assert all(clients.mapped("client_guard_id")), clients.mapped("client_guard_id")
keys = clients.client_guard_id.mapped("key")
print("LEFT", len(clients), len(keys))
""",
    )
    assert f"LEFT {2 * TIMES} {TIMES}" in left


def test_guard_that_goes(base: tuple[Odoo, str]) -> None:
    """The daily clean-up takes a guard away while somebody needs it again: he gets a new one."""
    shell(*base, USERS + GUARDED)
    assert "LEFT 2 1" in shell(*base, GUARD_GOES)


def test_saved_while_its_team_hides(base: tuple[Odoo, str]) -> None:
    """Neither sees the other's work: a minute later the client is hidden all the same."""
    shell(*base, USERS + GUARDED)
    assert "LEFT 1" in shell(*base, HIDING)
