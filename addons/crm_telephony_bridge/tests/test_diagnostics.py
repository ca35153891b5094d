# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.telephony_diagnostics_words import WORDS
from ..tools import diagnosis
from .rest_common import RestCommon


@tagged("post_install", "-at_install")
class TestDiagnostics(RestCommon):
    """Whether each provider is connected, and what to do when it is not."""

    def _read(self, user=None):
        told = self.env["telephony.diagnostics"].with_user(user or self.manager)
        providers = told.read_diagnostics()["providers"]
        return next(one for one in providers if one["id"] == self.provider.id)

    def _codes(self):
        return [finding["code"] for finding in self._read()["findings"]]

    def test_a_bridge_that_is_silent(self):
        """Never heard of, then connected, then silent; each with what to do."""
        self.assertIn("never", self._codes())
        self.provider.health_at = fields.Datetime.now()
        self.assertNotIn("never", self._codes())
        self.provider.health_at = fields.Datetime.now() - timedelta(minutes=5)
        told = self._read()
        self.assertEqual(told["state"], "error")
        silent = next(one for one in told["findings"] if one["code"] == "silent")
        self.assertIn("systemctl", silent["advice"])

    def test_clock_backlog_and_gaps(self):
        """Figures of the bridge, and the times without a connection."""
        now = fields.Datetime.now()
        self.provider.write({"health_at": now, "clock_skew": -3.5, "backlog": 25})
        self.env["telephony.gap"].create(
            [
                {
                    "provider_id": self.provider.id,
                    "start_at": now - timedelta(hours=hours),
                    "end_at": now,
                    "is_recovered": recovered,
                }
                for hours, recovered in ((1, False), (2, True))
            ]
        )
        told = self._read()
        self.assertEqual((told["clock"], told["backlog"], len(told["gaps"])), (-3.5, 25, 2))
        self.assertLessEqual({"clock", "backlog", "gaps"}, set(self._codes()))

    def test_numbers_that_are_nobodys(self):
        """Internal numbers of the last days without an extension, the busiest first."""
        for number, count in (("177", 1), ("188", 2), ("101", 3)):
            for index in range(count):
                call = self._call(started_at=fields.Datetime.now())
                self.env["telephony.call.leg"].create(
                    {
                        "call_id": call.id,
                        "external_id": f"{number}.{index}",
                        "number": number,
                        "extension_id": self.phones[0].id if number == "101" else False,
                    }
                )
        told = self._read()
        self.assertEqual(
            told["unmatched"], [{"number": "188", "count": 2}, {"number": "177", "count": 1}]
        )
        self.assertIn("unmatched", self._codes())

    def test_phones(self):
        """Each with its person and its last call."""
        now = fields.Datetime.now()
        self._call(self.anna, extension_id=self.phones[0].id, started_at=now)
        told = {one["number"]: one for one in self._read()["extensions"]}
        self.assertEqual(told["101"]["person"], self.anna.name)
        self.assertEqual(told["101"]["last_call"], fields.Datetime.to_string(now))
        self.assertFalse(told["102"]["last_call"])

    def test_a_test_call_needs_a_phone_there(self):
        """It says what is missing instead of calling by another provider."""
        told = self.env["telephony.diagnostics"].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "no phone"):
            told.check_test_call(self.provider.id)
        other = self.env["telephony.provider"].create({"name": "Branch"})
        phones = self.env["telephony.extension"]
        elsewhere = phones.create(
            {"provider_id": other.id, "number": "7", "user_id": self.manager.id}
        )
        with self.assertRaisesRegex(UserError, "Branch"):
            told.check_test_call(self.provider.id)
        elsewhere.provider_id = self.provider
        self.assertTrue(told.check_test_call(self.provider.id))

    def test_every_finding_has_words(self):
        """What is wrong and what to do about it."""
        self.assertEqual(set(WORDS), set(diagnosis.Code.__args__))

    def test_only_for_managers(self):
        """It names the numbers of everybody."""
        for user in (self.anna, self.employee):
            with self.assertRaises(AccessError):
                self._read(user)

    def test_queries_do_not_grow(self):
        """More providers, extensions and calls: the same queries."""

        def spent():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._read()
            return self.env.cr.sql_log_count - before

        spent()
        few = spent()
        for number in range(10):
            provider = self.provider.copy({"name": f"Branch {number}"})
            self.env["telephony.extension"].create(
                {"provider_id": provider.id, "number": "1", "user_id": self.anna.id}
            )
        self.assertLessEqual(spent(), few)
