# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.sql_db import PoolError
from odoo.tests import tagged

from .endpoint_common import EndpointCase

PERSON = {"name": "Olha Koval", "phone": "050 123 45 67"}
KB = 1024


@tagged("post_install", "-at_install")
class TestEndpointRefuses(EndpointCase):
    """Each reason has its status and its code; nothing is kept."""

    def _address(self, source=None):
        return self.address if hasattr(self, "address") else super()._address(source)

    def test_unknown_key(self):
        for key in ("nobody", "%00", "%ff%fe", "a%2Fb", "x" * 500, "' OR 1=1 --"):
            with self.subTest(key=key):
                self.address = f"/crm/intake/{key}"
                self.assertEqual(self._post_json(PERSON).status_code, 404)
        del self.address
        self.assertFalse(self._requests())

    def test_archived_source_and_old_key(self):
        self.source.active = False
        self.assertRefused(self._post_json(PERSON), 404, "unknown_key")
        self.source.active = True
        self.address = f"/crm/intake/{self.source.key}"
        self.source.action_renew_key()
        self.assertRefused(self._post_json(PERSON), 404, "unknown_key")

    def test_content_type(self):
        for kind in ("text/plain", "application/xml", "image/png", "nonsense", ""):
            with self.subTest(kind=kind):
                self.assertRefused(self._post_body(b"{}", kind), 415, "unsupported_type")

    def test_no_way_to_answer(self):
        """Neither a phone nor an e-mail: there is nobody to call back."""
        for values in ({}, {"name": "X"}, {"phone": " - ", "email": "none"}, {"phone": ["1"]}):
            with self.subTest(values=values):
                self.assertRefused(self._post_json(values), 422, "no_contact")

    def test_unreadable_phone_is_enough(self):
        """What a person can read, a program need not."""
        self.assertEqual(self._post_json({"phone": "ask for 12"}).status_code, 202)

    def test_too_large(self):
        body = b'{"phone": "0501234567", "message": "%s"}'
        fits = self._post_body(body % (b"a" * 64_000), "application/json")
        self.assertEqual(fits.status_code, 202)
        self._requests().sudo().unlink()
        answer = self._post_body(body % (b"a" * 65_536), "application/json")
        self.assertRefused(answer, 413, "too_large")

    def test_too_large_in_pieces(self):
        """A body that does not name its length is counted while it is read."""
        pieces = (b"a" * KB for _piece in range(200))
        self.assertRefused(self._post_body(pieces, "application/json"), 413, "too_large")

    def test_large_fields_of_multipart(self):
        """The limit for files is not one for texts."""
        parts = [("message", (None, "a" * 70 * KB))]
        answer = self._post_form(PERSON, files=parts, Accept="*/*")
        self.assertRefused(answer, 413, "too_large")

    def test_files(self):
        self.source.file_limit_kb = 10
        many = [("f", (f"{number}.txt", b"x", "text/plain")) for number in range(11)]
        large = [("f", (f"{number}.txt", b"x" * 6 * KB, "text/plain")) for number in range(2)]
        huge = [("f", ("a.txt", b"x" * 500 * KB, "text/plain"))]
        for files, code in ((many, "too_many_files"), (large, "files_too_large")):
            self.assertRefused(self._post_form(PERSON, files=files, Accept="*/*"), 413, code)
        answer = self._post_form(PERSON, files=huge, Accept="*/*")
        self.assertRefused(answer, 413, "too_large")
        self.source.file_limit_kb = 0
        answer = self._post_form(PERSON, files=many[:1], Accept="*/*")
        self.assertRefused(answer, 413, "files_too_large")

    def test_malformed(self):
        for kind, body in (
            ("application/json", b"{"),
            ("application/json", b"[1]"),
            ("application/json", b"\xff\xfe"),
            ("application/json", b"[" * 60_000),
            ("multipart/form-data", b"--x"),
            ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
            ("multipart/form-data; boundary=" + "x" * 300, b"a"),
        ):
            with self.subTest(kind=kind[:40], body=body[:20]):
                answer = self._post_body(body, kind)
                self.assertIn(answer.status_code, (400, 422), answer.text)
                self.assertLess(len(answer.content), 300)
        self.assertFalse(self._requests())

    def test_long_idempotency_key(self):
        answer = self._post_json(PERSON, **{"Idempotency-Key": "k" * 201})
        self.assertRefused(answer, 422, "idempotency_key")

    def test_other_methods(self):
        """The door is for posting; looking at it changes nothing."""
        for method in ("GET", "PUT", "DELETE", "HEAD"):
            answer = self.url_open(self._address(), method=method)
            self.assertEqual(answer.status_code, 405, method)
        self.assertFalse(self._requests())

    def test_conflict_without_end(self):
        """Workers that never come to an end: an honest "try again", not a lost request."""
        service = type(self.env["crm.intake"])
        with patch.object(service, "receive", side_effect=SerializationFailure):
            answer = self._post_json(PERSON)
        self.assertRefused(answer, 503, "busy")
        self.assertEqual(answer.headers["Retry-After"], "5")

    def test_no_connection_left(self):
        """Neither to count the knock nor to keep the request: the sender may try again."""
        for model, method in (("crm.intake.hit", "_knock"), ("crm.intake", "receive")):
            full = patch.object(type(self.env[model]), method, side_effect=PoolError)
            with self.subTest(method=method), full:
                self.assertRefused(self._post_json(PERSON), 503, "busy")

    def test_page_for_a_person(self):
        """A browser gets a small page in its language, with the right status."""
        answer = self._post_form({"name": "X"}, **{"Accept-Language": "xx,en;q=0.5"})
        self.assertEqual(answer.status_code, 422)
        self.assertIn("text/html", answer.headers["Content-Type"])
        self.assertIn('<html lang="en-US"', answer.text)
        self.assertIn("phone number or an e-mail", answer.text)


