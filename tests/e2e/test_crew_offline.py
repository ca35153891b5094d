# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A crew in a cellar: the page and the photos survive without connection, and a closed browser."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cable import Cable
from desk_server import HEADLESS, Desk
from intake_door import Rpc
from PIL import Image
from playwright.sync_api import Browser, Page, expect

PATIENCE = 45_000
KEPT = "async () => Boolean(await caches.match(location.pathname))"


@pytest.fixture
def cable(sales_desk: Desk) -> Iterator[Cable]:
    """The crew's connection."""
    line = Cable("127.0.0.1", int(urlsplit(sales_desk.url).port))
    yield line
    line.close()


@pytest.fixture
def deal(admin: Rpc) -> int:
    """What the crew works for."""
    [deal] = admin.call("crm.lead", "create", [{"name": "Cellar", "type": "opportunity"}])
    return deal


@contextmanager
def phone(browser: Browser, profile: Path) -> Iterator[Page]:
    """A browser of its own, whose files stay when it is closed."""
    context = browser.browser_type.launch_persistent_context(
        str(profile),
        executable_path=os.environ["HOUSE_BROWSER"],
        args=HEADLESS,
        viewport={"width": 360, "height": 740},
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def make_link(admin: Rpc, deal: int) -> str:
    """The path of a page with photos and a signature."""
    values = {
        "res_model": "crm.lead", "res_id": deal, "name": "Dry the cellar", "channel": "copy",
        "photo_mode": "required", "signature_mode": "required",
    }  # fmt: skip
    [wizard] = admin.call("crm.work.link.send", "create", [values])
    action = admin.call("crm.work.link.send", "action_send", [wizard])
    return urlsplit(action["context"]["default_url"]).path


def fill(page: Page) -> None:
    """Result, photo, signature."""
    photo = io.BytesIO()
    Image.new("RGB", (3000, 2000), (20, 90, 60)).save(photo, "JPEG")
    page.locator("#result").fill("Dry again")
    file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    page.locator("#photos input[multiple]").set_input_files(file)
    expect(page.locator("#photos li img")).to_be_visible(timeout=PATIENCE)
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
    page.mouse.up()


def test_a_closed_browser(
    admin: Rpc, deal: int, cable: Cable, browser: Browser, tmp_path: Path
) -> None:
    """Reported without connection, closed, opened again, closed again: it arrives, once."""
    path = make_link(admin, deal)
    url = f"http://127.0.0.1:{cable.port}{path}"
    with phone(browser, tmp_path) as page:
        page.goto(url)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function(KEPT, timeout=PATIENCE)
        cable.cut()
        page.reload()
        expect(page.locator("h1")).to_have_text("Dry the cellar", timeout=PATIENCE)
        fill(page)
        page.locator("button[type=submit]").click()
        expect(page.locator("[data-state=waiting]")).to_be_visible(timeout=PATIENCE)
    with phone(browser, tmp_path) as page:
        page.goto(url)
        expect(page.locator("[data-state=waiting]")).to_be_visible(timeout=PATIENCE)
    cable.mend()
    with phone(browser, tmp_path) as page:
        page.goto(url)
        expect(page.locator("[data-state=received]")).to_be_visible(timeout=PATIENCE)
    [link] = admin.call(
        "crm.work.link", "search_read", [["lead_id", "=", deal]], ["use_count", "submission_ids"]
    )
    assert (link["use_count"], len(link["submission_ids"])) == (1, 1)
    files = admin.call(
        "ir.attachment", "search_read",
        [["res_model", "=", "crm.lead"], ["res_id", "=", deal]], ["mimetype", "name"],
    )  # fmt: skip
    assert [file["mimetype"] for file in files] == ["image/jpeg"] * 2
