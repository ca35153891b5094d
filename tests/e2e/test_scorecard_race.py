# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two workers store the same figures at the same moment; two managers save the same bands."""

from collections.abc import Iterator

import pytest
from odoo_shell import own_databases, shell

from house.odoo import Odoo

PEOPLE, DEALS, ROUNDS = 5, 4, 4
# Deals won now and three months ago, a scale, and somebody who wants to be told.
MAKE = f"""
from datetime import datetime, timedelta
env["crm.kpi.definition"].search([]).action_archive()
people = env["res.users"].with_context(no_reset_password=True).create([
    {{"name": f"Race {{n}}", "login": f"race_{{n}}",
      "group_ids": env.ref("sales_team.group_sale_manager").ids}} for n in range({PEOPLE})])
measure = env["crm.kpi.measure"].create({{
    "name": "Race", "code": "race", "model_id": env["ir.model"]._get_id("crm.lead"),
    "domain": "[('won_status', '=', 'won'), ('name', '=like', 'Race %')]",
    "date_field": "date_won", "person_path": "user_id", "company_path": "company_id"}})
kpi = env["crm.kpi.definition"].create({{
    "name": "Race", "code": "race", "numerator_id": measure.id, "per_team": False}})
kpi.band_set_ids = [(0, 0, {{"company_id": env.company.id, "band_ids": [
    (0, 0, {{"name": "Few", "colour": "red", "has_high": True, "high": {DEALS} + 1}}),
    (0, 0, {{"name": "Many", "colour": "green", "has_low": True, "low": {DEALS} + 1}})]}})]
env["crm.kpi.alert"].create(
    {{"definition_id": kpi.id, "level": "person", "subscriber_id": people[0].id}})
won = env["crm.stage"].search([("is_won", "=", True)], limit=1)
def win(moment):
    env["crm.lead"].create([
        {{"name": f"Race {{user.id}}", "type": "opportunity", "company_id": env.company.id,
          "user_id": user.id, "stage_id": won.id, "date_won": moment}}
        for user in people for _number in range({DEALS})])
win(datetime.now())
win(datetime.now() - timedelta(days=100))
env.cr.commit()
"""
# Both have read what is stored before one of them writes. Whoever fails is told of.
AT_ONCE = """
import threading, time, traceback
from odoo import api
snapshots = env.registry["crm.kpi.snapshot"]
load = snapshots._kpi_load
def slowly(self, *args):
    time.sleep(0.5)
    return load(self, *args)
snapshots._kpi_load = slowly
def later():
    return env["ir.cron.trigger"].search_count([("call_at", ">", datetime.now())])
def at_once(*acts):
    told, failed = [], []
    together = threading.Barrier(len(acts))
    def run(act):
        try:
            with env.registry.cursor() as cr:
                mine = api.Environment(cr, 1, {})
                together.wait()
                told.append(act(mine))
        except Exception:
            failed.append(traceback.format_exc())
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed[0]
    env.cr.rollback()
    env.invalidate_all()
    return told
"""
STORE = f"""
company_id = env.company.id
def store(mine):
    return mine["crm.kpi.snapshot"]._store(mine["res.company"].browse(company_id))
def history(mine):
    return mine["crm.kpi.snapshot"]._cron_history()
# As the scheduler runs it; True when nothing failed.
def scheduled(name):
    return lambda mine: mine.ref("crm_kpi_scorecard." + name).method_direct_trigger()
def check(deals, colours):
    rows = env["crm.kpi.snapshot"].search(
        [("definition_id", "=", kpi.id), ("level", "=", "person"), ("is_frozen", "=", False),
         ("value", ">", 0)])
    assert rows.user_id == people and len(rows) == {PEOPLE}, rows
    assert set(rows.mapped("value")) == {{deals}}, rows.mapped("value")
    assert set(rows.mapped("colour")) == {{colours}}, rows.mapped("colour")

# Nothing is stored yet: one of them writes all of it.
told = sorted(at_once(store, store))
assert told[0] == 0 < told[1], told
check({DEALS}, "red")
assert env["crm.kpi.snapshot"]._store(env.company) == 0

# History and open periods at once, as two cron workers run them; who came second comes again.
assert at_once(scheduled("ir_cron_history"), scheduled("ir_cron_compute")) == [True, True]
assert later()
env["crm.kpi.snapshot"]._cron_history()
frozen = env["crm.kpi.snapshot"].search(
    [("definition_id", "=", kpi.id), ("level", "=", "person"), ("is_frozen", "=", True)])
assert set(frozen.filtered("value").mapped("value")) == {{ {DEALS} }}

# Figures change their colour, and a closed month would be another one by now.
win(datetime.now())
win(datetime.now() - timedelta(days=100))
env.cr.commit()
at_once(history, history)
check(2 * {DEALS}, "green")
restated = env["crm.kpi.restatement"].search([("definition_id", "=", kpi.id)])
assert len(restated.filtered("user_id")) == {PEOPLE} == len(restated) - 1, len(restated)
events = env["crm.kpi.alert.event"].search([])
assert len(events) == {PEOPLE} and set(events.mapped("number")) == {{1}}, events
print("STORED")
"""
# A band is deleted after a worker has judged by it, before he writes.
JUDGED = f"""
write = snapshots._kpi_write
def after_judging(self, rows, stored):
    if not judged.is_set():
        judged.set()
        deleted.wait(30)
    return write(self, rows, stored)
snapshots._kpi_write = after_judging
set_id = kpi.band_set_ids.id
judged, deleted = threading.Event(), threading.Event()
def compute(mine):
    cron = mine.ref("crm_kpi_scorecard.ir_cron_compute")
    mine["crm.kpi.snapshot"].with_context(cron_id=cron.id)._cron_compute()
def edit(mine):
    judged.wait(30)
    try:
        mine["crm.kpi.band.set"].browse(set_id).write({{"band_ids": [
            (5,), (0, 0, {{"name": "Any", "colour": "blue"}})]}})
        mine.cr.commit()
    finally:
        deleted.set()
at_once(compute, edit)
assert later()
env["crm.kpi.snapshot"]._cron_compute()
rows = env["crm.kpi.snapshot"].search([("definition_id", "=", kpi.id), ("value", ">", 0),
                                       ("level", "=", "person"), ("is_frozen", "=", False)])
assert len(rows) == {PEOPLE} and set(rows.mapped("colour")) == {{"blue"}}, rows.mapped("colour")
print("JUDGED")
"""
# Each as a request of the web client, of another manager.
SAVE = f"""
from odoo.exceptions import UserError, ValidationError
from odoo.service.model import retrying
def bands(limit, name):
    ends = [None, *(str(limit + n) for n in range(3)), None]
    return [{{"low": low, "low_in": True, "high": high, "high_in": False,
              "colour": "red" if low is None else "green", "name": name}}
            for low, high in zip(ends, ends[1:])]
def saver(user_id, name, limit, version):
    def save(mine):
        mine = mine(user=user_id)
        mine.cr.execute("SELECT FROM crm_kpi_band_set")
        begun.wait()
        try:
            wanted = [{{"definition_id": kpi_id, "bands": bands(limit, name),
                        "version": version}}]
            retrying(lambda: mine["crm.kpi.definition"].save_bands(wanted), mine)
            return name, ""
        except (UserError, ValidationError) as error:
            return "", str(error)
    return save
def saved():
    band_set = kpi.band_set_ids
    assert len(band_set) == 1, band_set
    names = set(band_set.band_ids.mapped("name"))
    assert len(names) == 1 and len(band_set.band_ids) == 4, band_set.band_ids.mapped("name")
    lows = band_set.band_ids.filtered("has_low").mapped("low")
    assert lows == [lows[0], lows[0] + 1, lows[0] + 2], lows
    return names.pop()
kpi.band_set_ids.unlink()
env.cr.commit()
kpi_id = kpi.id
for number in range({ROUNDS}):
    version = kpi.band_set_ids.version if kpi.band_set_ids else None
    begun = threading.Barrier(2)
    told = at_once(*(saver(user.id, user.name, 10 * n, version)
                     for n, user in enumerate(people[:2])))
    done = [name for name, refusal in told if name]
    assert done == [saved()], (done, told)
    print("SAVED", *(refusal for _name, refusal in told if refusal))
"""