@tagged("post_install", "-at_install")
class TestEndpointLimits(EndpointCase):
    """Too many requests: of the source, and of one visitor."""

    def test_visitor(self):
        self.source.client_rate_limit = 2
        statuses = [self._post_json(PERSON).status_code for _post in range(3)]
        self.assertEqual(statuses, [202, 202, 429])

    def test_source(self):
        self.source.rate_limit = 2
        self._post_json(PERSON)
        self._post_json(PERSON)
        answer = self._post_json(PERSON)
        self.assertEqual(answer.status_code, 429)
        self.assertEqual(answer.json()["error"], "too_many")
        self.assertIn(int(answer.headers["Retry-After"]), range(50, 61))
        self.assertEqual(len(self._requests()), 2)

    def test_refused_requests_count(self):
        """Whoever sends rubbish uses up the limit, too."""
        self.source.client_rate_limit = 1
        self.assertEqual(self._post_json({}).status_code, 422)
        self.assertEqual(self._post_json(PERSON).status_code, 429)

    def test_each_source_has_its_own(self):
        self.source.rate_limit = 1
        self._post_json(PERSON)
        self.assertEqual(self._post_json(PERSON, self._create_source()).status_code, 202)

    def test_a_minute_later(self):
        self.source.client_rate_limit = 1
        self._post_json(PERSON)
        self.env.cr.execute("UPDATE crm_intake_hit SET hit_at = hit_at - INTERVAL '61 seconds'")
        self.assertEqual(self._post_json(PERSON).status_code, 202)

    def test_program_with_secret(self):
        """A server sends for all its visitors: only the limit of the source holds."""
        self.source.client_rate_limit = 1
        self.source.rate_limit = 3
        headers = {"Authorization": f"Bearer {self.source._new_secret()}"}
        statuses = [self._post_json(PERSON, **headers).status_code for _post in range(4)]
        self.assertEqual(statuses, [202, 202, 202, 429])

    def test_address_is_not_kept(self):
        """Only a keyed hash of the visitor's address, without the key worth nothing."""
        self._post_json(PERSON)
        hit = self.env["crm.intake.hit"].search([("source_id", "=", self.source.id)])
        self.assertRegex(hit.client, r"\A[0-9a-f]{64}\Z")
        self.assertNotIn("127.0.0.1", hit.client)
