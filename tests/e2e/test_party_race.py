# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two users choose two default payers of one client at the same moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from odoo_shell import end_shell, own_databases, shell, start_shell

from house.odoo import Odoo

CLIENTS = 5
MAKE = """
partners = env["res.partner"]
role = env.ref("crm_counterparty.role_payer")
for number in range({clients}):
    client = partners.create({{"name": f"Race client {{number}}", "is_company": True}})
    for letter in "ABC":
        party = partners.create({{"name": f"Payer {{letter}}{{number}}", "is_company": True}})
        env["crm.party.link"].create({{
            "client_id": client.id, "party_id": party.id, "role_id": role.id,
            "is_default": {had_default} and letter == "C"}})
env.cr.commit()
"""
# As a request of the web client: tried again when the database says so, then committed. Before
# either does anything, both have begun to read: what the other does comes after that.
CHOOSE = """
import pathlib, time
from odoo.exceptions import UserError, ValidationError
from odoo.service.model import retrying
links = env["crm.party.link"].search([("party_id.name", "=like", "Payer {letter}%")], order="id")
assert len(links) == {clients}
def choose(number, link):
    link.role_id.code
    mine, other = (pathlib.Path("{meeting}", f"{{name}}{{number}}") for name in "{letter}{other}")
    mine.touch()
    while not other.exists():
        time.sleep(0.01)
    {action}
for number, link in enumerate(links):
    env.cr.rollback()
    env.transaction.reset()
    try:
        retrying(lambda: choose(number, link), env)
        print("DONE", number)
    except (UserError, ValidationError) as error:
        print("TOLD", number, " ".join(str(error).split()))
"""
CHECK = """
for client in env["res.partner"].search([("name", "=like", "Race client%")], order="id"):
    print("LEFT", *client.party_link_ids.filtered("is_default").party_id.mapped("name"), sep=";")
"""


@pytest.fixture
def base() -> Iterator[tuple[Odoo, str]]:
    """A database of its own."""
    with own_databases("party_race", whole=True) as (odoo, [name]):
        yield odoo, name


def _race(base: tuple[Odoo, str], action: str, meeting: Path) -> list[dict[str, str]]:
    """Client by client what A and B got to read; empty where it was done."""
    values = {"meeting": meeting, "clients": CLIENTS, "action": action}
    workers = {
        letter: start_shell(*base, CHOOSE.format(letter=letter, other=other, **values))
        for letter, other in ("AB", "BA")
    }
    read: list[dict[str, str]] = [{} for _number in range(CLIENTS)]
    for letter, worker in workers.items():
        for line in end_shell(worker).splitlines():
            if line.startswith(("DONE", "TOLD")):
                _what, number, *words = line.split(maxsplit=2)
                read[int(number)][letter] = "".join(words)
    return read


@pytest.mark.parametrize(
    ("had_default", "action", "sentence"),
    [
        (False, "link.action_make_default()", "Somebody else has just changed the default “Payer”"),
        (True, "link.action_make_default()", "Somebody else has just changed the default “Payer”"),
        (False, "link.is_default = True", "is the default “Payer” of Race client"),
    ],
)
def test_two_defaults_at_once(
    base: tuple[Odoo, str], had_default: bool, action: str, sentence: str, tmp_path: Path
) -> None:
    """At each client one of them succeeds, the other reads one clear sentence."""
    shell(*base, MAKE.format(clients=CLIENTS, had_default=had_default))
    read = _race(base, action, tmp_path)
    told = shell(*base, CHECK)
    left = [line.split(";")[1:] for line in told.splitlines() if line.startswith("LEFT")]
    for number, (sentences, defaults) in enumerate(zip(read, left, strict=True)):
        [winner] = [letter for letter, words in sentences.items() if not words]
        [loser] = sentences.keys() - {winner}
        assert defaults == [f"Payer {winner}{number}"]
        assert sentence in sentences[loser], sentences
        assert "operation" not in sentences[loser], "words of core before the sentence"
