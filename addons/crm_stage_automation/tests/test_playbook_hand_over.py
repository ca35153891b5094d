# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .runner import FRIDAY, RunnerCommon


@tagged("post_install", "-at_install")
class TestPlaybookHandOver(RunnerCommon):
    """A lead gets its person after a step was done for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._create_rule(
            {"kind": "activity", "name": "Call", "repeat_most": 1, "deadline_amount": 1},
            {"kind": "activity", "name": "Look", "assignee_kind": "leader"},
        )
        cls.call, cls.look = cls.rule.step_ids

    def _made(self, count=1):
        """Leads without a person, for which both steps were done."""
        leads = self._create_leads(count, user_id=False)
        for step in self.rule.step_ids:
            self._create_jobs(step, leads)
        with freeze_time(FRIDAY):
            self._run()
        self._end()
        return leads

    def _people(self, leads):
        activities = self.env["mail.activity"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "in", leads.ids)]
        )
        return {activity.summary: activity.user_id for activity in activities}

    def test_call_goes_to_the_person(self):
        """The leader stands in; who gets the lead gets the call, its time, and the reminders."""
        lead = self._made()
        self.assertEqual(self._people(lead), {"Call": self.leader, "Look": self.leader})
        before = self._told(self.person)
        lead.user_id = self.person
        self._end()
        self.assertEqual(self._people(lead), {"Call": self.person, "Look": self.leader})
        call = lead.activity_ids.filtered(lambda act: act.summary == "Call")
        self.assertEqual(call.deadline_at, FRIDAY + timedelta(hours=1))
        with freeze_time(FRIDAY + timedelta(minutes=10)):
            self._run()
        self.assertEqual(len(self._told(self.person) - before), 1)
        with freeze_time(FRIDAY + timedelta(hours=1, minutes=1)):
            self._run()
        self.assertEqual(len(self._told(self.person) - before), 2)

    def test_from_person_to_person(self):
        """What somebody was given stays his until he or a leader gives it away."""
        lead = self._made()
        lead.user_id = self.person
        self._end()
        lead.user_id = self.user_admin
        self._end()
        self.assertEqual(self._people(lead)["Call"], self.person)

    def test_done_stays_done(self):
        """A call that the leader made himself is nobody's to make again."""
        lead = self._made()
        call = lead.activity_ids.filtered(lambda act: act.summary == "Call")
        call.action_feedback()
        lead.user_id = self.person
        self._end()
        self.assertEqual(call.user_id, self.leader)

    def test_many(self):
        """As many queries for ten leads as for fifty."""
        counts = []
        hand_over = type(self.env["crm.playbook.job"])._hand_over

        def counted(jobs, changes):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            hand_over(jobs, changes)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)

        for count in (10, 50):
            leads = self._made(count)
            with patch.object(type(self.env["crm.playbook.job"]), "_hand_over", counted):
                leads.user_id = self.person
                self._end()
            self.assertEqual(self._people(leads)["Call"], self.person)
        self.assertLessEqual(counts[1], counts[0], counts)