@pytest.fixture
def base() -> Iterator[tuple[Odoo, str]]:
    """A database of its own, in which nothing runs by itself."""
    with own_databases("scorecard_race", whole=True) as (odoo, [name]):
        odoo.cluster.sql("UPDATE ir_cron SET active = FALSE", name)
        yield odoo, name


def test_two_workers(base: tuple[Odoo, str]) -> None:
    """One stores, the other leaves it to him: each figure, restatement and alert is there once."""
    assert "STORED" in shell(*base, MAKE + AT_ONCE + STORE)


def test_a_band_goes_while_figures_are_judged(base: tuple[Odoo, str]) -> None:
    """The worker gives up in peace; the next run judges by the bands there are."""
    assert "JUDGED" in shell(*base, MAKE + AT_ONCE + JUDGED)


def test_two_managers_save_bands(base: tuple[Odoo, str]) -> None:
    """One scale, wholly of one of them; the other is told what to do. First there is no scale."""
    told = shell(*base, MAKE + AT_ONCE + SAVE)
    refused = [line for line in told.splitlines() if line.startswith("SAVED")]
    assert len(refused) == ROUNDS
    assert "There are bands of this KPI" in refused[0] or "Somebody else" in refused[0]
    assert all("Somebody else has changed the bands" in line for line in refused[1:]), refused
