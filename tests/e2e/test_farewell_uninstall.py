# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who takes the letters away, and before them what joins them to others, keeps his work."""

from collections.abc import Iterator

import pytest
from farewell_life import GO_ON, STILL_THERE, USE_IT
from odoo_shell import own_databases, shell, uninstall
from traces import beyond_core, on_accounting, traces

from house import addons
from house.odoo import Odoo

MODULE = "crm_farewell_survey"
OURS = "^crm[._]farewell"
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
    " JOIN ir_model m ON m.id = a.model_id WHERE m.model ~ '{ours}'",
    "ir_attachment": "SELECT name FROM ir_attachment WHERE res_model ~ '{ours}'",
    "mail_message": "SELECT id FROM mail_message WHERE model ~ '{ours}'",
    "mail_followers": "SELECT id FROM mail_followers WHERE res_model ~ '{ours}'",
    "mail_activity": "SELECT id FROM mail_activity WHERE res_model ~ '{ours}'",
    "mail_template": "SELECT name FROM mail_template WHERE model ~ '{ours}'",
    "sms_template": "SELECT name FROM sms_template WHERE model ~ '{ours}'",
    "ir_act_window": "SELECT name FROM ir_act_window WHERE res_model ~ '{ours}'",
    "survey_survey": "SELECT title FROM survey_survey WHERE survey_type = 'farewell'",
}


@pytest.fixture
def used() -> Iterator[tuple[Odoo, str]]:
    """A database of its own with everything in use."""
    with own_databases("no_letters", whole=True) as (odoo, [name]):
        shell(odoo, name, USE_IT)
        yield odoo, name


def test_nothing_is_left(used: tuple[Odoo, str]) -> None:
    """Tables, columns, crons and views go, one add-on after the other; people's work stays."""
    odoo, name = used
    glue = sorted(each for each in addons.read() if each.startswith(f"{MODULE}_"))
    assert len(glue) >= 5
    for each in glue:
        assert traces(odoo, name, TRACES, each, OURS), f"the queries find {each}"
        uninstall(odoo, name, each)
        assert traces(odoo, name, TRACES, each, OURS) == {}
    shell(odoo, name, STILL_THERE)
    found = traces(odoo, name, ALL_TRACES, MODULE, OURS)
    assert len(found) > 7, f"the queries find what is there: {list(found)}"
    uninstall(odoo, name, MODULE)
    assert traces(odoo, name, ALL_TRACES, MODULE, OURS) == {}
    shell(odoo, name, STILL_THERE + GO_ON)
    # Those that stand on accounting go too, so that core can be compared.
    uninstall(odoo, name, *on_accounting(MODULE))
    assert beyond_core(odoo, name) == set()
