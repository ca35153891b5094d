# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""200 deals lost at once, and 1,000 letters sent over SMTP, also beside a million older ones."""

import logging
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from aiosmtpd.controller import Controller
from base import TEMPLATE, copy_of, environment_of, house_odoo, registry
from table import Row

from house import ports
from house.paths import say

DEALS, ROUNDS = 200, 3
MORE_QUERIES, MORE_SECONDS = 30, 0.5
LETTERS, SECONDS = 1000, 60
MILLION = 1_000_000

LOAD = """
INSERT INTO crm_farewell_invitation (
    origin_key, event, cycle, state, channel, lang, person_name, email, email_normalized,
    phone, phone_sanitized, company_id, policy_id, event_at, due_at, sent_at, delivered_at,
    expires_at, create_date, write_date)
SELECT 'old/' || n, 'lost', 1,
       (ARRAY['answered', 'refused', 'expired', 'expired', 'opened', 'sent'])[1 + n %% 6],
       'email', 'en_US', 'Old ' || n, 'old' || n || '@example.com', 'old' || n || '@example.com',
       '+38050' || (1000000 + n), '+38050' || (1000000 + n), %(company)s, %(policy)s,
       at, at, at, at + interval '1 day', at + interval '100 years', at, at
  FROM generate_series(1, %(size)s) n, LATERAL (SELECT now() - n * interval '1 minute' AS at) t
"""


class Box:
    """A mail server that takes everything."""

    letters = 0

    async def handle_DATA(self, *_args: object) -> str:  # noqa: N802
        """Count a letter."""
        self.letters += 1
        return "250 Message accepted for delivery"


def measure() -> list[Row]:
    """Queries and seconds that losing costs more, and seconds of sending."""
    odoo = house_odoo()
    rows = []
    for others, beside in ((0, ""), (MILLION, ", 1M others")):
        with copy_of(odoo, TEMPLATE) as name, _mail_server() as (box, port):
            registered = registry(name)
            say(f"preparing{beside}")
            with registered.cursor() as cr:
                _prepare(environment_of(cr), others, port)
            odoo.cluster.sql("UPDATE ir_cron SET active = FALSE", name)
            odoo.cluster.sql("vacuum analyze", name)
            with registered.cursor() as cr:
                rows += _lose(environment_of(cr), f"{DEALS} deals{beside}")
            with registered.cursor() as cr:
                rows += _send(environment_of(cr), box, f"{LETTERS} letters{beside}")
    return rows


def _prepare(env: Any, others: int, port: int) -> None:
    env["ir.mail_server"].search([]).active = False
    env["ir.mail_server"].create(
        {"name": "Bench", "smtp_host": "127.0.0.1", "smtp_port": port, "smtp_encryption": "none"}
    )
    env["crm.farewell.policy"].search([]).active = False
    letter = env["mail.template"].create(
        {
            "name": "Letter",
            "model_id": env["ir.model"]._get_id("crm.farewell.invitation"),
            "subject": "Dear {{ object._first_name() }}",
            "body_html": '<p>Hello</p><a t-att-href="object._link_placeholder()">Answer</a>',
            "lang": "{{ object.lang }}",
            "use_default_to": True,
            "email_from": "desk@example.com",
        }
    )
    policy = env["crm.farewell.policy"].create(
        {
            "name": "Bench",
            "event": "lost",
            "mail_template_id": letter.id,
            "batch_limit": 10 * LETTERS,
        }
    )
    values = {"size": others, "company": env.company.id, "policy": policy.id}
    env.cr.execute(LOAD, values)


def _deals(env: Any, count: int, word: str) -> Any:
    """Open deals of so many people."""
    quiet = {"tracking_disable": True, "mail_create_nosubscribe": True}
    people = env["res.partner"].with_context(**quiet).create(
        [
            {
                "name": f"{word} {n}",
                "email": f"{word}{n}@example.com",
                "country_id": env.ref("base.hu").id,
            }
            for n in range(count)
        ]
    )  # fmt: skip
    deals = env["crm.lead"].with_context(**quiet).create(
        [{"name": one.name, "type": "opportunity", "partner_id": one.id} for one in people]
    )  # fmt: skip
    env.flush_all()
    return deals.with_env(env)


def _lose(env: Any, size: str) -> list[Row]:
    """Lose deals with letters and without, in turns."""
    queries, seconds = [], []
    for turn in range(ROUNDS):
        counts, times = {}, {}
        for skip in (True, False):
            deals = _deals(env, DEALS, f"lose{turn}{int(skip)}-")
            env.invalidate_all()
            before, began = env.cr.sql_log_count, time.monotonic()
            deals.with_context(farewell_skip=skip).action_set_lost()
            env.flush_all()
            counts[skip] = env.cr.sql_log_count - before
            times[skip] = time.monotonic() - began
        queries.append(counts[False] - counts[True])
        seconds.append(times[False] - times[True])
    env.cr.rollback()
    more, longer = int(statistics.median(queries)), statistics.median(seconds)
    holds = more <= MORE_QUERIES and longer <= MORE_SECONDS
    bar = f"≤ {MORE_QUERIES} queries, {MORE_SECONDS} s more"
    return [Row("losing plans letters", size, f"{more} queries, {longer:.2f} s more", bar, holds)]


def _send(env: Any, box: Box, size: str) -> list[Row]:
    """Send what is due; a call by HTTP would fail."""
    _deals(env, LETTERS, "send-").action_set_lost()
    invitations = env["crm.farewell.invitation"]
    due = invitations.search([("state", "=", "scheduled")])
    due.due_at = env.cr.now()
    env.cr.commit()
    with patch("requests.sessions.Session.request", side_effect=AssertionError("a call")):
        began = time.monotonic()
        invitations._cron_send()
        took = time.monotonic() - began
    sent = invitations.search_count([("id", "in", due.ids), ("state", "=", "sent")])
    holds = took <= SECONDS and sent == box.letters == LETTERS
    return [
        Row("letters sent, over SMTP", size, f"{took:.1f} s, {sent} sent", f"≤ {SECONDS} s", holds)
    ]


@contextmanager
def _mail_server() -> Iterator[tuple[Box, int]]:
    # It tells of every connection.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    box, port = Box(), ports.next_free(18190)
    running = Controller(box, hostname="127.0.0.1", port=port)
    running.start()
    try:
        yield box, port
    finally:
        running.stop()
