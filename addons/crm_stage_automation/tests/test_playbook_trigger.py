# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestPlaybookTrigger(PlaybookCommon):
    """What fires a rule, and what does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._create_lead()
        cls.other_team = cls.env["crm.team"].create(
            {"name": "Others", "member_ids": cls.user_sales_manager.ids}
        )
        cls.env.cr.flush()

    def _fired(self, records=None):
        """How many jobs there are at the end of the transaction."""
        self._end()
        return len(self._jobs(records))

    def test_entered(self):
        """Entering the stage plans each first step, due after its delay, in the rule's name."""
        with freeze_time("2026-01-05 10:00:00"):
            rule = self._create_rule({"delay_amount": 2}, {"delay_amount": 3, "delay_unit": "days"})
            self.lead.stage_id = self.stage_team1_2
            self._end()
        first, second = self._jobs(self.lead)
        self.assertEqual(first.due, datetime(2026, 1, 5, 12))
        self.assertEqual(second.due, datetime(2026, 1, 8, 10))
        self.assertEqual(first.moment, datetime(2026, 1, 5, 10))
        self.assertEqual(first.step_id | second.step_id, rule.step_ids)
        self.assertEqual(first.run_as, self.user_sales_manager)
        self.assertEqual(first.company_id, self.company)
        self.assertEqual(first.state, "pending")

    def test_working_time(self):
        """Friday 17:30 and one working hour is Monday, by the hours of the person in charge."""
        calendar = self.env["resource.calendar"].create(
            {
                "name": "9 to 18",
                "tz": "Europe/Berlin",
                "attendance_ids": [
                    (0, 0, {"name": day, "dayofweek": day, "hour_from": 9, "hour_to": 18})
                    for day in "01234"
                ],
            }
        )
        self.company.resource_calendar_id = calendar
        self._create_rule({"delay_amount": 1, "delay_calendar": "assignee"})
        with freeze_time("2026-01-09 16:30:00"):
            self.lead.stage_id = self.stage_team1_2
            self._end()
        self.assertEqual(self._jobs(self.lead).due, datetime(2026, 1, 12, 8, 30))

    def test_to_and_fro(self):
        """Within one transaction nothing happened; within a minute the step waits once."""
        self._create_rule()
        self.lead.stage_id = self.stage_team1_2
        self.lead.stage_id = self.stage_team1_1
        self.assertEqual(self._fired(), 0)
        for stage in (self.stage_team1_2, self.stage_team1_1, self.stage_team1_2):
            self.lead.stage_id = stage
            self._end()
        self.assertEqual(len(self._jobs(self.lead)), 1)

    def test_again(self):
        """What was done is done again after the gap, unless the rule is for once."""
        rule = self._create_rule(gap_minutes=60)
        start = datetime(2026, 1, 5, 10)
        for hours, count in ((0, 1), (0.5, 1), (2, 2), (5, 3)):
            with freeze_time(start + timedelta(hours=hours)):
                self.lead.stage_id = self.stage_team1_2
                self._end()
                self.lead.stage_id = self.stage_team1_1
                self._end()
            self.assertEqual(len(self._jobs(self.lead)), count, hours)
            self._jobs(self.lead).state = "done"
        rule.again = "once"
        with freeze_time(start + timedelta(hours=50)):
            self.lead.stage_id = self.stage_team1_2
            self.assertEqual(self._fired(self.lead), 3)

    def test_created(self):
        """A lead created in the stage enters it; it moved from nowhere."""
        created = self._create_rule(trigger="created", stage_ids=False)
        self._create_rule()
        self._create_rule(trigger="moved", origin_stage_ids=self.stage_team1_1.ids)
        lead = self._create_lead(stage_id=self.stage_team1_2.id)
        lead.name = "Renamed"
        self._end()
        self.assertEqual(len(self._jobs(lead)), 2)
        self.assertEqual(len(self._jobs(lead, rule_id=created.id)), 1)

    def test_persons(self):
        """Nobody to somebody is assigned; somebody to somebody else is reassigned."""
        assigned = self._create_rule(trigger="assigned", stage_ids=False)
        reassigned = self._create_rule(trigger="reassigned", stage_ids=False)
        lead = self._create_lead(user_id=False)
        self._end()
        lead.user_id = self.user_sales_leads
        self._end()
        self.assertEqual(self._jobs(lead).rule_id, assigned)
        lead.user_id = self.user_sales_manager
        self._end()
        self.assertEqual(self._jobs(lead).rule_id, assigned | reassigned)

    def test_team_takes_person(self):
        """A person in charge that comes by computing, with the team, counts as well."""
        rule = self._create_rule(trigger="reassigned", stage_ids=False)
        self.lead.team_id = self.other_team
        self._end()
        changed = self.lead.user_id != self.user_sales_leads
        self.assertEqual(len(self._jobs(self.lead, rule_id=rule.id)), changed)

    def test_won_and_lost(self):
        """Won and lost count once; what is lost again is not; a deal is never both."""
        won = self._create_rule(trigger="won", stage_ids=False, gap_minutes=0)
        lost = self._create_rule(trigger="lost", stage_ids=False, gap_minutes=0)
        self.lead.action_set_lost()
        self._end()
        self.assertEqual(self._jobs(self.lead).rule_id, lost)
        self._jobs(self.lead).state = "done"
        self.lead.action_set_lost()
        self.assertEqual(self._fired(self.lead), 1)
        self.lead.action_unarchive()
        self.lead.action_set_won()
        self._end()
        self.assertEqual(len(self._jobs(self.lead, rule_id=won.id)), 1)

    def test_won_again(self):
        """What was won, taken back and won again has no second set of tasks, a year later too."""
        rule = self._create_rule(
            {"delay_amount": 1}, {"delay_amount": 2}, trigger="won", stage_ids=False
        )
        for moment in ("2026-01-05 10:00:00", "2026-01-05 10:00:30", "2027-01-05 10:00:00"):
            with freeze_time(moment):
                self.lead.action_set_won()
                self._end()
                self._jobs(self.lead, state="pending").state = "done"
                self.lead.stage_id = self.stage_team1_1
                self._end()
            self.assertEqual(len(self._jobs(self.lead, rule_id=rule.id)), 2, moment)

    def test_within_a_minute(self):
        """A, B, A within a minute, each saved by itself: A's delayed steps wait once."""
        rule = self._create_rule({"delay_amount": 2}, {"delay_amount": 3, "delay_unit": "days"})
        stages = (self.stage_team1_2, self.stage_team1_1, self.stage_team1_2)
        for seconds, stage in enumerate(stages):
            with freeze_time(datetime(2026, 1, 5, 10, 0, 20 * seconds)):
                self.lead.stage_id = stage
                self._end()
        jobs = self._jobs(self.lead, rule_id=rule.id)
        self.assertEqual(jobs.mapped("state"), ["pending"] * 2)
        self.assertEqual(jobs.mapped("due"), [datetime(2026, 1, 5, 12), datetime(2026, 1, 8, 10)])

    def test_won_stage(self):
        """Calling a stage won wins no deal that stood in it."""
        self._create_rule(trigger="won", stage_ids=False)
        self.stage_team1_1.is_won = True
        self._end()
        self.assertEqual(self.lead.won_status, "won")
        self.assertFalse(self._jobs())

    def test_request(self):
        """A customer's e-mail about a deal is a request; a colleague's is none."""
        self._create_rule(trigger="requested", stage_ids=False, gap_minutes=0)
        colleague = self.user_sales_manager.partner_id
        self.lead.message_update({"author_id": colleague.id, "email_from": "a@b.example"})
        self.assertEqual(self._fired(), 0)
        self.lead.message_update({"author_id": False, "email_from": "c@d.example"})
        self.assertEqual(self._fired(), 1)

    def test_which_deals(self):
        """Team, domain, company and period decide."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        rule = self._create_rule()
        now = datetime.now()
        cases = [
            ({"team_ids": self.other_team.ids}, 0),
            ({"team_ids": self.sales_team_1.ids}, 1),
            ({"domain": "[('priority', '=', '3')]"}, 0),
            ({"domain": "[('priority', '=', '0')]"}, 1),
            ({"active_from": now + timedelta(days=1)}, 0),
            ({"active_to": now - timedelta(days=1)}, 0),
            ({"active_from": now - timedelta(days=1), "active_to": now + timedelta(days=1)}, 1),
        ]
        for values, count in cases:
            with self.subTest(values=values):
                each = self._create_rule(**values)
                lead = self._create_lead(stage_id=self.stage_team1_2.id)
                self._end()
                self.assertEqual(len(self._jobs(lead, rule_id=each.id)), count)
        self.user_sales_manager.company_ids += other
        line = {"name": "There", "responsible_id": self.user_sales_manager.id}
        playbook = self.env["crm.playbook"].create(
            {"name": "Elsewhere", "company_id": other.id, "rule_ids": [(0, 0, line)]}
        )
        playbook.is_on = True
        lead = self._create_lead(stage_id=self.stage_team1_2.id)
        self._end()
        self.assertIn(rule, self._jobs(lead).rule_id)
        self.assertNotIn(playbook.rule_ids, self._jobs(lead).rule_id)

    def test_switched_off(self):
        """A playbook that is off plans nothing, and what waited is cancelled."""
        self._create_rule()
        self.lead.stage_id = self.stage_team1_2
        self._end()
        self.playbook.action_switch_off()
        self.assertEqual(self._jobs(self.lead).mapped("reason"), ["switched_off"])
        other = self._create_lead(stage_id=self.stage_team1_2.id)
        self.assertEqual(self._fired(other), 0)

    @mute_logger("odoo.addons.crm_stage_automation.models.crm_playbook_rule_evaluate")
    def test_failing_rule(self):
        """A rule that fails is marked, others go on, and the user's change stays."""
        failing = self._create_rule(domain="[('priority', '=', '0')]")
        fine = self._create_rule()
        self.env.cr.execute(
            "UPDATE crm_playbook_rule SET domain = %s WHERE id = %s",
            ("[('no', '=', 1)]", failing.id),
        )
        failing.invalidate_recordset()
        self.lead.stage_id = self.stage_team1_2
        self._end()
        self.assertEqual(self.lead.stage_id, self.stage_team1_2)
        self.assertEqual(self._jobs(self.lead).rule_id, fine)
        self.assertIn("no", failing.error)
        self.assertTrue(failing.error_at)
        failing.domain = "[]"
        self.assertFalse(failing.error)

    def test_calendar_without_hours(self):
        """No working time is an error on the rule and a failed step, not a silent nothing."""
        self.company.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Nobody works", "attendance_ids": False}
        )
        rule = self._create_rule({"delay_amount": 1, "delay_calendar": "team"})
        self.lead.stage_id = self.stage_team1_2
        self._end()
        self.assertIn("Nobody works", rule.error)
        self.assertEqual(self._jobs(self.lead).mapped("reason"), ["calendar"])

    def test_nothing_configured(self):
        """Without a rule that is on, moving deals asks the database nothing more."""
        self.env["crm.playbook"].search([("is_on", "=", True)]).is_on = False
        self.env["crm.playbook.rule"]._watches()
        with self.assertQueryCount(0):
            self.lead._note_facts()
            self.lead.note_request()
            self._end()
