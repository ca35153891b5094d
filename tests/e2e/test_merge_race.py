# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two processes merge the same cards at the same moment; a process dies in the middle of it."""

import os
import signal
import time
from collections.abc import Iterator

import pytest
from odoo_shell import end_shell, own_databases, shell, start_shell

from house.odoo import Odoo

LEADS = 51
MAKE = f"""
leads = env["crm.lead"]
for number in range({LEADS}):
    lead = leads.create({{"name": f"Race {{number}}", "email_from": f"race{{number}}@x.example"}})
    lead.message_post(body=f"Words {{number}}")
    lead.activity_schedule("mail.mail_activity_data_todo", user_id=env.uid)
    leads |= lead
env.cr.commit()
"""
# As a request of the web client is run: tried again when the database says so, then committed.
MERGE = """
import random
from odoo.exceptions import UserError
from odoo.service.model import retrying
leads = env["crm.lead"].with_context(active_test=False, crm_dedup_with_merged=True).search(
    [("name", "=like", "Race %")], order="id")
pairs = [(leads[n], leads[n + 1]) for n in range(len(leads) - 1)]
random.Random({seed}).shuffle(pairs)
for left, right in pairs:
    survivor, other = (left, right) if {seed} == 1 else (right, left)
    retrying(lambda: env["crm.dedup.engine"].merge(survivor, other), env)
    env.transaction.reset()
"""
# Whatever happened: each lead is one card with all words, or stands for one, and can be undone.
CHECK = """
leads = env["crm.lead"].with_context(active_test=False, crm_dedup_with_merged=True).search(
    [("name", "=like", "Race %")], order="id")
assert len(leads) == {leads}
merges = env["crm.dedup.merge"].search([("source_lead_ids", "in", leads.ids)])
gone = leads.filtered("merged_into_id")
assert all(merge.state == "done" and merge.change_count for merge in merges)
assert merges.source_lead_ids == gone, (len(merges.source_lead_ids), len(gone))
assert not any(gone.mapped("active")) and all((leads - gone).mapped("active"))
words = env["mail.message"].search(
    [("model", "=", "crm.lead"), ("res_id", "in", leads.ids), ("body", "like", "Words")])
assert len(words) == {leads}, len(words)
assert {{word.res_id for word in words}} <= set((leads - gone).ids), "words on a merged lead"
assert len(env["mail.activity"].search([("res_id", "in", (leads - gone).ids)])) == {leads}
known = (leads - gone).identifier_ids.filtered(lambda row: row.kind == "email")
assert len(set(known.mapped("key"))) == {leads}, len(known)
print("LEFT", len(leads - gone), len(merges))
"""
UNDO = """
for merge in env["crm.dedup.merge"].search([("state", "=", "done")], order="id desc"):
    merge.action_undo()
leads = env["crm.lead"].search([("name", "=like", "Race %")])
assert len(leads) == {leads}
for lead in leads:
    assert sum("Words" in message.body for message in lead.message_ids) == 1
    assert len(lead.activity_ids) == 1
env.cr.rollback()
"""


@pytest.fixture
def base() -> Iterator[tuple[Odoo, str]]:
    """A database of its own, with leads to merge."""
    with own_databases("race") as (odoo, [name]):
        shell(odoo, name, MAKE)
        yield odoo, name


def _left(told: str) -> tuple[int, int]:
    """Cards that stand for themselves, and merges."""
    [line] = [line for line in told.splitlines() if line.startswith("LEFT")]
    cards, merges = line.split()[1:]
    return int(cards), int(merges)


def test_two_workers_on_overlapping_cards(base: tuple[Odoo, str]) -> None:
    """Fifty pairs, each by both, in another order and direction: one card, nothing lost."""
    odoo, name = base
    for worker in [start_shell(odoo, name, MERGE.format(seed=seed)) for seed in (1, 2)]:
        end_shell(worker)
    told = shell(odoo, name, CHECK.format(leads=LEADS) + UNDO.format(leads=LEADS))
    assert _left(told) == (1, LEADS - 1)


def test_killed_in_the_middle(base: tuple[Odoo, str]) -> None:
    """Killed at any moment, a merge happened or did not; the next run goes on."""
    odoo, name = base
    before = 0
    for delay in (0.3, 0.7, 1.1):
        worker = start_shell(odoo, name, MERGE.format(seed=1))
        while not (done := _merges(odoo, name)) > before and worker.poll() is None:
            time.sleep(0.05)
        time.sleep(delay)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        cards, merges = _left(shell(odoo, name, CHECK.format(leads=LEADS)))
        assert cards == LEADS - merges
        assert merges >= done
        before = merges
    assert 0 < before < LEADS - 1, "it was killed in between"
    shell(odoo, name, MERGE.format(seed=1))
    told = shell(odoo, name, CHECK.format(leads=LEADS) + UNDO.format(leads=LEADS))
    assert _left(told)[0] == 1


def _merges(odoo: Odoo, name: str) -> int:
    [count] = odoo.cluster.sql("select count(*) from crm_dedup_merge", name)
    return int(count)
