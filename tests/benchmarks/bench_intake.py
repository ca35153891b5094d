# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The intake: over HTTP, in a batch against one by one, and its queries at two sizes."""

import http.client
import json
import statistics
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from base import copy_of, counts, environment_of, house_odoo, registry, sized
from table import Row

from house import ports, server
from house.config import kind_dir
from house.odoo import Odoo
from house.paths import say

SMALL, LARGE = 1_000, 100_000
HTTP_REQUESTS = 200
BATCH = 1_000
Requests = list[dict[str, Any]]


def measure() -> list[Row]:
    """All rows of the intake."""
    odoo = house_odoo()
    small, large = sized(odoo, SMALL), sized(odoo, LARGE)
    return [*_http(odoo, large), *_batch(odoo, large), *_queries(odoo, small, large)]


def _person(number: int, known: bool) -> dict[str, str]:
    """A visitor: half of them stand in the base, with the phone spelled as people do."""
    digits = f"{1_000_000 + number * 7 % 90_000 if known else 5_000_000 + number}"
    return {
        "name": f"Visitor {number}",
        "phone": f"(0{'50' if known else '63'}) {digits[:3]}-{digits[3:5]}-{digits[5:]}",
        "email": f"visitor{number}@mail.example.org",
        "message": "Please call me about the pumps.",
        "utm_source": "search",
    }


def _http(odoo: Odoo, base: str) -> list[Row]:
    """200 requests one after another over HTTP; the server, the base and we on two cores."""
    with copy_of(odoo, base) as name:
        key = odoo.cluster.sql("select key from crm_intake_source where name::text ~ 'Bench'", name)
        log = kind_dir("bench") / "http.log"
        log.unlink(missing_ok=True)
        listen = server.Listen("127.0.0.1", ports.choose(None, 8469, "127.0.0.1"))
        started = server.start(odoo, name, listen, log, "--log-level=warn", "--max-cron-threads=0")
        try:
            server.wait(started)
            spent = _post_all(listen.url, key[-1])
        finally:
            started.stop()
        _no_complaints(log)
    spent.sort()
    p95 = spent[int(len(spent) * 0.95)] * 1000
    median = statistics.median(spent) * 1000
    return [
        Row(
            "request over HTTP, p95", f"{LARGE // 1000}k leads + {LARGE // 1000}k customers",
            f"{p95:.0f} ms (median {median:.0f} ms)", "< 150 ms", p95 < 150,
        )
    ]  # fmt: skip


def _post_all(url: str, key: str) -> list[float]:
    say(f"posting {HTTP_REQUESTS} requests")
    address = urlsplit(url)
    spent = []
    for number in range(HTTP_REQUESTS + 5):
        body = json.dumps(_person(number, known=number % 2 == 0))
        began = time.perf_counter()
        connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)
        connection.request("POST", f"/crm/intake/{key}", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        spent.append(time.perf_counter() - began)
        if answer.status != 202:
            raise RuntimeError(f"the intake answered {answer.status}")
    return spent[5:]  # the first ones fill the caches of a new process


def _no_complaints(log: Path) -> None:
    complaints = [line for line in log.read_text().splitlines() if " ERROR " in line]
    if complaints:
        raise RuntimeError("\n".join(complaints[:5]))


def _requests(env: Any, count: int) -> Requests:
    source = env["crm.intake.source"].search([("name", "=", "Benchmark")])
    return [
        {
            "channel": "api",
            "source_id": source.id,
            "values": _person(number, known=number % 2 == 0),
        }
        for number in range(count)
    ]


def _batch(odoo: Odoo, base: str) -> list[Row]:
    """The same thousand requests in one call, and one by one with a commit each."""
    say(f"{BATCH} requests in one batch, then one by one")
    with copy_of(odoo, base) as name, registry(name).cursor() as cr:
        env = environment_of(cr)
        requests = _requests(env, BATCH)
        _warm(env)
        began = time.perf_counter()
        env["crm.intake"].receive(requests)
        cr.commit()
        together = time.perf_counter() - began
        made_together = counts(name, odoo)
    with copy_of(odoo, base) as name, registry(name).cursor() as cr:
        env = environment_of(cr)
        requests = _requests(env, BATCH)
        _warm(env)
        began = time.perf_counter()
        for request in requests:
            env["crm.intake"].receive([request])
            cr.commit()
        alone = time.perf_counter() - began
        made_alone = counts(name, odoo)
    ratio = alone / together
    same = made_together == made_alone
    difference = {
        table: (made_together[table], made_alone[table])
        for table in made_alone
        if made_alone[table] != made_together[table]
    }
    return [
        Row(
            "receive in a batch, per request", f"{BATCH} requests",
            f"{together / BATCH * 1000:.1f} ms", "≥ 3 times cheaper", ratio >= 3,
            f"{alone / BATCH * 1000:.1f} ms one by one with commit", ratio,
        ),
        Row(
            "rows made by both", f"{BATCH} requests",
            "the same" if same else f"different: {difference}", "the same", same,
        ),
    ]  # fmt: skip


def _warm(env: Any) -> None:
    """One request that is taken back: caches are full on both sides."""
    with env.cr.savepoint() as savepoint:
        env["crm.intake"].receive(_requests(env, BATCH + 1)[-1:])
        savepoint.rollback()
    env.invalidate_all()


def _queries(odoo: Odoo, small: str, large: str) -> list[Row]:
    """Queries of one batch at both sizes of the base."""
    spent = {}
    for base in (small, large):
        with copy_of(odoo, base) as name, registry(name).cursor() as cr:
            env = environment_of(cr)
            requests = _requests(env, 200)
            _warm(env)
            # New people only: which ones are known differs between the sizes.
            fresh = [r | {"values": _person(n, known=False)} for n, r in enumerate(requests)]
            before = cr.sql_log_count
            env["crm.intake"].receive(fresh)
            env.flush_all()
            spent[base] = (cr.sql_log_count - before) / len(fresh)
            cr.rollback()
    few, many = spent[small], spent[large]
    return [
        Row("queries a request in a batch", "100k", f"{many:.1f}", "≤ 10", many <= 10),
        Row(
            "queries at 1k and at 100k", "200 requests", f"{many:.2f}", "the same",
            abs(few - many) < 0.05, f"{few:.2f}", few / many,
        ),
    ]  # fmt: skip
