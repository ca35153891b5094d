# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
from unittest.mock import patch

from odoo.sql_db import db_connect
from odoo.tests import HttpCase, tagged

from ..controllers.route import LOCKS, SLOTS
from ..models.telephony_provider_secret import KEY_VARIABLE
from ..tools.seal import new_key
from .rest_common import RestCommon

SECRET = "a-secret-that-is-long-enough-0123456789"


@tagged("post_install", "-at_install")
class TestRouteDoor(HttpCase, RestCommon):
    """The PBX asks over HTTP; whatever goes wrong, it is told quickly and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        environment = patch.dict(os.environ, {KEY_VARIABLE: new_key()})
        environment.start()
        cls.addClassCleanup(environment.stop)
        cls.provider._set_secret(SECRET)
        cls.env["telephony.route"].create(
            {"name": "Sales", "provider_id": cls.provider.id, "target": "queue",
             "queue_id": cls.queue.id, "caller": "unknown"}
        )  # fmt: skip
        cls.env["res.partner"].create({"name": "Ivan", "phone": "+380671112233"})

    def _ask(self, path="", *, key=None, headers=None, **asked):
        self.env.flush_all()
        key = key or self.provider.sudo().key
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        sent = {"X-Telephony-Token": SECRET} if headers is None else headers
        return self.url_open(f"/telephony/route/{key}{path}?{query}", headers=sent)

    def test_an_extension_and_nothing_else(self):
        """Plain text for a dialplan, JSON for who asks for it, empty when no rule decides."""
        answer = self._ask(caller="0509999999", did="380442003040")
        self.assertEqual((answer.status_code, answer.text), (200, "600"))
        self.assertIn("text/plain", answer.headers["Content-Type"])
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        headers = {"X-Telephony-Token": SECRET, "Accept": "application/json"}
        self.assertEqual(self._ask(headers=headers).json(), {"extension": "600"})
        self.assertEqual(self._ask(caller="%2B380671112233").text, "")

    def test_who_may_ask(self):
        """A wrong or missing secret, an unknown key, a provider that is switched off."""
        self.assertEqual(self._ask(headers={}).status_code, 401)
        self.assertEqual(self._ask(headers={"X-Telephony-Token": "x"}).status_code, 401)
        self.assertEqual(self._ask(key="nobody").status_code, 404)
        self.provider.is_enabled = False
        self.assertEqual(self._ask().status_code, 404)

    def test_secret_in_the_address(self):
        """From a listed address only."""
        path = f"/{SECRET}"
        self.assertEqual(self._ask(path, headers={}).status_code, 401)
        self.provider.address_list = "127.0.0.0/8"
        self.assertEqual(self._ask(path, headers={}).text, "600")
        self.assertEqual(self._ask("/wrong", headers={}).status_code, 401)

    def test_address_list(self):
        """The right secret from another address is refused."""
        self.provider.address_list = "192.0.2.0/28"
        self.assertEqual(self._ask().status_code, 403)

    def test_not_too_many_at_once(self):
        """When the places of the provider are taken, by any worker, it is told so at once."""
        with db_connect(self.env.cr.dbname).cursor() as cr:
            for slot in range(SLOTS):
                place = self.provider.id * SLOTS + slot
                cr.execute("SELECT pg_advisory_xact_lock(%s, %s)", (LOCKS, place))
            answer = self._ask()
            self.assertEqual((answer.status_code, answer.headers["Retry-After"]), (429, "1"))
        self.assertEqual(self._ask().status_code, 200)

    def test_a_short_secret_opens_nothing(self):
        """One can sign with it, but it could be guessed."""
        self.provider._set_secret("short1")
        self.assertEqual(self._ask(headers={"X-Telephony-Token": "short1"}).status_code, 401)
        self.assertEqual(self._ask().status_code, 200)

    def test_strange_numbers(self):
        """No number of a stranger makes an error."""
        for caller in ("", "anonymous", "%00", "9" * 5000, "%F0%9F%93%9E", "'%3B--", "%ED%A0%80"):
            answer = self._ask(caller=caller, did=caller)
            self.assertEqual((answer.status_code, answer.text), (200, "600"), caller[:20])

    def test_a_get_changes_nothing(self):
        """The question is asked in a transaction that could not write."""
        asked = []
        number = type(self.env["telephony.route"])._number

        def spy(routes, *args):
            asked.append(routes.env.cr.readonly)
            return number(routes, *args)

        with patch.object(type(self.env["telephony.route"]), "_number", spy):
            self._ask(caller="0509999999")
        self.assertEqual(asked, [True])
