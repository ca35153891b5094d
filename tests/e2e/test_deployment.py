# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo started with odoo.conf.example, behind nginx with docs/deployment/nginx.conf."""

import http.client
import json
import re
import socket
import ssl
import subprocess

import production
import pytest
import websocket

from house import environment
from house.odoo import bad_lines

# Odoo itself says what each option of the file is, also one that is off.
ASK_ODOO = """
import json, sys
from odoo.tools import config
told = {}
for name, value in json.load(sys.stdin):
    if name in config.options_index and config.options_index[name].file_loadable:
        # The folder is not on this machine.
        told[name] = value if name == "addons_path" else config.parse(name, value)
config["admin_passwd"] = told["admin_passwd"]
told["opened by"] = [word for word in ("", "admin", "odoo") if config.verify_admin_password(word)]
json.dump(told, sys.stdout)
"""
# What the log may say, once each: two things provoked past the proxy here, to see that Odoo
# refuses them too; and core's websocket, which uses gevent in a way that gevent 25 and later
# announce the end of.
EXPECTED = (
    r" WARNING \S+ odoo\.http: Access Denied",
    r" ERROR \S+ \S+: Database\.backup",
    r" WARNING \S+ py\.warnings: .*bus/websocket\.py:\d+: DeprecationWarning: Queue\(0\)",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Return a server as production has it."""
    with production.production(tmp_path_factory.mktemp("production")) as running:
        yield running


@pytest.fixture(scope="module")
def told(server):
    """Return what Odoo reads in the file: values by option, and who opens the manager."""
    done = subprocess.run(
        [str(server.odoo.python), "-c", ASK_ODOO],
        env=environment.odoo_env(server.odoo.source),
        input=json.dumps(_options()),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def _options():
    text = production.EXAMPLE.read_text(encoding="utf-8")
    found = re.findall(r"^(?:; )?(\w+) =(.*)$", text, flags=re.MULTILINE)
    return [(name, value.strip()) for name, value in found]


def _log_in(server, **headers):
    """Log in through the proxy, as the administrator that Odoo itself makes; the answer."""
    params = {"db": server.database, "login": "admin", "password": "admin"}
    answer = server.post_json("/web/session/authenticate", {"params": params}, **headers)
    assert json.load(answer)["result"]["uid"]
    return answer


def _session_cookie(answer):
    cookies = answer.headers.get_all("Set-Cookie")
    return next(cookie for cookie in cookies if cookie.startswith("session_id="))


def test_options_are_known_to_odoo(told):
    """Each option of the file, also one that is off, is an option of Odoo 19 and reads well."""
    assert sorted({name for name, _value in _options()}) == sorted(set(told) - {"opened by"})
    assert (told["workers"], told["list_db"], told["proxy_mode"]) == (7, False, True)


def test_master_password_is_not_weak(told):
    """As delivered, nobody opens the database manager with a password that others know."""
    assert told["opened by"] == []
    assert told["admin_passwd"] == ""


def test_login_page(server):
    """The page comes compressed, over https only, with a session that http never carries."""
    answer = server.get("/web/login", Accept_Encoding="gzip")
    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    cookie = _session_cookie(answer).lower().split("; ")
    assert {"secure", "httponly", "samesite=lax"} <= set(cookie)


def test_public_address(server):
    """Odoo takes its own address from the proxy, whatever the visitor claims to be called."""
    _log_in(server, X_Forwarded_Host="evil.example.net", X_Forwarded_Proto="http")
    query = "select value from ir_config_parameter where key = 'web.base.url'"
    assert server.odoo.cluster.sql(query, server.database) == [f"https://{production.HOST}"]


def test_visitor_address(server):
    """Odoo notes who came, and not whom the visitor's own header names."""
    server.get("/web/login?visitor=1", X_Forwarded_For="203.0.113.7")
    lines = [x for x in server.log.read_text(encoding="utf-8").splitlines() if "visitor=1" in x]
    assert len(lines) == 1
    assert " 127.0.0.1 - - " in lines[0]


def test_plain_http_is_sent_on(server):
    """A visitor without https is sent to the same page with it."""
    connection = http.client.HTTPConnection("127.0.0.1", server.ports.plain, timeout=30)
    connection.request("GET", "/odoo?a=1", headers={"Host": production.HOST})
    answer = connection.getresponse()
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{production.HOST}/odoo?a=1"


def test_other_names_are_refused(server):
    """Neither a foreign name in the handshake nor one in the request reaches Odoo."""
    with pytest.raises(ssl.SSLError, match="unrecognized name"):
        server.tls_socket("other.example.net")
    with pytest.raises(http.client.RemoteDisconnected):
        server.get("/web/login", Host="other.example.net")


@pytest.mark.parametrize("page", ["manager", "selector", "list", "backup", "create"])
def test_database_pages_are_not_there(server, page):
    """From outside, the database manager does not exist."""
    assert server.get(f"/web/database/{page}").status == 404
    assert server.post_json(f"/web/database/{page}", {}).status == 404


def test_odoo_refuses_the_database_list(server):
    """Past the proxy as well: no list, and no copy even for the right master password."""
    listed = server.ask_directly(
        "POST", "/web/database/list", "{}", Content_Type="application/json"
    )
    assert "AccessDenied" in json.load(listed)["error"]["data"]["name"]
    form = f"master_pwd={server.master_password}&name={server.database}&backup_format=dump"
    kind = "application/x-www-form-urlencoded"
    copied = server.ask_directly("POST", "/web/database/backup", form, Content_Type=kind)
    assert "Content-Disposition" not in copied.headers
    assert "Database backup error: Access Denied" in copied.read().decode()
    page = server.ask_directly("GET", "/web/database/manager").read().decode()
    assert "disabled by the administrator" in page


def test_websocket(server):
    """A logged-in browser's websocket goes through the proxy to the gevent process and lives.

    Odoo finds the page's origin to be its own address; otherwise it would downgrade the session.
    """
    cookie = _session_cookie(_log_in(server)).split(";")[0]
    connection = websocket.create_connection(
        f"wss://{production.HOST}/websocket?version=none",
        socket=server.tls_socket(),
        origin=f"https://{production.HOST}",
        cookie=cookie,
    )
    assert connection.getstatus() == 101
    connection.ping("are you there?")
    _opcode, frame = connection.recv_data_frame(control_frame=True)
    connection.close()
    assert (frame.opcode, frame.data) == (websocket.ABNF.OPCODE_PONG, b"are you there?")
    assert "Downgrading websocket" not in server.log.read_text(encoding="utf-8")


def test_ports_listen_on_the_loopback_only(server):
    """Another address of this machine does not lead to Odoo."""
    for port in (server.ports.http, server.ports.gevent):
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port), timeout=5)


