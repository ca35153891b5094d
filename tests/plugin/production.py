# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A server as production has it: odoo.conf.example behind nginx with docs/deployment/nginx.conf.

Both files are used as they are, in copies that name ports, paths and the database of this run.
"""

import http.client
import json
import os
import re
import secrets
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from passlib.hash import pbkdf2_sha512

from house import database, environment, ports, setup
from house.config import addons_path, kind_dir
from house.odoo import Odoo
from house.paths import ROOT, read_text
from house.system import ensure_packages, find_program

EXAMPLE = ROOT / "odoo.conf.example"
SITE = ROOT / "docs/deployment/nginx.conf"
HOST = "desk.example.com"
# What Debian's nginx.conf has around the sites.
FRAME = """\
daemon off;
pid {folder}/nginx.pid;
worker_processes 1;
{user}
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log off;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where everything listens in this run instead of 80, 443, 8069 and 8072."""

    plain: int
    tls: int
    http: int
    gevent: int


@dataclass(frozen=True, slots=True)
class Production:
    """The running server, reached as a visitor does or past the proxy."""

    odoo: Odoo
    database: str
    folder: Path
    ports: Ports
    master_password: str

    @property
    def conf(self) -> Path:
        """The copy of odoo.conf.example."""
        return self.folder / "odoo.conf"

    @property
    def log(self) -> Path:
        """Odoo's log file."""
        return self.folder / "odoo.log"

    def tls_socket(self, server_name: str = HOST) -> ssl.SSLSocket:
        """A connection to the proxy that checks the certificate, as a browser does."""
        trust = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        plain = socket.create_connection(("127.0.0.1", self.ports.tls), timeout=60)
        try:
            return trust.wrap_socket(plain, server_hostname=server_name)
        except BaseException:
            plain.close()
            raise

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """What a visitor gets; header names are written with underscores."""
        return self.ask("GET", path, None, **headers)

    def post_json(self, path: str, values: object, **headers: str) -> http.client.HTTPResponse:
        """What a visitor gets who posts JSON."""
        headers = {"Content_Type": "application/json"} | headers
        return self.ask("POST", path, json.dumps(values), **headers)

    def ask(
        self, method: str, path: str, body: str | None, **headers: str
    ) -> http.client.HTTPResponse:
        """Ask the proxy."""
        connection = http.client.HTTPConnection(HOST)
        connection.sock = self.tls_socket()
        return _answer(connection, method, path, body, {"Host": HOST} | headers)

    def ask_directly(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> http.client.HTTPResponse:
        """Ask a worker past the proxy, as a process on the same machine can."""
        connection = http.client.HTTPConnection("127.0.0.1", self.ports.http, timeout=60)
        return _answer(connection, method, path, body, headers)


def _answer(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: str | None,
    headers: dict[str, str],
) -> http.client.HTTPResponse:
    written = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, {"Connection": "close"} | written)
    return connection.getresponse()


def with_options(text: str, values: dict[str, object]) -> str:
    """A configuration with other values of these options, which it must have (perhaps off)."""
    for key, value in values.items():
        text, count = re.subn(
            rf"^(?:; )?{key} =.*$",
            lambda _found, line=f"{key} = {value}": line,
            text,
            flags=re.MULTILINE,
        )
        if count != 1:
            raise ValueError(f"the configuration has {key} {count} times")
    return text


def with_parts(text: str, parts: dict[str, str]) -> str:
    """A site with other ports and paths; each must be there."""
    for old, new in parts.items():
        if old not in text:
            raise ValueError(f"the site has no {old}")
        text = text.replace(old, new)
    return text


@contextmanager
def production(folder: Path) -> Iterator[Production]:
    """Start all of it on a database of its own, and stop it."""
    ensure_packages("nginx-light")
    odoo = setup.odoo("test")
    name = f"{os.environ['HOUSE_DATABASE']}_production"
    database.clone(odoo, database.suite_template(odoo), name)
    # What core's jobs have to say (some ask the internet) is not about the configuration.
    odoo.cluster.sql("update ir_cron set active = false", name)
    running = Production(odoo, name, folder, _ports(), secrets.token_urlsafe(33))
    _write_conf(running)
    _write_site(running)
    started = [_start_odoo(running)]
    try:
        started.append(_start_nginx(folder))
        _wait(running, started)
        yield running
    finally:
        # At once: nothing here is kept, and Odoo's orderly end takes ten seconds.
        for each in reversed(started):
            os.killpg(each.pid, signal.SIGKILL)
            each.wait()
        database.drop(odoo, name)


