# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import PlaybookCommon

MUTED = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install")
class TestPlaybookRoles(PlaybookCommon):
    """Who may read and write playbooks and what they planned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.employee = mail_new_test_user(cls.env, login="employee", groups="base.group_user")
        cls.stranger = mail_new_test_user(
            cls.env,
            login="stranger",
            groups="sales_team.group_sale_manager",
            company_id=cls.other_company.id,
            company_ids=cls.other_company.ids,
        )
        cls.rule = cls._create_rule()
        cls.step = cls.rule.step_ids
        cls.leads = {
            "own": cls._create_lead(user_id=cls.user_sales_salesman.id),
            "free": cls._create_lead(user_id=False),
            "far": cls._create_lead(),
            "lost": cls._create_lead(user_id=cls.user_sales_salesman.id, active=False),
        }
        cls.jobs = {name: cls._create_job(lead) for name, lead in cls.leads.items()}

    @classmethod
    def _create_job(cls, lead):
        return cls.env["crm.playbook.job"].create(
            {
                "step_id": cls.step.id,
                "rule_id": cls.rule.id,
                "root_step": cls.step.id,
                "res_model": "crm.lead",
                "res_id": lead.id,
                "origin_id": lead.id,
                "key": f"crm.lead,{lead.id}/{cls.step.id}/0/0",
                "moment": datetime(2026, 1, 5),
                "due": datetime(2026, 1, 5),
                "company_id": cls.company.id,
            }
        )

    def _found(self, user):
        """Names of the jobs that a user finds and may read."""
        jobs = self.env["crm.playbook.job"].with_user(user)
        if not jobs.has_access("read"):
            return set()
        wanted = self.env["crm.playbook.job"].union(*self.jobs.values())
        found = jobs.search([("id", "in", wanted.ids)])
        readable = wanted.with_user(user)._filtered_access("read")
        self.assertEqual(found, readable.sorted(lambda job: found.ids.index(job.id)))
        return {name for name, job in self.jobs.items() if job.id in found.ids}

    def test_jobs_as_their_leads(self):
        """A planned step is read by whoever may read the lead, a lost one too."""
        every = {"own", "free", "far", "lost"}
        expected = {
            self.user_sales_salesman: {"own", "free", "lost"},
            self.user_sales_leads: every,
            self.user_sales_manager: every,
            self.stranger: set(),
            self.employee: set(),
        }
        for user, names in expected.items():
            with self.subTest(user=user.login):
                self.assertEqual(self._found(user), names)

    @mute_logger(*MUTED)
    def test_jobs_are_the_engines(self):
        """Nobody makes, changes or deletes a planned step through the models' own doors."""
        job = self.jobs["own"].with_user(self.user_sales_manager)
        for call in (
            lambda: job.write({"state": "done"}),
            job.unlink,
            lambda: job.copy({"key": "another"}),
        ):
            with self.assertRaises(AccessError):
                call()

    @mute_logger(*MUTED)
    def test_playbooks(self):
        """Managers edit playbooks; salespeople read them; others see nothing of them."""
        for record in (self.playbook, self.rule, self.step):
            with self.subTest(model=record._name):
                record.with_user(self.user_sales_manager).name = "Renamed"
                record.with_user(self.user_sales_leads).check_access("read")
                for user in (self.user_sales_salesman, self.user_sales_leads):
                    with self.assertRaises(AccessError):
                        record.with_user(user).name = "Taken"
                with self.assertRaises(AccessError):
                    record.with_user(self.employee).check_access("read")

    def test_playbooks_of_companies(self):
        """A playbook of a company is not seen from another one; one of all companies is."""
        everywhere = self.rule.with_user(self.stranger)
        self.assertTrue(everywhere.search([("id", "=", self.rule.id)]))
        self.playbook.company_id = self.company
        for record in (self.playbook, self.rule, self.step):
            with self.subTest(model=record._name):
                self.assertFalse(record.with_user(self.stranger).search([("id", "=", record.id)]))
