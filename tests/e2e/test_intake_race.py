# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two processes receive the same person at the same moment; a process dies after its answer."""

import json
import os
import random
import signal
from collections import defaultdict

from in_step import send_pairs
from intake_door import another_server, post

JSON = "application/json"
REPETITIONS = 200


def new_numbers(count):
    """Ukrainian mobile numbers of nobody else, as their last nine digits."""
    return [f"50{number:07d}" for number in random.sample(range(10_000_000), count)]


def order(headers=None, **values):
    """One body with its headers."""
    return json.dumps(values).encode(), {"Content-Type": JSON, **(headers or {})}


def answers_of(sales_desk, second_server, door, pairs):
    """Status and body of each answer to pairs of requests that two servers get at once."""
    answers = send_pairs((sales_desk.url, second_server.listen.url), door.path, pairs)
    return [(status, json.loads(body)) for pair in answers for status, body in pair]


def test_one_card_for_two_at_once(sales_desk, second_server, make_door):
    """The phone is spelled in two ways: each time both are taken, on one lead."""
    door = make_door()
    numbers = new_numbers(REPETITIONS)
    pairs = [
        (
            order(name="Same Person", phone=f"+380{tail}"),
            order(name="Same Person", phone=f"0{tail[:2]} {tail[2:5]}-{tail[5:7]}-{tail[7:]}"),
        )
        for tail in numbers
    ]
    answers = answers_of(sales_desk, second_server, door, pairs)
    assert [status for status, _body in answers] == [202] * 2 * REPETITIONS
    assert len({body["reference"] for _status, body in answers}) == 2 * REPETITIONS
    leads = defaultdict(list)
    for row in door.received("phone", "lead_id", "result"):
        leads[row["phone"]].append((row["lead_id"][0], row["result"]))
    assert len(leads) == REPETITIONS
    for phone, rows in leads.items():
        assert [result for _lead, result in rows] == ["new", "attached"], phone
        assert rows[0][0] == rows[1][0], phone
    made = door.rpc.call("crm.lead", "search_count", [["phone", "in", list(leads)]])
    assert made == REPETITIONS


def test_one_request_for_one_idempotency_key(sales_desk, second_server, make_door):
    """Sent twice at once under one key: one request, and both get its reference."""
    door = make_door()
    count = 20
    pairs = []
    for tail in new_numbers(count):
        twice = order({"Idempotency-Key": f"key-{tail}"}, name="Impatient", phone=f"0{tail}")
        pairs.append((twice, twice))
    answers = answers_of(sales_desk, second_server, door, pairs)
    assert {status for status, _body in answers} == {202}
    rows = door.received("reference")
    assert len(rows) == count
    assert {body["reference"] for _status, body in answers} == {row["reference"] for row in rows}


def test_one_marketing_source_for_two_at_once(sales_desk, second_server, make_door):
    """The first two visitors of a new campaign come at once: one record, nothing fails."""
    door = make_door()
    count = 20
    pairs = []
    for tail in new_numbers(count):
        marks = {"utm_source": f"Source {tail}", "utm_campaign": f"Campaign {tail}"}
        other = {"utm_source": f"source {tail}", "utm_campaign": f"campaign {tail}"}
        pairs.append((order(phone=f"0{tail}", **marks), order(email=f"{tail}@a.example", **other)))
    answers = answers_of(sales_desk, second_server, door, pairs)
    assert {status for status, _body in answers} == {202}
    rows = door.received("lead_id", "result")
    assert {row["result"] for row in rows} == {"new"}
    leads = [row["lead_id"][0] for row in rows]
    found = door.rpc.call("crm.lead", "read", leads, ["source_id", "campaign_id"])
    assert len({row["source_id"][0] for row in found}) == count
    assert len({row["campaign_id"][0] for row in found}) == count


def test_nothing_accepted_is_lost(sales_desk, make_door):
    """The process is killed at once after its answer; the request is there."""
    door = make_door()
    for attempt in range(2):
        with another_server(sales_desk, f"killed-{attempt}") as victim:
            body, _headers = order(name="Survivor", email=f"survivor{attempt}@example.com")
            status, answer = post(victim.listen.url, door.path, body, JSON)
            os.kill(victim.processes[0].pid, signal.SIGKILL)
            victim.processes[0].wait()
        assert status == 202
        [row] = door.received("lead_id", reference=json.loads(answer)["reference"])
        assert row["lead_id"]
