# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who takes the clients' add-on away again finds the database of core, and all documents."""

from collections.abc import Iterator

import pytest
from odoo_shell import own_databases, shell, uninstall
from traces import beyond_core, on_accounting, traces

from house.odoo import Odoo

MODULE = "crm_counterparty"
# Everything in use: links, a hidden team, required fields, figures, requisites, an order.
USE_IT = """
client = env.ref("crm_counterparty.demo_crust")
env["crm.team"].search([], limit=1).client_visibility = "team"
env["crm.party.figure"]._mark_all()
env.cr.flush()
deal = env["crm.lead"].search([("client_id", "=", client.id)], limit=1)
deal.copy({"name": "Afterwards to be there"})
lead = env["crm.lead"].create({"name": "Converted", "type": "lead", "contact_name": "Olha"})
lead.convert_opportunity(client)
env.cr.commit()
"""
GO_ON = """
assert env["crm.lead"].search_count([("name", "=", "Afterwards to be there")]) == 1
partner = env["res.partner"].create({"name": "P", "is_company": True})
lead = env["crm.lead"].create({"name": "New", "partner_id": partner.id})
product = env["product.product"].search([("sale_ok", "=", True)], limit=1)
order = env["sale.order"].create(
    {"partner_id": partner.id, "order_line": [(0, 0, {"product_id": product.id})]})
order.action_confirm()
move = env["account.move"].create({"move_type": "out_invoice", "partner_id": partner.id,
    "invoice_line_ids": [(0, 0, {"name": "x", "price_unit": 5})]})
move.action_post()
for model in ("res.partner", "crm.lead", "sale.order", "account.move"):
    assert env[model].get_views([(False, "form"), (False, "list")])
env.cr.rollback()
"""
OURS = "^crm[._](party|card|client[._]guard|requisite|lead[._]trace|lead[._]conversion)"
TRACES = {
    "ir_model_data": "SELECT model || ' ' || name FROM ir_model_data WHERE module ~ '^{m}'",
    "ir_model": "SELECT model FROM ir_model WHERE model ~ '{ours}'",
    "ir_model_fields": "SELECT model || '.' || name FROM ir_model_fields WHERE relation ~ '{ours}'",
    "ir_rule": "SELECT name FROM ir_rule WHERE domain_force ~ 'guard'",
    "ir_ui_view": "SELECT name FROM ir_ui_view WHERE arch_db::text ~ '{m}'",
    "mail_message": "SELECT id FROM mail_message WHERE model ~ '{ours}'",
    "ir_attachment": "SELECT name FROM ir_attachment WHERE res_model ~ '{ours}'",
}
DOCUMENTS = "SELECT count(*), sum(amount_total_signed) FROM account_move"


@pytest.fixture
def clean() -> Iterator[tuple[Odoo, str]]:
    """A database of its own with everything but what else stands on accounting."""
    with own_databases("no_clients", whole=True) as (odoo, [name]):
        uninstall(odoo, name, *on_accounting(MODULE))
        yield odoo, name


def test_nothing_is_left(clean: tuple[Odoo, str]) -> None:
    """Tables, columns, rules and views go, with the glue; deals, orders and invoices stay."""
    odoo, name = clean
    with_it = beyond_core(odoo, name)
    shell(odoo, name, USE_IT)
    documents = odoo.cluster.sql(DOCUMENTS, name)
    uninstall(odoo, name, MODULE)
    gone = with_it - beyond_core(odoo, name)
    assert any("crm_party_link" in each for each in gone), "the comparison sees what goes"
    assert beyond_core(odoo, name) == set()
    assert traces(odoo, name, TRACES, MODULE, OURS) == {}
    assert odoo.cluster.sql(DOCUMENTS, name) == documents
    shell(odoo, name, GO_ON)
