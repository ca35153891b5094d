# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the suite-level tests of the intake need: an administrator, doors, plain HTTP, sites."""

import http.client
import http.server
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
from desk_server import Desk, port_of_this_run

from house import ports, server

NO_LIMIT = 1_000_000


class Rpc:
    """A session that calls models as the web client does."""

    def __init__(self, desk: Desk, role: str) -> None:
        self.url = desk.url
        self.session = requests.Session()
        self.session.trust_env = False
        login, password = desk.logins[role]
        order = {"db": desk.database, "login": login, "password": password}
        self._post("/web/session/authenticate", order)

    def _post(self, path: str, params: dict[str, object]) -> object:
        order = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.session.post(self.url + path, json=order, timeout=60).json()
        assert "error" not in answer, answer["error"]["data"]
        return answer.get("result")

    def call(self, model: str, method: str, *args: object, **kwargs: object) -> object:
        """Call a public method."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post("/web/dataset/call_kw", params)


@dataclass(frozen=True, slots=True)
class Door:
    """A source of requests."""

    rpc: Rpc
    id: int
    key: str
    path: str

    def snippet(self, name: str) -> str:
        """The code to copy, of the kind ``html``, ``fetch`` or ``curl``."""
        [row] = self.rpc.call("crm.intake.source", "read", [self.id], [f"snippet_{name}"])
        return row[f"snippet_{name}"]

    def received(self, *fields: str, **equal: object) -> list[dict[str, object]]:
        """Its requests, first ones first; ``equal`` narrows them."""
        domain = [["source_id", "=", self.id], *([name, "=", v] for name, v in equal.items())]
        wanted = list(fields or ["reference"])
        return self.rpc.call("crm.request", "search_read", domain, wanted, order="id")


def open_door(rpc: Rpc, **values: object) -> Door:
    """Make a source without limits that would disturb a test."""
    [country] = rpc.call("res.country", "search", [["code", "=", "UA"]])
    free = {"rate_limit": NO_LIMIT, "client_rate_limit": NO_LIMIT, "country_id": country}
    given = {"name": "Door of a test", **free, **values}
    [number] = rpc.call("crm.intake.source", "create", [given])
    [row] = rpc.call("crm.intake.source", "read", [number], ["key", "intake_url"])
    return Door(rpc, number, row["key"], urlsplit(row["intake_url"]).path)


def post(
    url: str, path: str, body: bytes, content_type: str, headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    """Post once over a connection of its own; status and body of the answer."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    try:
        connection.request("POST", path, body, {"Content-Type": content_type, **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@contextmanager
def another_server(desk: Desk, name: str) -> Iterator[server.Server]:
    """One more server process on the database of the desk, as a second worker would be."""
    log = Path(os.environ["HOUSE_LOG_DIR"]) / f"server-{name}.log"
    listen = server.Listen("127.0.0.1", ports.next_free(port_of_this_run(18079)))
    options = ("--log-level=warn", "--max-cron-threads=0")
    started = server.start(desk.odoo, desk.database, listen, log, *options)
    try:
        server.wait(started)
        yield started
    finally:
        started.stop()


@contextmanager
def site(pages: dict[str, str]) -> Iterator[str]:
    """Somebody else's site: static pages by path, on a port (so an origin) of its own."""

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(urlsplit(self.path).path, "").encode()
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *args: object) -> None:
            """Be quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        try:
            yield f"http://localhost:{httpd.server_port}"
        finally:
            httpd.shutdown()
