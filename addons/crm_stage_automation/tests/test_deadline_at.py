# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.tests import Form, tagged, users

from odoo.addons.crm.tests.common import TestCrmCommon

BERLIN_EVENING = datetime(2026, 1, 5, 22, 30)  # 23:30 in Berlin, the next day in Taipei


@tagged("post_install", "-at_install")
class TestDeadlineAt(TestCrmCommon):
    """An activity's moment and its date stay together, whoever writes either of them.

    user_sales_leads lives in Berlin, user_sales_manager in Taipei; the company's hours are those of
    Kyiv.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.berlin, cls.taipei = cls.user_sales_leads, cls.user_sales_manager
        cls.berlin.tz, cls.taipei.tz = "Europe/Berlin", "Asia/Taipei"
        cls.env.company.resource_calendar_id.tz = "Europe/Kyiv"
        cls.lead = cls.env["crm.lead"].create({"name": "Lead", "user_id": cls.berlin.id})

    @classmethod
    def _values(cls, **values):
        return {
            "res_model_id": cls.env["ir.model"]._get_id("crm.lead"),
            "res_id": cls.lead.id,
            "activity_type_id": cls.env.ref("mail.mail_activity_data_call").id,
            "user_id": cls.berlin.id,
            "deadline_at": BERLIN_EVENING,
            **values,
        }

    @classmethod
    def _create_activity(cls, **values):
        return cls.env["mail.activity"].create(cls._values(**values))

    def test_date_is_that_of_the_assignee(self):
        """The same moment is one day in Berlin and the next in Taipei."""
        activities = self.env["mail.activity"].create(
            [self._values(), self._values(user_id=self.taipei.id), self._values(user_id=False)]
        )
        self.assertEqual(
            activities.mapped("date_deadline"),
            [date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 6)],
        )

    def test_default_assignee_counts(self):
        """The person that a form proposes is the one whose day it is."""
        values = self._values()
        del values["user_id"]
        activity = (
            self.env["mail.activity"].with_context(default_user_id=self.taipei.id).create(values)
        )
        self.assertEqual(activity.date_deadline, date(2026, 1, 6))

    def test_without_zone_the_company_decides(self):
        """Somebody without a zone has the days of his company's working hours."""
        self.berlin.tz = False
        self.assertEqual(self._create_activity().date_deadline, date(2026, 1, 6))

    def test_moment_decides_over_a_date(self):
        """Where both are given and do not fit, the more exact one counts."""
        activity = self._create_activity(date_deadline="2026-03-01")
        self.assertEqual(activity.date_deadline, date(2026, 1, 5))
        activity.write({"deadline_at": "2026-01-07 09:00:00", "date_deadline": "2026-03-01"})
        self.assertEqual(activity.date_deadline, date(2026, 1, 7))

    def test_new_date_keeps_the_time_of_day(self):
        """Nine o'clock in Berlin stays nine o'clock, also behind the change of clocks."""
        activity = self._create_activity(deadline_at="2026-03-27 08:00:00")
        activity.date_deadline = date(2026, 3, 30)
        self.assertEqual(activity.deadline_at, datetime(2026, 3, 30, 7))
        self.assertEqual(activity.date_deadline, date(2026, 3, 30))

    @freeze_time("2026-02-02 12:00:00")
    def test_core_buttons_keep_the_time_of_day(self):
        """Core's "tomorrow" changes the day alone, of each activity by its own time."""
        early = self._create_activity(deadline_at="2026-01-05 08:00:00")
        late = self._create_activity(deadline_at="2026-01-05 16:30:00")
        (early | late).action_reschedule_tomorrow()
        self.assertEqual(
            (early | late).mapped("deadline_at"),
            [datetime(2026, 2, 3, 8), datetime(2026, 2, 3, 16, 30)],
        )

    def test_form_of_core_keeps_the_time_of_day(self):
        """The form of core knows only the date."""
        activity = self._create_activity()
        with Form(activity, "mail.mail_activity_view_form_popup") as form:
            form.date_deadline = date(2026, 1, 8)
        self.assertEqual(activity.deadline_at, datetime(2026, 1, 8, 22, 30))

    def test_new_assignee_recomputes_the_date(self):
        """The moment stays, the day is that of the new person; going back is without a trace."""
        activity = self._create_activity()
        activity.user_id = self.taipei
        self.assertEqual(activity.date_deadline, date(2026, 1, 6))
        self.assertEqual(activity.deadline_at, BERLIN_EVENING)
        activity.user_id = self.berlin
        self.assertEqual(activity.date_deadline, date(2026, 1, 5))

    def test_new_assignee_is_told_his_own_date(self):
        """The letter about the assignment says the day as it is for the one who gets it."""
        self.taipei.notification_type = "email"
        activity = self._create_activity()
        with self.mock_mail_gateway():
            activity.with_user(self.berlin).write({"user_id": self.taipei.id})
        self.assertIn("01/06/2026", "".join(self._new_mails.mapped("body_html")))

    def test_new_assignee_and_new_date_at_once(self):
        """The date that comes with a person is meant in his days."""
        activity = self._create_activity()
        activity.write({"user_id": self.taipei.id, "date_deadline": "2026-01-09"})
        self.assertEqual(activity.date_deadline, date(2026, 1, 9))
        self.assertEqual(activity.deadline_at, datetime(2026, 1, 8, 22, 30))

    def test_without_moment_core_is_untouched(self):
        """An activity of a day stays one, whatever happens to it."""
        activity = self._create_activity(deadline_at=False, date_deadline="2026-01-05")
        activity.user_id = self.taipei
        activity.date_deadline = "2026-01-06"
        self.assertFalse(activity.deadline_at)
        self.assertEqual(activity.date_deadline, date(2026, 1, 6))

    def test_moment_taken_away_leaves_the_date(self):
        """An emptied moment makes it an activity of a day again."""
        activity = self._create_activity()
        activity.deadline_at = False
        self.assertEqual(activity.date_deadline, date(2026, 1, 5))

    def test_mixed_batch(self):
        """One write for several: each gets what is its own."""
        plain = self._create_activity(deadline_at=False, date_deadline="2026-01-05")
        timed, other = self._create_activity(), self._create_activity(user_id=self.taipei.id)
        (plain | timed | other).date_deadline = "2026-02-01"
        self.assertEqual(
            (plain | timed | other).mapped("deadline_at"),
            [False, datetime(2026, 2, 1, 22, 30), datetime(2026, 1, 31, 22, 30)],
        )

    @users("user_sales_leads")
    def test_salesperson_needs_no_further_rights(self):
        """Who may give a colleague an activity may read neither his settings nor his hours."""
        activity = self._create_activity().with_env(self.env)
        activity.write({"user_id": self.taipei.id})
        self.assertEqual(activity.date_deadline, date(2026, 1, 6))

    def _queries(self, size):
        """Return queries of (create, new date, new assignee), activities all at other times."""
        moments = [BERLIN_EVENING + timedelta(seconds=number) for number in range(size)]
        people = (self.berlin | self.taipei)._ids
        quick = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        counts = []

        def count(action):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            result = action()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            return result

        values = [
            self._values(deadline_at=moment, user_id=people[number % 2])
            for number, moment in enumerate(moments)
        ]
        activities = count(lambda: quick.create(values))
        count(lambda: activities.write({"date_deadline": "2026-04-01"}))
        count(lambda: activities.write({"user_id": self.taipei.id}))
        return counts

    def test_queries_do_not_grow(self):
        """Ten activities or a hundred take the same number of queries."""
        self._queries(2)
        self.assertEqual(self._queries(10), self._queries(100))
