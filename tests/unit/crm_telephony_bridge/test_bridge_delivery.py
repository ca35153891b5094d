# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Odoo was not told yet, and how it is told."""

import asyncio

import pytest
from crm_telephony_bridge.bridge.delivery import Delivery
from crm_telephony_bridge.bridge.odoo import Answer
from crm_telephony_bridge.bridge.outbox import Outbox, key_of
from crm_telephony_bridge.bridge.phones import Phones
from hypothesis import given
from hypothesis import strategies as st
from test_bridge_live import Keeper


def _state(number, version=1, state="ended"):
    return {
        "id": f"{number}",
        "pbx": "north",
        "version": version,
        "state": state,
        "started": 1.8e9 + number,
        "absorbed": [],
    }


class Odoo:
    """Answers as a test wants; remembers what it took."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.said = []

    async def tell(self, _door, said):
        self.said.append([key_of(state) for state in said["states"]])
        answer = self.answers.pop(0) if self.answers else Answer(200)
        return answer(said) if callable(answer) else answer


def _delivery(odoo, count):
    keeper = Keeper()
    outbox = Outbox(keeper)
    for number in range(count):
        outbox.put(_state(number))
    return Delivery(odoo, outbox, keeper, dict, {}, Phones()), outbox, keeper


def _until_empty(delivery, outbox):
    async def run():
        for _turn in range(100):
            if not len(outbox):
                return
            await delivery.once()

    asyncio.run(run())


@given(st.integers(1, 60), st.sets(st.integers(0, 59), max_size=3))
def test_one_that_is_refused_stops_nobody(count, bad):
    """The one state that Odoo cannot take is found and put aside; all others are told once."""
    taken = []

    def answer(said):
        keys = [key_of(state) for state in said["states"]]
        if any(key == f"north {number}" for key in keys for number in bad):
            return Answer(422, reason="422")
        taken.extend(keys)
        return Answer(200)

    delivery, outbox, keeper = _delivery(Odoo(*[answer] * 1000), count)
    _until_empty(delivery, outbox)
    assert sorted(taken) == sorted(f"north {n}" for n in range(count) if n not in bad)
    refused = {key for kind, key in keeper.things if kind == "refused"}
    assert refused == {f"north {number}" for number in bad if number < count}
    assert not [key for kind, key in keeper.things if kind == "out"]


@pytest.mark.parametrize("status", [0, 401, 404, 409, 429, 500, 502, 503])
def test_what_is_not_taken_stays(status):
    """Nothing is lost by an error, and Odoo's word on when to come back counts."""
    delivery, outbox, _keeper = _delivery(Odoo(Answer(status, reason="no", wait=7.0)), 3)
    assert asyncio.run(delivery.once()) >= 7.0
    assert len(outbox) == 3
    assert (delivery.state.reachable, delivery.state.reason) == (False, "no")
    assert asyncio.run(delivery.once()) == 0.0
    assert delivery.state.reachable
    assert not len(outbox)


def test_live_calls_go_before_ended_ones():
    outbox = Outbox(Keeper())
    for number in range(100):
        outbox.put(_state(number))
    outbox.put(_state(100, state="ringing"))
    assert outbox.batch(1)[0]["id"] == "100"


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.booleans(), st.sampled_from(["ringing", "ended"])),
        max_size=40,
    )
)
def test_what_was_taken_is_only_forgotten_when_nothing_newer_is_known(steps):
    """Puts and batches in any order: in the end Odoo has the newest of each."""
    outbox, odoo, versions = Outbox(Keeper()), {}, dict.fromkeys(range(4), 0)
    sent = []
    for number, deliver, progress in steps:
        if deliver:
            for state in sent:
                odoo[state["id"]] = max(odoo.get(state["id"], 0), state["version"])
            outbox.delivered(sent)
            sent = outbox.batch(2)
        else:
            versions[number] += 1
            outbox.put(_state(number, versions[number], progress))
    while rest := outbox.batch(2):
        odoo.update({state["id"]: state["version"] for state in rest})
        outbox.delivered(rest)
    assert odoo == {f"{number}": version for number, version in versions.items() if version}
