# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Routing: how soon a PBX hears which phone is to ring, while calls are being delivered."""

import hmac
import http.client
import json
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from base import copy_of, environment_of, house_odoo, registry
from calls import PHONES, SECRET, changes, sized
from table import Row

from house import ports, server
from house.config import kind_dir
from house.paths import say

CALLS, PARTNERS = 1_000_000, 300_000
RULES, REQUESTS, RATE = 100, 1_000, 20
DELIVERED = 10  # calls a second
BAR_MS = 50.0


def measure() -> list[Row]:
    """1,000 questions at 20 a second, with 100 rules of which the last one decides."""
    odoo = house_odoo()
    base = sized(odoo, PARTNERS, CALLS)
    with copy_of(odoo, base) as name:
        with registry(name).cursor() as cr:
            key = _rules(environment_of(cr))
        log = kind_dir("bench") / "route.log"
        log.unlink(missing_ok=True)
        listen = server.Listen("127.0.0.1", ports.choose(None, 8479, "127.0.0.1"), workers=2)
        started = server.start(odoo, name, listen, log, "--log-level=warn")
        try:
            server.wait(started)
            delivery = Delivery(listen.url, key)
            answers = _ask_all(listen.url, key, delivery)
        finally:
            started.stop()
    return _rows(answers, delivery)


def _rules(env: Any) -> str:
    """Rules of every kind that do not fit, and as the last ones those for customers."""
    provider = env["telephony.provider"].search([("name", "=", "Benchmark")])
    provider.route_fallback = "600"
    env.company.resource_calendar_id = _always_open(env)
    users = env["res.users"].search([("login", "like", "agent%@bench")])
    boss = env.ref("base.user_admin")
    env["telephony.extension"].create(
        {"provider_id": provider.id, "number": "199", "user_id": boss.id}
    )
    hungary = env.ref("base.hu")
    queue = env["telephony.queue"].create(
        {"provider_id": provider.id, "name": "Sales", "number": "600"}
    )
    line = env["telephony.queue"].create(
        {"provider_id": provider.id, "name": "Other", "number": "+380443333333", "kind": "line"}
    )
    closed = env["resource.calendar"].create({"name": "Closed", "attendance_ids": []})
    kinds = [
        {"country_ids": [(6, 0, hungary.ids)]},
        {"line_ids": [(6, 0, line.ids)]},
        {"calendar_id": closed.id},
        {"turnover_from": 1_000_000, "caller": "known"},
        {"target": "user", "availability": "present"},
    ]
    rules = [
        {
            "name": f"Rule {number}",
            "provider_id": provider.id,
            "sequence": number,
            "target": "queue",
            "queue_id": queue.id,
            "user_id": users[number % PHONES].id,
            **kinds[number % len(kinds)],
        }
        for number in range(RULES - 2)
    ]
    last = [
        {**rules[0], "caller": "unknown", "country_ids": [], "sequence": RULES},
        {"name": "In charge", "provider_id": provider.id, "sequence": RULES + 1},
    ]
    env["telephony.route"].create([*rules, *last])
    env.cr.commit()
    return provider.key


def _always_open(env: Any) -> Any:
    """Working hours around the clock: a benchmark runs at any time."""
    days = [
        (0, 0, {"name": day, "dayofweek": day, "hour_from": 0, "hour_to": 24})
        for day in map(str, range(7))
    ]
    return env["resource.calendar"].create({"name": "Always", "attendance_ids": [(5, 0, 0), *days]})


class Delivery(threading.Thread):
    """A bridge that brings ten calls every second: ringing, going on, over."""

    def __init__(self, url: str, key: str) -> None:
        super().__init__(daemon=True)
        self.url, self.key = url, key
        self.over = threading.Event()
        self.accepted = 0
        self.refused: list[int] = []

    def run(self) -> None:
        """Deliver until told to stop."""
        call = 0
        while not self.over.wait(1.0):
            calls = [changes(call + number, PARTNERS) for number in range(DELIVERED)]
            call += DELIVERED
            for told in zip(*calls, strict=True):
                self._post(list(told))

    def _post(self, states: list[dict[str, Any]]) -> None:
        body = json.dumps({"states": states, "health": {"bridge": "bench"}}).encode()
        at = int(time.time())
        signed = hmac.new(SECRET.encode(), f"{at}.".encode() + body, "sha256").hexdigest()
        signature = f"t={at},v1={signed}"
        path = f"/telephony/bridge/{self.key}/calls"
        headers = {"X-Signature": signature, "Content-Type": "application/json"}
        status, _text = _request(self.url, "POST", path, body, headers)
        if status == 200:
            self.accepted += len(states)
        else:
            self.refused.append(status)


def _number(seed: int) -> str:
    """A customer's number as he types it; a third of the callers are strangers."""
    if seed % 3 == 0:
        return f"050{2_000_000 + seed}"
    return f"067{1_000_001 + seed * 7919 % PARTNERS}"


def _ask_all(url: str, key: str, delivery: Delivery) -> list[tuple[float, int, str]]:
    """Ask at even intervals, whether answers come or not; the time counts from the interval."""
    say(f"asking {REQUESTS} times, {RATE} a second")
    for number in range(20):  # the first ones fill the caches of new processes
        _ask(url, key, number, time.perf_counter())
    delivery.start()
    began = time.perf_counter() + 1
    with ThreadPoolExecutor(RATE) as pool:
        asked = []
        for number in range(REQUESTS):
            due = began + number / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            asked.append(pool.submit(_ask, url, key, number, due))
        answers = [one.result() for one in asked]
    delivery.over.set()
    delivery.join()
    return answers


def _ask(url: str, key: str, number: int, due: float) -> tuple[float, int, str]:
    path = f"/telephony/route/{key}?caller={_number(number)}&did=380442001000"
    status, text = _request(url, "GET", path, None, {"X-Telephony-Token": SECRET})
    return time.perf_counter() - due, status, text


def _request(
    url: str, method: str, path: str, body: bytes | None, headers: dict[str, str]
) -> tuple[int, str]:
    address = urlsplit(url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def _rows(answers: list[tuple[float, int, str]], delivery: Delivery) -> list[Row]:
    spent = sorted(one for one, _status, _text in answers)
    p99 = spent[int(len(spent) * 0.99)] * 1000
    median = statistics.median(spent) * 1000
    wrong = [answer for answer in answers if answer[1] != 200 or not answer[2]]
    size = f"{CALLS // 1_000_000}M calls, {PARTNERS // 1000}k customers"
    return [
        Row(
            f"routing over HTTP with {RULES} rules, p99", size,
            f"{p99:.0f} ms (median {median:.0f} ms)", f"≤ {BAR_MS:.0f} ms", p99 <= BAR_MS,
        ),
        Row(
            "questions without an extension", f"{REQUESTS} at {RATE}/s", str(len(wrong)), "0",
            not wrong,
        ),
        Row(
            "call states delivered meanwhile", f"{DELIVERED} calls/s", str(delivery.accepted),
            "none refused", bool(delivery.accepted) and not delivery.refused,
        ),
    ]  # fmt: skip
