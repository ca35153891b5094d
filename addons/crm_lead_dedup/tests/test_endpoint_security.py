# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .endpoint_common import EndpointCase

PERSON = {"name": "Olha Koval", "phone": "050 123 45 67"}
OURS = ("crm.intake.source", "crm.request", "crm.identifier", "crm.intake.hit", "crm.intake.claim")


@tagged("post_install", "-at_install")
class TestEndpointSecurity(EndpointCase):
    """The door lets requests in; it shows nothing to those outside, and little inside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = cls.source._new_secret()
        cls.portal = mail_new_test_user(cls.env, login="portal.door", groups="base.group_portal")

    def _call(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self.make_jsonrpc_request("/web/dataset/call_kw", params)

    def assertForbidden(self, error, model, method, *args, **kwargs):  # noqa: N802
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self._call(model, method, *args, **kwargs)
        self.assertEqual(caught.exception.args[0], error)

    def test_anonymous_has_no_rpc(self):
        for model in OURS:
            self.assertForbidden("odoo.http.SessionExpiredException", model, "search_read", [])
        self.assertForbidden("odoo.http.SessionExpiredException", "crm.intake", "receive", [{}])
        answer = self.url_open("/json/2/crm.request/search_read", json={"domain": []})
        self.assertEqual(answer.status_code, 401)

    def test_portal_user_sees_nothing(self):
        self._post_json(PERSON)
        self.authenticate("portal.door", "portal.door")
        for model in OURS:
            self.assertForbidden("odoo.exceptions.AccessError", model, "search_read", [])
            self.assertForbidden("odoo.exceptions.AccessError", model, "search_count", [])

    def test_service_is_not_for_rpc(self):
        """Whoever may log in cannot use the service to write with the rights of the system."""
        for user in (self.portal, self.user_sales_salesman, self.user_sales_manager):
            self.authenticate(user.login, user.login)
            for method in ("receive", "receive_committed", "_prepare_item"):
                self.assertForbidden("odoo.exceptions.AccessError", "crm.intake", method, [{}])
            for method in ("_new_secret", "_secret_matches"):
                self.assertForbidden(
                    "odoo.exceptions.AccessError", "crm.intake.source", method, self.source.ids
                )

    def test_salesperson_reads_sources_only(self):
        """The public key is no secret; changing a door is for managers, the hash for nobody."""
        self.authenticate(self.user_sales_salesman.login, self.user_sales_salesman.login)
        ids = self.source.ids
        [row] = self._call("crm.intake.source", "read", ids, ["key", "intake_url"])
        self.assertTrue(row["intake_url"].endswith(f"/crm/intake/{self.source.key}"))
        denied = "odoo.exceptions.AccessError"
        self.assertForbidden(denied, "crm.intake.source", "read", ids, ["secret_hash"])
        for method in ("action_renew_key", "action_revoke_secret"):
            self.assertForbidden(denied, "crm.intake.source", method, ids)
        self.assertForbidden(denied, "crm.intake.source", "write", ids, {"rate_limit": 1})

    def test_secret_is_nowhere(self):
        """After it was made, no field of the source shows it, not even to the administrator."""
        self.authenticate("admin", "admin")
        [row] = self._call("crm.intake.source", "read", self.source.ids, [])
        self.assertNotIn(self.secret, str(row))
        manager = self.source.with_user(self.user_sales_manager)
        self.assertNotIn(self.source.secret_hash, str(manager.read()))

    def test_raw_payload_is_for_the_administrator(self):
        self._post_json(PERSON)
        self.authenticate(self.user_sales_manager.login, self.user_sales_manager.login)
        ids = self._requests().ids
        for name in ("raw_payload", "idempotency_key"):
            self.assertForbidden("odoo.exceptions.AccessError", "crm.request", "read", ids, [name])
        [row] = self._call("crm.request", "read", ids, ["phone"])
        self.assertEqual(row["phone"], "+380 50 123 4567")

    def test_files_are_not_public(self):
        files = [("f", ("plan.txt", b"secret plan", "text/plain"))]
        self._post_form(PERSON, files=files)
        attachment = self._requests().attachment_ids
        for login in (None, "portal.door"):
            self.authenticate(login, login)
            answer = self.url_open(f"/web/content/{attachment.id}", allow_redirects=False)
            self.assertNotIn(b"secret plan", answer.content)
            self.assertNotEqual(answer.status_code, 200)

    def test_thank_you_page_changes_nothing(self):
        """Scanners follow links: the page makes no row and tells not which keys exist."""
        before = [self.env[model].search_count([]) for model in OURS]
        known = self.url_open(f"{self._address()}/thanks?lang=en_US")
        unknown = self.url_open("/crm/intake/nobody/thanks?lang=en_US&x=1")
        self.assertEqual(known.text, unknown.text)
        self.assertEqual([self.env[model].search_count([]) for model in OURS], before)

    def test_no_open_redirect(self):
        """Where a form leads is said by the source, not by who sends it."""
        answer = self._post_form({**PERSON, "thank_you_url": "https://evil.example"})
        self.assertTrue(answer.headers["Location"].startswith(self._address()))
        page = self.url_open(f"{self._address()}/thanks?lang=%22%3E%3Cscript%3Ealert(1)")
        self.assertNotIn("<script>", page.text)
