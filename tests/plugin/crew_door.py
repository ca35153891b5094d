# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the suite-level tests of work links need: several workers, links, phones, an attacker."""

import http.client
import json
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from desk_server import port_of_this_run
from odoo_shell import own_databases, shell

from house import ports, server
from house.config import kind_dir
from house.odoo import Odoo

WORKERS = 3
SECRET = "Kiosk of Olena Secret"
MAKE = f"""
import json
deal = env["crm.lead"].create({{"name": "{SECRET}", "type": "opportunity"}})
print("LINKS", json.dumps([
    deal.make_work_links({{"max_uses": 1000}} if n % 2 else {{}})[0][1] for n in range({{count}})]))
env.cr.commit()
"""
# Every row of every table.
EVERYTHING = """
    SELECT table_name || ' ' || COALESCE((xpath('/row/h/text()', query_to_xml(format(
               'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) AS h FROM %I t',
               table_name), false, true, '')))[1]::text, '')
      FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
"""


@dataclass(slots=True)
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def error(self) -> str:
        """Why a report was not taken."""
        found: str = json.loads(self.body)["error"]
        return found


@dataclass(slots=True)
class CrewDesk:
    """A server with several workers behind a proxy, and links that it made."""

    odoo: Odoo
    database: str
    running: server.Server
    links: list[str]

    def link(self, many: bool = False) -> str:
        """A fresh link's secret; its page takes one report, or many."""
        at = next(n for n, _url in enumerate(self.links) if n % 2 == many and self.links[n])
        found, self.links[at] = self.links[at], ""
        return found.rsplit("/", 1)[1]

    def sql(self, query: str) -> list[str]:
        """Ask the database."""
        return self.odoo.cluster.sql(query, self.database)

    def everything(self) -> set[str]:
        """The state of all tables."""
        return set(self.sql(EVERYTHING))

    def ask(
        self, path: str, method: str = "GET", body: bytes = b"", *, address: str = "127.0.0.1",
        port: int = 0, **headers: str
    ) -> Answer:  # fmt: skip
        """Ask through the proxy, or a worker itself at a port.

        :param address: where the visitor comes from; this machine has all of 127.0.0.0/8
        """
        connection = http.client.HTTPConnection(
            "127.0.0.1", port or self.running.listen.port, timeout=120, source_address=(address, 0)
        )
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            said = connection.getresponse()
            return Answer(said.status, dict(said.getheaders()), said.read())
        finally:
            connection.close()

    def report(self, token: str, files: Sequence[tuple[str, bytes]] = (), **options: str) -> Answer:
        """Send a report as the page's script does."""
        key = options.pop("key", secrets.token_hex(16))
        order = {"Accept": "application/json", "Content_Type": "multipart/form-data; boundary=x"}
        body, path = report_body(files), f"/crew/{token}/submit?key={key}"
        return self.ask(path, "POST", body, **order, **options)

    def guess(
        self, count: int, address: Callable[[int], str], port: int = 0, **headers: str
    ) -> Counter[int]:
        """Ask for so many tokens that nobody has, several at a time; how often it said what."""

        def one(number: int) -> int:
            path = f"/crew/{secrets.token_urlsafe(16)}"
            return self.ask(path, address=address(number), port=port, **headers).status

        with ThreadPoolExecutor(8) as pool:
            return Counter(pool.map(one, range(count)))

    def workers(self) -> list[psutil.Process]:
        """The processes that answer pages."""
        master = psutil.Process(self.running.processes[0].pid)
        return [child for child in master.children() if "gevent" not in child.cmdline()]

    def inner_port(self) -> int:
        """Where the workers listen, behind the proxy."""
        words = psutil.Process(self.running.processes[0].pid).cmdline()
        [port] = [word.split("=")[1] for word in words if word.startswith("--http-port=")]
        return int(port)


def report_body(files: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """A multipart body with a result and photos."""
    parts = [b'--x\r\nContent-Disposition: form-data; name="result"\r\n\r\nDone\r\n']
    for name, data in files:
        head = f'--x\r\nContent-Disposition: form-data; name="photo"; filename="{name}"\r\n'
        parts.append(head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + data + b"\r\n")
    return b"".join(parts) + b"--x--\r\n"


def start(odoo: Odoo, database: str, name: str, workers: int) -> server.Server:
    """Start a server that does nothing by itself, and notes each request."""
    listen = server.Listen("127.0.0.1", ports.next_free(port_of_this_run(18109)), workers)
    log = kind_dir(odoo.cluster.kind) / f"{name}-{listen.port}.log"
    log.unlink(missing_ok=True)
    options = ("--max-cron-threads=0", "--log-level=info")
    return server.start(odoo, database, listen, log, *options)


@contextmanager
def crew_desk(count: int = 40) -> Iterator[CrewDesk]:
    """Start all of it on a database of its own."""
    with own_databases("crew", whole=True) as (odoo, [name]):
        told = shell(odoo, name, MAKE.replace("{count}", str(count)))
        [line] = re.findall(r"^LINKS (.*)$", told, re.MULTILINE)
        running = start(odoo, name, "crew", WORKERS)
        try:
            server.wait(running)
            yield CrewDesk(odoo, name, running, json.loads(line))
        finally:
            running.stop()


def memory(process: psutil.Process, what: str) -> int:
    """Bytes of a process: ``VmRSS`` now, ``VmHWM`` at most since :func:`forget_peak`."""
    told = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    [kilobytes] = re.findall(rf"^{what}:\s+(\d+) kB$", told, re.MULTILINE)
    return int(kilobytes) * 1024


def forget_peak(process: psutil.Process) -> None:
    """Let the highest use of memory begin anew."""
    Path(f"/proc/{process.pid}/clear_refs").write_text("5", encoding="ascii")
