# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.tests import tagged

from .endpoint_common import EndpointCase

PERSON = {"name": "Olha Koval", "phone": "050 123 45 67"}
EVERYTHING = {
    "name": "Olha Koval",
    "phone": "0501234567",
    "extension": "12",
    "email": "olha@acme.example",
    "company": "Acme",
    "tax_number": "12345678",
    "website": "https://acme.example",
    "country": "UA",
    "message": "Two pumps,\nplease",
    "product_interest": "Pump",
    "page": "https://shop.example/pump",
    "referrer": "https://duckduckgo.com/",
    "utm_source": "duck",
    "utm_medium": "cpc",
    "utm_campaign": "spring",
    "utm_term": "buy pump",
    "utm_content": "banner",
    "keyword": "pump",
    "gclid": "Cj0",
    "language": "uk",
    "consent": True,
    "consent_text": "I agree (v2)",
}


@tagged("post_install", "-at_install")
class TestEndpointAccepts(EndpointCase):
    """What is taken, and what is answered."""

    def test_json(self):
        """202 with a reference; the request is there."""
        response = self._post_json(PERSON)
        self.assertEqual(response.status_code, 202)
        request = self._requests()
        self.assertEqual(response.json(), {"status": "accepted", "reference": request.reference})
        self.assertEqual(request.phone, "+380 50 123 4567")
        self.assertEqual(request.channel, "api")
        self.assertEqual(request.result, "new")

    def test_any_json_type(self):
        """Types that end with +json are JSON, too."""
        body = json.dumps(PERSON).encode()
        response = self._post_body(body, "application/vnd.shop+json; charset=UTF-8")
        self.assertEqual(response.status_code, 202)

    def test_form(self):
        """303 to our thank-you page, which answers without a session."""
        response = self._post_form(PERSON)
        self.assertEqual(response.status_code, 303)
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertEqual(self._requests().channel, "web_form")
        page = self.url_open(response.headers["Location"])
        self.assertEqual(page.status_code, 200)
        self.assertIn("Thank you", page.text)
        self.assertNotIn("Set-Cookie", page.headers)

    def test_form_to_the_page_of_the_source(self):
        self.source.thank_you_url = "https://www.example.com/thanks"
        response = self._post_form(PERSON)
        self.assertEqual(response.headers["Location"], "https://www.example.com/thanks")

    def test_form_by_script(self):
        """A script that sends a form and asks for JSON gets JSON."""
        response = self._post_form(PERSON, Accept="application/json")
        self.assertEqual(response.status_code, 202)
        self.assertEqual(response.json()["status"], "accepted")

    def test_multipart_with_files(self):
        """Files are kept with the request under a harmless name, and never served as a page."""
        files = [
            ("files", ("C:/dir/plan.html", b"<script>alert(1)</script>", "text/html")),
            ("files", ("../\u202ephoto.svg", b"<svg onload='x()'/>", "image/svg+xml")),
            ("files", ("", b"", "application/octet-stream")),
        ]
        response = self._post_form(PERSON, files=files)
        self.assertEqual(response.status_code, 303)
        attachments = self._requests().attachment_ids.sorted("name")
        self.assertEqual(attachments.mapped("name"), ["photo.svg", "plan.html"])
        self.assertEqual(attachments.mapped("mimetype"), ["text/plain"] * 2)
        self.assertEqual(attachments[1].raw, b"<script>alert(1)</script>")
        self.assertFalse(any(attachments.mapped("public")))

    def test_all_fields(self):
        """Every named field arrives in its column."""
        self.assertEqual(self._post_json(EVERYTHING).status_code, 202)
        request = self._requests()
        elsewhere = {"name", "phone", "company", "country", "gclid"}
        for name in set(EVERYTHING) - elsewhere:
            self.assertEqual(request[name], EVERYTHING[name], name)
        self.assertEqual(request.contact_name, "Olha Koval")
        self.assertEqual(request.company_name, "Acme")
        self.assertEqual(request.country_id.code, "UA")
        self.assertEqual(request.click_ids, {"gclid": "Cj0"})
        self.assertTrue(request.consent)
        self.assertEqual(request.consent_at, request.received_at)

    def test_known_and_unknown_look_the_same(self):
        """Neither status, headers nor shape of the answer tell whether a person is known."""
        self._create_lead(phone="+380501234567", contact_name="Olha Koval")
        known = self._post_json(PERSON)
        unknown = self._post_json({**PERSON, "phone": "050 765 43 21"})
        self.assertEqual(self._requests().mapped("result"), ["new", "attached"])
        self.assertEqual(known.status_code, unknown.status_code)
        self.assertEqual(set(known.json()), set(unknown.json()))
        self.assertEqual(len(known.content), len(unknown.content))
        self.assertEqual(set(known.headers), set(unknown.headers))

    def test_idempotency_key(self):
        """The same key makes no second request and gets the same answer."""
        first = self._post_json(PERSON, **{"Idempotency-Key": "order-1"})
        second = self._post_json({"phone": "0509999999"}, **{"Idempotency-Key": "order-1"})
        self.assertEqual(first.json(), second.json())
        self.assertEqual(len(self._requests()), 1)
        self._post_json(PERSON, **{"Idempotency-Key": "order-2"})
        self.assertEqual(len(self._requests()), 2)

    def test_idempotency_key_of_a_form(self):
        """A plain form cannot set a header; pressed twice, its hidden field makes one request."""
        for _press in range(2):
            response = self._post_form({**PERSON, "idempotency_key": "page-1"})
            self.assertEqual(response.status_code, 303)
        self.assertEqual(len(self._requests()), 1)

    def test_honeypot(self):
        """A program that fills in everything is thanked, counted and makes no lead."""
        leads = self.env["crm.lead"].search_count([])
        answer = self._post_json({**PERSON, "company_url_confirm": "http://spam.example"})
        self.assertEqual(answer.status_code, 202)
        request = self._requests()
        self.assertEqual((request.result, request.unclear), ("dropped", "honeypot"))
        self.assertEqual(self.env["crm.lead"].search_count([]), leads)

    def test_raw_payload(self):
        """The raw text is kept for the administrator, without files and without the secret."""
        secret = self.source._new_secret()
        self._post_json({**PERSON, "other": "x\x00y"}, Authorization=f"Bearer {secret}")
        self._post_form(PERSON, files=[("f", ("a.txt", b"inside the file", "text/plain"))])
        form, plain = self._requests()
        self.assertEqual(json.loads(plain.raw_payload)["other"], "x\x00y")
        self.assertNotIn(secret, plain.raw_payload)
        self.assertEqual(json.loads(form.raw_payload), PERSON)

    def test_made_by_the_system(self):
        """Whoever is logged in in that browser has nothing to do with it."""
        self.authenticate(self.user_sales_salesman.login, self.user_sales_salesman.login)
        self._post_json(PERSON)
        request = self._requests()
        self.assertEqual(request.create_uid, self.env.ref("base.user_root"))
        self.assertEqual(request.lead_id.user_id, self.user_sales_manager)


