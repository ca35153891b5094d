# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fixtures of the suite-level tests beside the server and the browser of ``desk_server``."""

import os
import re
from collections.abc import Callable, Generator, Iterator

import pytest
from desk_server import Desk
from intake_door import Door, Rpc, another_server, open_door
from playwright.sync_api import ConsoleMessage, Page

from house import setup
from house.config import kind_dir
from house.server import Server

# Core sends the addresses of new leads to a service on the internet, an hour later or at once, and
# greets who logs in for the first time with a chat window, which comes when it likes and covers a
# telephone's screen.
ALONE = """
    UPDATE ir_cron SET active = false FROM ir_act_server AS action
     WHERE action.id = ir_actions_server_id AND action.code LIKE '%iap_enrich%';
    INSERT INTO ir_config_parameter (key, value) VALUES ('crm.iap.lead.enrich.setting', 'manual')
        ON CONFLICT (key) DO UPDATE SET value = 'manual';
    UPDATE res_users SET odoobot_state = 'disabled';
"""
SCREENSHOTS = kind_dir("test") / "screenshots"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep what the browser showed when a test failed."""
    report = yield
    context = getattr(item, "funcargs", {}).get("context")
    if context and call.when == "call" and report.failed:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(context.pages):
            file = SCREENSHOTS / f"{re.sub(r'[^a-z0-9]+', '-', item.name)}-{number}.png"
            page.screenshot(path=file)
            report.sections.append(("Screenshot", str(file)))
    return report


@pytest.fixture(scope="session", autouse=True)
def left_alone() -> None:
    """No test talks to the internet, no test is talked to; asked before any server starts."""
    setup.odoo("test").cluster.sql(ALONE, os.environ["HOUSE_DATABASE"])


@pytest.fixture(scope="session")
def admin(sales_desk: Desk) -> Rpc:
    """The administrator, calling models."""
    rpc = Rpc(sales_desk, "administrator")
    rpc.call("ir.config_parameter", "set_param", "web.base.url", sales_desk.url)
    return rpc


@pytest.fixture
def errors(page: Page, sales_desk: Desk) -> Iterator[list[str]]:
    """What the pages complain about; nothing, at the end of a test.

    (Fonts that core's website asks of another host are no business of ours.)
    """
    found: list[str] = []

    def note(line: ConsoleMessage) -> None:
        url = line.location["url"]
        ours = not url or url.startswith(sales_desk.url)
        if line.type == "error" and ours:
            found.append(f"{line.text} {url}")

    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", note)
    yield found
    assert not found


@pytest.fixture(scope="session")
def make_door(admin: Rpc) -> Callable[..., Door]:
    """A factory of sources of requests; keywords are their values."""

    def make(**values: object) -> Door:
        return open_door(admin, **values)

    return make


@pytest.fixture(scope="session")
def second_server(sales_desk: Desk) -> Iterator[Server]:
    """A second server process on the same database."""
    with another_server(sales_desk, "second") as started:
        yield started
