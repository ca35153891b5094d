# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm.tests.common import TestCrmCommon

from ..models.working_time import WorkingHours
from ..tools.delays import Delay

HOUR = Delay(1, "hours", is_working=True)


def utc(text, zone="Europe/Berlin"):
    """Return a moment of a wall clock as the database keeps it."""
    there = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return there.astimezone(UTC).replace(tzinfo=None)


@tagged("post_install", "-at_install")
class TestWorkingHours(TestCrmCommon):
    """Real calendars: 9 to 18 in Berlin for the company, another team around the clock.

    2026-01-02 is a Friday.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.office = cls._create_calendar("Office", range(5), 9, 18)
        cls.always = cls._create_calendar("Always", range(7), 0, 24)
        cls.company.resource_calendar_id = cls.office
        cls.team = cls.sales_team_1
        cls.night_team = cls.env["crm.team"].create(
            {"name": "Night", "resource_calendar_id": cls.always.id, "company_id": cls.company.id}
        )
        cls.person = cls.user_sales_leads
        cls.person.tz = "Europe/Berlin"

    @classmethod
    def _create_calendar(cls, name, days, begin, end, **values):
        attendances = [
            Command.create({"name": name, "dayofweek": str(d), "hour_from": begin, "hour_to": end})
            for d in days
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": "Europe/Berlin",
                "company_id": cls.company.id,
                "attendance_ids": [Command.clear(), *attendances],
                **values,
            }
        )

    @classmethod
    def _create_resource(cls, user, calendar=None, **values):
        return cls.env["resource.resource"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "company_id": cls.company.id,
                "calendar_id": calendar.id if calendar else False,
                "tz": "Europe/Berlin",
                **values,
            }
        )

    @classmethod
    def _create_leave(cls, day, last=None, **values):
        return cls.env["resource.calendar.leaves"].create(cls._day_off(day, last, **values))

    @classmethod
    def _day_off(cls, day, last=None, **values):
        """From midnight to the last second, as people enter it."""
        return {
            "name": "Off",
            "company_id": cls.company.id,
            "calendar_id": False,
            "date_from": utc(f"{day} 00:00:00"),
            "date_to": utc(f"{last or day} 23:59:59"),
            **values,
        }

    def _due(self, text, delay=HOUR, **whose):
        moment = WorkingHours(self.env).due(utc(text), delay, self.company, **whose)
        return str(moment.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Berlin")))[:19]

    def test_one_working_hour(self):
        """What is left of Friday counts, and the rest is worked on Monday."""
        self.assertEqual(self._due("2026-01-02 17:30"), "2026-01-05 09:30:00")
        self.assertEqual(self._due("2026-01-02 17:00"), "2026-01-02 18:00:00")
        self.assertEqual(self._due("2026-01-03 12:00"), "2026-01-05 10:00:00")

    def test_public_holiday(self):
        """Nobody works on a Monday that is a holiday."""
        self._create_leave("2026-01-05")
        self.assertEqual(self._due("2026-01-02 17:30"), "2026-01-06 09:30:00")
        self.assertEqual(self._due("2026-01-03 12:00"), "2026-01-06 10:00:00")
        night = {"team": self.night_team}
        self.assertEqual(self._due("2026-01-04 23:30", **night), "2026-01-06 00:30:00")

    def test_holiday_of_another_company(self):
        """The days off of one company are no days off for another that shares the database."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        leaves = self.env["resource.calendar.leaves"].with_company(other)
        leave = leaves.create(self._day_off("2026-01-05"))
        self.assertEqual(leave.company_id, other)
        self.assertEqual(self._due("2026-01-02 17:30"), "2026-01-05 09:30:00")

    def test_around_the_clock(self):
        """A team that never closes, to the second over midnight."""
        night = {"team": self.night_team}
        self.assertEqual(self._due("2026-01-02 17:30", **night), "2026-01-02 18:30:00")
        self.assertEqual(self._due("2026-01-02 23:30", **night), "2026-01-03 00:30:00")

    def test_change_of_clocks(self):
        """The night with the missing hour, for those who work in it and for those who do not."""
        night = {"team": self.night_team}
        self.assertEqual(self._due("2026-03-29 01:30", **night), "2026-03-29 03:30:00")
        self.assertEqual(self._due("2026-10-25 01:30", **night), "2026-10-25 02:30:00")
        self.assertEqual(self._due("2026-03-27 17:30"), "2026-03-30 09:30:00")
        self.assertEqual(self._due("2026-10-23 17:30"), "2026-10-26 09:30:00")

    def test_working_days(self):
        """So many working days later it is as late in the day, holidays left out."""
        days = Delay(2, "days", is_working=True)
        self._create_leave("2026-01-05")
        self.assertEqual(self._due("2026-01-02 11:00", days), "2026-01-07 11:00:00")

    def test_own_hours_of_a_person(self):
        """Somebody who comes in the afternoon is not expected to call in the morning."""
        self._create_resource(self.person, self._create_calendar("Late", range(5), 13, 20))
        self.assertEqual(self._due("2026-01-02 10:00", user=self.person), "2026-01-02 14:00:00")

    def test_own_zone_of_a_person(self):
        """Nine o'clock is where he works."""
        self._create_resource(self.person, self.office, tz="Asia/Taipei")
        self.assertEqual(self._due("2026-01-02 17:30", user=self.person), "2026-01-05 03:00:00")

    def test_without_own_hours_those_of_the_team(self):
        """Somebody without a resource works when his team does."""
        whose = {"user": self.person, "team": self.night_team}
        self.assertEqual(self._due("2026-01-02 23:30", **whose), "2026-01-03 00:30:00")

    def test_resource_of_another_company(self):
        """Hours that he has in another company are not asked for here."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        late = self._create_calendar("Late", range(5), 13, 20, company_id=other.id)
        self._create_resource(self.person, late, company_id=other.id)
        self.assertEqual(self._due("2026-01-02 10:00", user=self.person), "2026-01-02 11:00:00")

    def test_leave_of_a_person(self):
        """His own day off moves what he is to do, and nobody else's."""
        resource = self._create_resource(self.person, self.office)
        self._create_leave("2026-01-05", resource_id=resource.id, calendar_id=self.office.id)
        self.assertEqual(self._due("2026-01-02 17:30", user=self.person), "2026-01-06 09:30:00")
        self.assertEqual(self._due("2026-01-02 17:30"), "2026-01-05 09:30:00")

    def test_leave_of_a_person_without_own_hours(self):
        """Who comes and goes as he likes has the hours of the team, less his days off."""
        resource = self._create_resource(self.person)
        self._create_leave("2026-01-05", resource_id=resource.id)
        whose = {"user": self.person, "team": self.team}
        self.assertEqual(self._due("2026-01-02 17:30", **whose), "2026-01-06 09:30:00")

    def test_by_the_clock(self):
        """A plain delay needs no calendar; its days are those of the person."""
        self.company.resource_calendar_id = self._create_calendar("Empty", [], 0, 0)
        self.assertEqual(self._due("2026-01-02 17:30", Delay(1)), "2026-01-02 18:30:00")
        self.assertEqual(
            self._due("2026-03-28 09:00", Delay(1, "days"), user=self.person),
            "2026-03-29 09:00:00",
        )

    def test_calendar_without_attendances_is_refused(self):
        """No date is not an answer; the text names the calendar."""
        self.company.resource_calendar_id = self._create_calendar("Empty", [], 0, 0)
        with self.assertRaisesRegex(UserError, "Empty"):
            self._due("2026-01-02 17:30")

    def test_flexible_calendar_is_refused(self):
        """So many hours a week do not say when."""
        self.company.resource_calendar_id = self._create_calendar(
            "Whenever", [], 0, 0, schedule_type="flexible", full_time_required_hours=40
        )
        with self.assertRaisesRegex(UserError, "Whenever"):
            self._due("2026-01-02 17:30")

    def test_calendar_closed_for_years_is_refused(self):
        """A calendar whose hours are all days off has no next opening."""
        self._create_leave("2025-12-01", "2040-01-01")
        with self.assertRaisesRegex(UserError, "Office"):
            self._due("2026-01-02 17:30")

    def test_is_open(self):
        """The moment of closing is outside."""
        hours = WorkingHours(self.env)
        self.assertTrue(hours.is_open(utc("2026-01-02 17:59:59"), self.company, self.team))
        self.assertFalse(hours.is_open(utc("2026-01-02 18:00:00"), self.company, self.team))
        self.assertFalse(hours.is_open(utc("2026-01-03 12:00:00"), self.company, self.team))
        self.assertTrue(hours.is_open(utc("2026-01-03 12:00"), self.company, self.night_team))

    @freeze_time("2026-01-05 10:00:00")
    def test_absence(self):
        """Away is who has a day off now, or has said so in core's own field."""
        away, out, here = self.person, self.user_sales_manager, self.user_sales_salesman
        resource = self._create_resource(away, self.office)
        self._create_resource(here, self.office)
        self._create_leave("2026-01-05", resource_id=resource.id, calendar_id=self.office.id)
        self._create_leave("2026-01-05")
        out.out_of_office_from = datetime(2026, 1, 1)
        hours = WorkingHours(self.env)
        everybody = away | out | here
        self.assertEqual(hours.absent(everybody, utc("2026-01-05 11:00")), away | out)

    def test_salesperson_may_ask(self):
        """Hours of a colleague are asked for with anybody's rights."""
        self._create_resource(self.user_sales_manager, self.office)
        hours = WorkingHours(self.env(user=self.user_sales_salesman))
        due = hours.due(utc("2026-01-02 17:30"), HOUR, self.company, user=self.user_sales_manager)
        self.assertEqual(due, utc("2026-01-05 09:30"))

    def _queries(self, people, moments):
        """Return the queries for so many due dates of these people."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        hours = WorkingHours(self.env, people)
        for number in range(moments):
            person = people[number % len(people)]
            hours.due(utc(f"2026-01-02 10:{number % 60:02}"), HOUR, self.company, user=person)
        return self.env.cr.sql_log_count - before

    def test_queries_grow_neither_with_records_nor_people(self):
        """A calendar is asked once for all who work by it."""
        people = self.user_sales_leads | self.user_sales_salesman | self.user_sales_manager
        for person in people:
            self._create_resource(person, self.office)
        self._queries(people[:1], 1)
        few = self._queries(people[:1], 10)
        self.assertEqual(self._queries(people, 600), few)
        self.assertLessEqual(few, 12)
