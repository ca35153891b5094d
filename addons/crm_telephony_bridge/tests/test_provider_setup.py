# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..models.telephony_provider_secret import KEY_VARIABLE
from ..tools.providers.notice import Notice
from ..tools.seal import new_key
from .rest_common import RestCommon


@tagged("post_install", "-at_install")
class TestProviderSetup(RestCommon):
    """What the administrator copies, and the secret that is shown once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        environment = patch.dict(os.environ, {KEY_VARIABLE: new_key()})
        environment.start()
        cls.addClassCleanup(environment.stop)

    def _provider(self, kind):
        return self.env["telephony.provider"].create({"name": kind, "type": kind})

    def test_addresses(self):
        """The secret stands only in addresses of providers that sign nothing; a bridge has none."""
        self.assertFalse(self._provider("asterisk").webhook_url)
        for kind in ("zadarma", "twilio", "generic"):
            provider = self._provider(kind)
            self.assertTrue(provider.webhook_url.endswith(f"/telephony/webhook/{provider.key}"))
        for kind in ("binotel", "ringostat"):
            self.assertTrue(self._provider(kind).webhook_url.endswith("/SECRET"))

    def test_a_secret_is_shown_once(self):
        """In the answer of the button, and nowhere after it."""
        for kind in ("asterisk", "binotel", "ringostat", "generic"):
            provider = self._provider(kind).with_user(self.manager)
            action = provider.action_make_secret()
            lines = {line["name"]: line["text"] for line in action["params"]["lines"]}
            self.assertEqual(provider.sudo()._open_secrets(), [lines["secret"]])
            self.assertEqual("webhook" in lines, kind in ("binotel", "ringostat"))
            self.assertIn(lines["secret"], lines.get("webhook", lines["secret"]))
            told = str(provider.read()) + str(provider.secret_ids.read())
            self.assertNotIn(lines["secret"], told)

    def test_some_give_it_out_themselves(self):
        """Zadarma's and Twilio's secret is entered, not made."""
        with self.assertRaises(UserError):
            self._provider("zadarma").action_make_secret()
        with Form(self._provider("zadarma").with_user(self.manager)) as form:
            form.new_secret = "from-their-page"
        provider = form.record
        self.assertEqual(provider.sudo()._open_secrets(), ["from-their-page"])
        self.assertFalse(provider.new_secret)

    def test_only_managers(self):
        """Salespeople make no secrets and see no addresses."""
        provider = self._provider("generic").with_user(self.anna)
        with self.assertRaises(AccessError):
            provider.action_make_secret()
        with self.assertRaises(AccessError):
            provider.action_renew_key()
        with self.assertRaises(AccessError):
            provider.read(["webhook_url"])

    def test_new_addresses(self):
        """The old key is good for nothing any more."""
        provider = self._provider("generic")
        old = provider.key
        provider.action_renew_key()
        self.assertNotEqual(provider.key, old)
        self.assertFalse(self.env["telephony.provider"]._by_key(old))


@tagged("post_install", "-at_install")
class TestRouteOfNotices(RestCommon):
    """Cloud providers ask by their notices where a call is to ring."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cloud = cls.env["telephony.provider"].create({"name": "Cloud", "type": "zadarma"})
        queue = cls.queue.copy({"provider_id": cls.cloud.id, "number": "700"})
        cls.env["telephony.route"].create(
            {
                "name": "All",
                "provider_id": cls.cloud.id,
                "target": "queue",
                "queue_id": queue.id,
            }
        )

    def _notice(self, state="ringing", **values):
        values = {"direction": "incoming", "caller_number": "380509999999", **values}
        return Notice("1", state, **values)

    def test_a_call_that_begins(self):
        """Zadarma redirects it, Binotel assigns it."""
        notice = self._notice()
        route = self.cloud._route([notice])
        self.assertEqual(route, "700")
        reply = self.cloud._adapter_class()
        self.assertIn('"redirect": "700"', reply(None).reply([notice], route).body)
        self.cloud.type = "binotel"
        asked = self._notice("routing")
        binotel = self.cloud._adapter_class()
        told = binotel(None).reply([asked], self.cloud._route([asked])).body
        self.assertIn('"assignedToEmployeeNumber": "700"', told)

    def test_what_is_not_asked_is_not_answered(self):
        """A call that rings somebody already, goes out, or is over."""
        for notice in (
            self._notice(extension="101"),
            self._notice(direction="outgoing"),
            self._notice("ended"),
        ):
            self.assertIsNone(self.cloud._route([notice]))
