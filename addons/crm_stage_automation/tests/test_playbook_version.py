# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestPlaybookVersion(PlaybookCommon):
    """Editing a playbook whose steps wait."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._create_rule({"delay_amount": 5}, {"delay_amount": 1})
        cls.step, cls.other = cls.rule.step_ids
        with freeze_time("2026-01-05 10:00:00"):
            cls.lead = cls._create_lead(stage_id=cls.stage_team1_2.id)
            cls.env.cr.flush()

    def test_waiting_keeps_its_version(self):
        """What waits is done as it was planned; the step of today is the same record."""
        job = self._jobs(self.lead, root_step=self.step.id)
        self.step.delay_amount = 2
        former = job.step_id
        self.assertNotEqual(former, self.step)
        self.assertEqual((former.delay_amount, former.active), (5, False))
        self.assertEqual((former.root_id, former._root()), (self.step, self.step))
        self.assertEqual(self.rule.step_ids, self.step | self.other)
        self.assertEqual(self.playbook.version, 2)
        self.assertEqual((self.playbook.waiting_count, self.playbook.former_count), (2, 1))
        self.assertEqual(self.playbook.rule_ids.mapped("former_count"), [1])
        self.assertEqual(job.due, datetime(2026, 1, 5, 15))

    def test_waiting_moves(self):
        """Moved to the version of today, it is due by its delay."""
        job = self._jobs(self.lead, root_step=self.step.id)
        self.step.delay_amount = 2
        self.playbook.with_user(self.user_sales_manager).action_move_waiting()
        self.assertEqual(job.step_id, self.step)
        self.assertEqual(job.due, datetime(2026, 1, 5, 12))
        self.assertEqual(self.playbook.former_count, 0)

    def test_no_version_without_need(self):
        """A name, an order, or a step for which nothing waits makes no version."""
        self.step.name = "Renamed"
        self.step.sequence = 20
        self._jobs(self.lead).state = "done"
        self.step.delay_amount = 7
        self.assertEqual(self.playbook.version, 1)

    def test_planned_once_over_versions(self):
        """An edited step is the same step: it is not planned again for the deal."""
        self.step.delay_amount = 2
        self.lead.stage_id = self.stage_team1_1
        self._end()
        self.lead.stage_id = self.stage_team1_2
        self._end()
        self.assertEqual(len(self._jobs(self.lead, root_step=self.step.id)), 1)

    def test_archived_ones_asked_for(self):
        """A context that shows archived records brings no former version or rule to life."""
        self.step.delay_amount = 2
        archived = self._create_rule()
        archived.active = False
        lead = self._create_lead()
        self._end()
        self.env.registry.clear_cache()
        lead.with_context(active_test=False).stage_id = self.stage_team1_2
        self._end()
        self.assertEqual(self._jobs(lead).step_id, self.step | self.other)

    def test_removed_step(self):
        """A step that is taken out is archived, and waits no more, in no version."""
        self.step.delay_amount = 2
        self.step.active = False
        job = self._jobs(self.lead, root_step=self.step.id)
        self.assertEqual((job.state, job.reason), ("cancelled", "archived"))
        self.assertEqual(self.rule.step_ids, self.other)


@tagged("post_install", "-at_install")
class TestPlaybookDates(PlaybookCommon):
    """Rules that no change fires."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = datetime(2026, 3, 10, 12)
        cls.field = cls.env["ir.model.fields"]._get("crm.lead", "date_deadline")
        cls.company.resource_calendar_id.tz = "Europe/Berlin"

    def _date_rule(self, since=None, **values):
        rule = self._create_rule(
            trigger="date",
            stage_ids=False,
            date_field_id=self.field.id,
            date_amount=2,
            date_way="before",
            **values,
        )
        rule.active_since = since or datetime(2026, 3, 1)
        return rule

    def _look(self, moment=None):
        with freeze_time(moment or self.now), self.enter_registry_test_mode():
            self.env.ref("crm_stage_automation.ir_cron_playbook_dates").method_direct_trigger()
        self.env.invalidate_all()

    def test_before_a_date(self):
        """Two days before the closing date, at midnight of the company, once."""
        self._date_rule()
        near = self._create_lead(date_deadline="2026-03-12")
        far = self._create_lead(date_deadline="2026-03-14")
        past = self._create_lead(date_deadline="2026-02-20")
        for _look in range(2):
            self._look()
        self.assertEqual(self._jobs(near).moment, datetime(2026, 3, 9, 23))
        self.assertFalse(self._jobs(far | past))
        near.date_deadline = "2026-03-20"
        self._look()
        self._jobs(near).state = "done"
        self._look(self.now + timedelta(days=8))
        self.assertEqual(len(self._jobs(near)), 2)
        self.assertEqual(len(self._jobs(far)), 1)

    def test_archived_team(self):
        """A rule of a team that was archived is not for everybody's deals."""
        team = self.env["crm.team"].create({"name": "Former"})
        lead = self._create_lead(date_deadline="2026-03-12")
        dated = self._date_rule(team_ids=team.ids)
        idle = self._create_rule(trigger="no_activity", stage_ids=False, team_ids=team.ids)
        team.active = False
        self._look()
        with self.enter_registry_test_mode():
            self.env.ref("crm_stage_automation.ir_cron_playbook_idle").method_direct_trigger()
        activity = lead.activity_schedule("mail.mail_activity_data_call")
        activity.action_feedback()
        self._end()
        self.assertFalse(self._jobs(lead, rule_id=dated.id) | self._jobs(lead, rule_id=idle.id))

    def test_fits_only_later(self):
        """A deal that the rule is for only after its moment is found all the same."""
        self._date_rule(domain="[('priority', '=', '3')]")
        lead = self._create_lead(date_deadline="2026-03-04")
        self._look()
        self.assertFalse(self._jobs(lead))
        lead.priority = "3"
        self._look()
        self.assertEqual(len(self._jobs(lead)), 1)

    def test_no_next_activity(self):
        """When the last activity is done, and each night; not while there is one, nor if closed."""
        rule = self._create_rule(trigger="no_activity", stage_ids=False)
        leads = [self._create_lead() for _number in range(4)]
        busy, done, lost, nightly = leads
        activity = done.activity_schedule("mail.mail_activity_data_call")
        busy.activity_schedule("mail.mail_activity_data_call")
        lost.activity_schedule("mail.mail_activity_data_call")
        self._end()
        activity.action_feedback()
        lost.action_set_lost()
        self._end()
        self.assertEqual(self._jobs(rule_id=rule.id).mapped("res_id"), done.ids)
        with self.enter_registry_test_mode():
            self.env.ref("crm_stage_automation.ir_cron_playbook_idle").method_direct_trigger()
        found = self._jobs(rule_id=rule.id).mapped("res_id")
        self.assertIn(nightly.id, found)
        self.assertEqual(found.count(done.id), 1)
        self.assertNotIn(busy.id, found)
        self.assertNotIn(lost.id, found)
