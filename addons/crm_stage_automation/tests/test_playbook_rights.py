# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestPlaybookRights(PlaybookCommon):
    """Steps run with the rights of a user: nobody gets more by editing a rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.user_sales_manager
        cls.system = mail_new_test_user(
            cls.env, login="settings", groups="base.group_system,sales_team.group_sale_manager"
        )
        cls.rule = cls._create_rule()
        cls.step = cls.rule.step_ids
        cls.action_rule = cls._create_rule({"kind": "server_action"}, responsible_id=cls.system.id)

    def _refused(self, *calls, error=AccessError):
        for call in calls:
            with self.subTest(call=call), self.assertRaises(error), self.cr.savepoint():
                call()

    def test_server_actions(self):
        """Only settings administrators choose them, edit their steps, and their rules."""
        rule = self.action_rule.with_user(self.manager)
        step = rule.step_ids
        own = self.step.with_user(self.manager)
        self._refused(
            lambda: own.write({"kind": "server_action"}),
            lambda: own.copy({"kind": "server_action"}),
            lambda: own.rule_id.write(
                {"step_ids": [(0, 0, {"name": "x", "kind": "server_action"})]}
            ),
            lambda: step.write({"delay_amount": 3}),
            lambda: step.write({"rule_id": own.rule_id.id}),
            step.unlink,
            lambda: rule.write({"domain": "[('priority', '=', '1')]"}),
            lambda: rule.write({"responsible_id": self.manager.id}),
            lambda: rule.write({"team_ids": [(5,)]}),
            rule.copy,
            lambda: rule.playbook_id.write({"company_id": self.company.id}),
        )
        self.action_rule.with_user(self.system).domain = "[('priority', '=', '1')]"
        step.with_user(self.system).delay_amount = 3

    def test_responsible_of_server_actions(self):
        """A server action is run for settings administrators only, also when they choose it."""
        self._refused(
            lambda: self.step.with_user(self.system).write({"kind": "server_action"}),
            lambda: self.action_rule.with_user(self.system).write(
                {"responsible_id": self.manager.id}
            ),
            error=ValidationError,
        )

    def test_in_anothers_name(self):
        """A manager has nothing done with the rights of somebody who may do more than he."""
        rule = self.rule.with_user(self.manager)
        self._refused(
            lambda: rule.write({"responsible_id": self.system.id}),
            lambda: rule.copy({"responsible_id": self.system.id}),
        )
        rule.responsible_id = self.user_sales_leads
        rule.responsible_id = self.manager
        self.rule.responsible_id = self.system
        self._refused(
            lambda: rule.write({"domain": "[('priority', '=', '1')]"}),
            lambda: rule.step_ids.write({"delay_amount": 4}),
            lambda: rule.write({"responsible_id": self.manager.id}),
        )

    def test_engine_fields(self):
        """What the engine sets is not set by hand."""
        rule, step = self.rule.with_user(self.manager), self.step.with_user(self.manager)
        self._refused(
            lambda: rule.write({"error": False}),
            lambda: rule.write({"active_since": "2020-01-01 00:00:00"}),
            lambda: step.write({"root_id": self.action_rule.step_ids.id}),
            lambda: step.copy({"root_id": self.action_rule.step_ids.id}),
            error=ValidationError,
        )

    def test_domain_is_data(self):
        """A domain holds values and fields of deals: no code, nothing that is not there."""
        rule = self.rule.with_user(self.manager)
        self._refused(
            lambda: rule.write({"domain": "[('id', '=', __import__('os').getpid())]"}),
            lambda: rule.write({"domain": "[('nowhere', '=', 1)]"}),
            lambda: rule.write({"domain": "[('user_id', '=', uid)]"}),
            lambda: rule.write({"domain": "(("}),
            lambda: rule.write({"domain": "7"}),
            error=ValidationError,
        )

    def test_domain_sees_what_responsible_sees(self):
        """Deals that the responsible user may not read do not fit the domain."""
        self._create_rule(
            domain="[('priority', '=', '0')]", responsible_id=self.user_sales_salesman.id
        )
        lead = self._create_lead(stage_id=self.stage_team1_2.id)
        own = self._create_lead(stage_id=self.stage_team1_2.id, user_id=self.user_sales_salesman.id)
        self._end()
        mine = [("run_as", "=", self.user_sales_salesman.id)]
        jobs = self.env["crm.playbook.job"].search(mine)
        self.assertEqual(jobs.mapped("res_id"), own.ids)
        self.assertNotIn(lead.id, jobs.mapped("res_id"))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_stewards(self):
        """Managers pause, cancel and try again; salespeople do not."""
        lead = self._create_lead(
            stage_id=self.stage_team1_2.id, user_id=self.user_sales_salesman.id
        )
        self._end()
        job = self._jobs(lead, rule_id=self.rule.id)
        worker = job.with_user(self.user_sales_salesman)
        self._refused(
            worker.action_cancel,
            worker.action_retry,
            worker.rule_id.action_pause,
            worker.rule_id.action_cancel_waiting,
            worker.rule_id.playbook_id.action_switch_off,
            worker.rule_id.playbook_id.action_move_waiting,
        )
        rule = self.rule.with_user(self.manager)
        rule.action_pause()
        self.assertTrue(self.rule.paused)
        rule.action_resume()
        self.assertFalse(self.rule.paused)
        self.assertEqual(rule.waiting_count, 1)
        rule.action_cancel_waiting()
        self.assertEqual((job.state, job.reason), ("cancelled", "by_hand"))
        job.write({"state": "failed", "reason": "error", "error": "It broke"})
        job.with_user(self.manager).action_retry()
        self.assertEqual((job.state, job.error), ("pending", False))
        job.with_user(self.manager).action_cancel()
        self.assertEqual(job.state, "cancelled")

    def test_used_is_kept(self):
        """What planned something is archived, not deleted; what waited is cancelled then."""
        lead = self._create_lead(stage_id=self.stage_team1_2.id)
        self._end()
        self._refused(self.step.unlink, self.rule.unlink, self.playbook.unlink, error=UserError)
        self.rule.with_user(self.manager).active = False
        self.assertEqual(self._jobs(lead, rule_id=self.rule.id).reason, "archived")
        self._create_rule().unlink()

    def test_switch_on_takes_over(self):
        """A rule that is nobody's works in the name of who switches its playbook on."""
        playbook = self.env["crm.playbook"].create(
            {"name": "Ready", "rule_ids": [(0, 0, {"name": "Rule"})]}
        )
        self.assertFalse(playbook.rule_ids.responsible_id)
        # Nothing is done as the superuser, who is also what scripts and updates run as.
        self._refused(playbook.action_switch_on, error=ValidationError)
        playbook.with_user(self.manager).action_switch_on()
        self.assertEqual(playbook.rule_ids.responsible_id, self.manager)
        self.assertTrue(playbook.rule_ids.active_since)
        empty = self.env["crm.playbook"].create({"name": "Empty"})
        self._refused(empty.action_switch_on, error=UserError)

    def test_refusals_are_sentences_of_ours(self):
        """What cannot be is said in words that are translated, without those of the program."""
        step = self.rule.step_ids[:1]
        for record, values, words in (
            (step, {"delay_amount": 9999, "delay_unit": "days"}, "is more than"),
            (step, {"repeat_most": 999}, "0 to"),
            (self.rule, {"domain": "[('no_field', '=', 1)]"}, "no_field"),
        ):
            with self.subTest(words), self.assertRaises(ValidationError) as refused:
                record.write(values)
            self.assertNotIn(words, str(refused.exception))
            self.assertIn(record.name, str(refused.exception))