def _ports() -> Ports:
    taken: tuple[int, ...] = ()
    for _each in range(4):
        taken += (ports.next_free(18400, taken=taken),)
    return Ports(*taken)


def _write_conf(running: Production) -> None:
    """The example, with the paths and ports of this run and a master password that was set."""
    server = running.odoo.cluster.env()
    values = {
        "addons_path": addons_path(running.odoo.source),
        "data_dir": kind_dir("test") / "data",
        "db_name": running.database,
        "dbfilter": f"^{running.database}$",
        "admin_passwd": pbkdf2_sha512.using(rounds=1000).hash(running.master_password),
        "http_port": running.ports.http,
        "gevent_port": running.ports.gevent,
        "logfile": running.log,
        "db_host": server["PGHOST"],
        "db_port": server.get("PGPORT", 5432),
        "db_user": server.get("PGUSER", "odoo"),
        # The replica of the file, which here is the same server.
        "db_replica_host": server["PGHOST"],
        "db_replica_port": server.get("PGPORT", 5432),
    }
    if "PGPASSWORD" in server:
        values["db_password"] = server["PGPASSWORD"]
    text = with_options(EXAMPLE.read_text(encoding="utf-8"), values)
    running.conf.write_text(text, encoding="utf-8")


def _write_site(running: Production) -> None:
    """The site, with the paths and ports of this run; IPv6 is not on every machine."""
    folder, chosen = running.folder, running.ports
    _make_certificate(folder)
    text = re.sub(r"^ *listen \[::\].*\n", "", SITE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    parts = {
        "listen 80": f"listen 127.0.0.1:{chosen.plain}",
        "listen 443": f"listen 127.0.0.1:{chosen.tls}",
        "127.0.0.1:8069": f"127.0.0.1:{chosen.http}",
        "127.0.0.1:8072": f"127.0.0.1:{chosen.gevent}",
        "/etc/letsencrypt/live/desk.example.com": str(folder),
        "/var/cache/nginx": str(folder),
        "/var/log/nginx": str(folder),
    }
    (folder / "site.conf").write_text(with_parts(text, parts), encoding="utf-8")
    # As root nginx changes to a user who may not enter the folder of this run.
    user = "user root;" if os.getuid() == 0 else ""
    frame = FRAME.format(folder=folder, user=user)
    (folder / "nginx.conf").write_text(frame, encoding="utf-8")


def _make_certificate(folder: Path) -> None:
    """A certificate of the name in the site, that only this test trusts."""
    program = find_program("openssl")
    assert program, "openssl is not installed"
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "2"]
    subprocess.run(
        [program, "req", "-x509", *kind, *subject, *files], check=True, stderr=subprocess.DEVNULL
    )


def _start_odoo(running: Production) -> subprocess.Popen[bytes]:
    """Start Odoo from the file alone: nothing of the environment or the command line helps."""
    env = {
        key: value
        for key, value in environment.odoo_env(running.odoo.source).items()
        if not key.startswith(("PG", "ODOO_", "HOUSE_"))
    }
    # As in the service's unit: a websocket that a foreign page opens is nobody's.
    env["ODOO_BUS_PUBLIC_SAMESITE_WS"] = "1"
    return _start(running.odoo.command("server", "-c", str(running.conf)), running.folder, env)


def _start_nginx(folder: Path) -> subprocess.Popen[bytes]:
    program = find_program("nginx")
    assert program, "nginx is not installed"
    command = [
        program,
        "-e",
        f"{folder}/error.log",
        "-p",
        str(folder),
        "-c",
        f"{folder}/nginx.conf",
    ]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert not tried.returncode, tried.stderr
    return _start(command, folder, dict(os.environ))


def _start(command: list[str], folder: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    with (folder / "output.txt").open("ab") as output:
        return subprocess.Popen(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def _wait(running: Production, started: list[subprocess.Popen[bytes]]) -> None:
    """Wait until pages and websockets are answered through the proxy."""
    deadline = time.monotonic() + 90
    for path in ("/web/health", "/websocket/health"):
        while not _is_up(running, path):
            told = read_text(running.log)[-3000:] + read_text(running.folder / "output.txt")[-3000:]
            assert time.monotonic() < deadline, told
            assert all(each.poll() is None for each in started), told
            time.sleep(0.2)


def _is_up(running: Production, path: str) -> bool:
    with suppress(OSError):
        return running.get(path).status == 200
    return False
