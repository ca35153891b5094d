# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from lxml import html

from odoo.tests import tagged

from .common import DedupCommon


@tagged("post_install", "-at_install")
class TestShown(DedupCommon):
    """What people read of a request outside of its own form."""

    def test_preview_of_the_note(self):
        """Previews of messages leave the tags out; the words stay apart."""
        request = self._receive(name="Olena Koval", phone="0501234567", message="A pump?")
        [note] = request.lead_id.message_ids
        preview = " ".join(html.fromstring(note.body).text_content().split())
        self.assertEqual(
            preview,
            "New request: Olena Koval Channel: Web form Name: Olena Koval"
            " Phone: +380 50 123 4567 A pump?",
        )

    def test_hour_of_the_company(self):
        """Figures by hour count in the company's zone: its own, or the working schedule's."""
        moment = {"received_at": datetime(2026, 1, 15, 22, 30)}
        self.company.partner_id.tz = False
        self.company.resource_calendar_id.tz = "Asia/Taipei"
        self.assertEqual(self._receive(phone="0501234567", request=moment).hour, "06")
        self.company.partner_id.tz = "Europe/Kyiv"
        self.assertEqual(self._receive(phone="0501234568", request=moment).hour, "00")
