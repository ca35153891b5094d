# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import logging
import socket
from unittest.mock import patch
from urllib.parse import urlsplit

from PIL import Image
from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.exceptions import LockError
from odoo.tests import tagged

from ..controllers import crew_body
from .work_link_common import KEY, CrewCase, picture

OTHER = "another-key-0123456789"
MEGABYTE = 1024 * 1024


@tagged("post_install", "-at_install")
class TestCrewReport(CrewCase):
    """Sending a report: once, complete, bounded, and pictures only."""

    def _photo(self, data, name="photo.jpg", kind="image/jpeg", field="photo"):
        return (field, (name, data, kind))

    def _reports(self):
        """What was kept for the deal."""
        return self.env["crm.work.submission"].search([("link_id.lead_id", "=", self.deal.id)])

    def assertRefused(self, answer, status, code):  # noqa: N802 - the family of assertEqual
        """A short sentence, and nothing kept."""
        self.assertEqual((answer.status_code, answer.json()["error"]), (status, code))
        self.assertTrue(answer.json()["message"])
        self.assertFalse(self._reports())

    def test_report(self):
        items = [fields.Command.create({"name": name}) for name in ("Unpack", "Clean up")]
        link, token = self._create_link(item_ids=items, signature_mode="required")
        data = {"result": "All well\x00", "signer": "Ivan", "item": str(link.item_ids[1].id)}
        files = [
            self._photo(picture()),
            self._photo(picture("PNG"), "a.png", "image/png"),
            self._photo(picture("PNG"), field="signature"),
        ]
        answer = self._submit(token, data, files)
        self.assertEqual((answer.status_code, answer.json()["status"]), (200, "received"))
        self.env.invalidate_all()
        report = link.submission_ids
        self.assertEqual((report.result, report.signer), ("All well", "Ivan"))
        self.assertEqual(report.item_ids, link.item_ids[1])
        self.assertEqual(len(report.attachment_ids), 3)
        self.assertEqual(report.attachment_ids.mapped("res_id"), [self.deal.id] * 3)
        self.assertEqual(self._get(token).status_code, 404)

    def test_the_answer_was_lost(self):
        """The phone sends the same report again, also after the link was used up."""
        link, token = self._create_link()
        for _time in range(3):
            self.assertEqual(self._submit(token, {"result": "Done"}).status_code, 200)
        self.env.invalidate_all()
        self.assertEqual((link.use_count, len(link.submission_ids)), (1, 1))
        answer = self._submit(token, {"result": "Done"}, key=OTHER)
        self.assertEqual((answer.status_code, answer.json()["error"]), (404, "gone"))
        self.assertNotIn("kiosk", answer.text)

    def test_closed_links(self):
        link, token = self._create_link()
        link.action_revoke()
        self.assertRefused(self._submit(token, {"result": "Done"}), 404, "gone")

    def test_key_is_needed(self):
        _link, token = self._create_link()
        for key in ("", "short", "x" * 65, "with%20space-0123456789"):
            self.assertRefused(self._submit(token, {"result": "x"}, key=key), 400, "key")

    def test_something_is_missing(self):
        _link, token = self._create_link(photo_mode="required", signature_mode="required")
        self.assertRefused(self._submit(token, {"result": " \n"}), 422, "no_result")
        data = {"result": "Done"}
        self.assertRefused(self._submit(token, data), 422, "no_photo")
        files = [self._photo(picture())]
        self.assertRefused(self._submit(token, data, files), 422, "no_signature")

    def test_what_is_not_asked_is_not_kept(self):
        """Nor read: a stranger may add any field."""
        link, token = self._create_link(photo_mode="no")
        files = [self._photo(b"<svg/>"), self._photo(b"x", field="signature")]
        data = {"result": "Done", "stage_id": "4", "user_id": "1"}
        user = self.deal.user_id
        self.assertEqual(self._submit(token, data, files).status_code, 200)
        self.env.invalidate_all()
        self.assertFalse(link.submission_ids.attachment_ids)
        self.assertEqual(self.deal.user_id, user)

    def test_only_pictures(self):
        """By what they are, not by their names."""
        _link, token = self._create_link()
        for data in (
            b"<html><script>alert(1)</script></html>",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            b"%PDF-1.4",
            b"GIF89a<script>",
            b"MZ" * 100,
        ):
            answer = self._submit(token, {"result": "x"}, [self._photo(data)])
            self.assertRefused(answer, 422, "photo_not_an_image")
        answer = self._submit(token, {"result": "x"}, [self._photo(picture()[:200])])
        self.assertRefused(answer, 422, "photo_damaged")

    def test_metadata_is_gone(self):
        """Where it was taken, and what stands behind the picture, is stored nowhere."""
        exif = Image.Exif()
        exif[0x010E] = "SECRET-PLACE"
        data = picture(exif=exif) + b"<script>SECRET</script>"
        self.assertIn(b"SECRET-PLACE", data)
        link, token = self._create_link()
        self._submit(token, {"result": "Done"}, [self._photo(data)])
        self.env.invalidate_all()
        stored = link.submission_ids.attachment_ids.raw
        self.assertNotIn(b"SECRET", stored)
        self.assertEqual(Image.open(io.BytesIO(stored)).format, "JPEG")

    def test_too_many_photos(self):
        _link, token = self._create_link(max_photos=2)
        files = [self._photo(picture()) for _number in range(3)]
        self.assertRefused(self._submit(token, {"result": "x"}, files), 422, "too_many_photos")

    def test_unreadable(self):
        _link, token = self._create_link()
        address = f"/crew/{token}/submit?key={KEY}"
        headers = {"Accept": "application/json"}
        for kind in ("application/json", "text/plain", "multipart/form-data"):
            answer = self.url_open(
                address, data=b"{}", headers={**headers, "Content-Type": kind}, method="POST"
            )
            self.assertIn(answer.status_code, (400, 422), kind)
        self.assertFalse(self._reports())

    def test_200_megabytes_are_refused_unread(self):
        """The answer comes after the headers, before any of the file."""
        _link, token = self._create_link()
        base = urlsplit(self.base_url())
        with (
            self.allow_requests(),
            socket.create_connection((base.hostname, base.port), 10) as connection,
        ):
            head = (
                f"POST /crew/{token}/submit?key={KEY} HTTP/1.1\r\nHost: {base.netloc}\r\n"
                f"Content-Type: multipart/form-data; boundary=x\r\n"
                f"Cookie: test_request_key={self.http_request_key}\r\n"
                f"Accept: application/json\r\nContent-Length: {200 * MEGABYTE}\r\n\r\n--x\r\n"
            )
            connection.sendall(head.encode())
            answer = connection.recv(4096)
        self.assertIn(b" 413 ", answer.split(b"\r\n")[0])

    def test_large_is_counted_while_it_is_read(self):
        """A body that does not name its length ends at the limit."""
        _link, token = self._create_link()
        chunk = b"x" * MEGABYTE
        sent = []

        def body():
            yield b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\n'
            for number in range(8):
                sent.append(number)
                yield chunk

        with patch.object(crew_body, "MAX_REQUEST", MEGABYTE):
            answer = self.url_open(
                f"/crew/{token}/submit?key={KEY}",
                data=body(),
                headers={
                    "Accept": "application/json",
                    "Content-Type": "multipart/form-data; boundary=x",
                },
                method="POST",
            )
        self.assertRefused(answer, 413, "too_large")

    def test_workers_collide(self):
        """Once: nobody notices. Without end, or locked by another: an honest "try again"."""
        link, token = self._create_link()
        reports = type(self.env["crm.work.submission"])
        take = reports._receive
        failures = [SerializationFailure()]

        def collide(self, *args):
            if failures:
                raise failures.pop()
            return take(self, *args)

        for error in (SerializationFailure, LockError("locked")):
            with patch.object(reports, "_receive", side_effect=error):
                answer = self._submit(token, {"result": "Done"})
            self.assertRefused(answer, 503, "busy")
            self.assertEqual(answer.headers["Retry-After"], "5")
        with patch.object(reports, "_receive", collide):
            self.assertEqual(self._submit(token, {"result": "Done"}).status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(link.use_count, 1)

    def test_secret_is_not_logged(self):
        """The server's log of requests names no token."""
        _link, token = self._create_link()
        record = logging.LogRecord(
            "werkzeug", logging.INFO, "", 0, "%s", (f"POST /crew/{token}/submit?key=x",), None
        )
        self.assertTrue(logging.getLogger("werkzeug").filter(record))
        self.assertEqual(record.getMessage(), "POST /crew/***/submit?key=x")
        record = logging.LogRecord("odoo.http", 0, "", 0, f"GET /crew/{token}", None, None)
        logging.getLogger("odoo.http").filter(record)
        self.assertEqual(record.getMessage(), "GET /crew/***")

    def test_form_without_scripts(self):
        """A page comes back, in the crew's language."""
        _link, token = self._create_link()
        answer = self._submit(token, {"result": "Done"}, Accept="text/html,*/*;q=0.8")
        self.assertIn("text/html", answer.headers["Content-Type"])
        self.assertIn("Your report has been received", answer.text)
