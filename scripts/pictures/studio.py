# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A browser in which the demo and a company's site have the names they would have in life."""

import urllib.parse
import urllib.request
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Playwright, ViewportSize, expect

CRM = "http://crm.example.com"
SITE = "http://rooms.example"
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
PATIENCE = 60_000
# Nothing blinks, moves or is half faded in on a picture.
STILL = "*, *::before, *::after {caret-color: transparent !important; transition: none !important}"


class Studio:
    """Who looks at what: pages by role and by size of the screen."""

    def __init__(
        self, playwright: Playwright, browser: str, url: str, logins: dict[str, list[str]]
    ) -> None:
        rule = f"MAP {urlsplit(CRM).hostname}:80 {urlsplit(url).netloc}"
        self._browser = playwright.chromium.launch(
            executable_path=browser, args=[*OPTIONS, f"--host-resolver-rules={rule}"]
        )
        self._playwright = playwright
        self._url = url
        self._logins = logins
        self._desks: dict[str, BrowserContext] = {}
        # Whoever administers logs in first: the demo learns its address from it.
        self.desk("administrator")

    def close(self) -> None:
        """End the browser."""
        self._browser.close()

    def desk(self, role: str) -> Page:
        """A page on a desk's screen, logged in."""
        if role not in self._desks:
            self._desks[role] = self._context(DESK)
            self._login(self._desks[role].new_page(), role)
        return self._still(self._desks[role].new_page())

    def phone(self, role: str) -> Page:
        """A page on a telephone, logged in."""
        context = self._context(PHONE, has_touch=True, is_mobile=True)
        self._login(context.new_page(), role)
        return self._still(context.new_page())

    def visitor(self, html: str) -> Page:
        """A visitor's page on the company's site, whatever the address below it."""
        context = self._context(DESK)
        context.route(
            f"{SITE}/**", lambda route: route.fulfill(body=html, content_type="text/html")
        )
        return self._still(context.new_page())

    def post(self, key: str, values: dict[str, str]) -> None:
        """Send a request to the door with a public key, as the form of a site does."""
        body = urllib.parse.urlencode(values).encode()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        address = f"{self._url}/crm/intake/{key}"
        wanted = {"Accept": "application/json"}
        opener.open(urllib.request.Request(address, body, wanted), timeout=60).close()  # noqa: S310

    def _context(self, size: ViewportSize, **options: bool) -> BrowserContext:
        context = self._browser.new_context(
            viewport=size, locale="en-GB", timezone_id="Europe/Budapest", **options
        )
        context.set_default_timeout(PATIENCE)
        return context

    def _login(self, page: Page, role: str) -> None:
        login, password = self._logins[role]
        page.goto(f"{CRM}/web/login")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", password)
        page.click("form.oe_login_form button[type=submit]")
        page.wait_for_selector(".o_main_navbar")
        page.close()

    def _still(self, page: Page) -> Page:
        page.add_init_script(
            "addEventListener('DOMContentLoaded', () => document.head.append(Object.assign("
            f"document.createElement('style'), {{textContent: {STILL!r}}})))"
        )
        return page


def ready(page: Page, selector: str, count: int = 0) -> None:
    """Wait until something stands there (so many, when said), with its pictures and fonts."""
    found = page.locator(selector)
    if count:
        expect(found).to_have_count(count, timeout=PATIENCE)
    expect(found.first).to_be_visible(timeout=PATIENCE)
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.wait_for_function("[...document.images].every((image) => image.complete)")
