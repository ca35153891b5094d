# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A scan whose process is killed again and again ends where an undisturbed one does."""

import time
from collections.abc import Iterator

import pytest
from odoo_shell import own_databases, shell, start_shell

from house.odoo import Odoo

LOAD = """
    INSERT INTO res_partner (name, complete_name, phone, email, active, type)
    SELECT name, name, phone, email, TRUE, 'contact'
      FROM (SELECT chr(65 + n %% 23) || 'nna ' || chr(65 + n / 23 %% 23) || 'ovalchuk' AS name,
                   '+38050' || (2000000 + n / 2) AS phone,
                   'person' || n / 3 || '@example.com' AS email
              FROM generate_series(1, 3000) n) people
""".replace("%%", "%")
# Slices so small that there are dozens.
WORK = """
from odoo.addons.crm_lead_dedup.models import crm_dedup_cluster_build as clusters
from odoo.addons.crm_lead_dedup.models import crm_dedup_scan as scan
from odoo.addons.crm_lead_dedup.models import crm_dedup_scan_read as scan_read
scan.FILL_SLICE, scan.PAIR_SLICE, scan_read.KEY_SLICE, clusters.CLUSTER_SLICE = 150, 200, 900, 40
jobs = env["crm.dedup.job"]
if not jobs.search_count([]):
    jobs.action_scan()
    env.cr.commit()
jobs._cron_work()
env.cr.commit()
"""
WHERE = "SELECT state, phase, done FROM crm_dedup_job"
# What changes with every slice, of the phase that has no figure of its own too.
SEEN = """
    SELECT phase, progress_data->'position', (SELECT count(*) FROM crm_dedup_cluster)
      FROM crm_dedup_job
"""
FOUND = """
    SELECT left_model, left_id, right_model, right_id, tier, relation, state,
           round(weight::numeric, 6) FROM crm_dedup_match ORDER BY 1, 2, 3, 4
"""
CLUSTERS = """
    SELECT string_agg(COALESCE(lead_id, -partner_id)::text, ' '
                      ORDER BY COALESCE(lead_id, -partner_id))
      FROM crm_dedup_cluster_member GROUP BY cluster_id ORDER BY 1
"""
KEYS = """
    SELECT p.partner_id, p.lead_id, count(*), sum(k.key::bigint)
      FROM crm_dedup_key k JOIN crm_dedup_profile p ON p.id = k.profile_id
     GROUP BY 1, 2 ORDER BY 1, 2
"""


@pytest.fixture
def bases() -> Iterator[tuple[Odoo, str, str]]:
    """Two databases with the same people, loaded past the ORM."""
    with own_databases("scan1", "scan2") as (odoo, names):
        for name in names:
            odoo.cluster.sql(LOAD, name)
            odoo.cluster.sql("DELETE FROM crm_dedup_job", name)
        yield odoo, *names


def _kill_in(odoo: Odoo, name: str, phase: str, steps: int) -> str:
    """Kill a process of its own some slices after it got to a phase; where that leaves it."""
    process = start_shell(odoo, name, WORK)
    before = odoo.cluster.sql(SEEN, name)
    deadline = time.monotonic() + 240
    while steps >= 0 and process.poll() is None:
        assert time.monotonic() < deadline, before
        now = odoo.cluster.sql(SEEN, name)
        if now != before and now and now[0].startswith(phase):
            steps -= 1
        before = now
    process.kill()
    process.wait()
    return odoo.cluster.sql(WHERE, name)[0]


def test_killed_at_any_slice(bases: tuple[Odoo, str, str]) -> None:
    odoo, calm, killed = bases
    shell(odoo, calm, WORK)
    for phase, steps in (
        ("profiles", 2), ("profiles", 9), ("figures", 0), ("pairs", 3), ("pairs", 20),
        ("clusters", 1), ("clusters", 4),
    ):  # fmt: skip
        left = _kill_in(odoo, killed, phase, steps)
        assert left.startswith(f"running|{phase}"), (phase, steps, left)
    shell(odoo, killed, WORK)
    for query in (WHERE, FOUND, CLUSTERS, KEYS):
        assert odoo.cluster.sql(query, killed) == odoo.cluster.sql(query, calm), query
    assert len(odoo.cluster.sql(FOUND, calm)) > 1000
    assert len(odoo.cluster.sql(CLUSTERS, calm)) > 200
    assert odoo.cluster.sql(WHERE, calm) == ["done|clusters|1"]
