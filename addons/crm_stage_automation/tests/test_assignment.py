# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.tests import tagged

from .common_assignment import NOON, AssignmentCommon


@tagged("post_install", "-at_install")
class TestAssignment(AssignmentCommon):
    """Who gets what: fair, by load, never those who are away."""

    def test_one_lead_a_run_in_turns(self):
        """Ten runs of one lead over three equal people: 4, 3 and 3."""
        self._create_scheme()
        for _run in range(10):
            lead = self._create_leads()
            self._assign()
            self.assertTrue(lead.user_id)
        self.assertEqual(sorted(self._loads().values()), [3, 3, 4])

    def test_no_burst_after_leave(self):
        """Who was away for two weeks takes his turn like the others when he is back."""
        self._create_scheme()
        self._leave(self.bob, NOON - timedelta(1), NOON + timedelta(13))
        away = self._create_leads(40)
        self._assign()
        self.assertEqual(self._loads(away), {self.ann: 20, self.cid: 20})
        back = self._create_leads(9)
        self._assign(NOON + timedelta(14))
        self.assertEqual(self._loads(back), dict.fromkeys(self.people, 3))

    def test_least_loaded(self):
        """Loads of 5, 3 and 3 and four leads: 5, 5 and 5."""
        self._create_scheme("least_loaded")
        for user, count in zip(self.people, (5, 3, 3), strict=True):
            self._create_leads(count, user_id=user.id)
        self._create_leads(4)
        self._assign()
        self.assertEqual(self._loads(), dict.fromkeys(self.people, 5))

    def test_least_loaded_leaves_out_who_is_away(self):
        """Who is away gets none, though he has the least."""
        self._create_scheme("least_loaded")
        self.ann.out_of_office_from = NOON - timedelta(1)
        for user in (self.bob, self.cid):
            self._create_leads(3, user_id=user.id)
        leads = self._create_leads(4)
        self._assign()
        self.assertEqual(self._loads(leads), {self.bob: 2, self.cid: 2})

    def test_closed_leads_are_no_load(self):
        """What is won or lost does not count."""
        self._create_scheme("least_loaded", self.ann | self.bob)
        for lead in self._create_leads(2, user_id=self.ann.id):
            lead.action_set_lost()
        self._create_leads(1, user_id=self.bob.id)
        lead = self._create_leads()
        self._assign()
        self.assertEqual(lead.user_id, self.ann)

    def test_weights(self):
        """Who works half the time gets half as many."""
        self._create_scheme(people={self.ann: {"weight": 2}, self.bob: {"weight": 1}})
        leads = self._create_leads(30)
        self._assign()
        self.assertEqual(self._loads(leads), {self.ann: 20, self.bob: 10})

    def test_out_of_office(self):
        """Core's out-of-office is an absence too."""
        self._create_scheme()
        self.ann.write({"out_of_office_from": NOON - timedelta(1), "out_of_office_to": False})
        leads = self._create_leads(4)
        self._assign()
        self.assertEqual(self._loads(leads), {self.bob: 2, self.cid: 2})

    def test_archived_people_get_nothing(self):
        """A seat that was forgotten when somebody left."""
        self._create_scheme()
        self.ann.active = False
        leads = self._create_leads(2)
        self._assign()
        self.assertEqual(leads.user_id, self.bob | self.cid)

    def test_caps(self):
        """At most so many open ones and so many a day; what is over goes to the leader."""
        seats = {self.ann: {"max_open": 2}, self.bob: {"max_day": 3}}
        self._create_scheme(people=seats)
        self._create_leads(1, user_id=self.ann.id)
        leads = self._create_leads(6)
        self._assign()
        self.assertEqual(self._loads(leads)[self.ann], 1)
        self.assertEqual(self._loads(leads)[self.bob], 3)
        rest = leads.filtered(lambda lead: not lead.user_id)
        self.assertEqual(rest.mapped("assignment_state"), ["hand"] * 2)
        self.assertEqual(rest.mapped("assignment_reason"), ["full"] * 2)

    def test_a_new_day(self):
        """The daily limit begins anew at the company's midnight."""
        self._create_scheme(people={self.bob: {"max_day": 1}})
        with self.mock_datetime_and_now(NOON):
            self._create_leads(1, user_id=self.bob.id).flush_recordset()
        lead = self._create_leads()
        self._assign(NOON + timedelta(hours=3))
        self.assertEqual(lead.assignment_reason, "full")
        lead._assignment_requeue()
        self._assign(NOON + timedelta(1))
        self.assertEqual(lead.user_id, self.bob)

    def test_all_absent(self):
        """The leads lie in the leader's queue and he is told, once."""
        self._create_scheme()
        self.people.write({"out_of_office_from": NOON - timedelta(1)})
        leads = self._create_leads(3)
        with self.mock_mail_app():
            self._assign()
            self._assign(NOON + timedelta(minutes=5))
        self.assertFalse(leads.user_id)
        self.assertEqual(leads.mapped("assignment_state"), ["hand"] * 3)
        self.assertEqual(leads.mapped("assignment_reason"), ["absent"] * 3)
        told = self._told(self.leader)
        self.assertEqual(len(told), 1)
        for lead in leads:
            self.assertIn(lead.name, told.body)

    def test_no_leader(self):
        """Of leads of a team without a leader the managers of sales of its company are told."""
        other = self.env["res.company"].create({"name": "Other"})
        far = self._create_user("far", "sales_team.group_sale_manager")
        far.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        many = [self._create_user(f"m{n}", "sales_team.group_sale_manager") for n in range(5)]
        for leader in (self.team.user_id.browse(), self._create_user("gone", active=False)):
            self.team.user_id = leader
            scheme = self._create_scheme(people=())
            leads = self._create_leads(3)
            with self.mock_mail_app():
                self._assign()
                self._assign(NOON + timedelta(minutes=5))
            told = self._told(self.leader)
            self.assertEqual(len(told), 1)
            self.assertIn("3 leads need a person in charge", told.subject)
            self.assertFalse(self._told(far) | self._told(self.ann))
            self.assertEqual(len(self._new_msgs.filtered("notified_partner_ids")), 5)
            self.assertFalse(self._told(many[-1]))
            leads.unlink()
            scheme.unlink()

    def test_everybody_is_told_once(self):
        """One message per person and run, with all that came to him."""
        self._create_scheme(people=self.ann | self.bob)
        leads = self._create_leads(5)
        with self.mock_mail_app():
            self._assign()
        for user in (self.ann, self.bob):
            told = self._told(user)
            self.assertEqual(len(told), 1)
            mine = leads.filtered(lambda lead, user=user: lead.user_id == user)
            for lead in mine:
                self.assertIn(lead.name, told.body)

    def test_outside_working_hours(self):
        """At night a lead waits, and nobody is told; in the morning it is given."""
        self._create_scheme(only_working_hours=True)
        lead = self._create_leads()
        night = NOON.replace(hour=22)
        self._assign(night)
        self.assertEqual(lead.assignment_state, "waiting")
        self._assign(night + timedelta(hours=11))
        self.assertIn(lead.user_id, self.people)

    def test_one_is_at_work(self):
        """Among people with different hours those get leads who are there."""
        self._create_scheme(only_working_hours=True)
        late = self.company.resource_calendar_id.copy({"name": "Late"})
        late.attendance_ids.write({"hour_from": 12, "hour_to": 23})
        self.env["resource.resource"].create(
            {
                "name": "Cid",
                "user_id": self.cid.id,
                "company_id": self.company.id,
                "calendar_id": late.id,
                "tz": "Europe/Brussels",
            }
        )
        leads = self._create_leads(2)
        self._assign(NOON.replace(hour=20))
        self.assertEqual(leads.user_id, self.cid)

    def test_by_hand(self):
        """The leader gives every lead himself."""
        self._create_scheme("by_hand")
        lead = self._create_leads()
        self._assign()
        self.assertFalse(lead.user_id)
        self.assertEqual((lead.assignment_state, lead.assignment_reason), ("hand", "by_hand"))

    def test_a_broken_lead_stops_no_other(self):
        """One that cannot be written is left to the leader, the others find their people."""
        self._create_scheme()
        leads = self._create_leads(5)
        broken = leads[2]
        original = self.env.registry["crm.lead"].write

        def write(records, vals):
            if broken in records and vals.get("user_id"):
                raise ValueError("broken")
            return original(records, vals)

        self.patch(self.env.registry["crm.lead"], "write", write)
        with self.assertLogs("odoo.addons.crm_stage_automation", "ERROR"):
            self._assign()
        self.assertTrue(all(lead.user_id for lead in leads - broken))
        self.assertEqual((broken.assignment_state, broken.assignment_reason), ("hand", "error"))

    def test_absences_and_gifts_of_others(self):
        """Another add-on knows who is in a meeting, and does more with a lead that is given."""
        scheme, meeting = self._create_scheme(), self.ann
        registry = self.env.registry["crm.assignment.scheme"]
        away, give = registry._away, registry._give_to
        self.patch(registry, "_away", lambda *args: away(*args) | meeting)

        def give_to(schemes, user, leads):
            give(schemes, user, leads)
            leads.priority = "2"

        self.patch(registry, "_give_to", give_to)
        leads = self._create_leads(4)
        self._assign()
        self.assertEqual(self._loads(leads), {self.bob: 2, self.cid: 2})
        self.assertEqual(set(leads.mapped("priority")), {"2"})
        self.assertEqual(leads.team_id, scheme.team_id)
