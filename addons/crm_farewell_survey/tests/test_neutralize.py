# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import file_open

from .common_send import SenderCommon

NOW = datetime(2026, 1, 5, 10)


@tagged("post_install", "-at_install")
class TestNeutralize(SenderCommon):
    """A copy of the database, with a mail server of its own."""

    def test_copy_writes_to_nobody(self):
        """Neither letters nor reminders leave it, and nothing new is planned."""
        sent = self._lost()
        self._send()
        planned, held = self._lost(), self._lost()
        held.action_hold()
        self.env.flush_all()
        with file_open("crm_farewell_survey/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        with freeze_time(NOW + timedelta(days=10)):
            self.assertFalse(self._send())
        self.assertEqual((sent.state, planned.state, held.state), ("sent", *["cancelled"] * 2))
        self.assertFalse(sent.token_ids)
        self.assertEqual(planned.reason, "neutralized")
        self.assertFalse(self._lost())
