# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two people post a hundred invoices each of one client at once, while figures are renewed."""

from collections.abc import Iterator

import pytest
from odoo_shell import end_shell, own_databases, shell, start_shell

from house.odoo import Odoo

INVOICES = 100
# A journal each, so that the numbers of invoices (core's lock) keep nobody waiting.
MAKE = """
company = env["res.company"].search([("chart_template", "!=", False)], limit=1)
assert company, "no company with accounts"
env = env(context=dict(env.context, allowed_company_ids=company.ids))
client = env["res.partner"].create({"name": "Race", "is_client": True, "is_company": True})
income = env["account.account"].search([("account_type", "=", "income"),
                                        ("company_ids", "in", company.ids)], limit=1)
env["account.journal"].search([("type", "=", "sale"), ("company_id", "=", company.id)])
for number in (1, 2):
    journal = env["account.journal"].create(
        {"name": f"Race {number}", "code": f"RC{number}", "type": "sale"})
    payer = env["res.partner"].create({"name": f"Race Ltd {number}", "is_company": True})
    env["account.move"].create([{
        "move_type": "out_invoice", "partner_id": payer.id, "client_id": client.id,
        "journal_id": journal.id, "invoice_date": "2026-01-15",
        "invoice_line_ids": [(0, 0, {"name": "Bread", "price_unit": 10, "tax_ids": [],
                                     "account_id": income.id})],
    } for _n in range(%(invoices)s)])
env.cr.commit()
"""
# As a request of the web client is run: tried again when the database says so, then committed.
# What is tried again is told: nothing of it may come from us.
POST = """
import psycopg2
from odoo.service import model
from odoo.service.model import retrying
journal = env["account.journal"].search([("name", "=", "Race {number}")])
moves = env["account.move"].search([("journal_id", "=", journal.id)])
env = env(context=dict(env.context, allowed_company_ids=journal.company_id.ids))
tried_again = []
def post(move):
    try:
        move.with_env(env).action_post()
        env.cr.flush()
    except psycopg2.OperationalError as error:
        tried_again.append(str(error) + str(error.cursor and error.cursor.query))
        raise
for move in moves:
    retrying(lambda: post(move), env)
    env.transaction.reset()
print("AGAIN", len(tried_again), [each for each in tried_again if "figure" in each])
"""
REFRESH = """
import time
figures = env["crm.party.figure"]
moves = env["account.move"]
for _n in range(600):
    partner_ids = env["crm.party.figure.dirty"]._take(2)
    if partner_ids:
        figures._refresh(partner_ids)
    env.cr.commit()
    env.transaction.reset()
    if not moves.search_count([("journal_id.name", "like", "Race"), ("state", "=", "draft")]):
        break
    time.sleep(0.05)
"""
CHECK = """
client = env["res.partner"].search([("name", "=", "Race")])
moves = env["account.move"].search([("client_id", "=", client.id)])
assert set(moves.mapped("state")) == {"posted"}, moves.mapped("state")
env = env(context=dict(env.context, allowed_company_ids=moves.company_id.ids))
client = client.with_env(env)
total = sum(moves.mapped("amount_untaxed_signed"))
# Read through the marks that are left, and as the refresh stores it.
assert client.client_turnover_total == total, (client.client_turnover_total, total)
env["crm.party.figure"]._cron_refresh()
env.invalidate_all()
row = env["crm.party.figure"].search([("partner_id", "=", client.id)])
assert (row.turnover_total, row.debt) == (total, total), (row.turnover_total, row.debt, total)
assert not env["crm.party.figure.dirty"].search_count([])
print("TOTAL", len(moves))
"""


@pytest.fixture
def base() -> Iterator[tuple[Odoo, str]]:
    """A database of its own, with drafts to post."""
    with own_databases("figures", whole=True) as (odoo, [name]):
        odoo.cluster.sql("update ir_cron set active = false", name)
        shell(odoo, name, MAKE % {"invoices": INVOICES})
        yield odoo, name


def _told(text: str, word: str) -> str:
    [line] = [line for line in text.splitlines() if line.startswith(word)]
    return line


def test_posting_at_once(base: tuple[Odoo, str]) -> None:
    """All are posted, nobody was stopped by our rows, and the figures are right to the penny."""
    odoo, name = base
    refreshing = start_shell(odoo, name, REFRESH)
    posting = [start_shell(odoo, name, POST.format(number=number)) for number in (1, 2)]
    for process in posting:
        assert _told(end_shell(process), "AGAIN").endswith("[]")
    end_shell(refreshing)
    assert _told(shell(odoo, name, CHECK), "TOTAL") == f"TOTAL {2 * INVOICES}"
