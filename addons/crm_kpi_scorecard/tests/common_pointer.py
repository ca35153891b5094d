# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import time
from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests.common import ChromeBrowser, HttpCase, _registry_test_lock

# Seconds to wait for what should appear.
PATIENCE = 30
CODES = {"ArrowLeft": 37, "ArrowRight": 39}


class PointerCase(HttpCase):
    """A browser whose mouse and keys are pressed from outside of the page.

    The events of a tour are made in the page: they reach what lies under something else, too. These
    go where a hand would go.
    """

    def _play(self, path, login, story):
        """Open a page and play a story in it; what the page logs as an error fails the test."""

        def play(browser, *_code, error_checker=None):
            browser.error_checker = error_checker
            self.browser = browser
            try:
                story()
            except AssertionError:
                browser.take_screenshot().result(PATIENCE)
                raise
            self.assertFalse(browser.had_failure, "the page logged an error")

        with patch.object(ChromeBrowser, "_wait_code_ok", play):
            self.browser_js(path, "", login=login)

    @contextmanager
    def _server(self):
        """Use the database while a page is open: its requests wait meanwhile."""
        self.assertTrue(_registry_test_lock.acquire(timeout=PATIENCE), "the page still asks")
        try:
            self.env.invalidate_all()
            yield
            self.env.flush_all()
        finally:
            _registry_test_lock.release()

    def _evaluate(self, expression):
        """The value of an expression in the page."""
        told = self.browser._websocket_request(
            "Runtime.evaluate", params={"expression": expression, "returnByValue": True}
        )
        return told["result"].get("value")

    def _wait_for(self, expression, value=True):
        """Wait until an expression has a value, and say what it has instead if it does not."""
        until = time.monotonic() + PATIENCE
        while (told := self._evaluate(expression)) != value and time.monotonic() < until:
            time.sleep(0.1)
        self.assertEqual(told, value, expression)

    def _wait_for_bus(self):
        """Wait until the page hears what the server tells; what was told before is not heard."""
        self._wait_for("odoo.__WOWL_DEBUG__.root.env.services.bus_service.workerState", "CONNECTED")
        # The channels are asked for once the line stands.
        time.sleep(2)

    def _centre(self, selector):
        """Where the middle of an element is, brought into sight."""
        one = f"document.querySelector({json.dumps(selector)})"
        self._wait_for(f"Boolean({one})")
        return self._evaluate(
            f"(() => {{ const one = {one}; one.scrollIntoView({{block: 'center'}});"
            " const box = one.getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )

    def _mouse(self, kind, x, y, buttons):
        self.browser._websocket_request(
            "Input.dispatchMouseEvent",
            params={
                "type": kind,
                "x": x,
                "y": y,
                "button": "left" if buttons or kind == "mouseReleased" else "none",
                "buttons": buttons,
                "clickCount": 0 if kind == "mouseMoved" else 1,
            },
        )

    def _press(self, selector):
        """Take hold of an element."""
        x, y = self._centre(selector)
        self._mouse("mouseMoved", x, y, 0)
        self._mouse("mousePressed", x, y, 1)
        return x, y

    def _pull(self, x, y, to_x, steps=8):
        """Move what is held sideways, as a hand does: not in one jump."""
        for number in range(1, steps + 1):
            self._mouse("mouseMoved", x + (to_x - x) * number / steps, y, 1)

    def _click(self, selector):
        x, y = self._press(selector)
        self._mouse("mouseReleased", x, y, 0)

    def _key(self, key):
        """Press a key on what has the focus."""
        for kind in ("rawKeyDown", "keyUp"):
            self.browser._websocket_request(
                "Input.dispatchKeyEvent",
                params={
                    "type": kind,
                    "key": key,
                    "code": key,
                    "windowsVirtualKeyCode": CODES[key],
                },
            )
