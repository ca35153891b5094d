# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``make run`` from end to end, in a checkout whose path has spaces and is closed to others.

Odoo and its libraries are those of this very run; database, server and proxy are real.
"""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from conftest import House

LOGIN = re.compile(
    r"^  (salesperson|team leader|administrator) +login (\S+) +password (\S+)$", re.MULTILINE
)
# Whoever runs the tests in the background ignores Ctrl-C, and so would all that they start.
RUN_AS_A_USER = ["env", "--default-signal=INT", "make", "run"]
TOUCH = "update res_company set name = 'Kept' where id = 1"


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Checkout:
    """A checkout with its own local folder, driven through make."""

    def __init__(self, folder, ready):
        self.folder = folder
        self.port = _free_port()
        self.house = House(folder / ".local", ODOO_PYTHON=sys.executable)
        tree = ready / "odoo/usr/lib/python3/dist-packages"
        source = os.environ.get("ODOO_SOURCE") or str(tree)
        self.env = {k: v for k, v in self.house.env.items() if k != "SALES_DESK_LOCAL"}
        self.env |= {"ODOO_SOURCE": source, "PORT": str(self.port)}
        self.env.pop("MAKEFLAGS", None)

    def make(self, *words, **env):
        """Run a target to its end."""
        return subprocess.run(
            ["make", "--no-print-directory", *words], cwd=self.folder, env=self.env | env,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=400,
        )  # fmt: skip

    def sql(self, query):
        """Ask the demo database."""
        code = f"from house.cluster import Cluster\nprint(*Cluster('run').sql({query!r}, 'demo'))"
        return self.house.run(code).stdout.strip()

    def cluster(self):
        """The folder of the demo's PostgreSQL."""
        code = "from house.cluster import Cluster\nprint(Cluster('run').folder)"
        return Path(self.house.run(code).stdout.strip())

    def get(self, path, **headers):
        """Status and text of a page."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")


@pytest.fixture(scope="module")
def demo(checkout, ready):
    """The demo, created and started in the background."""
    made = Checkout(checkout, ready)
    done = made.make("run", DETACH="1")
    assert done.returncode == 0, done.stderr
    made.first_words = done.stdout
    yield made
    made.make("clean")


@pytest.fixture(autouse=True)
def running(demo):
    """Each test finds the demo running, whatever the one before did."""
    done = demo.make("run", DETACH="1")
    assert done.returncode == 0, done.stderr


def _listens_on(port):
    """The addresses somebody listens on at this port, as the kernel lists them."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {
        socket.inet_ntoa(bytes.fromhex(row[1].split(":")[0])[::-1])
        for row in rows
        if row[3] == "0A" and int(row[1].split(":")[1], 16) == port
    }


