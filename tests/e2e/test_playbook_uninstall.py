# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who takes the playbooks away, and before them what joins them to others, keeps his work."""

from collections.abc import Iterator

import pytest
from odoo_shell import own_databases, shell, uninstall
from playbook_life import GO_ON, STILL_THERE, USE_IT
from traces import beyond_core, on_accounting, traces

from house import addons
from house.odoo import Odoo

MODULE = "crm_stage_automation"
OURS = (
    "^crm[._](playbook|work|link|credit|automatic|customer[._]letter|assignment|meeting|stage[._])"
)
TRACES = {
    "ir_model_data": "SELECT model || ' ' || name FROM ir_model_data WHERE module ~ '^{m}$'",
    "ir_ui_view": "SELECT name FROM ir_ui_view WHERE arch_db::text ~ '{m}[./]'",
    "ir_asset": "SELECT path FROM ir_asset WHERE path ~ '^/?{m}/'",
}
# Where Odoo keeps names of models.
ALL_TRACES = TRACES | {
    "ir_model_data": "SELECT model || ' ' || name FROM ir_model_data WHERE module ~ '^{m}'",
    "ir_model": "SELECT model FROM ir_model WHERE model ~ '{ours}'",
    "ir_model_fields": "SELECT model || '.' || name FROM ir_model_fields"
    " WHERE relation ~ '{ours}' OR model ~ '{ours}'",
    "ir_cron": "SELECT code FROM ir_cron JOIN ir_act_server a ON a.id = ir_actions_server_id"
    " WHERE code ~ '_cron_(idle|dates|take_back)'",
    "ir_attachment": "SELECT name FROM ir_attachment WHERE res_model ~ '{ours}'",
    "mail_message": "SELECT id FROM mail_message WHERE model ~ '{ours}'",
    "mail_followers": "SELECT id FROM mail_followers WHERE res_model ~ '{ours}'",
    "mail_activity": "SELECT id FROM mail_activity WHERE res_model ~ '{ours}'",
    "mail_template": "SELECT name FROM mail_template WHERE model ~ '{ours}'",
    "ir_act_window": "SELECT name FROM ir_act_window WHERE res_model ~ '{ours}'",
    "res_groups": "SELECT name FROM res_groups WHERE name::text ~ 'xceptions'",
}
DOCUMENTS = "SELECT count(*), sum(amount_total_signed) FROM account_move"


@pytest.fixture
def used() -> Iterator[tuple[Odoo, str]]:
    """A database of its own with everything in use."""
    with own_databases("no_playbooks", whole=True) as (odoo, [name]):
        shell(odoo, name, USE_IT)
        yield odoo, name


def test_nothing_is_left(used: tuple[Odoo, str]) -> None:
    """Tables, columns, jobs, crons and views go, one add-on after the other; the work stays."""
    odoo, name = used
    documents = odoo.cluster.sql(DOCUMENTS, name)
    glue = sorted(each for each in addons.read() if each.startswith(f"{MODULE}_"))
    assert len(glue) >= 5
    for each in glue:
        assert traces(odoo, name, TRACES, each, OURS), f"the queries find {each}"
        uninstall(odoo, name, each)
        assert traces(odoo, name, TRACES, each, OURS) == {}
    shell(odoo, name, STILL_THERE)
    found = traces(odoo, name, ALL_TRACES, MODULE, OURS)
    assert len(found) > 8, f"the queries find what is there: {list(found)}"
    uninstall(odoo, name, MODULE)
    assert traces(odoo, name, ALL_TRACES, MODULE, OURS) == {}
    assert odoo.cluster.sql(DOCUMENTS, name) == documents
    shell(odoo, name, STILL_THERE + GO_ON)
    # The others that stand on accounting go too, so that core can be compared.
    uninstall(odoo, name, *on_accounting(MODULE))
    assert beyond_core(odoo, name) == set()
