# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .runner import RunnerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-02 10:00:00")
class TestStepOutsider(RunnerCommon):
    """Another add-on brings tasks, a kind of step, a kind of assignee and letters of its own."""

    def test_tasks(self):
        """The tasks of a group are made together."""

        def make_tasks(_step, work):
            names = [{"name": lead.name} for lead in work.values()]
            return dict(zip(work, self.env["res.partner"].create(names), strict=True))

        leads = self._create_leads(2)
        jobs = self._create_jobs(self._create_step("task"), leads)
        with patch.object(type(self.env["crm.playbook.step"]), "_make_tasks", make_tasks):
            self._run()
        tasks = self.env["res.partner"].browse(jobs.mapped("made_id"))
        self.assertEqual(tasks.mapped("name"), leads.mapped("name"))

    def test_kind_of_step(self):
        """What it returns is written on the jobs; who is named is told."""

        def knock(_step, work):
            first, *others = work
            told = {first: {"tell_id": self.person.id}}
            return told | {job: {"state": "skipped", "reason": "nobody_there"} for job in others}

        steps = type(self.env["crm.playbook.step"])
        jobs = self._create_jobs(self._create_step("wait"), self._create_leads(2))
        with patch.object(steps, "_perform_wait", knock):
            self._run()
        self.assertEqual(jobs.mapped("state"), ["done", "skipped"])
        self.assertEqual(jobs[1].reason, "nobody_there")
        self.assertEqual(len(self._told(self.person)), 1)

    def test_kind_of_assignee(self):
        """Somebody whom the record itself names in a way of its own."""
        steps, user = type(self.env["crm.playbook.step"]), self.user_sales_salesman
        job = self._create_jobs(self._create_step("activity"), self._create_lead())
        with patch.object(steps, "_assignee_user", lambda _step, _record: user):
            self._run()
        self.assertEqual(self.env["mail.activity"].browse(job.made_id).user_id, user)

    def test_letters_share_the_cap(self):
        """What another add-on sent counts for playbooks, and the other way round."""
        self.company.customer_letter_cap = 1
        letters = self.env["crm.customer.letter"]
        self.assertFalse(letters._count({"mine": {"a@example.com"}}, self.company))
        self.assertEqual(letters._count({"next": {"a@example.com"}}, self.company), ["next"])
