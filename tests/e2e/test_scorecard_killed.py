# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Workers that store figures are killed in the middle: a company's run is there wholly or not."""

import time
from collections.abc import Iterator

import pytest
from killing import WRITING
from odoo_shell import own_databases, shell, start_shell

from house.odoo import Odoo

# Two companies of six people each, with deals in each of the last eight months.
MAKE = """
env["crm.kpi.definition"].search([("code", "not in", ("won", "revenue", "win_rate"))]
                                 ).action_archive()
env["crm.kpi.definition"].search([]).write({"per_week": True, "per_quarter": True})
companies = env["res.company"].create([{"name": f"Killed {n}"} for n in range(2)])
env["res.users"].with_context(no_reset_password=True).create([
    {"name": f"Killed {n}", "login": f"killed_{n}", "company_id": companies[n % 2].id,
     "company_ids": companies[n % 2].ids,
     "group_ids": env.ref("sales_team.group_sale_salesman").ids} for n in range(12)])
"""
# A deal a week for each, so many weeks ago.
WIN = """
from datetime import datetime, timedelta
people = env["res.users"].search([("login", "=like", "killed_%%")], order="id")
won = env["crm.stage"].search([("is_won", "=", True)], limit=1)
noon = datetime.now().replace(hour=12, minute=0, second=0, microsecond=0)
moments = [noon - timedelta(days=7 * n) for n in range(*%(weeks)s)]
leads = env["crm.lead"].create([
    {"name": f"Killed {user.id}", "type": "opportunity", "company_id": user.company_id.id,
     "user_id": user.id, "stage_id": won.id, "expected_revenue": 100 + user.id,
     "date_won": moment} for user in people for moment in moments])
leads.flush_recordset()
env.cr.execute("UPDATE crm_lead SET create_date = date_won, date_opened = date_won,"
               " date_decided = date_won WHERE id IN %%s", [tuple(leads.ids)])
env.cr.commit()
"""
# So slowly that a worker can be hit in the middle.
WORK = """
import time
from odoo.addons.crm_kpi_scorecard.models import crm_kpi_snapshot_write as writing
snapshots = env.registry["crm.kpi.snapshot"]
writing.BATCH = 100
def slow_down(name):
    method = getattr(snapshots, name)
    def slowly(self, *args):
        time.sleep({pause})
        return method(self, *args)
    setattr(snapshots, name, slowly)
slow_down("_kpi_upsert_sql")
slow_down("_kpi_load")
env["crm.kpi.snapshot"]._cron_history()
env.cr.commit()
"""
FIGURES = """
    SELECT company_id, definition_id, kind, date_from, level, team_id, user_id, product_id,
           source_id, group_id, reason_id, date_to, zone, figure_state, value, numerator,
           denominator, sample, previous, year_ago, rank, colour, is_frozen
      FROM crm_kpi_snapshot ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
"""
RESTATED = """
    SELECT s.company_id, s.definition_id, s.kind, s.date_from, s.level, s.user_id, r.old_value,
           r.new_value, count(*)
      FROM crm_kpi_restatement r JOIN crm_kpi_snapshot s ON s.id = r.snapshot_id
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6
"""


@pytest.fixture
def bases() -> Iterator[tuple[Odoo, str, str]]:
    """Two databases with the same deals, in which nothing runs by itself."""
    with own_databases("kpi1", "kpi2", whole=True) as (odoo, names):
        for name in names:
            odoo.cluster.sql("UPDATE ir_cron SET active = FALSE", name)
            # The demo brings figures of its own company along.
            odoo.cluster.sql("DELETE FROM crm_kpi_snapshot", name)
            shell(odoo, name, MAKE + WIN % {"weeks": "(0, 34)"})
        yield odoo, *names


def _kill_while_writing(odoo: Odoo, name: str, table: str, seconds: float) -> None:
    """Kill a worker some time after it began to write a table."""
    process = start_shell(odoo, name, WORK.format(pause=0.2))
    deadline = time.monotonic() + 120
    while odoo.cluster.sql(WRITING.format(table=table), name) == ["0"]:
        assert process.poll() is None, process.communicate()[1][-3000:]
        assert time.monotonic() < deadline
    time.sleep(seconds)
    assert process.poll() is None, "it was done before"
    process.kill()
    process.wait()


def _by_company(odoo: Odoo, name: str, query: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in odoo.cluster.sql(query, name):
        found.setdefault(row.partition("|")[0], []).append(row)
    return found


def _killed_and_calm(bases: tuple[Odoo, str, str], query: str, table: str) -> dict[str, list[str]]:
    """Kill workers at different moments, then let one end; what a calm run stores."""
    odoo, calm, killed = bases
    shell(odoo, calm, WORK.format(pause=0))
    wanted = _by_company(odoo, calm, query)
    begun = []
    for seconds in (0, 0.5, 1):
        _kill_while_writing(odoo, killed, table, seconds)
        left = _by_company(odoo, killed, query)
        for company, rows in left.items():
            assert rows == wanted[company], f"company {company}: {len(rows)} rows"
        begun.append(len(left))
    assert begun[0] < len(wanted), "no worker was killed in the middle"
    shell(odoo, killed, WORK.format(pause=0))
    assert _by_company(odoo, killed, query) == wanted
    return wanted


def test_killed_while_storing(bases: tuple[Odoo, str, str]) -> None:
    """After each kill a company has all of its figures or none; then the same of restatements."""
    odoo, *names = bases
    stored = _killed_and_calm(bases, FIGURES, "crm_kpi_snapshot")
    assert sum(len(rows) > 500 for rows in stored.values()) >= 2
    for name in names:
        # A closed month gets more deals.
        shell(odoo, name, WIN % {"weeks": "(20, 24)"})
    restated = _killed_and_calm(bases, RESTATED, "crm_kpi_restatement")
    assert len(restated) == 2
    assert all(len(rows) > 20 for rows in restated.values())
    assert all(row.endswith("|1") for rows in restated.values() for row in rows), "told twice"
