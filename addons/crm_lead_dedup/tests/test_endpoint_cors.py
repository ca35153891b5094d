# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .endpoint_common import EndpointCase

PERSON = {"name": "Olha Koval", "phone": "050 123 45 67"}
SITE = "https://www.example.com"
OTHER = "https://other.example.com"


@tagged("post_install", "-at_install")
class TestEndpointCors(EndpointCase):
    """Scripts of the allowed sites may send; each source answers for itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source.allowed_origins = f"{SITE}\nhttp://localhost:8000/\n"
        cls.open_source = cls._create_source()

    def _preflight(self, origin, source=None):
        return self.url_open(
            self._address(source),
            method="OPTIONS",
            headers={
                "Origin": origin,
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "content-type,idempotency-key",
            },
        )

    def test_preflight(self):
        """The browser may send the header that makes a request unique, not the secret."""
        answer = self._preflight(SITE)
        self.assertEqual(answer.status_code, 204)
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], SITE)
        self.assertEqual(answer.headers["Access-Control-Allow-Methods"], "POST")
        self.assertEqual(
            answer.headers["Access-Control-Allow-Headers"], "Content-Type, Idempotency-Key"
        )
        self.assertEqual(answer.headers["Vary"], "Origin")
        self.assertNotIn("Access-Control-Allow-Credentials", answer.headers)

    def test_preflight_of_others(self):
        for answer in (self._preflight(OTHER), self._preflight("null")):
            self.assertEqual(answer.status_code, 403)
            self.assertNotIn("Access-Control-Allow-Origin", answer.headers)
        answer = self.url_open("/crm/intake/nobody", method="OPTIONS", headers={"Origin": SITE})
        self.assertEqual(answer.status_code, 404)
        self.assertNotIn("Access-Control-Allow-Origin", answer.headers)

    def test_preflight_is_not_a_knock(self):
        self._preflight(SITE)
        self.assertFalse(self.env["crm.intake.hit"].search([("source_id", "=", self.source.id)]))

    def test_post(self):
        answer = self._post_json(PERSON, Origin=SITE)
        self.assertEqual(answer.status_code, 202)
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], SITE)
        self.assertEqual(answer.headers["Vary"], "Origin")
        request = self._requests()
        self.assertEqual((request.origin, request.channel), (SITE, "web_form"))

    def test_post_of_others(self):
        answer = self._post_json(PERSON, Origin=OTHER)
        self.assertRefused(answer, 403, "origin")
        self.assertNotIn("Access-Control-Allow-Origin", answer.headers)

    def test_script_may_read_the_error(self):
        """A script of an allowed site can tell its visitor what is wrong, and when to retry."""
        self.source.client_rate_limit = 1
        answer = self._post_json({}, Origin=SITE)
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], SITE)
        answer = self._post_json({}, Origin=SITE)
        self.assertEqual(answer.status_code, 429)
        self.assertEqual(answer.headers["Access-Control-Expose-Headers"], "Retry-After")

    def test_no_list_means_any_site(self):
        answer = self._post_json(PERSON, self.open_source, Origin=OTHER)
        self.assertEqual(answer.status_code, 202)
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], OTHER)

    def test_without_origin_is_counted_apart(self):
        """A server names no origin: allowed, and visible as such on the source."""
        self._post_json(PERSON)
        self._post_json(PERSON, Origin=SITE)
        self._post_json(PERSON, Origin=SITE)
        self.env.invalidate_all()
        self.assertEqual(self.source.request_count, 3)
        self.assertEqual(self.source.without_origin_count, 1)
