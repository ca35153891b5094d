# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""pytest plug-in of the suite-level tests: a server as ``make run`` starts it, and a browser."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from house import desk, ports, server, setup
from house.odoo import Odoo

HEADLESS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Core's own script for mail servers speaks XML-RPC, of which core says that it will go.
XML_RPC = "odoo.addons.rpc.controllers.xmlrpc"
RUNNING_JOBS = """
    SELECT count(*) FROM ir_cron
     WHERE id NOT IN (SELECT id FROM ir_cron FOR UPDATE SKIP LOCKED)
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """A running Sales Desk: its address, its database, who may log in, and the Odoo behind it."""

    url: str
    database: str
    logins: dict[str, list[str]]
    odoo: Odoo
    log: Path

    def login(self, page: Page, role: str) -> None:
        """Log a page in as ``salesperson``, ``team leader`` or ``administrator``."""
        login, password = self.logins[role]
        page.goto(f"{self.url}/web/login")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", password)
        page.click("form.oe_login_form button[type=submit]")
        # The first page of a server builds all assets, perhaps on a busy machine.
        page.wait_for_selector(".o_main_navbar", timeout=120_000)


def port_of_this_run(first: int) -> int:
    """Where to look for a free port: two runs at once would find the same one free."""
    return first + os.getpid() % 500 * 20


def start_desk(workers: int = 0) -> Iterator[Desk]:
    """Start a server on this run's database, threaded or with workers behind nginx; stop it."""
    name = os.environ["HOUSE_DATABASE"]
    odoo = setup.odoo("test")
    roles = {role: (who, f"{role}-of-the-test") for role, who in desk.ROLES.items()}
    order = json.dumps({"roles": roles, "close_others": False})
    logins = json.loads(odoo.script("set_logins", name, stdin=order))
    log = Path(os.environ["HOUSE_LOG_DIR"]) / f"server-{workers}.log"
    listen = server.Listen("127.0.0.1", ports.next_free(port_of_this_run(18069)), workers)
    options = ("--log-level=warn", f"--log-handler={XML_RPC}:ERROR")
    started = server.start(odoo, name, listen, log, *options)
    try:
        server.wait(started)
        yield Desk(listen.url, name, logins, odoo, log)
    finally:
        _let_jobs_end(odoo, name)
        started.stop()


def _let_jobs_end(odoo: Odoo, name: str) -> None:
    """Wait for scheduled jobs: one that is stopped in the middle complains in the log."""
    quiet, deadline = 0, time.monotonic() + 60
    while quiet < 3 and time.monotonic() < deadline:
        quiet = quiet + 1 if odoo.cluster.sql(RUNNING_JOBS, name) == ["0"] else 0
        time.sleep(0.2)


@pytest.fixture(scope="session")
def sales_desk() -> Iterator[Desk]:
    """The threaded server that ``make run`` starts."""
    yield from start_desk()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=os.environ["HOUSE_BROWSER"], args=HEADLESS
        )
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile of the browser: no cookie of another test."""
    fresh = browser.new_context(viewport={"width": 1366, "height": 900}, locale="en-US")
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of a fresh profile."""
    return context.new_page()
