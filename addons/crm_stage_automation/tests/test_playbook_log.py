# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from datetime import datetime
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .runner import RunnerCommon

HERE = Path(__file__).parent.parent


@tagged("post_install", "-at_install")
class TestPlaybookLog(RunnerCommon):
    """What became of each step is said in words, to whom it concerns."""

    def test_every_reason_has_words(self):
        """No reason that the engine gives is shown as a word for programs."""
        given = re.compile(r'(?:"reason": |_cancel\(|(?<!: )"(?:skipped|done)", )"([a-z_]+)"')
        flags = re.compile(r"cancel_([a-z_]+) = fields")
        sources = [*HERE.glob("models/crm_playbook*.py"), *HERE.glob("models/crm_lead*.py")]
        text = "\n".join(file.read_text(encoding="utf-8") for file in sources)
        reasons = {*given.findall(text), *flags.findall(text)}
        self.assertGreater(len(reasons), 15)
        self.assertEqual(reasons - {*self.env["crm.playbook.job"]._reason_words()}, set())
        self.assertIn("daily_cap", self.env["crm.playbook.job"]._reason_words())

    def test_deal_tells(self):
        """A deal counts what waits and what is behind, and opens both."""
        lead = self._create_lead()
        done, waiting = self._done_and_waiting(lead)
        self.assertEqual((lead.waiting_step_count, lead.past_step_count), (1, 1))
        action = lead.with_user(self.user_sales_leads).action_open_steps()
        jobs = self.env["crm.playbook.job"].with_user(self.user_sales_leads)
        self.assertEqual(jobs.search(action["domain"]), done + waiting)
        activity = lead.activity_ids
        self.assertEqual(done.made_text, activity.user_id.name)
        self.assertEqual(done.action_open_made()["res_id"], activity.id)
        self.assertEqual(done.action_open_record()["res_id"], lead.id)
        activity.unlink()
        done.invalidate_recordset()
        self.assertFalse(done.made_text)
        with self.assertRaises(UserError):
            done.action_open_made()

    def test_counts_in_one_query(self):
        """A list of deals asks no more than one deal."""
        leads = self.env["crm.lead"].union(*(self._create_lead() for _number in range(10)))
        for some in (leads[:1], leads):
            self.env.flush_all()
            some.invalidate_recordset()
            with self.assertQueryCount(1):
                some.mapped("waiting_step_count")

    def _done_and_waiting(self, lead):
        """An activity that was made, and a step of tomorrow."""
        done = self._create_jobs(self._create_step("activity"), lead)
        waiting = self._create_jobs(self._create_step("wait"), lead, due=datetime(2099, 1, 1))
        self._run()
        return done, waiting

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_do_now(self):
        """Managers have done at once what waits; others may not."""
        _done, waiting = self._done_and_waiting(self._create_lead())
        with self.assertRaises(AccessError):
            waiting.with_user(self.user_sales_leads).action_do_now()
        waiting.with_user(self.user_sales_manager).action_do_now()
        self._run()
        self.assertEqual(waiting.state, "done")

    def test_error_is_seen_to(self):
        """A manager takes the mark off a rule; a salesperson may not."""
        rule = self._create_rule()
        rule.sudo().write({"error": "No such template", "error_at": "2026-01-01"})
        self.assertTrue(self.playbook.has_error)
        with self.assertRaises(AccessError):
            rule.with_user(self.user_sales_leads).action_clear_error()
        rule.with_user(self.user_sales_manager).action_clear_error()
        self.assertFalse(rule.error or self.playbook.has_error)
