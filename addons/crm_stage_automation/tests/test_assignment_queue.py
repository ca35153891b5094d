# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged, warmup

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .common_assignment import AssignmentCommon


@tagged("post_install", "-at_install")
class TestAssignmentQueue(CronMixinCase, AssignmentCommon):
    """How leads enter and leave the queues, and what of core's assignment remains."""

    def _queue(self, leads):
        return set(leads.mapped("assignment_state"))

    def test_only_leads_without_a_person(self):
        """A lead somebody makes for himself waits for nobody; one that is taken has no queue."""
        self._create_scheme()
        mine = self._create_leads(user_id=self.ann.id)
        lead = self._create_leads()
        self.assertFalse(mine.assignment_state)
        self.assertEqual(lead.assignment_state, "waiting")
        lead.user_id = self.bob
        self.assertFalse(lead.assignment_state)
        self.assertFalse(lead.assignment_scheme_id)

    def test_given_back(self):
        """A lead from which the person is taken is assigned anew."""
        self._create_scheme()
        lead = self._create_leads(user_id=self.ann.id)
        lead.user_id = False
        self.assertEqual(lead.assignment_state, "waiting")

    def test_closed_leads_wait_for_nobody(self):
        """Lost, won and archived leads leave the queue."""
        self._create_scheme()
        lost, won, archived = leads = self._create_leads(3)
        lost.action_set_lost()
        won.action_set_won()
        archived.action_archive()
        self.assertEqual(self._queue(leads), {False})
        lost.action_unarchive()
        self.assertEqual(lost.assignment_state, "waiting")

    def test_another_team(self):
        """A lead that moves to another team waits in that team's queue, or in none."""
        self._create_scheme("by_hand")
        lead = self._create_leads()
        self._assign()
        self.assertEqual(lead.assignment_state, "hand")
        second = self.env["crm.team"].create({"name": "Second"})
        scheme = self._create_scheme(team_id=second.id)
        lead.team_id = second
        self.assertEqual((lead.assignment_scheme_id, lead.assignment_state), (scheme, "waiting"))
        lead.team_id = self.env["crm.team"].create({"name": "Third"})
        self.assertFalse(lead.assignment_state)

    def test_another_method(self):
        """Leads in a queue go by the new method; without one they are left alone."""
        scheme = self._create_scheme("by_hand")
        leads = self._create_leads(2)
        self._assign()
        scheme.method = "claim"
        self.assertEqual(self._queue(leads), {"offered"})
        scheme.method = "round_robin"
        self.assertEqual(self._queue(leads), {"waiting"})
        scheme.method = "core"
        self.assertEqual(self._queue(leads), {False})
        scheme.method = "claim"
        leads = self._create_leads(2)
        scheme.unlink()
        self.assertEqual(self._queue(leads), {False})

    def test_older_leads_on_request(self):
        """Leads that were without a person before are assigned only when that is asked for."""
        leads = self._create_leads(2)
        self.env.flush_all()
        scheme = self._create_scheme()
        self._assign()
        self.assertFalse(leads.user_id)
        scheme.action_queue_userless()
        self._assign()
        self.assertTrue(all(lead.user_id for lead in leads))

    def test_scheduler_is_woken_at_once(self):
        """A new lead does not wait for the next round; many leads wake it once."""
        self._create_scheme()
        cron = self.env.ref("crm_stage_automation.ir_cron_assign")
        with self.capture_triggers(cron.id) as captured:
            self._create_leads(3)
            self._create_leads(3)
        self.assertEqual(len(captured.records), 1)

    def test_incoming_mail_is_not_the_leaders(self):
        """Core gives leads from mails to the leader; ours wait for the scheme."""
        self._create_scheme()
        lead = self.env["crm.lead"].message_new(
            {"subject": "Hello", "from": "x@customer.example.com", "author_id": False},
            {"team_id": self.team.id},
        )
        self.assertFalse(lead.user_id)
        self._assign()
        self.assertIn(lead.user_id, self.people)

    def test_incoming_mail_of_other_teams(self):
        """Without a scheme the leader gets the lead, as core does it."""
        lead = self.env["crm.lead"].message_new(
            {"subject": "Hello", "from": "x@customer.example.com", "author_id": False},
            {"team_id": self.team.id},
        )
        self.assertEqual(lead.user_id, self.leader)

    def test_cores_rule_based_assignment(self):
        """Core's own button and scheduler leave the leads of our teams alone, others not."""
        self.env["ir.config_parameter"].set_param("crm.lead.auto.assignment", "True")
        scheme = self._create_scheme("by_hand")
        ours = self._create_leads()
        teams = []

        def assign(cores, **_options):
            teams.append(cores)
            return {}

        self.patch(self.env.registry["crm.team"], "_assign_and_convert_leads", assign)
        self.team.action_assign_leads()
        scheme.method = "core"
        self.team.action_assign_leads()
        self.assertEqual(teams, [self.team.browse(), self.team])
        self.assertFalse(ours.user_id)

    @warmup
    def test_nothing_configured_costs_nothing(self):
        """Without any scheme a new lead asks the database nothing about assignment."""
        self.assertFalse(self.env["crm.assignment.scheme"]._by_team())
        leads = self._create_leads(5)
        self.env.flush_all()
        with self.assertQueryCount(0):
            leads._trigger_assignment()
            leads._compute_assignment()

    def test_cost_does_not_grow(self):
        """Sharing out costs the same number of queries beside core's own write of the leads."""
        scheme = self._create_scheme(
            "least_loaded", {user: {"max_day": 500} for user in self.people}
        )
        self._create_leads(3)
        self._assign()
        self.assertEqual(self._cost(scheme, 10), self._cost(scheme, 90))

    def _cost(self, scheme, count):
        """The queries of sharing out so many leads, without those of writing them."""
        leads = self._create_leads(count)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        given, left = scheme._share_out(leads)
        self.env.flush_all()
        spent = self.env.cr.sql_log_count - before
        self.assertEqual(sum(len(batch) for batch in given.values()), count)
        self.assertFalse(left)
        leads.unlink()
        return spent
