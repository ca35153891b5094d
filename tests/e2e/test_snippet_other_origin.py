# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The code to copy into a site, used from another origin: by a browser, and on a command line."""

import json
import subprocess
import time
from contextlib import contextmanager

import pytest
from intake_door import site
from playwright.sync_api import expect

CONSENT = "I agree to be called back, <b>only</b> about this."
FIELDS = (
    "contact_name", "phone", "email", "message", "channel", "origin", "page", "referrer",
    "keyword", "utm_source", "utm_medium", "utm_campaign", "click_ids", "language", "consent",
    "consent_text", "attachment_ids", "result",
)  # fmt: skip
MARKS = "utm_source=duck&utm_medium=cpc&utm_campaign=spring&utm_term=buy+pump&gclid=Cj0"


@contextmanager
def landing_page(snippet):
    """A site with the snippet on one page, and a page that links to it."""
    pages = {}
    with site(pages) as url:
        frame = '<!DOCTYPE html><html lang="{}"><meta charset="utf-8"><body>{}</body></html>'
        pages["/"] = frame.format("en", f'<a href="/offer?{MARKS}">Offer</a>')
        pages["/offer"] = frame.format("en-GB", snippet)
        yield url


@pytest.fixture
def errors(page):
    """What the page complains about; nothing, at the end of a test."""
    found = []
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert not found


def fill(page, url, *, consent=True):
    """Come by the link, fill in the form as a person does."""
    page.goto(url)
    page.click("text=Offer")
    page.get_by_label("Name").fill("Олена Коваль")
    page.get_by_label("Phone").fill("050 123 45 67")
    page.get_by_label("E-mail").fill("olena@example.com")
    page.get_by_label("Message").fill("Two pumps,\nplease")
    if consent:
        page.get_by_label(CONSENT).check()


def wait_for(door, count):
    """The requests of a door, when there are as many as expected."""
    deadline = time.monotonic() + 20
    while len(rows := door.received(*FIELDS)) < count:
        assert time.monotonic() < deadline, rows
        time.sleep(0.1)
    return rows


def check_request(row, url):
    """Everything the visitor wrote and where the visitor came from."""
    assert row["contact_name"] == "Олена Коваль"
    assert (row["phone"], row["email"]) == ("+380 50 123 4567", "olena@example.com")
    assert row["message"] == "Two pumps,\nplease"
    assert (row["channel"], row["origin"]) == ("web_form", url)
    assert row["page"] == f"{url}/offer?{MARKS}"
    assert row["referrer"] == f"{url}/"
    assert (row["utm_source"], row["utm_medium"]) == ("duck", "cpc")
    assert (row["utm_campaign"], row["keyword"]) == ("spring", "buy pump")
    assert row["click_ids"] == {"gclid": "Cj0"}
    assert row["language"] == "en-GB"
    assert (row["consent"], row["consent_text"]) == (True, CONSENT)


def test_html_form(page, errors, make_door):
    """The plain form: the visitor lands on our thank-you page."""
    door = make_door(consent_text=CONSENT)
    with landing_page(door.snippet("html")) as url:
        fill(page, url)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading")).to_have_text("Thank you")
        assert page.url.split("?")[0].endswith(f"{door.path}/thanks")
        [row] = wait_for(door, 1)
        check_request(row, url)


def test_html_form_without_scripts(browser, make_door):
    """A browser without scripts: no marks of the visit, but the request arrives."""
    door = make_door(file_limit_kb=0)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    with landing_page(door.snippet("html")) as url:
        fill(page, url, consent=False)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading")).to_have_text("Thank you")
        [row] = wait_for(door, 1)
        assert (row["phone"], row["page"]) == ("+380 50 123 4567", False)
    context.close()


def test_html_form_pressed_twice(page, errors, make_door):
    """An impatient visitor makes one request; a second one later is a second one."""
    door = make_door(consent_text=CONSENT)
    with landing_page(door.snippet("html")) as url:
        fill(page, url)
        page.get_by_role("button", name="Send").dblclick()
        expect(page.get_by_role("heading")).to_have_text("Thank you")
        assert len(wait_for(door, 1)) == 1
        page.go_back()
        page.get_by_label("Message").fill("And a hose")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading")).to_have_text("Thank you")
        assert [row["message"] for row in wait_for(door, 2)][1] == "And a hose"


@pytest.mark.parametrize("file_limit_kb", [0, 100])
def test_fetch_from_another_origin(page, errors, make_door, file_limit_kb):
    """The browser asks first (OPTIONS), then the script sends; the visitor stays on the page."""
    pages = {}
    with site(pages) as url:
        door = make_door(consent_text=CONSENT, allowed_origins=url, file_limit_kb=file_limit_kb)
        pages["/"] = f'<!DOCTYPE html><a href="/offer?{MARKS}">Offer</a>'
        snippet = door.snippet("fetch")
        pages["/offer"] = f'<!DOCTYPE html><html lang="en-GB"><body>{snippet}</body></html>'
        fill(page, url)
        if file_limit_kb:
            plan = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"A plan"}
            page.get_by_label("Files").set_input_files([plan])
        page.get_by_role("button", name="Send").dblclick()
        expect(page.get_by_role("status")).to_contain_text("Thank you")
        [row] = wait_for(door, 1)
        check_request(row, url)
        assert len(row["attachment_ids"]) == bool(file_limit_kb)


def test_fetch_from_a_site_that_is_not_allowed(page, errors, make_door):
    """The browser refuses to send; the visitor is told, nothing arrives."""
    door = make_door(consent_text=CONSENT, allowed_origins="https://www.example.com")
    with landing_page(door.snippet("fetch")) as url:
        fill(page, url)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("status")).to_contain_text("did not work")
        assert not door.received()


def test_fetch_tells_what_is_wrong(page, errors, make_door):
    """The script shows the door's own message, and what was typed is still there."""
    door = make_door()
    with landing_page(door.snippet("fetch")) as url:
        page.goto(f"{url}/offer")
        page.get_by_label("Name").fill("Nobody")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("status")).to_contain_text("phone number or an e-mail")
        page.get_by_label("Phone").fill("0501234567")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("status")).to_contain_text("Thank you")
        [row] = wait_for(door, 1)
        assert row["contact_name"] == "Nobody"


def test_trap_is_for_programs(page, errors, make_door):
    """A person cannot see the trap nor step into it; who fills it in is dropped."""
    door = make_door()
    with landing_page(door.snippet("html")) as url:
        fill(page, url, consent=False)
        trap = page.locator("[name=company_url_confirm]")
        expect(trap).not_to_be_in_viewport()
        assert trap.get_attribute("tabindex") == "-1"
        trap.evaluate("input => { input.value = 'http://spam.example'; }")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading")).to_have_text("Thank you")
        [row] = wait_for(door, 1)
        assert row["result"] == "dropped"


def test_curl(make_door):
    """The line works as it stands in a shell."""
    door = make_door()
    done = subprocess.run(
        ["bash", "-c", f"{door.snippet('curl')} -sS"], capture_output=True, text=True, check=True
    )
    answer = json.loads(done.stdout)
    [row] = door.received("reference", "contact_name", "channel", "origin")
    assert answer == {"status": "accepted", "reference": row["reference"]}
    assert (row["contact_name"], row["channel"], row["origin"]) == ("Jane Doe", "api", False)
