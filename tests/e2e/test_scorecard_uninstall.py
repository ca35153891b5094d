# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who takes the scorecard away keeps his deals, orders and payments, and his badges."""

from collections.abc import Iterator

import pytest
from odoo_shell import own_databases, shell, uninstall
from traces import beyond_core, on_accounting, traces

from house import addons
from house.odoo import Odoo

MODULE = "crm_kpi_scorecard"
OURS = "^crm[._]kpi[._]"
# A month is closed and corrected, a target, own bands, an own KPI, an entered figure, an alert that
# has told somebody, and a contest with its badge are there.
USE_IT = """
from datetime import datetime, timedelta
from odoo import fields
from odoo.addons.crm_kpi_scorecard.tools import periods
admin = env.ref("base.user_admin")
env = env(user=admin)
company = env.company
now = fields.Datetime.now()
deals = env["crm.lead"].create([
    {"name": f"Won by figures {n}", "type": "opportunity", "user_id": admin.id,
     "expected_revenue": 100} for n in range(12)])
deals[:9].action_set_won()
measure = env["crm.kpi.measure"].create(
    {"name": "Advertising", "code": "our_adverts", "source": "entries"})
env["crm.kpi.entry"].create(
    {"measure_id": measure.id, "date": fields.Date.today(), "value": 500})
won = env.ref("crm_kpi_scorecard.kpi_won")
cost = env["crm.kpi.definition"].create(
    {"name": "Advertising of ours", "code": "our_cost", "kind": "sum",
     "numerator_id": measure.id})
env["crm.kpi.target"].create(
    {"definition_id": won.id, "date_from": now.date().replace(day=1),
     "date_to": now.date() + timedelta(40), "value": 20})
env["crm.kpi.alert"].create({"definition_id": won.id, "subscriber_id": admin.id})
contest = env["crm.kpi.contest"].create(
    {"name": "Best of us", "definition_id": won.id, "date_from": now.date() - timedelta(3),
     "date_to": now.date() + timedelta(3)})
months = list(periods.last(3, periods.at(now, company._kpi_zone(), "month")))
env["crm.kpi.snapshot"].sudo()._store(company, months)
assert env["crm.kpi.snapshot"].search_count([("user_id", "=", admin.id)])
deals[9].action_set_won()
env["crm.kpi.snapshot"].sudo()._store(company, months)
env.cr.commit()
"""
GO_ON = """
deals = env["crm.lead"].search([("name", "like", "Won by figures")], order="id")
assert len(deals) == 12 and sum(deal.won_status == "won" for deal in deals) == 10
deals[10].action_set_won()
deals[11].action_set_lost()
partner = env["res.partner"].create({"name": "P", "is_company": True})
product = env["product.product"].search([("sale_ok", "=", True)], limit=1)
order = env["sale.order"].create({"partner_id": partner.id, "order_line": [
    (0, 0, {"product_id": product.id, "discount": 10})]})
order.action_confirm()
for model in ("res.partner", "crm.lead", "sale.order", "account.move", "account.payment"):
    assert env[model].get_views([(False, "form"), (False, "list")])
assert env["res.config.settings"].get_views([(False, "form")])
env.cr.rollback()
"""
TRACES = {
    "ir_model_data": "SELECT model || ' ' || name FROM ir_model_data WHERE module ~ '^{m}$'",
    "ir_ui_view": "SELECT name FROM ir_ui_view WHERE arch_db::text ~ '{m}[./]'",
    "ir_asset": "SELECT path FROM ir_asset WHERE path ~ '^/?{m}/'",
}
ALL_TRACES = TRACES | {
    "ir_model_data": "SELECT model || ' ' || name FROM ir_model_data WHERE module ~ '^{m}'",
    "ir_model": "SELECT model FROM ir_model WHERE model ~ '{ours}'",
    "ir_model_fields": "SELECT model || '.' || name FROM ir_model_fields"
    " WHERE relation ~ '{ours}' OR model ~ '{ours}'",
    "ir_cron": "SELECT code FROM ir_cron JOIN ir_act_server a ON a.id = ir_actions_server_id"
    " JOIN ir_model m ON m.id = a.model_id WHERE m.model ~ '{ours}'",
    "views": "SELECT name FROM ir_ui_view WHERE model ~ '{ours}'",
    "ir_attachment": "SELECT name FROM ir_attachment WHERE res_model ~ '{ours}'",
    "mail_message": "SELECT id FROM mail_message WHERE model ~ '{ours}'",
    "mail_followers": "SELECT id FROM mail_followers WHERE res_model ~ '{ours}'",
    "ir_act_window": "SELECT name FROM ir_act_window WHERE res_model ~ '{ours}'",
    "ir_act_client": "SELECT name FROM ir_act_client WHERE tag ~ 'kpi'",
    "ir_rule": "SELECT r.id FROM ir_rule r JOIN ir_model m ON m.id = model_id"
    " WHERE m.model ~ '{ours}'",
}
DOCUMENTS = "SELECT count(*), sum(amount_total_signed) FROM account_move"


@pytest.fixture
def used() -> Iterator[tuple[Odoo, str]]:
    """A database of its own with everything in use."""
    with own_databases("no_figures", whole=True) as (odoo, [name]):
        shell(odoo, name, USE_IT)
        yield odoo, name


def test_nothing_is_left(used: tuple[Odoo, str]) -> None:
    """The glue goes alone first, then all: tables, columns, crons and views; the work stays."""
    odoo, name = used
    documents = odoo.cluster.sql(DOCUMENTS, name)
    glue = sorted(each for each in addons.read() if each.startswith(f"{MODULE}_"))
    assert len(glue) >= 3
    for each in glue:
        assert traces(odoo, name, TRACES, each, OURS), f"the queries find {each}"
    uninstall(odoo, name, *glue)
    for each in glue:
        assert traces(odoo, name, TRACES, each, OURS) == {}
    found = traces(odoo, name, ALL_TRACES, MODULE, OURS)
    assert len(found) > 6, f"the queries find what is there: {list(found)}"
    uninstall(odoo, name, MODULE)
    assert traces(odoo, name, ALL_TRACES, MODULE, OURS) == {}
    assert odoo.cluster.sql(DOCUMENTS, name) == documents
    shell(odoo, name, GO_ON)
    uninstall(odoo, name, *on_accounting(MODULE))
    assert beyond_core(odoo, name) == set()
