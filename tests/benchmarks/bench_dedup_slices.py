# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The scan as a server's cron worker does it: processor time and memory of its slices.

A server with two workers and one for crons, under Odoo's own limits. ``SIZES=10k,100k,1m``
chooses the sizes; without it 10k and 100k are measured.
"""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cards
import psutil
from base import close, environment_of, house_odoo, registry
from table import Row

from house import ports
from house.odoo import Odoo
from house.paths import say

SLICE_SECONDS, SLICE_MEMORY = 30.0, 512
MEBIBYTE = 2**20
# Other jobs would be measured as well.
ONLY_OURS = """
    UPDATE ir_cron SET active = FALSE WHERE id <> %(cron)s
"""
PATIENCE = 7200


def measure() -> list[Row]:
    """All rows of all sizes."""
    odoo = house_odoo()
    rows: list[Row] = []
    for size in os.environ.get("SIZES", "10k,100k").split(","):
        with cards.loaded(odoo, "slices", size) as (name, _truth):
            rows += measured(odoo, name, size)
    return rows


def measured(odoo: Odoo, name: str, size: str) -> list[Row]:
    """The rows of one database that was never scanned."""
    with registry(name).cursor() as cr:
        cr.execute(ONLY_OURS, {"cron": _cron(environment_of(cr)).id})
    close(name)
    with _server(odoo, name) as server:
        idle = _idle(server)
        with registry(name).cursor() as cr:
            job_id = environment_of(cr)["crm.dedup.job"].action_scan()["res_id"]
        say(f"a cron worker scans {size} cards; idle it takes {idle} MiB")
        highest, workers, seconds = _watched(server, name, job_id)
    with registry(name).cursor() as cr:
        job = environment_of(cr)["crm.dedup.job"].browse(job_id)
        state, spent, counts = job.state, job.progress_data["spent"], job.statistics
    close(name)
    if state != "done":
        raise RuntimeError(f"the scan ended as {state}")
    rows = [
        Row(f"cron scan, {phase}: longest of {count} slices, processor time", size,
            f"{longest:.1f} s of {total:.0f} s", f"≤ {SLICE_SECONDS:.0f} s",
            longest <= SLICE_SECONDS)
        for phase, (count, total, longest) in spent.items()
    ]  # fmt: skip
    more = highest - idle
    return [
        *rows,
        Row("cron scan: memory of the worker above idle", size, f"{more} MiB",
            f"≤ {SLICE_MEMORY} MiB", more <= SLICE_MEMORY, baseline=f"{idle} MiB idle"),
        Row(f"cron scan, {counts['clusters']} clusters, by {workers} worker", size,
            f"{seconds:.0f} s", "one worker", workers == 1),
    ]  # fmt: skip


def _cron(env: Any) -> Any:
    return env.ref("crm_lead_dedup.ir_cron_dedup_job")


@contextmanager
def _server(odoo: Odoo, name: str) -> Iterator[psutil.Process]:
    """A server of processes with Odoo's default limits."""
    port = ports.next_free(18_900)
    command = odoo.command(
        "server", "-d", name, "--workers=2", "--max-cron-threads=1", "--log-level=warn",
        "--http-interface=127.0.0.1", f"--http-port={port}",
        f"--gevent-port={ports.next_free(port + 1, taken=(port,))}",
    )  # fmt: skip
    process = subprocess.Popen(command, env=odoo.env(), stdin=subprocess.DEVNULL)
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def _cron_workers(server: psutil.Process) -> dict[int, int]:
    """``{process id: MiB}``; Odoo makes its cron workers nicer than the others."""
    found: dict[int, int] = {}
    for process in server.children():
        try:
            if process.nice() > server.nice():
                found[process.pid] = process.memory_info().rss // MEBIBYTE
        except psutil.NoSuchProcess:
            continue
    return found


def _idle(server: psutil.Process) -> int:
    """MiB of the cron worker when it has looked for work and found none."""
    seen = [0]
    deadline = time.monotonic() + PATIENCE
    while len(seen) < 10 or len(set(seen[-10:])) > 1 or not seen[-1]:
        if time.monotonic() > deadline or not server.is_running():
            raise RuntimeError("the server did not come to rest")
        time.sleep(1)
        seen.append(max(_cron_workers(server).values(), default=0))
    return seen[-1]


def _watched(server: psutil.Process, name: str, job_id: int) -> tuple[int, int, float]:
    """Wait for the end of the job: highest MiB of a worker, how many there were, seconds."""
    highest, workers = 0, set()
    began = time.monotonic()
    deadline = began + PATIENCE
    while time.monotonic() < deadline:
        for _n in range(5):
            found = _cron_workers(server)
            workers |= set(found)
            highest = max(highest, *found.values(), 0)
            time.sleep(0.2)
        with registry(name).cursor() as cr:
            cr.execute("SELECT state FROM crm_dedup_job WHERE id = %s", (job_id,))
            if cr.fetchone()[0] not in ("waiting", "running"):
                return highest, len(workers), time.monotonic() - began
    raise RuntimeError("the scan takes too long")
