# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A scan whose process is killed again and again ends where an undisturbed one does."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest

from house import database, setup
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
from odoo.addons.crm_lead_dedup.models import crm_dedup_scan as scan
scan.FILL_SLICE, scan.PAIR_SLICE = 150, 200
jobs = env["crm.dedup.job"]
if not jobs.search_count([]):
    jobs.action_scan()
    env.cr.commit()
jobs._cron_work()
env.cr.commit()
"""
WHERE = "SELECT state, phase, done FROM crm_dedup_job"
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
    odoo = setup.odoo("test")
    names = [f"{os.environ['HOUSE_DATABASE']}_scan{n}" for n in (1, 2)]
    try:
        for name in names:
            database.clone(odoo, database.suite_template(odoo), name)
            odoo.cluster.sql(LOAD, name)
            odoo.cluster.sql("DELETE FROM crm_dedup_job", name)
        yield odoo, *names
    finally:
        for name in names:
            database.drop(odoo, name)


def _start(odoo: Odoo, name: str) -> subprocess.Popen[str]:
    """A process of its own that works on the job, as the cron does."""
    command = odoo.command("shell", "-d", name, "--no-http", "--log-level=error")
    process = subprocess.Popen(
        command, env=odoo.env(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdin
    process.stdin.write(WORK)
    process.stdin.close()
    return process


def _kill_after(odoo: Odoo, name: str, process: subprocess.Popen[str], steps: int) -> str:
    """Kill the process when the job went on so many slices; the state it is left in."""
    seen: list[str] = odoo.cluster.sql(WHERE, name)
    deadline = time.monotonic() + 120
    while steps and process.poll() is None:
        assert time.monotonic() < deadline, seen
        now = odoo.cluster.sql(WHERE, name)
        if now != seen:
            seen, steps = now, steps - 1
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return odoo.cluster.sql(WHERE, name)[0]


def test_killed_at_any_slice(bases: tuple[Odoo, str, str]) -> None:
    odoo, calm, killed = bases
    assert _start(odoo, calm).wait(timeout=300) == 0
    left = []
    for steps in (2, 9, 14, 4, 3):
        left.append(_kill_after(odoo, killed, _start(odoo, killed), steps))
        if left[-1].startswith("done"):
            break
    assert sum(row.startswith("running") for row in left) >= 3, left
    assert _start(odoo, killed).wait(timeout=300) == 0
    for query in (WHERE, FOUND, CLUSTERS, KEYS):
        assert odoo.cluster.sql(query, killed) == odoo.cluster.sql(query, calm), query
    assert len(odoo.cluster.sql(FOUND, calm)) > 1000
    assert odoo.cluster.sql(WHERE, calm) == ["done|clusters|1"]
