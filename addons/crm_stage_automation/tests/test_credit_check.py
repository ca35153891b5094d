# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.fields import Command
from odoo.tools import mute_logger

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .common_credit import CreditCommon


class TestCreditCheck(CreditCommon, CronMixinCase):
    """The nightly check: one go for all customers, started and repeated safely."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("crm_stage_automation.mail_template_credit")

    def _debtors(self, number, start):
        """So many customers with a limit, one late invoice and one open order each."""
        for index in range(start, start + number):
            partner = self._customer(f"Late {index}", credit_limit=100)
            self._invoice(partner, 2000, 40)
            self._order(partner, 10)

    def _letters_for(self, days):
        self.policy.letter_ids = [
            Command.clear(),
            Command.create({"days": days, "template_id": self.template.id}),
        ]

    def test_queries_do_not_grow(self):
        """3 customers that come on the list cost what 30 cost; so do those that stay, and leave."""
        self._check()
        self._debtors(3, 0)
        few = self._queries(self.policy.sudo()._check)
        self._debtors(30, 3)
        many = self._queries(self.policy.sudo()._check)
        self.assertEqual(len(self._stops()), 33)
        self.assertLessEqual(many, few + 1, "one statement more: the rows that are known")
        self.assertLessEqual(many, 30)
        stay = self._queries(self.policy.sudo()._check)
        self.assertLessEqual(stay, many)
        self.policy.write({"amount": 9000, "stops_over_limit": False})
        leave = self._queries(self.policy.sudo()._check)
        self.assertFalse(self._stops())
        self.assertLessEqual(leave, many)

    def test_letters_cost_little_each(self):
        """Letters are made by the batch: what each adds is its own row and its own mail."""
        self._letters_for(7)
        self._debtors(2, 0)
        self._check()
        self._debtors(2, 2)
        few = self._queries(self.policy.sudo()._check)
        self._debtors(20, 4)
        many = self._queries(self.policy.sudo()._check)
        self.assertEqual(self.env["crm.credit.reminder"].search_count([("days", "=", 7)]), 24)
        self.assertLessEqual(many - few, 18 * 5)

    def test_the_scheduler(self):
        """The job that is installed does it, and may be started twice."""
        self._debtors(2, 0)
        self._letters_for(7)
        cron = self.env.ref("crm_stage_automation.cron_credit")
        reminders = self.env["crm.credit.reminder"].search([])
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(len(self._stops()), 2)
        self.assertEqual(len(self.env["crm.credit.reminder"].search([]) - reminders), 2)
        self.assertTrue(self.policy.checked_at)

    def test_another_process_is_at_it(self):
        """Whoever finds the policy taken leaves it alone."""
        self._debtors(1, 0)
        policies = type(self.policy)
        with patch.object(policies, "try_lock_for_update", lambda self, **_kw: self.browse()):
            self.assertEqual(self.policy.sudo()._check(), 0)
        self.assertFalse(self._stops())

    def test_a_changed_policy_is_applied_soon(self):
        """The administrator need not wait for the night; what only says it was done does not."""
        cron = self.env.ref("crm_stage_automation.cron_credit")
        with self.capture_triggers(cron.id) as triggers:
            self.policy.days = 10
        self.assertEqual(len(triggers.records), 1)
        with self.capture_triggers(cron.id) as triggers:
            self._check()
        self.assertFalse(triggers.records)

    @mute_logger("odoo.addons.crm_stage_automation.models.crm_credit_policy_check")
    def test_one_company_fails(self):
        """The others are checked; the policy says what failed, until it does not any more."""
        other = self._policy(self.env["res.company"].create({"name": "Other"}))
        policies, debts = type(self.policy), type(self.policy)._debts

        def failing(policy, *args):
            if policy.company_id == self.company:
                raise ZeroDivisionError("no exchange rate")
            return debts(policy, *args)

        self.patch(self.env.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 60.0)
        with patch.object(policies, "_debts", failing):
            policies._cron_check(self.policy.sudo())
        self.assertTrue(other.checked_at)
        self.assertFalse(self.policy.checked_at)
        self.assertEqual((self.policy.error, other.error), ("no exchange rate", False))
        self._check()
        self.assertFalse(self.policy.error)
