# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Browsers in which people wait for calls; notes when which card appeared."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from house.system import BROWSERS, ensure_packages, find_program

HEADLESS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# A card is there when its text is: looked at in the moment in which the page changes.
WATCH = """
window.cardsSeen = new Map();
new MutationObserver(() => {
    for (const card of document.querySelectorAll(".o_call_card")) {
        for (const number of card.textContent.replace(/[ ()-]/g, "").match(/38067\\d{7}/g) || []) {
            if (!window.cardsSeen.has(number)) {
                window.cardsSeen.set(number, Date.now() / 1000);
            }
        }
    }
}).observe(document.body, {childList: true, subtree: true, characterData: true});
"""
_NUMBER = re.compile(r"38067\d{7}")


@dataclass(frozen=True)
class Screens:
    """The pages, by their people's extensions."""

    pages: dict[str, Page]

    def seen(self) -> dict[str, dict[str, float]]:
        """Return by extension when the card of which number was there."""
        return {
            extension: page.evaluate("Object.fromEntries(window.cardsSeen)")
            for extension, page in self.pages.items()
        }


@contextmanager
def open_screens(url: str, people: Sequence[tuple[str, str, str]]) -> Iterator[Screens]:
    """Open the web client for each of these people.

    :param people: extension, login, password
    """
    ensure_packages("chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find_program(*BROWSERS), args=HEADLESS)
        pages = {}
        for extension, login, password in people:
            page = running.new_context(viewport={"width": 1366, "height": 900}).new_page()
            page.goto(f"{url}/web/login")
            page.fill("input[name=login]", login)
            page.fill("input[name=password]", password)
            page.click("form.oe_login_form button[type=submit]")
            page.wait_for_selector(".o_main_navbar", timeout=120_000)
            page.evaluate(WATCH)
            pages[extension] = page
        try:
            yield Screens(pages)
        finally:
            running.close()
