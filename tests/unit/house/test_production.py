# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The numbers of the production configuration add up, and its documents say what is in the files.

`tests/e2e/test_deployment.py` starts Odoo with these very files.
"""

import re

import pytest

GIB = 1024**3
# The machine that odoo.conf.example names.
CORES, MEMORY = 4, 16 * GIB
# What the configuration has to speak of, switched on or off.
SUBJECTS = {
    "addons_path", "data_dir", "with_demo", "db_name", "dbfilter", "list_db", "admin_passwd",
    "db_host", "db_user", "db_replica_host", "db_replica_port", "http_interface", "http_port",
    "gevent_port", "proxy_mode", "workers", "max_cron_threads", "limit_memory_soft",
    "limit_memory_hard", "limit_time_cpu", "limit_time_real", "limit_time_real_cron",
    "db_maxconn", "db_maxconn_gevent", "logfile", "log_level", "log_handler",
}  # fmt: skip
PAGES = ("docs/deployment.md", "docs/deployment/container.md", "docs/deployment/operation.md")


@pytest.fixture
def conf(root):
    """Return the text of odoo.conf.example."""
    return (root / "odoo.conf.example").read_text(encoding="utf-8")


@pytest.fixture
def on(conf):
    """Return the options that are on, with their values."""
    return dict(re.findall(r"^(\w+) =(?: (.*))?$", conf, re.MULTILINE))


@pytest.fixture
def site(root):
    """Return the text of the nginx site."""
    return (root / "docs/deployment/nginx.conf").read_text(encoding="utf-8")


@pytest.fixture
def page(root):
    """Return the text of the deployment page."""
    return (root / "docs/deployment.md").read_text(encoding="utf-8")


def test_every_subject_is_spoken_of(conf):
    """Each option is there once, and a comment stands above it or above its group."""
    named = re.findall(r"^(?:; )?(\w+) =", conf, re.MULTILINE)
    assert len(named) == len(set(named))
    assert SUBJECTS - set(named) == set()
    assert not re.search(r"\n\n(?:; )?\w+ =", conf)


def test_doors_are_closed(on):
    """Only the proxy reaches Odoo, only one database is served, no list of them is given."""
    assert on["http_interface"] == "127.0.0.1"
    assert on["proxy_mode"] == "True"
    assert on["list_db"] == "False"
    assert on["with_demo"] == "False"
    assert re.fullmatch(r"\^\w+\$", on["dbfilter"])
    assert on["dbfilter"] == f"^{on['db_name']}$"


def test_master_password_is_to_be_set(conf, on):
    """No password is delivered that anybody could know, and the file says how to make one."""
    assert on["admin_passwd"] == ""
    above = conf[: conf.index("\nadmin_passwd =")].rsplit("\n\n", 1)[1]
    assert "CHANGE" in above
    assert "openssl rand" in above
    assert "pbkdf2_sha512" in above


def test_processes_fit_the_cores(on):
    """Twice the cores and one, as Odoo advises, scheduled jobs included."""
    assert int(on["workers"]) + int(on["max_cron_threads"]) == 2 * CORES + 1


def test_processes_fit_the_memory(on, page):
    """Two heavy processes and eight light ones fit beside PostgreSQL and the system."""
    database = int(re.search(r"^shared_buffers = (\d+)GB", page, re.MULTILINE)[1]) * GIB
    processes = int(on["workers"]) + int(on["max_cron_threads"]) + 1
    heavy = 2 * int(on["limit_memory_soft"])
    assert database == MEMORY // 4
    assert heavy + (processes - 2) * GIB // 2 <= MEMORY - database - 2 * GIB - 2 * GIB
    assert int(on["limit_memory_soft"]) < int(on["limit_memory_hard"]) <= 2.5 * GIB


def test_connections_fit_the_database(on, page):
    """PostgreSQL never refuses Odoo, and leaves room for its administrator and a backup."""
    allowed = int(re.search(r"^max_connections = (\d+)", page, re.MULTILINE)[1])
    computing = int(on["workers"]) + int(on["max_cron_threads"])
    taken = computing * int(on["db_maxconn"]) + int(on["db_maxconn_gevent"])
    assert taken <= allowed - 3 - 5


def test_proxy_waits_longer_than_odoo(on, site):
    """A request that takes too long is ended by Odoo, which says why."""
    assert int(re.search(r"proxy_read_timeout (\d+)s", site)[1]) > int(on["limit_time_real"])
    assert int(on["limit_time_cpu"]) < int(on["limit_time_real"])


def test_proxy_leads_to_the_ports(on, site):
    """The site and the configuration speak of the same ports."""
    servers = dict(re.findall(r"upstream (\w+) \{\s+server ([\d.:]+);", site))
    assert servers == {
        "sales_desk": f"127.0.0.1:{on['http_port']}",
        "sales_desk_gevent": f"127.0.0.1:{on['gevent_port']}",
    }


@pytest.mark.parametrize(
    ("header", "value"),
    [("Host", "$http_host"), ("For", "$remote_addr"), ("Proto", "$scheme")],
)
def test_proxy_sets_what_odoo_believes(site, header, value):
    """What a visitor sends under these names never reaches Odoo; no location undoes it."""
    assert site.count(f"proxy_set_header X-Forwarded-{header} {value};") == 1
    inside = re.findall(r"^    location .*?^    \}", site, re.MULTILINE | re.DOTALL)
    assert inside
    assert not any("proxy_set_header" in block for block in inside)


def test_page_shows_the_site(page, site):
    """The page shows the site as the file has it."""
    assert f"```nginx\n{site}```" in page


@pytest.mark.parametrize("name", PAGES)
def test_files_named_are_there(root, name):
    """What a page copies or mounts from the repository is in it."""
    text = (root / name).read_text(encoding="utf-8")
    named = set(re.findall(r"/opt/sales-desk/([\w./-]+)", text))
    named |= set(re.findall(r"^\s*COPY (\S+)", text, re.MULTILINE))
    assert {path for path in named if not (root / path).exists()} == set()