@tagged("post_install", "-at_install")
class TestEndpointTrust(EndpointCase):
    """What only a sender with the secret may say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = cls.source._new_secret()

    def _post_trusted(self, **values):
        return self._post_json({**PERSON, **values}, Authorization=f"Bearer {self.secret}")

    def test_trusted_fields(self):
        moment = self.env.cr.now().replace(microsecond=0)
        answer = self._post_trusted(channel="call", received_at=f"{moment.isoformat()}Z")
        self.assertEqual(answer.status_code, 202)
        request = self._requests()
        self.assertEqual((request.channel, request.received_at), ("call", moment))

    def test_ignored_without_secret(self):
        """A public form may have a field of that name; it means nothing."""
        self._post_json({**PERSON, "channel": "call", "received_at": "2001-01-01T00:00:00Z"})
        request = self._requests()
        self.assertEqual(request.channel, "api")
        self.assertGreater(request.received_at.year, 2020)

    def test_wrong_values(self):
        self.assertRefused(self._post_trusted(channel="smoke"), 422, "channel")
        self.assertRefused(self._post_trusted(channel=["call"]), 422, "channel")
        for moment in ("2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "yesterday", 5):
            self.assertRefused(self._post_trusted(received_at=moment), 422, "received_at")

    def test_wrong_secret(self):
        answer = self._post_json(PERSON, Authorization="Bearer wrong")
        self.assertRefused(answer, 401, "secret")
        self.assertEqual(answer.headers["WWW-Authenticate"], "Bearer")

    def test_revoked_secret(self):
        self.source.action_revoke_secret()
        self.assertRefused(self._post_trusted(), 401, "secret")

    def test_secret_of_another_source(self):
        other = self._create_source()
        answer = self._post_json(PERSON, other, Authorization=f"Bearer {self.secret}")
        self.assertRefused(answer, 401, "secret")

    def test_other_schemes_are_not_for_us(self):
        """A test site behind a password sends one; the request is an ordinary one."""
        self.assertEqual(self._post_json(PERSON, Authorization="Basic YTpi").status_code, 202)
