# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An import whose workers are killed again and again ends where an undisturbed one does."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from desk_server import port_of_this_run
from killing import kill_writers, wait_for_steps
from odoo_shell import own_databases, shell

from house import ports, server
from house.config import kind_dir
from house.odoo import Odoo

ROWS = 4000
# Half of the file is somebody who is there or somebody twice.
BEGIN = f"""
rows = [[f"Person {{chr(65 + n // 2 % 23)}}{{n // 2 * 7919}}", f"+38067{{1000000 + n // 2}}",
         f"p{{n // 2}}@example.com", "Kyiv" if n % 2 else ""] for n in range({ROWS})]
env["res.partner"].create(
    [{{"name": row[0], "phone": row[1], "email": row[2]}} for row in rows[:400:4]])
# The server scans by itself, which tells how common names are: here it is known before.
env["crm.dedup.engine"].scan()
names = ["name", "phone", "email", "city"]
options = {{"has_headers": True, "float_thousand_separator": ",", "float_decimal_separator": "."}}
started = env["crm.dedup.import"]._start(
    "people.csv", "res.partner", names, [[row] for row in rows], options)
env.cr.commit()
"""
CHECK = """
started = env["crm.dedup.import"].search([], limit=1)
while started.state == "checking":
    started._check_slice()
    env.cr.commit()
"""
APPLY = """
started = env["crm.dedup.import"].search([], limit=1)
started.action_import()
env.cr.commit()
"""
FINISH = """
while started.state == "importing":
    started._apply_slice()
    env.cr.commit()
"""
NOTHING_NEW = """
assert not started.count_created and not started.count_updated and not started.count_failed
"""
WHERE = "SELECT state, done FROM crm_dedup_import ORDER BY id DESC LIMIT 1"
FOUND = """
    SELECT number, name, status, match_name, same_as_row, reason
      FROM crm_dedup_import_row ORDER BY number
"""
DONE = """
    SELECT r.number, r.result, r.message, p.name, p.phone, p.email, p.city
      FROM crm_dedup_import_row r LEFT JOIN res_partner p ON p.id = r.res_id ORDER BY 1
"""
CARDS = "SELECT name, phone, email, city FROM res_partner WHERE email ~ '^p[0-9]+@' ORDER BY 3, 1"
KNOWN = """
    SELECT i.kind, i.value, p.email FROM crm_identifier i JOIN res_partner p ON p.id = i.partner_id
     WHERE p.email ~ '^p[0-9]+@' ORDER BY 3, 1, 2
"""


@pytest.fixture
def bases() -> Iterator[tuple[Odoo, str, str]]:
    """Two databases with the same people and the same file."""
    with own_databases("import1", "import2") as (odoo, names):
        for name in names:
            shell(odoo, name, BEGIN)
        yield odoo, *names


@contextmanager
def _workers(odoo: Odoo, name: str, number: int) -> Iterator[server.Server]:
    """A server with worker processes, whose cron goes on with the import."""
    log = kind_dir(odoo.cluster.kind) / f"import-killed-{number}.log"
    listen = server.Listen("127.0.0.1", ports.next_free(port_of_this_run(18089)), workers=2)
    started = server.start(odoo, name, listen, log, "--log-level=info")
    try:
        server.wait(started)
        _wake(odoo, name)
        yield started
    finally:
        started.stop()


def _wake(odoo: Odoo, name: str) -> None:
    """A new cron worker would look for work by itself, but only within a minute or two."""
    odoo.cluster.sql(f"SELECT pg_notify('cron_trigger', '{name}')")


def _kill_while(odoo: Odoo, name: str, state: str, running: server.Server, steps: list[int]) -> int:
    """Kill the workers in the middle of a slice, after so many slices each time; how often."""
    kills = 0
    for number in steps:
        wait_for_steps(odoo, name, WHERE, number, lambda: _state(odoo, name) == state)
        if _state(odoo, name) == state:
            kills += kill_writers(odoo, name, "crm_dedup_import_row", running)
            time.sleep(2)
            _wake(odoo, name)
    return kills


def _state(odoo: Odoo, name: str) -> str:
    return odoo.cluster.sql(WHERE, name)[0].split("|")[0]


def _wait_for(odoo: Odoo, name: str, state: str, running: server.Server) -> None:
    def alive() -> bool:
        return running.alive() and _state(odoo, name) != state

    while alive():
        wait_for_steps(odoo, name, WHERE, 1, alive)
    assert _state(odoo, name) == state


def test_killed_while_checking_and_importing(bases: tuple[Odoo, str, str]) -> None:
    """Nothing is lost, nothing is there twice, and the same file once more changes nothing."""
    odoo, calm, killed = bases
    shell(odoo, calm, CHECK + APPLY + FINISH)
    with _workers(odoo, killed, 1) as running:
        assert _kill_while(odoo, killed, "checking", running, [1, 2, 1]) >= 2
        _wait_for(odoo, killed, "ready", running)
        assert odoo.cluster.sql(FOUND, killed) == odoo.cluster.sql(FOUND, calm)
        shell(odoo, killed, APPLY)
        assert _kill_while(odoo, killed, "importing", running, [2, 3]) == 2
        wait_for_steps(odoo, killed, WHERE, 1, running.alive)
        # Now the whole server, master and all.
        os.killpg(running.processes[0].pid, signal.SIGKILL)
    assert _state(odoo, killed) == "importing"
    with _workers(odoo, killed, 2) as running:
        _wait_for(odoo, killed, "done", running)
    for query in (DONE, CARDS, KNOWN):
        assert odoo.cluster.sql(query, killed) == odoo.cluster.sql(query, calm), query
    assert len(odoo.cluster.sql(CARDS, killed)) == ROWS // 2
    again = BEGIN.replace('env["res.partner"].create', "list")
    shell(odoo, killed, again + CHECK + APPLY + FINISH + NOTHING_NEW)
    assert len(odoo.cluster.sql(CARDS, killed)) == ROWS // 2
