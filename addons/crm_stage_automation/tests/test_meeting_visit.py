# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import PlaybookCommon

START = datetime(2026, 11, 24, 10, 0)
# About 111 m to the north of the plan, and about 2.2 km.
NEAR = {"latitude": 50.001, "longitude": 30.0, "accuracy": 20.0}
FAR = {"latitude": 50.02, "longitude": 30.0, "accuracy": 20.0}


class MeetingCommon(PlaybookCommon):
    """A meeting of user_sales_leads, whose leader is user_sales_manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.meeting_check_in = True
        customer = cls.env["res.partner"].create(
            {"name": "Customer", "partner_latitude": 50.0, "partner_longitude": 30.0}
        )
        cls.deal = cls._create_lead(partner_id=customer.id)
        cls.person = cls.user_sales_leads
        cls.meeting = cls._create_meeting()
        cls.text = cls.company.with_user(cls.person)._meeting_consent_text()

    @classmethod
    def _create_meeting(cls, **values):
        return cls.env["calendar.event"].create(
            {
                "name": "At the customer's",
                "start": START,
                "stop": START + timedelta(hours=1),
                "user_id": cls.person.id,
                "partner_ids": cls.person.partner_id.ids,
                "opportunity_id": cls.deal.id,
                **values,
            }
        )

    def _visit(self, person=None, came=START, position=None, consent=None):
        """Check in as a person who agrees."""
        meeting = self.meeting.with_user(person or self.person)
        with freeze_time(came):
            meeting.action_check_in(position, consent if consent is not None else self.text)
        return self.env["crm.meeting.visit"].search([("event_id", "=", self.meeting.id)])


@tagged("post_install", "-at_install")
class TestMeetingVisit(MeetingCommon):
    """Check-in and check-out beside the plan."""

    def test_beside_the_plan(self):
        visit = self._visit(came=START + timedelta(minutes=10), position=NEAR)
        with freeze_time(START + timedelta(minutes=100)):
            self.meeting.with_user(self.person).action_check_out(FAR)
        self.assertEqual((visit.minutes_late, visit.hours), (10, 1.5))
        self.assertEqual((visit.planned_hours, visit.hours_beside_plan), (1.0, 0.5))
        self.assertEqual((visit.check_in_place, visit.check_out_place), ("there", "elsewhere"))
        self.assertAlmostEqual(visit.check_in_distance, 111, delta=1)
        self.assertAlmostEqual(visit.check_out_distance, 2224, delta=5)

    def test_without_position(self):
        """Nobody must share a position; then the place is not known."""
        visit = self._visit()
        self.assertEqual(visit.check_in_place, "unknown")
        self.assertFalse(visit.check_in_position)

    def test_without_planned_place(self):
        self.meeting.write({"planned_latitude": 0, "planned_longitude": 0})
        visit = self._visit(position=NEAR)
        self.assertEqual(visit.check_in_place, "unknown")
        self.assertTrue(visit.check_in_position)

    def test_impossible_plan(self):
        """A place typed wrong does not keep anybody from checking in."""
        self.meeting.planned_latitude = 500
        self.assertEqual(self._visit(position=NEAR).check_in_place, "unknown")

    def test_twice_is_once(self):
        first = self._visit()
        self.assertEqual(self._visit(came=START + timedelta(hours=1)), first)
        self.assertEqual(first.check_in_at, START)
        meeting = self.meeting.with_user(self.person)
        with freeze_time(START + timedelta(hours=1)):
            meeting.action_check_out()
        with freeze_time(START + timedelta(hours=2)):
            meeting.action_check_out()
        self.assertEqual(first.hours, 1)

    def test_out_before_in(self):
        self._visit()
        self.env["crm.meeting.visit"].search([("event_id", "=", self.meeting.id)]).unlink()
        with self.assertRaises(UserError):
            self.meeting.with_user(self.person).action_check_out()

    def test_wrong_positions(self):
        """What a browser says is checked: a number, on earth, known well enough."""
        for position in (
            {"latitude": 91, "longitude": 0},
            {"latitude": "x", "longitude": 0},
            {"latitude": 1, "longitude": 1, "accuracy": 10**9},
            {"latitude": float("nan"), "longitude": 0},
            [1, 2],
            "50,30",
        ):
            with self.subTest(position=position), self.assertRaises(UserError):
                self._visit(position=position)

    def test_all_day(self):
        """There is no hour to be late for."""
        meeting = self._create_meeting(
            allday=True, start_date=START.date(), stop_date=START.date()
        ).with_user(self.person)
        meeting.action_check_in(None, self.text)
        self.assertFalse(meeting.visit_ids.planned_at)
        self.assertEqual(meeting.visit_ids.minutes_late, 0)

    def test_positions_are_deleted(self):
        """After the days that the company has set; times and distances stay."""
        visit = self._visit(came=START - timedelta(days=91), position=NEAR)
        other = self._create_meeting().with_user(self.person)
        other.action_check_in(NEAR)
        with freeze_time(START):
            self.env["crm.meeting.visit"]._gc_positions()
        self.assertFalse(visit.check_in_position)
        self.assertTrue(visit.check_in_distance)
        other.visit_ids.sudo().check_in_at = START - timedelta(days=89)
        with freeze_time(START):
            self.env["crm.meeting.visit"]._gc_positions()
        self.assertTrue(other.visit_ids.check_in_position)


@tagged("post_install", "-at_install")
class TestMeetingConsent(MeetingCommon):
    """Off by default, only with consent, and seen by few."""

    def test_off_by_default(self):
        company = self.env["res.company"].create({"name": "New"})
        self.assertFalse(company.meeting_check_in)
        self.company.meeting_check_in = False
        check = self.meeting.with_user(self.person).get_meeting_check()
        self.assertEqual(check["state"], "off")
        with self.assertRaises(UserError):
            self._visit()

    def test_asked_once(self):
        meeting = self.meeting.with_user(self.person)
        check = meeting.get_meeting_check()
        self.assertEqual((check["state"], check["consent"]), ("ready", self.text))
        for consent in ("", "something else"):
            with self.assertRaises(UserError):
                self._visit(consent=consent)
        self._visit()
        self.assertEqual(meeting.get_meeting_check(), {"state": "in", "consent": ""})
        settings = self.person.res_users_settings_id.sudo()
        self.assertEqual(settings.meeting_consent_text, self.text)
        self.assertTrue(settings.meeting_consent_at)

    def test_nobody_consents_for_another(self):
        """Not even an administrator; and the person's session still loads."""
        settings = self.env["res.users.settings"]._find_or_create_for_user(self.person)
        admin = self.env.ref("base.user_admin")
        with self.assertRaises(AccessError):
            settings.with_user(admin).write({"meeting_consent_text": self.text})
        self.assertNotIn(
            "meeting_consent_at", settings.with_user(self.person)._res_users_settings_format()
        )

    def test_another_text_is_asked_again(self):
        self._visit()
        self.company.meeting_consent = "We keep it for ten years."
        check = self.meeting.with_user(self.person).get_meeting_check()
        self.assertEqual(check["consent"], "We keep it for ten years.")
        with self.assertRaises(UserError):
            self.meeting.with_user(self.person).action_check_out()

    def test_withdrawn(self):
        self._visit()
        self.env["calendar.event"].with_user(self.person).withdraw_meeting_consent()
        self.assertFalse(self.person.res_users_settings_id.sudo().meeting_consent_at)
        with self.assertRaises(UserError):
            self.meeting.with_user(self.person).action_check_out()

    def test_only_who_takes_part(self):
        """The leader may look, not check in for others."""
        check = self.meeting.with_user(self.user_sales_manager).get_meeting_check()
        self.assertEqual(check["state"], "off")
        with self.assertRaises(UserError):
            self._visit(self.user_sales_manager)

    def test_customers_do_not_check_in(self):
        """A customer with a login of the portal takes part, and is followed by nobody."""
        customer = mail_new_test_user(self.env, login="portal.visitor", groups="base.group_portal")
        self.meeting.partner_ids += customer.partner_id
        self.assertEqual(self.meeting.with_user(customer).get_meeting_check()["state"], "off")
        with self.assertRaises(UserError):
            self._visit(customer)

    def test_seen_by_himself_and_his_leader(self):
        visit = self._visit(position=NEAR)
        stranger = mail_new_test_user(
            self.env, login="manager.else", groups="sales_team.group_sale_manager"
        )
        settings = mail_new_test_user(
            self.env,
            login="settings.else",
            groups="base.group_system,sales_team.group_sale_manager",
        )
        self.assertEqual(self.sales_team_1.user_id, self.user_sales_manager)
        for user, seen in (
            (self.person, visit),
            (self.user_sales_manager, visit),
            (self.user_sales_salesman, visit.browse()),
            (stranger, visit.browse()),
            (settings, visit.browse()),
        ):
            with self.subTest(user=user.login):
                # Each user asks in a request of his own.
                self.env.invalidate_all()
                found = self.env["crm.meeting.visit"].with_user(user).search([])
                self.assertEqual(found & visit, seen)
                self.assertEqual(self.meeting.with_user(user).visit_ids, seen)

    def test_former_leader(self):
        """Who has left the team is no business of its leader any more."""
        visit = self._visit()
        self.sales_team_1.crm_team_member_ids.filtered(
            lambda member: member.user_id == self.person
        ).active = False
        self.assertFalse(visit.with_user(self.user_sales_manager).search([]) & visit)

    def test_other_company(self):
        visit = self._visit()
        other = self.env["res.company"].create({"name": "Other"})
        self.person.company_ids += other
        found = visit.with_user(self.person).with_context(allowed_company_ids=other.ids).search([])
        self.assertFalse(found & visit)

    def test_nobody_writes(self):
        """Neither he nor his leader can make it look better."""
        visit = self._visit()
        for user in (self.person, self.user_sales_manager):
            for operation in ("create", "write", "unlink"):
                self.assertFalse(visit.with_user(user).has_access(operation))
        with self.assertRaises(AccessError):
            self.env["crm.meeting.visit"].with_user(self.person).create(
                {
                    "event_id": self.meeting.id,
                    "user_id": self.person.id,
                    "company_id": self.company.id,
                    "check_in_at": fields.Datetime.now(),
                }
            )

    def test_through_the_meeting(self):
        """The meeting's own form is no way around it."""
        with self.assertRaises(AccessError):
            self.meeting.with_user(self.person).write(
                {
                    "visit_ids": [
                        fields.Command.create(
                            {
                                "user_id": self.person.id,
                                "company_id": self.company.id,
                                "check_in_at": START,
                            }
                        )
                    ]
                }
            )
