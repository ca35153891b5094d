# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .common import TelephonyCommon


@tagged("post_install", "-at_install")
class TestCallSilent(TelephonyCommon):
    """Calls of which nothing more was heard end, and the truth still counts when it comes."""

    def setUp(self):
        super().setUp()
        cron = self.env.registry["ir.cron"]
        self.patch(cron, "_commit_progress", lambda *_some, **_how: 60.0)
        self.calls.search([("state", "!=", "ended")])._end_unheard()

    def _aged(self, state, **age):
        """A call of which this was told so long ago."""
        call = self._ingest(state)
        then = fields.Datetime.now() - timedelta(**age)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE telephony_call SET started_at = %s, write_date = %s WHERE id = %s",
            (then, then, call.id),
        )
        call.invalidate_recordset()
        return call

    def test_rings_no_more(self):
        """Of no known outcome, at the moment it was last heard of; its card closes."""
        call = self._aged(self._state("old"), minutes=16)
        young = self._aged(self._state("young"), minutes=14)
        told = []

        def heard(_partners, _type, card, **_more):
            told.append(card)

        with patch.object(self.env.registry["res.partner"], "_bus_send", heard):
            self.calls._cron_silent()
        self.assertEqual((call.state, call.disposition), ("ended", "failed"))
        self.assertEqual(call.ended_at, call.started_at)
        self.assertTrue(all(call.leg_ids.mapped("ended_at")))
        self.assertEqual(call.missed_state, "none", "nobody knows that it was missed")
        self.assertEqual([(card["call_id"], card["state"]) for card in told], [(call.id, "ended")])
        self.assertEqual(young.state, "ringing")

    def test_talks_no_more(self):
        """Somebody answered it: that much is known."""
        up = {"state": "ongoing", "answered_by": "101", "version": 2}
        call = self._aged(self._state("old", **up), hours=13)
        young = self._aged(self._state("young", **up), hours=11)
        self.calls._cron_silent()
        self.assertEqual((call.state, call.disposition), ("ended", "answered"))
        self.assertEqual(young.state, "ongoing")

    def test_the_truth_comes_later(self):
        """The records of the exchange are believed more than the clock."""
        call = self._aged(self._state("old"), minutes=16)
        self.calls._cron_silent()
        self._ingest(self._ended("old"))
        self.assertEqual((call.state, call.disposition), ("ended", "answered"))

    def test_held_by_a_delivery(self):
        """It is being told of in this moment."""
        call = self._aged(self._state("old"), minutes=16)
        with patch.object(type(call), "try_lock_for_update", lambda calls: calls.browse()):
            self.calls._cron_silent()
        self.assertEqual(call.state, "ringing")