def test_processes(server, told):
    """As many processes as the file says, and the replica for what only reads."""
    log = server.log.read_text(encoding="utf-8")
    assert len(re.findall(r"Worker WorkerHTTP \(\d+\) alive", log)) == told["workers"]
    assert len(re.findall(r"Worker WorkerCron \(\d+\) alive", log)) == told["max_cron_threads"]
    assert f"Evented Service (longpolling) running on 127.0.0.1:{server.ports.gevent}" in log
    assert "replica database:" in log


def test_static_files_are_kept_by_the_proxy(server):
    """The second visitor's style sheets and pictures cost no worker."""
    path = "/crm/static/description/icon.png"
    answers = [server.get(path) for _visitor in range(2)]
    assert [answer.headers["X-Cache-Status"] for answer in answers] == ["MISS", "HIT"]
    assert len({answer.read() for answer in answers}) == 1


def test_large_bodies_are_refused_at_the_door(server):
    """More than Odoo would take is refused before a byte of it was sent."""
    assert server.ask("POST", "/web/login", None, Content_Length=str(200 * 1024**2)).status == 413


def test_nothing_odd_in_the_log(server):
    """Odoo has nothing to say against the file: no unknown or outdated option, no warning."""
    lines = bad_lines(server.log.read_text(encoding="utf-8"))
    odd = [line for line in lines if not any(re.search(known, line) for known in EXPECTED)]
    assert odd == []
    assert len(lines) <= len(EXPECTED)


def test_guessing_passwords_is_slow(server):
    """The log-in page of one visitor is not answered without end (last: it leaves in a hurry)."""
    asked = f"GET /web/login HTTP/1.1\r\nHost: {production.HOST}\r\n\r\n".encode()
    visits = [server.tls_socket() for _attempt in range(40)]
    for visit in visits:
        visit.sendall(asked)
    assert visits[-1].recv(100).startswith(b"HTTP/1.1 429 ")
    for visit in visits:
        visit.close()
