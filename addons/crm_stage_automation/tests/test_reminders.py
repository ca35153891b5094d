# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .runner import RunnerCommon

# Friday 15:30 in Berlin: the call is due at 16:30, the office closes at 18:00.
FRIDAY = datetime(2026, 1, 2, 14, 30)
HOUR = timedelta(hours=1)
MONDAY_9 = datetime(2026, 1, 5, 8)


@tagged("post_install", "-at_install")
class TestReminders(RunnerCommon):
    """A call within one working hour; three reminders, an hour of work apart; then the leader."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.step = cls._create_step(
            "activity",
            delay_calendar="team",
            deadline_amount=1,
            repeat_most=3,
            repeat_amount=1,
            escalate_kind="leader",
        )
        cls.lead = cls._create_lead()
        cls.job = cls._create_jobs(cls.step, cls.lead, FRIDAY)

    def setUp(self):
        super().setUp()
        self._run_at(FRIDAY)
        self.activity = self.env["mail.activity"].browse(self.job.made_id)
        self.due = self.activity.deadline_at

    def _run_at(self, moment):
        with freeze_time(moment):
            self._run()

    def _rows(self):
        """(state, reason, when) of the reminders so far."""
        rows = self._jobs(self.lead).filtered("occurrence").sorted("occurrence")
        return [(row.state, row.reason, row.due) for row in rows]

    def _reasons(self):
        return [reason for _state, reason, _due in self._rows()]

    def test_in_time(self):
        """At due, an hour later, two, and at three the leader: all in working time."""
        self.assertEqual((self.due, self.job.due), (FRIDAY + HOUR, FRIDAY + HOUR))
        # 16:30, 17:30, then half an hour is left on Friday: Monday 9:30 and 10:30.
        moments = [FRIDAY + HOUR, FRIDAY + 2 * HOUR, MONDAY_9 + HOUR / 2, MONDAY_9 + 1.5 * HOUR]
        for number, moment in enumerate(moments):
            self._run_at(moment - timedelta(seconds=1))
            self.assertEqual(len(self._rows()), number)
            self._run_at(moment)
            self._run_at(moment)
            self.assertEqual(len(self._rows()), number + 1)
        self.assertEqual([due for _state, _reason, due in self._rows()], moments)
        self.assertEqual(self._reasons(), ["reminded"] * 3 + ["escalated"])
        self.assertEqual((self.job.state, self.job.reason), ("done", "series_over"))
        # Told of the call, and three reminders.
        self.assertEqual(len(self._told(self.person)), 4)
        self.assertEqual(len(self._told(self.leader)), 1)
        # In a full mailbox the subject tells them apart.
        first, *others = self._told(self.person).sorted("id").mapped("subject")
        what = f"{self.step.name}: {self.lead.display_name}"
        self.assertEqual((first, set(others)), (what, {f"Reminder – {what}"}))
        self.assertEqual(self._told(self.leader).subject, f"Forgotten – {what}")

    def test_done_stops(self):
        """Done ten minutes after the second reminder: no third, and nobody above is told."""
        self._run_at(self.due)
        self._run_at(self.due + HOUR)
        with freeze_time(self.due + HOUR + timedelta(minutes=10)):
            self.activity.action_done()
        self._run_at(MONDAY_9 + 10 * HOUR)
        self.assertEqual(self._reasons(), ["reminded"] * 2)
        self.assertEqual((self.job.state, self.job.reason), ("done", "activity_done"))
        self.assertFalse(self._told(self.leader))

    def test_outage(self):
        """Nobody looked for a working day: one reminder, the escalation in the same run, once."""
        self._run_at(MONDAY_9 + 5 * HOUR)
        self._run_at(MONDAY_9 + 5 * HOUR)
        self.assertEqual(self._reasons(), ["missed", "missed", "reminded", "escalated"])
        self.assertEqual(
            [state for state, _reason, _due in self._rows()], ["skipped"] * 2 + ["done"] * 2
        )
        self.assertEqual(len(self._told(self.person)), 2)
        self.assertEqual(len(self._told(self.leader)), 1)

    def test_taken_away(self):
        """An activity that somebody deletes is not reminded of."""
        self.env.cr.execute("DELETE FROM mail_activity WHERE id = %s", [self.activity.id])
        self.env.invalidate_all()
        self._run_at(self.due + HOUR)
        self.assertFalse(self._rows())
        self.assertEqual((self.job.state, self.job.reason), ("cancelled", "activity_deleted"))

    def test_moved_deadline(self):
        """The rest of the series follows the new deadline; what was sent counts."""
        self._run_at(self.due)
        later = MONDAY_9 + 3 * HOUR
        self.activity.deadline_at = later
        self.assertEqual(self.job.due, later)
        self._run_at(later - timedelta(minutes=1))
        self.assertEqual(self._reasons(), ["reminded"])
        for number in range(3):
            self._run_at(later + number * HOUR)
        self.assertEqual(self._reasons(), ["reminded"] * 3 + ["escalated"])
        self.assertEqual(self._rows()[1][2], later)

    def test_same_deadline_written_again(self):
        """Saving a form without a change moves nothing."""
        self._run_at(self.due)
        before = self.job.due
        self.activity.write({"deadline_at": self.due})
        self.assertEqual(self.job.due, before)

    def test_new_owner_is_reminded(self):
        """Reminders go to who has the activity now."""
        self.activity.user_id = self.user_sales_salesman
        told = len(self._told(self.user_sales_salesman))
        self._run_at(self.due)
        self.assertEqual(len(self._told(self.user_sales_salesman)), told + 1)

    def test_many_at_once(self):
        """Reminders of a group take the same number of queries for ten and for fifty."""

        def queries(size):
            jobs = self._create_jobs(self.step, self._create_leads(size), FRIDAY)
            with freeze_time(FRIDAY):
                jobs._run()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(self.due):
                jobs._run()
            self.env.flush_all()
            self.assertEqual(set(jobs.mapped("state")), {"pending"})
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(10), queries(50))
