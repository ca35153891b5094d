# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""To kill a process in the middle of its work: waits until the work went on."""

import time
from collections.abc import Callable

import psutil

from house.odoo import Odoo
from house.server import Server

# Whether somebody is in the middle of writing a table.
WRITING = """
    SELECT count(*) FROM pg_locks
     WHERE relation = '{table}'::regclass AND mode = 'RowExclusiveLock'
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def wait_for_steps(
    odoo: Odoo, name: str, where: str, steps: int, alive: Callable[[], bool]
) -> None:
    """Wait until the answer to ``where`` changed so many times, or nobody works any more."""
    seen: list[str] = odoo.cluster.sql(where, name)
    deadline = time.monotonic() + 180
    while steps and alive():
        assert time.monotonic() < deadline, seen
        now = odoo.cluster.sql(where, name)
        if now != seen:
            seen, steps = now, steps - 1


def kill_writers(odoo: Odoo, name: str, table: str, server: Server) -> bool:
    """Kill -9 all workers of a server while one of them writes a table; whether one did."""
    master = psutil.Process(server.processes[0].pid)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if odoo.cluster.sql(WRITING.format(table=table), name) != ["0"]:
            for worker in master.children():
                worker.kill()
            return True
    return False
