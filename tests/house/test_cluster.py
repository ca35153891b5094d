# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Private PostgreSQL clusters: durable for the user's data, private, on every kind of path."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest
from conftest import House

NOBODY = 65534

START = "from house.cluster import Cluster\nc = Cluster('{kind}')\nc.start()\n"
SETTINGS = (
    "print(*c.sql('select current_setting($$fsync$$), current_setting($$listen_addresses$$)'))"
)
WHERE = "print(c.folder)"
DESTROY = "from house.cluster import Cluster\n[Cluster(k).destroy() for k in ('run', 'test')]"


@pytest.fixture
def house(tmp_path):
    """A house whose clusters are gone afterwards."""
    made = House(tmp_path / "local")
    yield made
    made.run(DESTROY)


def _start(house, kind, code, **env):
    done = house.run(START.format(kind=kind) + code, **env)
    assert not done.returncode, done.stderr
    return done.stdout.strip()


def test_settings(house):
    """A user's data is synced to disk, the tests' is not; neither listens on the network."""
    assert _start(house, "run", SETTINGS) == "on|"
    assert _start(house, "test", SETTINGS) == "off|"


@pytest.mark.parametrize("name", ["with a space", "x" * 90, "it's"])
def test_awkward_paths(tmp_path, name):
    """Paths that a configuration file or a socket cannot take lead to a folder elsewhere."""
    made = House(tmp_path / name / "local")
    try:
        folder = Path(_start(made, "test", WHERE))
        assert not folder.is_relative_to(tmp_path)
        assert (folder / "data/PG_VERSION").exists()
    finally:
        made.run(DESTROY)


def test_closed_path(tmp_path):
    """A folder that others may not enter: the server's user gets another one when it is not us."""
    tmp_path.chmod(0o700)
    made = House(tmp_path / "local")
    try:
        folder = Path(_start(made, "test", WHERE))
        assert folder.is_relative_to(tmp_path) == (os.getuid() != 0)
        owner = folder.owner()
        assert owner == ("postgres" if os.getuid() == 0 else Path.home().owner())
        assert folder.stat().st_mode & 0o077 == 0
    finally:
        made.run(DESTROY)


def test_killed_server(house):
    """Data survives a server that was killed; the next start recovers it."""
    _start(house, "run", "c.sql('create table kept as select 42 as answer')\nprint(1)")
    pid = int((Path(_start(house, "run", WHERE)) / "data/postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    assert _start(house, "run", "print(*c.sql('select answer from kept'))") == "42"


def test_killed_creation(house):
    """What a killed initdb left is replaced."""
    half = house.local / "pg-test/data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("15")
    assert _start(house, "test", SETTINGS) == "off|"


def test_two_at_once(house):
    """Two processes that start the same server get the same one."""
    both = [house.start(START.format(kind="test") + WHERE) for _ in range(2)]
    outcomes = [process.communicate(timeout=120) for process in both]
    assert outcomes[0][0] == outcomes[1][0] != ""


def test_stop_leaves_tests_alone(house):
    """A stop of the demo ends the tests' server only when no test is under way."""
    _start(house, "test", "print(1)")
    busy = house.start(START.format(kind="test") + "c.sql('select pg_sleep(120)')")
    runs = "print(Cluster('test').runs())"
    waits = "select 1 from pg_stat_activity where query ~ 'pg_sleep' and pid <> pg_backend_pid()"
    while not _start(house, "test", f'print(*c.sql("{waits}"))'):
        assert busy.poll() is None
    stop = "from house import desk\ndesk.stop()"
    assert not house.run(stop).returncode
    assert _start(house, "run", runs) == "True"
    os.killpg(busy.pid, signal.SIGKILL)
    busy.communicate()
    left = "select pg_terminate_backend(pid) from pg_stat_activity where query ~ 'pg_sleep'"
    _start(house, "test", f'c.sql("{left} and pid <> pg_backend_pid()")\nprint(1)')
    assert not house.run(stop).returncode
    assert _start(house, "run", runs) == "False"


def test_server_of_the_user(house, tmp_path):
    """PGHOST leads to the user's server; no cluster is made, and none is stopped or deleted."""
    folder = _start(house, "run", WHERE)
    other = House(tmp_path / "other", PGHOST=folder, PGPORT="5432", PGUSER="odoo")
    assert _start(other, "test", SETTINGS) == "on|"
    other.run(DESTROY)
    assert not (tmp_path / "other/pg-test").exists()
    assert _start(house, "run", SETTINGS) == "on|"


def test_not_root(tmp_path_factory):
    """An ordinary user runs the server as himself."""
    if os.getuid():
        local, words = tmp_path_factory.mktemp("own") / "local", []
    else:
        # Root plays an ordinary user: nobody, with a folder of his own.
        home = Path(tempfile.mkdtemp(dir="/var/tmp"))
        os.chown(home, NOBODY, NOBODY)
        local = home / "local"
        words = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    made = House(local, HOME="/nonexistent")
    code = START.format(kind="test") + WHERE + "\nc.destroy()"
    done = subprocess.run(
        [*words, "/usr/bin/python3", "-c", code],
        env=made.env,
        cwd="/",
        capture_output=True,
        text=True,
    )
    subprocess.run(["rm", "-rf", str(local.parent)], check=True)
    assert done.stdout.strip() == str(local / "pg-test"), done.stderr


def test_database_of_somebody_else(house, tmp_path):
    """On the user's own server a database ``demo`` that is not ours is left alone."""
    folder = _start(house, "run", WHERE)
    _start(house, "run", "c.sql('create database demo')\nprint(1)")
    other = House(tmp_path / "other", PGHOST=folder, PGPORT="5432", PGUSER="odoo")
    code = (
        "from house import desk\nfrom house.cluster import Cluster\n"
        "from house.odoo import Odoo\nfrom pathlib import Path\n"
        "desk._prepare(Odoo(None, Path('x'), Cluster('run'), Path('x')))"
    )
    done = other.run(code)
    assert "a database 'demo' that this checkout did not make" in done.stderr
    assert _start(house, "run", "print(*c.sql('select 1', 'demo'))") == "1"