def _jsonrpc(demo, login, password):
    body = {"jsonrpc": "2.0", "params": {"db": "demo", "login": login, "password": password}}
    request = urllib.request.Request(
        f"http://127.0.0.1:{demo.port}/web/session/authenticate",
        data=json.dumps(body).encode(), headers={"Content-Type": "application/json"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer).get("result", {}).get("uid")


def test_says_where_and_who(demo):
    """Address and logins are printed; each login works, none has itself as password."""
    assert f"http://127.0.0.1:{demo.port}" in demo.first_words
    logins = LOGIN.findall(demo.first_words)
    assert [role for role, _login, _password in logins] == [
        "salesperson", "team leader", "administrator"
    ]  # fmt: skip
    for _role, login, password in logins:
        assert login != password
        assert _jsonrpc(demo, login, password)
    assert not _jsonrpc(demo, "demo", "demo")


def test_listens_here_only(demo):
    """The server answers on this machine's own address, with threads and with crons."""
    assert demo.get("/web/login")[0] == 200
    log = (demo.house.local / "run/odoo.log").read_text()
    assert _listens_on(demo.port) == {"127.0.0.1"}
    # The refused login of the test before is what the log should tell.
    told = re.findall(r" (?:WARNING|ERROR|CRITICAL) .*", log)
    assert [line for line in told if "odoo.http: Access Denied" not in line] == []


def test_data_survives(demo):
    """What was entered is there after a stop, and after a kill of everything."""
    demo.sql(TOUCH)
    assert demo.make("stop").returncode == 0
    began = time.monotonic()
    assert demo.make("run", DETACH="1").returncode == 0
    assert time.monotonic() - began < 20
    assert demo.sql("select name from res_company where id = 1") == "Kept"
    for noted in json.loads((demo.house.local / "run/server.json").read_text())["processes"]:
        os.kill(int(noted.split(":")[0]), signal.SIGKILL)
    assert demo.make("run", DETACH="1").returncode == 0
    assert demo.sql("select name from res_company where id = 1") == "Kept"


def test_run_twice(demo):
    """A second run says that the first is there, and where."""
    done = demo.make("run")
    assert done.returncode == 0
    assert "runs already" in done.stderr
    assert f"http://127.0.0.1:{demo.port}" in done.stdout


def test_interrupted(demo):
    """Ctrl-C ends the server and PostgreSQL; nothing of it is left running."""
    demo.make("stop")
    process = subprocess.Popen(
        RUN_AS_A_USER, cwd=demo.folder, env=demo.env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    for line in process.stdout:
        if "Ctrl-C" in line:
            break
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)
    with pytest.raises(OSError, match="refused"):
        demo.get("/web/login")
    assert not (demo.cluster() / "data/postmaster.pid").exists()


def test_interrupted_while_starting(demo):
    """Ctrl-C before Odoo answers leaves no server behind either, and no note of one."""
    demo.make("stop")
    process = subprocess.Popen(
        RUN_AS_A_USER, cwd=demo.folder, env=demo.env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    state = demo.house.local / "run/server.json"
    while not state.exists():
        assert process.poll() is None
        time.sleep(0.01)
    noted = json.loads(state.read_text())["processes"]
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert "password" not in out
    assert "interrupted" in err
    assert not [each for each in noted if Path("/proc", each.split(":")[0]).exists()]
    assert not state.exists()
    assert not (demo.cluster() / "data/postmaster.pid").exists()


def test_busy_port(demo):
    """A port that is taken: the chosen one is named, the usual one is passed over."""
    demo.make("stop")
    with socket.socket() as other, contextlib.suppress(OSError):
        other.bind(("127.0.0.1", demo.port))
        other.listen()
        done = demo.make("run", DETACH="1")
        assert done.returncode != 0
        assert f"port {demo.port} is in use" in done.stderr
        assert "PORT=" in done.stderr
    with socket.socket() as usual:
        usual.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):  # somebody else has it: as good for us
            usual.bind(("127.0.0.1", 8069))
            usual.listen()
        done = demo.make("run", DETACH="1", PORT="")
    assert done.returncode == 0, done.stderr
    assert "port 8069 is in use by another program: taking" in done.stderr
    demo.make("stop")


def test_workers(demo):
    """Several processes behind nginx: pages by the workers, the websocket by the gevent port."""
    demo.make("stop")
    done = demo.make("run", DETACH="1", WORKERS="2")
    assert done.returncode == 0, done.stderr
    assert demo.get("/web/login")[0] == 200
    with socket.create_connection(("127.0.0.1", demo.port), timeout=30) as plain:
        plain.sendall(
            b"GET /websocket?version=19.0-1 HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nOrigin: http://127.0.0.1\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        assert plain.recv(100).startswith(b"HTTP/1.1 101 ")
    demo.make("stop")
    with pytest.raises(OSError, match="refused"):
        demo.get("/web/login")


def test_changed_addon(demo):
    """An add-on whose views changed is updated by the next run, without being asked."""
    demo.make("stop")
    manifest = demo.folder / "addons/crm_lead_dedup/__manifest__.py"
    manifest.write_text(manifest.read_text().replace('"name": "', '"name": "New ', 1))
    done = demo.make("run", DETACH="1")
    assert "updating crm_lead_dedup" in done.stderr
    names = demo.sql("select shortdesc from ir_module_module where name = 'crm_lead_dedup'")
    assert "New " in names


def test_odoo_bin(demo):
    """Odoo's own command line works in this environment."""
    done = subprocess.run(
        [demo.folder / "scripts/odoo-bin", "shell", "-d", "demo", "--log-level=warn"],
        cwd="/", env=demo.env, input="print('leads:', env['crm.lead'].search_count([]) > 0)\n",
        capture_output=True, text=True,
    )  # fmt: skip
    assert "leads: True" in done.stdout, done.stderr


def test_reset(demo):
    """A reset ends the server and leaves nothing of the demo: the next run is a first one."""
    folder = demo.cluster()
    assert (folder / "data").is_dir()
    assert demo.make("reset").returncode == 0
    with pytest.raises(OSError, match="refused"):
        demo.get("/web/login")
    assert not folder.exists()
    assert not (demo.house.local / "run").exists()
