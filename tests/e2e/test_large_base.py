# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a large base needs on the day of installation, while people go on working."""

import time
from collections.abc import Callable

from desk_server import Desk
from intake_door import Rpc

NAMES = ("crm_lead_dedup_email_idx", "res_partner_dedup_email_idx", "res_partner_dedup_phone_idx")
CRON = "crm_lead_dedup.ir_cron_build_indexes"


def _valid(desk: Desk) -> set[str]:
    """The indexes of ours that are there and whole."""
    query = (
        "SELECT c.relname FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid"
        " WHERE c.relname LIKE '%_dedup_%_idx' AND i.indisvalid"
    )
    return set(desk.odoo.cluster.sql(query, desk.database)) & set(NAMES)


def _wait_for(condition: Callable[[], bool], patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def test_indexes_are_built_while_people_work(sales_desk: Desk, admin: Rpc) -> None:
    """A missing index and one that a killed build left invalid: the cron makes both whole."""
    assert _valid(sales_desk) == set(NAMES), "a small base has them from the installation on"
    sales_desk.odoo.cluster.sql(
        "DROP INDEX res_partner_dedup_email_idx;"
        "UPDATE pg_index SET indisvalid = false"
        " WHERE indexrelid = 'res_partner_dedup_phone_idx'::regclass",
        sales_desk.database,
    )
    [cron] = admin.call(
        "ir.model.data", "search_read", [["name", "=", CRON.split(".")[1]]], ["res_id"]
    )
    admin.call("ir.cron", "method_direct_trigger", [cron["res_id"]])
    made = 0
    while _valid(sales_desk) != set(NAMES):
        # Writers are not locked out meanwhile.
        admin.call("res.partner", "create", [{"name": f"Meanwhile {made}", "email": "m@x.hu"}])
        made += 1
        assert made < 600, "the indexes were not built"
    _wait_for(lambda: _valid(sales_desk) == set(NAMES))
