# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Nothing is lost by a merge and nothing is left by an undone one, with other modules' data."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from odoo_shell import own_databases, shell, uninstall

from house.config import kind_dir
from house.odoo import Odoo

MODULES = "sale_crm,survey,crm_sms,loyalty"
GLUE = "crm_lead_dedup_account"
STATES = "SELECT name, state FROM ir_module_module WHERE name ~ '^crm_lead_dedup(_account)?$'"
STORY = Path(__file__).with_name("merge_story.py").read_text(encoding="utf-8")
CUSTOMERS = """
story = Story(env)
keep, *others = (story.customer() for _number in range(4))
others = env["res.partner"].concat(*others)
everything = names(env, keep | others)
before = dump(env)
record = merge(keep, others, image_1920=others[0].id)
assert not any(names(env, others).values()), names(env, others)
assert names(env, keep) == everything, "something was lost"
assert keep.customer_rank > 1, "ranks are added up"
assert len(keep.message_ids) >= 4 and len(keep.activity_ids) == 4
assert len(keep.child_ids) == 4
undo(record)
assert differences(before, dump(env)) == {}
env.cr.rollback()
"""
LEADS = """
story = Story(env)
customer = story.customer()
leads = [story.lead(partner_id=customer.id) for _number in range(6)]
before = dump(env)
pairs = [(leads[0], leads[1]), (leads[2], leads[3]), (leads[4], leads[5])]
for order in itertools.permutations(range(3)):
    records = [merge(*pair) for pair in pairs]
    assert customer.opportunity_ids == customer.opportunity_ids.filtered("active")
    for number in order:
        undo(records[number])
    assert differences(before, dump(env)) == {}, order
one = merge(leads[0], leads[1] | leads[2])
two = merge(leads[3], leads[0])
undo(two)
undo(one)
assert differences(before, dump(env)) == {}
env.cr.rollback()
"""
CUSTOMERS_IN_SIX_ORDERS = """
story = Story(env)
cards = [story.customer() for _number in range(4)]
before = dump(env)
for order in itertools.permutations(range(3)):
    records = [merge(cards[0], other) for other in cards[1:]]
    for number in order:
        undo(records[number])
    assert differences(before, dump(env)) == {}, order
env.cr.rollback()
"""
SETTLED = """
story = Story(env)
keep, gone = story.customer(), story.customer()
fields = ["payment_term_id", "fiscal_position_id", "pricelist_id", "amount_total", "state",
          "user_id", "partner_invoice_id"]
orders = env["sale.order"].search([("partner_id", "in", (keep | gone).ids)], order="id")
gone.property_payment_term_id = False
invoices = env["account.move"].search([("partner_id", "in", (keep | gone).ids)], order="id")
papers = ["name", "state", "payment_state", "invoice_payment_term_id", "amount_residual",
          "invoice_date_due"]
terms = [orders.mapped(name) for name in fields[:-1]], invoices.read(papers)
merge(keep, gone)
assert (terms == ([orders.mapped(name) for name in fields[:-1]], invoices.read(papers)))
assert invoices.commercial_partner_id == keep
env.cr.rollback()
"""


@pytest.fixture(scope="module")
def modules() -> Iterator[tuple[Odoo, str]]:
    """A database with sales, accounts, surveys, text messages and meetings beside the suite."""
    with own_databases("modules") as (odoo, [name]):
        log = kind_dir(odoo.cluster.kind) / "merge-modules.log"
        odoo.batch(name, "--without-demo", "-i", MODULES, log=log)
        yield odoo, name


@pytest.mark.parametrize(
    "story",
    [CUSTOMERS, LEADS, CUSTOMERS_IN_SIX_ORDERS, SETTLED],
    ids=["customers", "leads in six orders", "customers in six orders", "settled papers stay"],
)
def test_merge_and_undo(modules: tuple[Odoo, str], story: str) -> None:
    """Every row and column of every table is what it was, but for the listed six."""
    odoo, name = modules
    shell(odoo, name, STORY + story)


def test_glue_comes_and_goes(modules: tuple[Odoo, str]) -> None:
    """With accounting its glue is there by itself; without it, merging goes on."""
    odoo, name = modules
    ours = "crm_lead_dedup|installed"
    assert {*odoo.cluster.sql(STATES, name)} == {ours, f"{GLUE}|installed"}
    uninstall(odoo, name, GLUE)
    assert {*odoo.cluster.sql(STATES, name)} == {ours, f"{GLUE}|uninstalled"}
    shell(odoo, name, STORY + CUSTOMERS)
