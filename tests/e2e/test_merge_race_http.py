# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fifty merges at once by two servers on overlapping clusters: none fails, nothing is lost."""

import random
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from intake_door import Rpc

GROUPS, SIZE, MERGES = 10, 6, 5
AT_ONCE = GROUPS * MERGES


@pytest.fixture
def leads(admin):
    """Groups of leads, each with a phone and a message of its own."""
    tails = random.sample(range(10_000_000), GROUPS * SIZE)
    values = [
        {"name": f"Race {tail}", "phone": f"+38050{tail:07d}", "type": "opportunity"}
        for tail in tails
    ]
    ids = admin.call("crm.lead", "create", values)
    for lead_id, tail in zip(ids, tails, strict=True):
        admin.call("crm.lead", "message_post", [lead_id], body=f"Message of {tail}.")
    found = list(zip(ids, tails, strict=True))
    return [found[start : start + SIZE] for start in range(0, len(found), SIZE)]


def orders_of(groups):
    """Three cards of a group for each merge: neighbours share cards, in any order."""
    orders = [
        random.sample([lead_id for lead_id, _tail in group], 3)
        for group in groups
        for _merge in range(MERGES)
    ]
    random.shuffle(orders)
    return orders


def joined(cards, orders):
    """``{card: the smallest card of all that the orders join with it}``."""
    root = {card: card for card in cards}
    for _step in cards:
        for order in orders:
            least = min(root[card] for card in order)
            root.update(dict.fromkeys(order, least))
    return root


def test_fifty_at_once(sales_desk, second_server, leads, admin):
    """Every merge succeeds for its user; each set of joined cards has one survivor with all."""
    orders = orders_of(leads)
    desks = [sales_desk, replace(sales_desk, url=second_server.listen.url)]
    sessions = [Rpc(desks[number % 2], "administrator") for number in range(AT_ONCE)]
    together = Barrier(AT_ONCE)

    def merge(session, order):
        together.wait()
        step = {"model": "crm.lead", "survivor": order[0], "others": order[1:], "choices": {}}
        decision = {"merges": [step], "links": [], "dismiss": []}
        return session.call("crm.dedup.cluster", "review_decide", False, decision)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(merge, sessions, orders))  # raises what a user would have seen
    assert not [answer["blockers"] for answer in answers if "blockers" in answer]

    tails = dict(pair for group in leads for pair in group)
    rows = admin.call("crm.lead", "read", list(tails), ["active", "merged_into_id"])
    into = {row["id"]: row["merged_into_id"] and row["merged_into_id"][0] for row in rows}
    assert {row["id"]: row["active"] for row in rows} == {card: not into[card] for card in into}
    sets = defaultdict(list)
    for card, root in joined(tails, orders).items():
        sets[root].append(card)
    for cards in sets.values():
        [survivor] = [card for card in cards if not into[card]]
        assert_has_all(admin, survivor, {card: tails[card] for card in cards})


def assert_has_all(admin, survivor, tails):
    """The survivor has every message once, and is found by every phone."""
    domain = [["model", "=", "crm.lead"], ["body", "ilike", "Message of"],
              ["res_id", "in", list(tails)]]  # fmt: skip
    messages = admin.call("mail.message", "search_read", domain, ["res_id", "body"])
    assert {message["res_id"] for message in messages} == {survivor}
    assert len(messages) == len(tails)
    for tail in tails.values():
        phone = [["any_phone_or_email", "ilike", f"050{tail:07d}"]]
        assert admin.call("crm.lead", "search", phone) == [survivor]
