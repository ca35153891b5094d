# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ten people press Take on one lead at once, over HTTP and two servers: one has it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import uuid4

import pytest
from desk_server import Desk
from intake_door import Rpc

from house.server import Server

PEOPLE, ROUNDS = 10, 3


@pytest.fixture
def people(sales_desk: Desk, admin: Rpc) -> Iterator[list[int]]:
    """Salespeople of the test, who may log in."""
    [group] = admin.call(
        "ir.model.data", "search_read",
        [["module", "=", "sales_team"], ["name", "=", "group_sale_salesman"]], ["res_id"],
    )  # fmt: skip
    mark = uuid4().hex[:8]
    logins = {f"claim{n}": [f"claim{n}-{mark}", f"claim-{n}-of-{mark}"] for n in range(PEOPLE)}
    values = [
        {"name": login, "login": login, "password": password,
         "group_ids": [[6, 0, [group["res_id"]]]]}
        for login, password in logins.values()
    ]  # fmt: skip
    sales_desk.logins.update(logins)
    yield admin.call("res.users", "create", values)
    for role in logins:
        del sales_desk.logins[role]


@pytest.fixture
def lead_to_claim(admin: Rpc, people: list[int]) -> Iterator[int]:
    """A lead in the claim list of all of them."""
    [team] = admin.call("crm.team", "create", [{"name": "Claim race"}])
    seats = [[0, 0, {"user_id": user}] for user in people]
    scheme = {"team_id": team, "method": "claim", "seat_ids": seats}
    [made] = admin.call("crm.assignment.scheme", "create", [scheme])
    values = {"name": "Claim race", "type": "opportunity", "team_id": team, "user_id": False}
    [lead] = admin.call("crm.lead", "create", [values])
    yield lead
    admin.call("crm.lead", "unlink", [lead])
    admin.call("crm.assignment.scheme", "unlink", [made])


def test_ten_press_take(
    sales_desk: Desk, second_server: Server, admin: Rpc, people: list[int], lead_to_claim: int
) -> None:
    """One owner, nine polite refusals, no error; several times over."""
    desks = [sales_desk, replace(sales_desk, url=second_server.listen.url)]
    sessions = [Rpc(desks[number % 2], f"claim{number}") for number in range(PEOPLE)]
    for _round in range(ROUNDS):
        together = Barrier(PEOPLE)

        def press(session: Rpc, together: Barrier = together) -> dict[str, str]:
            together.wait()
            return session.call("crm.lead", "action_claim", [lead_to_claim])["params"]

        with ThreadPoolExecutor(PEOPLE) as pool:
            told = list(pool.map(press, sessions))  # raises what a user would have seen
        assert sorted(one["type"] for one in told) == ["success"] + ["warning"] * (PEOPLE - 1)
        refusals = {one["message"] for one in told if one["type"] == "warning"}
        assert refusals == {"Somebody else was faster."}
        [row] = admin.call("crm.lead", "read", [lead_to_claim], ["user_id", "assignment_state"])
        assert row["user_id"][0] in people
        assert not row["assignment_state"]
        admin.call("crm.lead", "write", [lead_to_claim], {"user_id": False})
