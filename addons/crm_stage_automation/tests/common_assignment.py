# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import itertools
from collections import Counter
from datetime import datetime

from odoo.addons.crm.tests.common import TestCrmCommon
from odoo.addons.mail.tests.common import mail_new_test_user

# A Wednesday at noon in Brussels.
NOON = datetime(2026, 1, 14, 11, 0)


class AssignmentCommon(TestCrmCommon):
    """Core's first team with three salespeople of equal weight; its leader is user_sales_manager.

    The company works from 9 to 18 in Brussels, Monday to Friday.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = itertools.count(1)
        cls.company = cls.env.company
        cls.company.resource_calendar_id = cls.env["resource.calendar"].create(
            {
                "name": "9 to 18",
                "tz": "Europe/Brussels",
                "company_id": cls.company.id,
                "attendance_ids": [(5, 0, 0)]
                + [
                    (
                        0,
                        0,
                        {
                            "name": "Day",
                            "dayofweek": str(day),
                            "hour_from": 9,
                            "hour_to": 18,
                            "day_period": "full_day",
                        },
                    )
                    for day in range(5)
                ],
            }
        )
        cls.team = cls.sales_team_1
        cls.leader = cls.user_sales_manager
        cls.ann, cls.bob, cls.cid = cls.people = cls.env["res.users"].union(
            *(cls._create_user(name) for name in ("ann", "bob", "cid"))
        )

    def setUp(self):
        super().setUp()
        self.patch(self.env.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 60.0)

    @classmethod
    def _create_user(cls, login, groups="sales_team.group_sale_salesman", **values):
        return mail_new_test_user(
            cls.env,
            login=f"assign_{login}",
            name=login.title(),
            email=f"{login}@assign.example.com",
            groups=groups,
            notification_type="email" if "portal" in groups else "inbox",
            company_id=cls.env.company.id,
            **values,
        )

    @classmethod
    def _create_scheme(cls, method="round_robin", people=None, **values):
        """A scheme of the first team; people as users or as {user: values of the seat}."""
        people = cls.people if people is None else people
        seats = people if isinstance(people, dict) else {user: {} for user in people}
        return cls.env["crm.assignment.scheme"].create(
            {
                "team_id": cls.team.id,
                "method": method,
                "only_working_hours": False,
                "seat_ids": [(0, 0, {"user_id": user.id, **seats[user]}) for user in seats],
                **values,
            }
        )

    @classmethod
    def _create_leads(cls, count=1, **values):
        """New leads of the first team without a person in charge."""
        return cls.env["crm.lead"].create(
            [
                {
                    "name": f"Lead {next(cls.numbers)}",
                    "type": "opportunity",
                    "company_id": cls.company.id,
                    "team_id": cls.team.id,
                    "user_id": False,
                    **values,
                }
                for _number in range(count)
            ]
        )

    def _assign(self, at=NOON):
        """One run of the scheduler."""
        with self.mock_datetime_and_now(at):
            self.env["crm.assignment.scheme"]._cron_assign()
        self.env.flush_all()

    def _told(self, user):
        """The messages that somebody got while the mail app was mocked."""
        return self._new_msgs.filtered(lambda one: user.partner_id in one.notified_partner_ids)

    def _loads(self, leads=None):
        """How many open leads everybody has, or how many of these."""
        if leads is None:
            leads = self.env["crm.lead"].search([("user_id", "in", self.people.ids)])
        return Counter(lead.user_id for lead in leads)

    def _leave(self, user, begin, end):
        """Days off of somebody with the company's hours."""
        resource = self.env["resource.resource"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "tz": "Europe/Brussels",
            }
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": resource.id,
                "calendar_id": resource.calendar_id.id,
                "date_from": begin,
                "date_to": end,
            }
        )
