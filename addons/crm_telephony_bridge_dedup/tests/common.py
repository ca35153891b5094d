# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.crm_telephony_bridge.tests.common import TelephonyCommon

STRANGER = "+380671112233"


class CallRequestCommon(TelephonyCommon):
    """Calls are delivered, and the cron has its turn."""

    def setUp(self):
        super().setUp()
        # A test is one transaction.
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_values: 60.0)

    def _called(self, *states, provider=None):
        """The calls of these states, after the cron."""
        calls = self._ingest(*states, provider=provider)
        self._run()
        return calls

    def _run(self):
        self.calls._cron_requests()
        self.env.flush_all()

    def _missed(self, external_id="1.1", **values):
        """Rang at 101 and 102, and nobody took it."""
        legs = [self._leg("101"), self._leg("102")]
        told = {"disposition": "missed", "answered_by": None, "talk": 0, "legs": legs}
        return self._ended(external_id, **{**told, **values})
