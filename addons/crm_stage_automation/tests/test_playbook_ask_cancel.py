# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .runner import RunnerCommon


@tagged("post_install", "-at_install")
class TestPlaybookAskCancel(RunnerCommon):
    """Cancelling what waits of a rule."""

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_number_first(self):
        """Whoever cancels what waits of a rule sees the number first; salespeople may not."""
        step = self._create_step("activity")
        jobs = self._create_jobs(step, self._create_leads(2), due=datetime(2099, 1, 1))
        dialogs = self.env["crm.playbook.cancel"]
        with self.assertRaises(AccessError):
            dialogs.with_user(self.person).create({"rule_id": step.rule_id.id})
        asked = dialogs.with_user(self.leader).create({"rule_id": step.rule_id.id})
        self.assertEqual(asked.waiting_count, 2)
        asked.action_cancel()
        self.assertEqual(set(jobs.mapped("state")), {"cancelled"})
        self.assertEqual(set(jobs.mapped("reason")), {"by_hand"})
