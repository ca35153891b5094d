# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Letters to customers while the processes that send them are killed in the middle."""

import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from desk_server import port_of_this_run
from odoo_shell import end_shell, own_databases, shell, start_shell

from house import ports
from house.odoo import Odoo

LETTERS = 500
FAILING = {f"person{n}@example.com" for n in (7, 210, 433)}
RUNS = 20
TRIES = 3
SEED = 20260105

MAKE = f"""
env["ir.mail_server"].search([]).active = False
env["ir.mail_server"].create({{"name": "Test", "smtp_host": "127.0.0.1",
    "smtp_port": %(port)s, "smtp_encryption": "none"}})
letter = env["mail.template"].create({{
    "name": "L", "model_id": env["ir.model"]._get_id("crm.farewell.invitation"),
    "subject": "Letter", "use_default_to": True, "lang": "{{{{ object.lang }}}}",
    "email_from": "desk@example.com",
    "body_html": '<a t-att-href="object._link_placeholder()">Answer</a>'}})
policy = env["crm.farewell.policy"].create({{"name": "P", "event": "won", "channels": "email",
    "calendar_id": False, "mail_template_id": letter.id, "reminder_count": 0}})
from datetime import datetime, timedelta
due = datetime.now().replace(microsecond=0) - timedelta(days=1)
env["crm.farewell.invitation"].search([]).unlink()
env["crm.farewell.invitation"].create([
    {{"policy_id": policy.id, "origin_key": f"test/{{n}}", "event": "hand", "lang": "en_US",
      "person_name": f"Person {{n}}", "email": f"person{{n}}@example.com",
      "company_id": env.company.id, "due_at": due}}
    for n in range({LETTERS})])
env.cr.commit()
"""
# The same people once more, under other names of their addresses.
TWICE = """
for one in env["crm.farewell.invitation"].search([]):
    one.copy({"origin_key": f"again/{one.id}", "email": one.email.upper()})
env.cr.commit()
"""
SEND = """
env["crm.farewell.invitation"]._cron_send()
env.cr.commit()
"""
STATES = "SELECT state, count(*) FROM crm_farewell_invitation GROUP BY 1 ORDER BY 1"
IN_STATE = "SELECT email FROM crm_farewell_invitation WHERE state = '{state}'"
# Whoever was refused is tried again a while later; that while is over.
LATER = "UPDATE crm_farewell_invitation SET due_at = due_at - interval '1 day'"
# Nothing is left to core's queue, and what is kept has no real link.
LEFT_OVER = """
    SELECT (SELECT count(*) FROM mail_mail mail JOIN mail_message message
                ON message.id = mail.mail_message_id
             WHERE message.model = 'crm.farewell.invitation'),
           (SELECT count(*) FROM mail_message WHERE model = 'crm.farewell.invitation'
               AND body LIKE '%/f/%' AND body NOT LIKE '%/f/preview-link%')
"""


@dataclass  # without slots: aiosmtpd reads every attribute of its handler
class Box:
    """A mail server that takes letters, but not those to a few."""

    taken: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Count a letter."""
        [address] = envelope.rcpt_tos
        if address in FAILING:
            self.refused[address] += 1
            return "451 4.3.0 Not now"
        self.taken[address] += 1
        return "250 Message accepted for delivery"


@contextmanager
def _mail_server() -> Iterator[tuple[Box, int]]:
    box, port = Box(), ports.next_free(port_of_this_run(18093))
    running = Controller(box, hostname="127.0.0.1", port=port)
    running.start()
    try:
        yield box, port
    finally:
        running.stop()


@pytest.fixture
def base() -> Iterator[tuple[Odoo, str, Box]]:
    """A database with letters that are due, and the server that they go to."""
    with own_databases("farewell") as (odoo, [name]), _mail_server() as (box, port):
        shell(odoo, name, MAKE % {"port": port})
        odoo.cluster.sql("UPDATE ir_cron SET active = FALSE", name)
        yield odoo, name, box


def _kill_when(
    box: Box, number: int, processes: list[subprocess.Popen[str]], dice: random.Random
) -> int:
    """Kill processes a moment after so many letters have arrived; how many were still alive."""
    deadline = time.monotonic() + 240
    while box.taken.total() < number and any(one.poll() is None for one in processes):
        assert time.monotonic() < deadline
        time.sleep(0.002)
    killed = 0
    for process in processes:
        time.sleep(dice.random() * 0.05)
        killed += process.poll() is None
        process.kill()
        process.communicate()
    return killed


def test_no_letter_twice(base: tuple[Odoo, str, Box]) -> None:
    """Two processes killed at random in each of 20 runs: every letter arrives at most once."""
    odoo, name, box = base
    dice = random.Random(SEED)
    killed = 0
    for _run in range(RUNS):
        pair = [start_shell(odoo, name, SEND) for _number in range(2)]
        killed += _kill_when(box, box.taken.total() + dice.randint(1, 20), pair, dice)
        assert len(odoo.cluster.sql(IN_STATE.format(state="sending"), name)) <= len(pair)
    assert killed > RUNS
    for _try in range(TRIES):
        for process in [start_shell(odoo, name, SEND) for _number in range(2)]:
            end_shell(process)
        # What both looked at in the same moment is left to the next run.
        shell(odoo, name, SEND)
        odoo.cluster.sql(LATER, name)
    unknown = set(odoo.cluster.sql(IN_STATE.format(state="unknown"), name))
    bounced = set(odoo.cluster.sql(IN_STATE.format(state="bounced"), name))
    everybody = {f"person{n}@example.com" for n in range(LETTERS)}
    assert set(box.taken.values()) == {1}
    assert set(box.taken) | unknown >= everybody - FAILING
    assert len(unknown) <= killed
    assert bounced == FAILING - unknown
    assert all(box.refused[address] == TRIES for address in bounced)
    sent = LETTERS - len(unknown) - len(bounced)
    assert f"sent|{sent}" in odoo.cluster.sql(STATES, name), odoo.cluster.sql(STATES, name)
    # Core's queue has letters of its own, and none of ours.
    shell(odoo, name, "env['mail.mail'].process_email_queue()")
    assert {box.taken[address] for address in everybody & set(box.taken)} == {1}
    assert odoo.cluster.sql(LEFT_OVER, name) == ["0|0"]


def test_two_letters_to_a_person(base: tuple[Odoo, str, Box]) -> None:
    """Two processes, and everybody has two letters due: within the days of peace he gets one."""
    odoo, name, box = base
    shell(odoo, name, TWICE)
    for process in [start_shell(odoo, name, SEND) for _number in range(2)]:
        end_shell(process)
    shell(odoo, name, SEND)
    assert box.taken.total() == len(box.taken) == LETTERS - len(FAILING)
    states = odoo.cluster.sql(STATES, name)
    assert f"cancelled|{len(box.taken)}" in states
    assert f"sent|{len(box.taken)}" in states
