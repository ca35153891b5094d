# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.tests import tagged

from .common import PlaybookCommon

# Half past five on a Friday, in Berlin.
FRIDAY = "2026-01-09 16:30:00"


@tagged("post_install", "-at_install")
class TestPlaybookPreview(PlaybookCommon):
    """When everything would be due for a lead created now."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Nine to six",
                "tz": "Europe/Berlin",
                "company_id": False,
                "attendance_ids": [(5,)]
                + [
                    (
                        0,
                        0,
                        {"name": "Day", "dayofweek": str(day), "hour_from": 9, "hour_to": 18},
                    )
                    for day in range(5)
                ],
            }
        )
        cls.sales_team_1.resource_calendar_id = cls.calendar
        cls.rule = cls._create_rule(
            {
                "kind": "activity",
                "delay_calendar": "team",
                "deadline_amount": 1,
                "repeat_most": 2,
                "escalate_kind": "leader",
            },
            {"delay_amount": 1},
        )
        cls.call, cls.later = cls.rule.step_ids
        cls.later.after_step_id = cls.call

    def _preview(self):
        playbook = self.playbook.with_user(self.user_sales_manager)
        with freeze_time(FRIDAY):
            dates = playbook.preview_dates(self.sales_team_1.id)
        return {one["step"]: one for one in dates}

    def test_working_time(self):
        """An hour from half past five on a Friday ends on Monday; reminders come hourly."""
        call = self._preview()[self.call.id]
        self.assertEqual(call["at"], FRIDAY)
        self.assertEqual(call["until"], "2026-01-12 08:30:00")
        self.assertEqual(
            call["reminders"],
            ["2026-01-12 08:30:00", "2026-01-12 09:30:00", "2026-01-12 10:30:00"],
        )

    def test_what_follows(self):
        """What follows a step counts from when that is to be done at the latest."""
        later = self._preview()[self.later.id]
        self.assertEqual(later["at"], "2026-01-12 09:30:00")
        self.assertFalse(later["until"])

    def test_as_it_is_planned(self):
        """The preview and the planning of a real lead say the same."""
        with freeze_time(FRIDAY):
            self.call.delay_amount = 2
            lead = self._create_lead(
                stage_id=self.stage_team1_2.id, user_id=self.user_sales_manager.id
            )
            self._end()
        job = self._jobs(lead, root_step=self.call.id)
        self.assertEqual(self._preview()[self.call.id]["at"], str(job.due))

    def test_calendar_without_hours(self):
        """A calendar by which nothing can be counted is said, for what follows too."""
        self.calendar.attendance_ids.unlink()
        dates = self._preview()
        for step in (self.call, self.later):
            self.assertIn("Nine to six", dates[step.id]["error"])
        self.assertFalse(self.rule.error)

    def test_dates_of_deals(self):
        """A rule about a date of the deal has no dates before there is a deal."""
        field = self.env["ir.model.fields"]._get("crm.lead", "date_deadline")
        rule = self._create_rule(trigger="date", date_field_id=field.id)
        self.assertNotIn(rule.step_ids.id, self._preview())

    def test_nothing_is_written(self):
        """No lead and no planned step come of it."""
        leads = self.env["crm.lead"].with_context(active_test=False)
        before = leads.search_count([]), len(self._jobs())
        self._preview()
        self._end()
        self.assertEqual((leads.search_count([]), len(self._jobs())), before)

    def test_queries(self):
        """However many steps, the dates take as many queries."""

        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._preview()
            return self.cr.sql_log_count - before

        cost()
        few = cost()
        for _number in range(8):
            self._create_rule({"delay_amount": 3, "delay_calendar": "team"}, {"kind": "notify"})
        cost()  # what every process keeps is read again after an edit
        self.assertEqual(cost(), few)
