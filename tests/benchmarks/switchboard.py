# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A desk with fifty phones: PBX, bridge, Odoo with workers, and lines that can be cut."""

import re
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import load
import psutil
from base import close, environment_of, registry
from bridge_runner import Bridge, pbx_part
from cable import Cable
from stage import Stage

from house import ports, server
from house.asterisk import MANAGER_PORT, Tree, claim_net
from house.odoo import Odoo

WORKERS = 2
# Three of the fifty have a browser open.
WATCHED = slice(0, 50, 20)
PASSWORD = "of-the-benchmark"
COUNTS = """
    SELECT coalesce(ltrim(caller_number, '+'), ''), count(*), min(state), max(state),
           coalesce(min(disposition), ''), bool_or(is_recovered)
      FROM telephony_call WHERE provider_id = {provider} GROUP BY 1
"""
_DIAL = re.compile(
    rb"Event: DialBegin\r\n(?:[^\r]+\r\n)*?Timestamp: ([\d.]+)\r\n(?:[^\r]+\r\n)*?"
    rb"CallerIDNum: (\d+)\r\n(?:[^\r]+\r\n)*?DestChannel: PJSIP/(\d+)-"
)


@dataclass
class Switchboard:
    """Everything that runs.

    :param to_odoo: the bridge's line to Odoo
    :param to_pbx: the bridge's line to the PBX
    """

    odoo: Odoo
    name: str
    provider: int
    stage: Stage
    bridge: Bridge
    to_odoo: Cable
    to_pbx: Cable
    listen: server.Listen
    log: Path
    running: server.Server | None = None
    people: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where browsers go."""
        return self.listen.url

    def start_odoo(self) -> None:
        """Start Odoo with its workers, and wait until it answers."""
        options = ("--log-level=warn", "--max-cron-threads=0", "--db_maxconn=32")
        self.running = server.start(self.odoo, self.name, self.listen, self.log, *options)
        server.wait(self.running)

    def kill_odoo(self) -> None:
        """End all of Odoo's processes as a power cut would."""
        assert self.running
        master = psutil.Process(self.running.processes[0].pid)
        for one in [*master.children(recursive=True), master]:
            one.kill()
        self.running.stop()

    def counted(self) -> dict[str, tuple[int, str, str, bool]]:
        """Return of each caller's number: how many calls, state, disposition, recovered."""
        rows = self.odoo.cluster.sql(COUNTS.format(provider=self.provider), self.name)
        found = {}
        for row in rows:
            number, count, lowest, highest, disposition, recovered = row.split("|")
            state = lowest if lowest == highest else "several"
            found[number] = int(count), state, disposition, recovered == "t"
        return found

    def stored(self) -> dict[str, float]:
        """Return of each caller's number when the transaction began that stored his call."""
        query = (
            "SELECT ltrim(caller_number, '+'), extract(epoch FROM create_date)"
            f" FROM telephony_call WHERE provider_id = {self.provider}"
        )
        rows = (row.split("|") for row in self.odoo.cluster.sql(query, self.name))
        return {number: float(at) for number, at in rows}

    def dialled(self) -> dict[str, tuple[str, float]]:
        """Return of each caller's number whose phone was to ring since when."""
        heard = self.stage.least.text.encode()
        return {
            number.decode(): (extension.decode(), float(at))
            for at, number, extension in _DIAL.findall(heard)
        }


def _furnish(env: Any) -> tuple[int, str, str, list[tuple[str, str, str]]]:
    """Create the provider and fifty people with a phone each."""
    secret = secrets.token_urlsafe(32)
    provider = env["telephony.provider"].create(
        {"name": "Benchmark", "type": "asterisk", "country_id": env.ref("base.ua").id, "tz": "UTC"}
    )
    provider.new_secret = secret
    group = env.ref("sales_team.group_sale_salesman")
    users = env["res.users"].with_context(no_reset_password=True)
    people = users.create(
        [
            {
                "name": f"Agent {each}",
                "login": f"agent{each}@example.com",
                "email": f"agent{each}@example.com",
                "group_ids": [(4, group.id)],
            }
            for each in load.AGENTS
        ]
    )
    # To seal a password takes long, on purpose: only who logs in has one.
    people[WATCHED].password = PASSWORD
    env["telephony.extension"].create(
        [
            {"provider_id": provider.id, "number": str(each), "user_id": user.id}
            for each, user in zip(load.AGENTS, people, strict=True)
        ]
    )
    logins = [
        (str(each), user.login, PASSWORD)
        for each, user in zip(load.AGENTS[WATCHED], people[WATCHED], strict=True)
    ]
    return provider.id, provider.key, secret, logins


@contextmanager
def open_switchboard(odoo: Odoo, name: str, work: Path) -> Iterator[Switchboard]:
    """Start everything on a database; stop it at the end."""
    with ExitStack() as stack:
        stage = stack.enter_context(load.crowd(Tree.get(), claim_net(), work / "pbx"))
        with registry(name).cursor() as cr:
            provider, key, secret, people = _furnish(environment_of(cr))
        close(name)
        port = ports.choose(None, 8569, "127.0.0.1")
        listen = server.Listen("127.0.0.1", port, WORKERS)
        to_odoo = Cable("127.0.0.1", port)
        stack.callback(to_odoo.close)
        to_pbx = Cable(stage.asterisk.address, MANAGER_PORT)
        stack.callback(to_pbx.close)
        url = f"http://127.0.0.1:{to_odoo.port}"
        part = pbx_part(stage.asterisk, "north", "127.0.0.1", to_pbx.port)
        bridge = Bridge(work / "bridge", url, key, secret, part)
        board = Switchboard(
            odoo, name, provider, stage, bridge, to_odoo, to_pbx, listen, work / "odoo.log",
            people=people,
        )  # fmt: skip
        board.start_odoo()
        stack.callback(lambda: board.running and board.running.stop())
        bridge.start()
        stack.callback(bridge.stop)
        bridge.ready()
        yield board
