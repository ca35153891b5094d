# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tests import tagged

from .runner import FRIDAY, RunnerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-02 10:00:00")
class TestRunner(RunnerCommon):
    """What is due is done once, in groups, and one that fails stops nobody else."""

    @contextmanager
    def _failing(self, lead, error):
        """Let every change of one lead fail."""
        write = type(lead).write

        def fail(records, vals):
            if lead in records and "priority" in vals:
                raise error
            return write(records, vals)

        with patch.object(type(lead), "write", fail):
            yield

    def _priority_step(self, **values):
        field = self.env["ir.model.fields"]._get("crm.lead", "priority")
        return self._create_step("set_field", field_id=field.id, field_value="3", **values)

    def test_due_is_done(self):
        """What is due is done; what is not, is not."""
        step, leads = self._priority_step(), self._create_leads(2)
        now = self._create_jobs(step, leads[0])
        later = self._create_jobs(step, leads[1], FRIDAY + timedelta(minutes=1))
        self._run()
        self.assertEqual((now | later).mapped("state"), ["done", "pending"])
        self.assertEqual(leads.mapped("priority"), ["3", leads[1].priority])

    def test_one_of_many_fails(self):
        """All but one are done; that one says why, and so does its rule."""
        step, leads = self._priority_step(), self._create_leads(40)
        jobs = self._create_jobs(step, leads)
        with self._failing(leads[17], UserError(self.env._("No way"))):
            self._run()
        self.assertEqual(set((jobs - jobs[17]).mapped("state")), {"done"})
        self.assertEqual(set((leads - leads[17]).mapped("priority")), {"3"})
        self.assertEqual((jobs[17].state, jobs[17].error), ("failed", "No way"))
        self.assertEqual(step.rule_id.error, "No way")

    def test_a_failing_one_costs_few_tries(self):
        """Halving finds one of 64 by two tries for each time the number can be halved."""
        step, leads = self._priority_step(), self._create_leads(64)
        self._create_jobs(step, leads)
        jobs = type(self.env["crm.playbook.job"])
        with (
            self._failing(leads[17], UserError(self.env._("No way"))),
            patch.object(jobs, "_do", autospec=True, side_effect=jobs._do) as do,
        ):
            self._run()
        self.assertLessEqual(do.call_count, 1 + 2 * 6)

    def test_lock_is_tried_again(self):
        """A lock passes by: after 5 minutes, after 30 more, and then it is an error."""
        step, lead = self._priority_step(), self._create_lead()
        job = self._create_jobs(step, lead)
        with self._failing(lead, SerializationFailure("busy")):
            self._run()
            self.assertEqual((job.state, job.due), ("pending", FRIDAY + timedelta(minutes=5)))
            with freeze_time(FRIDAY + timedelta(minutes=5)):
                self._run()
            self.assertEqual((job.state, job.due), ("pending", FRIDAY + timedelta(minutes=35)))
            with freeze_time(FRIDAY + timedelta(minutes=35)):
                self._run()
        self.assertEqual((job.state, job.attempts), ("failed", 2))

    def test_paused_rule_waits(self):
        """Nothing of a paused rule is done, and all of it once it goes on."""
        step = self._priority_step()
        job = self._create_jobs(step, self._create_lead())
        step.rule_id.action_pause()
        self._run()
        self.assertEqual(job.state, "pending")
        step.rule_id.action_resume()
        self._run()
        self.assertEqual(job.state, "done")

    def test_deleted_record(self):
        """A deal that is gone needs nothing."""
        lead = self._create_lead()
        job = self._create_jobs(self._priority_step(), lead)
        self.env.cr.execute("DELETE FROM crm_lead WHERE id = %s", [lead.id])
        self.env.invalidate_all()
        self._run()
        self.assertEqual((job.state, job.reason), ("cancelled", "record_deleted"))

    def test_responsible_without_access(self):
        """Steps do no more than their responsible user may."""
        step = self._priority_step()
        step.rule_id.responsible_id = self.user_sales_salesman
        lead = self._create_lead()
        job = self._create_jobs(step, lead)
        self._run()
        self.assertEqual((job.state, job.reason), ("failed", "no_access"))
        self.assertNotEqual(lead.priority, "3")

    def test_responsible_left(self):
        """Nothing is done in the name of somebody who is no more here."""
        job = self._create_jobs(self._priority_step(), self._create_lead())
        job.run_as = self.user_sales_salesman
        self.user_sales_salesman.active = False
        self._run()
        self.assertEqual((job.state, job.reason), ("failed", "responsible_archived"))

    def test_done_in_the_name_of_the_responsible(self):
        """The record says who did it."""
        lead = self._create_lead()
        self._create_jobs(self._priority_step(), lead)
        self._run()
        self.assertEqual(lead.write_uid, self.leader)

    def test_interrupted_action_is_left_to_people(self):
        """What may have called the outside when its process was killed is not done again."""
        jobs = self._create_jobs(self._priority_step(), self._create_leads(2), state="running")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_playbook_job SET write_date = %s WHERE id = %s",
            [FRIDAY - timedelta(minutes=3), jobs[0].id],
        )
        jobs.invalidate_recordset()
        self._run()
        self.assertEqual(jobs.mapped("state"), ["failed", "running"])
        self.assertEqual(jobs[0].reason, "interrupted")

    def _queries(self, step, size):
        jobs = self._create_jobs(step, self._create_leads(size, email_from="c@example.com"))
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        jobs._run()
        self.env.flush_all()
        queries = self.env.cr.sql_log_count - before
        self.assertEqual(set(jobs.mapped("state")), {"done"})
        return queries

    def test_queries_do_not_grow(self):
        """A group takes as many queries for ten records as for a hundred."""
        for step in (
            self._priority_step(),
            self._create_step("activity", assignee_kind="user"),
            self._create_step("notify"),
            self._create_step("wait"),
        ):
            with self.subTest(kind=step.kind):
                self._queries(step, 3)
                self.assertEqual(self._queries(step, 10), self._queries(step, 100))
