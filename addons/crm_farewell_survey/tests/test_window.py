# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .common import FarewellCommon

# A Friday, 23:40 in Budapest.
LATE = "2026-01-02 22:40:00"


@tagged("post_install", "-at_install")
class TestWindow(FarewellCommon):
    """When a letter leaves: inside the sending hours, by the reader's clock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env.ref("crm_farewell_survey.resource_calendar_letters")
        cls.policy.calendar_id = cls.calendar
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.env.user.tz = "America/New_York"

    def _due(self, **person):
        """When the letter about a deal of such a person leaves."""
        lead = self._create_lead(partner_id=self._create_person(**person).id)
        return self._lose(lead).due_at

    @freeze_time(LATE)
    def test_late(self):
        """Lost late on a Friday, written to on Monday at nine."""
        self.assertEqual(self._due(), datetime(2026, 1, 5, 8))

    @freeze_time("2026-03-27 22:40:00")
    def test_daylight_saving(self):
        """On Monday it is nine o'clock, though the clocks changed on Sunday."""
        self.assertEqual(self._due(), datetime(2026, 3, 30, 7))

    @freeze_time(LATE)
    def test_elsewhere(self):
        """It is the afternoon where the customer lives: by his region, or by his phone."""
        california = self.env.ref("base.state_us_5")
        now = datetime(2026, 1, 2, 22, 40)
        usa = self.env.ref("base.us").id
        self.assertEqual(self._due(country_id=usa, state_id=california.id), now)
        self.assertEqual(self._due(country_id=usa, phone="+1 212 555 0123"), now)

    @freeze_time(LATE)
    def test_company(self):
        """Where there is doubt, the company's clock counts."""
        due = self._due(country_id=self.env.ref("base.ru").id, phone="+7 916 123 4567")
        self.assertEqual(due, datetime(2026, 1, 5, 1))

    @freeze_time(LATE)
    def test_zone_set_on_purpose(self):
        """The card's zone counts when it is not the creator's, which core puts there."""
        self.assertEqual(self._due(tz="America/New_York"), datetime(2026, 1, 5, 8))
        self.assertEqual(self._due(tz="Asia/Tokyo"), datetime(2026, 1, 5))

    @freeze_time(LATE)
    def test_zone_of_user(self):
        """A customer who is a user has set his zone himself."""
        person = self._create_person(tz="America/New_York")
        self.env["res.users"].with_context(no_reset_password=True).create(
            {"name": "Portal", "login": "portal-farewell", "partner_id": person.id}
        )
        person.tz = "America/New_York"
        invitation = self._lose(self._create_lead(partner_id=person.id))
        self.assertEqual(invitation.tz, "America/New_York")

    @freeze_time(LATE)
    def test_days_off(self):
        """Days off of the calendar and of the company are skipped."""
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": "Holiday",
                    "calendar_id": calendar,
                    "company_id": self.company.id,
                    "resource_id": False,
                    "date_from": begin,
                    "date_to": end,
                }
                for calendar, begin, end in (
                    (self.calendar.id, "2026-01-05 00:00:00", "2026-01-05 23:59:59"),
                    (False, "2026-01-05 16:00:00", "2026-01-06 15:59:59"),
                )
            ]
        )
        self.assertEqual(self._due(), datetime(2026, 1, 7, 8))

    @freeze_time(LATE)
    def test_two_weeks(self):
        """A calendar of two weeks that take turns."""
        self.policy.calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Every other Monday",
                "two_weeks_calendar": True,
                "company_id": False,
                "attendance_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "name": "x",
                            "dayofweek": "0",
                            "hour_from": 9,
                            "hour_to": 18,
                            "week_type": "1",
                        }
                    ),
                ],
            }
        )
        self.assertEqual(self._due(), datetime(2026, 1, 12, 8))

    @freeze_time(LATE)
    def test_released(self):
        """A letter released late at night waits for the morning as well."""
        invitation = self._lose(self._create_lead())
        invitation.action_hold()
        with freeze_time("2026-01-06 22:00:00"):
            invitation.action_release()
        self.assertEqual(invitation.due_at, datetime(2026, 1, 7, 8))

    def test_default(self):
        """A new policy has the ready calendar."""
        policy = self.env["crm.farewell.policy"].create({"name": "New", "event": "won"})
        self.assertEqual(policy.calendar_id, self.calendar)
