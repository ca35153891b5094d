# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..tools import tokens
from .work_link_common import KEY, CrewCase

# What prefetches links in letters: scanners of mail servers and messengers.
SCANNERS = (
    "Mozilla/5.0 (compatible; Microsoft Exchange Safe Links)",
    "Barracuda Sentinel (EE)",
    "Mozilla/5.0 (compatible; Proofpoint URL Defense)",
    "WhatsApp/2.23",
    "TelegramBot (like TwitterBot)",
)


@tagged("post_install", "-at_install")
class TestCrewPage(CrewCase):
    """Opening the page: shown to who has the link, and nothing is changed by that."""

    def test_shows_what_to_do(self):
        items = [fields.Command.create({"name": "Unpack <all>"})]
        _link, token = self._create_link(instructions="Ring twice", item_ids=items)
        page = self._get(token)
        self.assertEqual(page.status_code, 200)
        for text in ("Assemble the kiosk", "Ring twice", "Unpack &lt;all&gt;", "Harbour Road 5"):
            self.assertIn(text, page.text)
        self.assertIn("https://www.openstreetmap.org/search?query=Harbour%20Road%205", page.text)

    def test_shows_nothing_else(self):
        """Not the customer, not the revenue: a link is passed on sooner or later."""
        self.deal.write({"contact_name": "Olena Secret", "expected_revenue": 987654})
        _link, token = self._create_link()
        page = self._get(token).text
        for text in ("Olena", "987", "Secret"):
            self.assertNotIn(text, page)

    def test_only_what_is_asked(self):
        _link, token = self._create_link(result_mode="no", photo_mode="no")
        page = self._get(token).text
        for part in ('id="result"', 'id="photos"', 'id="signature"'):
            self.assertNotIn(part, page)
        _link, token = self._create_link(photo_mode="required", signature_mode="required")
        page = self._get(token).text
        for part in ('id="result"', 'id="photos"', 'id="signature"', 'data-required="1"'):
            self.assertIn(part, page)

    def test_scanners_change_nothing(self):
        """Twenty visits of five scanners, and as many HEADs."""
        _link, token = self._create_link()
        before = self._everything()
        for _visit in range(4):
            for agent in SCANNERS:
                self.assertEqual(self._get(token, **{"User-Agent": agent}).status_code, 200)
                head = self._get(token, "HEAD", **{"User-Agent": agent})
                self.assertEqual((head.status_code, head.content), (200, b""))
        self.assertEqual(self._everything(), before)

    def test_submit_is_no_get(self):
        _link, token = self._create_link()
        before = self._everything()
        for method in ("GET", "HEAD", "PUT"):
            answer = self._get(f"{token}/submit?key={KEY}", method)
            self.assertEqual(answer.status_code, 405)
        self.assertEqual(self._everything(), before)

    def test_headers(self):
        """The page goes into no cache and no frame, and its address to no other site."""
        _link, token = self._create_link()
        for answer in (self._get(token), self._get(tokens.new_token())):
            headers = answer.headers
            self.assertEqual(headers["Cache-Control"], "no-store")
            self.assertEqual(headers["Referrer-Policy"], "no-referrer")
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertIn("noindex", headers["X-Robots-Tag"])
            self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"])
            self.assertNotIn("Set-Cookie", headers)
        self.assertNotIn("<script>", self._get(token).text)

    def test_same_page_for_all_that_is_closed(self):
        """Unknown, malformed, expired, revoked and used: nobody learns which."""
        expired, *closed = (self._create_link() for _link in range(3))
        expired[0].expires_at = fields.Datetime.now() - timedelta(seconds=1)
        closed[0][0].action_revoke()
        self._receive(closed[1][0])
        wrong = [expired[1], closed[0][1], closed[1][1], tokens.new_token(), "x", "a" * 500]
        pages = [self._get(token) for token in wrong]
        self.assertEqual({page.status_code for page in pages}, {404})
        self.assertEqual(len({page.content for page in pages}), 1)
        self.assertNotIn("kiosk", pages[0].text)
        self.assertEqual(len({str(sorted(page.headers)) for page in pages}), 1)

    def test_same_work_for_all_that_is_closed(self):
        """As many queries for a link that was there as for one that never was."""
        revoked, token = self._create_link()
        revoked.action_revoke()
        self._get(tokens.new_token())
        counts = []
        for wrong in (token, tokens.new_token()):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self._get(wrong)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_in_the_crews_language(self):
        self.env["res.lang"]._activate_lang("uk_UA")
        _link, token = self._create_link(lang="uk_UA")
        self.assertIn('lang="uk-UA"', self._get(token).text)

    def test_nobodys_session(self):
        """An employee who opens the link sees what the crew sees, and keeps his session."""
        _link, token = self._create_link()
        anonymous = self._get(token).text
        self.authenticate("admin", "admin")
        seen = self._get(token).text
        self.assertEqual(anonymous.split("?key=")[0], seen.split("?key=")[0])
        self.assertEqual(self.url_open("/web/session/check", json={}).status_code, 200)

    def test_worker_of_the_page(self):
        """The script that works without connection may see these pages and no others."""
        answer = self.url_open("/crew/worker.js")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("javascript", answer.headers["Content-Type"])
        self.assertNotIn("Service-Worker-Allowed", answer.headers)


@tagged("post_install", "-at_install")
class TestCrewGuessing(CrewCase):
    """Guessing tokens: twenty a minute, then the address waits."""

    def test_429_after_twenty(self):
        _link, token = self._create_link()
        statuses = [self._get(tokens.new_token()).status_code for _try in range(60)]
        self.assertEqual(statuses, [404] * 20 + [429] * 40)
        answer = self._get(token)
        self.assertEqual(answer.status_code, 429)
        self.assertLessEqual(int(answer.headers["Retry-After"]), 60)
        self.assertGreater(int(answer.headers["Retry-After"]), 0)
        self.assertNotIn("kiosk", answer.text)
        self.assertEqual(self._submit(token, {"result": "x"}).status_code, 429)

    def test_others_are_unaffected(self):
        _link, token = self._create_link()
        failures = self.env["crm.link.failure"]
        for _try in range(25):
            failures._count("192.0.2.7")
        self.assertGreater(failures._seconds_to_wait("192.0.2.7"), 0)
        self.assertEqual(failures._seconds_to_wait("192.0.2.8"), 0)
        self.assertEqual(self._get(token).status_code, 200)

    def test_in_again_after_a_minute(self):
        failures = self.env["crm.link.failure"]
        for _try in range(20):
            failures._count("192.0.2.7")
        row = failures.search([("address", "=", failures._key("192.0.2.7"))])
        self.assertEqual(len(row.failures), 20)
        old = fields.Datetime.now() - timedelta(seconds=61)
        row.failures = [old.isoformat()] * 20
        self.assertEqual(failures._seconds_to_wait("192.0.2.7"), 0)

    def test_address_is_not_kept(self):
        """The table holds no address of a visitor, and old rows go."""
        failures = self.env["crm.link.failure"]
        failures._count("192.0.2.7")
        row = failures.search([("address", "=", failures._key("192.0.2.7"))])
        self.assertNotIn("192.0.2.7", row.address)
        row.failed_at -= timedelta(hours=2)
        failures._gc_failures()
        self.assertFalse(row.exists())

    def test_wrong_reports_count_too(self):
        """Both doors of a link count together."""
        statuses = [
            self._submit(tokens.new_token(), {"result": "x"}).status_code for _try in range(21)
        ]
        self.assertEqual(statuses, [404] * 20 + [429])
