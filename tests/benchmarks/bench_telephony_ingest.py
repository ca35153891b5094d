# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calls into Odoo as a bridge tells them: signed batches over HTTP, beside one state a request."""

import http.client
import json
import os
import time
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from base import copy_of, environment_of, house_odoo, registry
from calls import SECRET, State, changes, sized
from table import Row

from house import ports, server
from house.config import kind_dir
from house.odoo import Odoo
from house.paths import say

PARTNERS, CALLS = 300_000, 100_000
BATCH = 50
SENT, SENT_ALONE = 2_000, 100
BAR = 300


def measure() -> list[Row]:
    """States a second over HTTP, and the queries of batches of two sizes."""
    odoo = house_odoo()
    base = sized(odoo, PARTNERS, CALLS)
    return [*_http(odoo, base), *_queries(odoo, base)]


def _states(calls: int, mark: str) -> list[State]:
    """The states of many calls as they come: all ring, then all talk, in waves of a batch."""
    told = [changes(call, PARTNERS, mark) for call in range(calls)]
    waves = [zip(*wave, strict=True) for wave in _chunks(told, BATCH)]
    return [state for wave in waves for state in chain.from_iterable(wave)]


def _chunks(things: list[Any], size: int) -> list[list[Any]]:
    return [things[first : first + size] for first in range(0, len(things), size)]


def _http(odoo: Odoo, base: str) -> list[Row]:
    with copy_of(odoo, base) as name:
        [key] = odoo.cluster.sql(
            "select key from telephony_provider where name = 'Benchmark'", name
        )
        log = kind_dir("bench") / "telephony.log"
        log.unlink(missing_ok=True)
        listen = server.Listen("127.0.0.1", ports.choose(None, 8479, "127.0.0.1"), workers=2)
        started = server.start(odoo, name, listen, log, "--log-level=warn", "--max-cron-threads=0")
        try:
            server.wait(started)
            _send(listen.url, key, [_states(BATCH, "warm")])
            states = _states(SENT, "together")
            together = len(states) / _send(listen.url, key, _chunks(states, BATCH))
            states = _states(SENT_ALONE, "alone")
            alone = len(states) / _send(listen.url, key, _chunks(states, 1))
        finally:
            started.stop()
        _no_complaints(log)
        stored = odoo.cluster.sql(
            "select count(*), count(partner_id) from telephony_call"
            " where external_id like 'together-%' and state = 'ended'",
            name,
        )
    return [
        Row(
            "call states a second over HTTP", f"{PARTNERS // 1000}k customers, batches of {BATCH}",
            f"{together:.0f}", f"≥ {BAR}", together >= BAR, f"{alone:.0f} one by one",
            together / alone,
        ),
        Row(
            "calls stored, and recognised", f"{SENT} calls", " and ".join(stored[0].split("|")),
            f"{SENT} and {SENT}", stored == [f"{SENT}|{SENT}"],
        ),
    ]  # fmt: skip


def _send(url: str, key: str, batches: Iterable[list[State]]) -> float:
    """Deliver batches one after the other, as a bridge does; return the seconds it took."""
    # The bridge's own signature; its tools are not in this process's path under another name.
    from odoo.addons.crm_telephony_bridge.tools.providers.signatures import generic_signature

    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    began = time.perf_counter()
    for states in batches:
        told = {"states": states, "health": {"bridge": "bench"}, "nonce": os.urandom(8).hex()}
        body, at = json.dumps(told).encode(), int(time.time())
        signature = f"t={at},v1={generic_signature(SECRET, at, body)}"
        headers = {"Content-Type": "application/json", "X-Signature": signature}
        connection.request("POST", f"/telephony/bridge/{key}/calls", body, headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"the door answered {answer.status}: {text[:200]!r}")
    return time.perf_counter() - began


def _no_complaints(log: Path) -> None:
    complaints = [line for line in log.read_text().splitlines() if " ERROR " in line]
    if complaints:
        raise RuntimeError("\n".join(complaints[:5]))


def _queries(odoo: Odoo, base: str) -> list[Row]:
    """Queries of ten and of two hundred changes in one batch, with callers and cards."""
    say("queries of batches of 10 and 200")
    spent = {}
    with copy_of(odoo, base) as name, registry(name).cursor() as cr:
        env = environment_of(cr)
        provider = env["telephony.provider"].search([("name", "=", "Benchmark")])
        for size in (5, 10, 200):
            states = [changes(call, PARTNERS, f"q{size}")[0] for call in range(size)]
            env.flush_all()
            env.invalidate_all()
            before = cr.sql_log_count
            env["telephony.call"]._ingest(provider, states)
            env.flush_all()
            spent[size] = cr.sql_log_count - before
        cr.rollback()
    # Core stores the messages to the browsers a hundred at a time.
    few, many = spent[10], spent[200] - 1
    return [
        Row(
            "queries a batch, of 10 and of 200", "200 states", str(many), "the same", few == many,
            str(few), few / many,
        )
    ]  # fmt: skip
