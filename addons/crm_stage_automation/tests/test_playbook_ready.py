# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import convert

from .runner import FRIDAY, RunnerCommon

MODULE = "crm_stage_automation"
READY = ("first_call", "next_activity", "contract", "lost", "quarterly", "demo")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# 2026-01-05 is a Monday; nine o'clock in Berlin is eight in UTC.
MONDAY_9 = datetime(2026, 1, 5, 8)


class ReadyCommon(RunnerCommon):
    """Ready playbooks, switched on by the manager as by the button of the card."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.playbook.action_switch_off()
        cls.stages = cls.stage_team1_1 + cls.stage_team1_2

    @classmethod
    def _ready(cls, name):
        return cls.env.ref(f"{MODULE}.ready_{name}")

    def _switch_on(self, name):
        playbook = self._ready(name).with_user(self.leader)
        with freeze_time(FRIDAY - DAY):
            playbook.action_switch_on()
        return playbook

    def _run_at(self, moment):
        with freeze_time(moment):
            self._run()

    def _at(self, moment, change):
        """Do something at a moment, and what has to be done then."""
        with freeze_time(moment):
            done = change()
            self._end()
            self._run()
        return done

    def _activities(self, lead):
        return self.env["mail.activity"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "=", lead.id)], order="id"
        )


@tagged("post_install", "-at_install")
class TestReadyFire(ReadyCommon):
    """Each story that a card tells comes true, by the real engine."""

    def test_first_call(self):
        """A call due in an hour of work, three reminders, then the leader, and no more."""
        self._switch_on("first_call")
        lead = self._at(FRIDAY, lambda: self._create_lead(type="lead"))
        call = self._activities(lead)
        self.assertEqual((call.deadline_at, call.user_id), (FRIDAY + HOUR, self.person))
        self.assertEqual(call.activity_type_id, self.env.ref("mail.mail_activity_data_call"))
        for number in range(6):
            self._run_at(FRIDAY + HOUR + number * HOUR)
        rows = self._jobs(lead).filtered("occurrence").sorted("occurrence")
        self.assertEqual(rows.mapped("reason"), ["reminded"] * 3 + ["escalated"])
        self.assertEqual(rows.mapped("due"), [FRIDAY + n * HOUR for n in range(1, 5)])
        self.assertEqual(len(self._told(self.leader)), 1)

    def test_won_at_once(self):
        """What comes in as won already needs no first call."""
        self._switch_on("first_call")
        lead = self._at(FRIDAY, lambda: self._create_lead(stage_id=self.stage_gen_won.id))
        self.assertFalse(self._activities(lead))

    def test_next_activity(self):
        """Who calls the last activity done without another one gets one; the night finds none."""
        self._switch_on("next_activity")
        lead = self._at(FRIDAY, self._create_lead)
        call = lead.activity_schedule("mail.mail_activity_data_call", user_id=self.person.id)
        self._at(FRIDAY, call.action_done)
        self.assertFalse(self._activities(lead))
        self._run_at(FRIDAY + timedelta(minutes=15))
        asked = self._activities(lead)
        self.assertEqual((asked.summary, asked.user_id), ("Plan what comes next", self.person))
        self.assertFalse(lead.no_next_activity)

    def test_planned_meanwhile(self):
        """Who plans within a quarter of an hour is left alone."""
        self._switch_on("next_activity")
        lead = self._create_lead()
        call = lead.activity_schedule("mail.mail_activity_data_call", user_id=self.person.id)
        self._at(FRIDAY, call.action_done)
        following = lead.activity_schedule("mail.mail_activity_data_call", user_id=self.person.id)
        self._run_at(FRIDAY + timedelta(minutes=15))
        self.assertEqual(self._activities(lead), following)
        job = self._jobs(lead)
        self.assertEqual((job.state, job.reason), ("skipped", "planned_meanwhile"))

    def test_night(self):
        """After the nightly check no open deal of the story is without a next activity."""
        self.env["crm.lead"].search([("no_next_activity", "=", True)]).action_archive()
        waiting = self.env["crm.stage"].create({"name": "Next Year", "is_deferred": True})
        deals = self._create_leads(4)
        exempt = self._create_lead(stage_id=waiting.id) + self._create_lead(
            stage_id=self.stage_gen_won.id
        )
        lost = self._create_lead()
        lost.action_set_lost()
        self._switch_on("next_activity")
        open_ones = [("no_next_activity", "=", True)]
        self.assertEqual(set(self.env["crm.lead"].search(open_ones)), set(deals))
        with freeze_time(FRIDAY):
            self.env["crm.playbook.rule"]._cron_idle()
        self._run_at(FRIDAY + HOUR)
        self.assertEqual(self.env["crm.lead"].search_count(open_ones), 0)
        self.assertFalse((exempt + lost).activity_ids)
        with freeze_time(FRIDAY + DAY):
            self.env["crm.playbook.rule"]._cron_idle()
        self._run_at(FRIDAY + DAY + HOUR)
        self.assertEqual([len(deal.activity_ids) for deal in deals], [1] * 4)

    def test_contract(self):
        """From the one stage to the other: a call within two working days."""
        rule = self._ready("contract_rule")
        rule.write({"origin_stage_ids": self.stages[0].ids, "stage_ids": self.stages[1].ids})
        self._switch_on("contract")
        lead = self._create_lead(stage_id=self.stages[0].id)
        self._end()
        self._at(FRIDAY, lambda: lead.write({"stage_id": self.stages[1].id}))
        call = self._activities(lead)
        self.assertEqual((call.summary, call.user_id), ("Call about the contract", self.person))
        self.assertEqual(call.deadline_at, datetime(2026, 1, 6, 10))

    def test_lost(self):
        """The leader is told once, of a deal that is archived by then."""
        self._switch_on("lost")
        lead = self._create_lead()
        self.leader.notification_type = "inbox"
        self._at(FRIDAY, lead.action_set_lost)
        self.assertEqual(self._jobs(lead).mapped("state"), ["done"])
        self.assertEqual(len(self._told(self.leader)), 1)

    def test_quarterly(self):
        """Ninety days after it was won, and each third month; only with the tag."""
        self._switch_on("quarterly")
        tag = self.env["crm.tag"].search([("name", "=", "Quarterly report")])
        leads = self._create_leads(2, stage_id=self.stage_gen_won.id)
        leads[0].tag_ids = tag
        leads.date_closed = FRIDAY

        def look(moment):
            with freeze_time(moment):
                self.env["crm.playbook.rule"]._cron_dates()
                self._run()
            return len(self._activities(leads[0]))

        first = FRIDAY + 90 * DAY  # 2 April
        self.assertEqual(look(first - HOUR), 0)
        self.assertEqual([look(first), look(first + DAY)], [1, 1])
        self.assertEqual([look(datetime(2026, 7, 2, 9)), look(datetime(2026, 7, 2, 11))], [1, 2])
        self.assertEqual(look(datetime(2026, 10, 1)), 2)
        self.assertEqual(look(datetime(2026, 10, 20)), 3)
        self.assertFalse(self._activities(leads[1]))
        self.assertEqual(self._activities(leads[0])[0].deadline_at, datetime(2026, 4, 9, 10))

    def test_end_of_month(self):
        """A series from the 30th of November goes on at the end of February and the 30th of May."""
        self._switch_on("quarterly")
        rule = self._ready("quarterly_rule")
        rule.write({"date_amount": 0, "domain": "[]"})
        rule.active_since = FRIDAY - DAY
        lead = self._create_lead(stage_id=self.stage_gen_won.id)
        lead.date_closed = datetime(2025, 11, 30, 12)
        moments = []
        for day in (datetime(2026, 2, 28, 13), datetime(2026, 3, 3), datetime(2026, 5, 30, 13)):
            with freeze_time(day):
                self.env["crm.playbook.rule"]._cron_dates()
                self._run()
            moments.append(self._jobs(lead).mapped("moment"))
        february, may = datetime(2026, 2, 28, 12), datetime(2026, 5, 30, 12)
        self.assertEqual(moments, [[february], [february], [february, may]])


@tagged("post_install", "-at_install")
class TestReadyDemo(ReadyCommon):
    """A demo request, from the approval to the call, or to the next half-year."""

    def setUp(self):
        super().setUp()
        self._ready("demo_rule").stage_ids = self.stages[1]
        self._switch_on("demo")
        self.lead = self._create_lead(email_from="customer@example.com", contact_name="Ann")
        self._at(FRIDAY, lambda: self.lead.write({"stage_id": self.stages[1].id}))

    def _prepare(self):
        """Colleagues do what they were asked for, one after the other."""
        for summary in ("set up the server", "give the customer access", "switch on the modules"):
            activity = self._activities(self.lead)
            self.assertIn(summary, activity.summary)
            self.assertTrue(activity.user_id.has_group("base.group_system"))
            self._at(FRIDAY, activity.action_done)

    def _letters(self):
        """What was written to the customer, in order."""
        letters = self.env["mail.mail"].search([("email_to", "ilike", "customer@")], order="id")
        return letters.filtered(lambda mail: mail.res_id == self.lead.id)

    def test_demo(self):
        """Colleagues, letters, the call of the salesperson with its reminders."""
        self._prepare()
        self.assertEqual(self._letters().mapped("subject"), ["Your demo is ready: the first steps"])
        call = self._activities(self.lead)
        self.assertEqual((call.summary, call.user_id), ("Call before the demo ends", self.person))
        self.assertEqual(call.deadline_at, datetime(2026, 1, 14, 10))
        self._run_at(datetime(2026, 1, 7, 10, 1))
        letter = self._letters()[-1]
        self.assertEqual(letter.subject, "How is it going with your demo?")
        self.assertIn("Hello Ann", letter.body_html)
        for number in range(20):
            self._run_at(datetime(2026, 1, 14, 10) + number * 2 * HOUR)
        rows = self._jobs(self.lead).filtered("occurrence").sorted("id")
        self.assertEqual(rows.filtered(lambda row: row.made_id == call.id)[-1].reason, "escalated")

    def test_customer_wrote(self):
        """He wrote by himself: nobody asks him how it is going."""
        self._prepare()
        self.lead.message_post(body="It works", message_type="email", author_id=self.contact_1.id)
        self._run_at(datetime(2026, 1, 7, 10, 1))
        job = self._jobs(self.lead).filtered(
            lambda one: one.step_id == self._ready("demo_check_in")
        )
        self.assertEqual((job.state, job.reason), ("cancelled", "replied"))

    def test_not_this_half_year(self):
        """The deal is put off: what was planned is cancelled, a call in half a year is there."""
        self._prepare()
        self._activities(self.lead).unlink()
        waiting = self.env["crm.stage"].create({"name": "Not Now", "is_deferred": True})
        self._at(FRIDAY, lambda: self.lead.write({"stage_id": waiting.id}))
        call = self._activities(self.lead)
        self.assertEqual(call.summary, "Call again: the half-year is over")
        self.assertEqual(call.date_deadline, (FRIDAY + 182 * DAY).date())
        self._run_at(datetime(2026, 1, 20))
        self.assertEqual(self._jobs(self.lead, state="pending").ids, [])


@tagged("post_install", "-at_install")
class TestReadyData(ReadyCommon):
    """Ready playbooks belong to the users."""

    def _upgrade(self):
        path = "data/crm_playbook_ready.xml"
        convert.convert_file(self.env, MODULE, path, {}, mode="update", noupdate=True)
        self.env.flush_all()

    def test_off(self):
        """They come switched off, tell a story, and say what they do."""
        for name in READY:
            playbook = self._ready(name).with_user(self.leader)
            with self.subTest(playbook=playbook.name):
                self.assertTrue(playbook.is_ready)
                self.assertFalse(playbook.is_on)
                self.assertTrue(playbook.description)
                self.assertIn(playbook.rule_ids[0].step_ids[0].name, playbook.outline)
                self.assertTrue(playbook.icon.startswith("fa-"))

    def test_one_click(self):
        """One click is enough where nothing has to be chosen."""
        for name in ("first_call", "next_activity", "lost", "quarterly"):
            playbook = self._switch_on(name)
            self.assertTrue(playbook.is_on)
            self.assertEqual(playbook.rule_ids.responsible_id, self.leader)

    def test_needs(self):
        """Where a stage has to be chosen the card says which."""
        for name in ("contract", "demo"):
            playbook = self._ready(name)
            self.assertIn(playbook.rule_ids[0].name, playbook.needs)
            with self.assertRaisesRegex(UserError, playbook.rule_ids[0].name):
                playbook.with_user(self.leader).action_switch_on()
            playbook.rule_ids[0].write(
                {"stage_ids": self.stages[1].ids, "origin_stage_ids": self.stages[0].ids}
            )
            playbook.invalidate_recordset(["needs"])
            self.assertFalse(playbook.needs)
            self._switch_on(name)
            self.assertTrue(playbook.is_on)

    def test_needs_people(self):
        """A step for a named person without a name is said, and so is a letter without a text."""
        step = self._ready("lost_step")
        step.assignee_kind = "named"
        self.assertIn(step.name, self._ready("lost").needs)
        step.write({"assignee_kind": "leader", "kind": "mail"})
        self.assertEqual(step._missing(), ["mail_template_id"])

    def test_notice(self):
        """A team without a leader is named where the leader is to be told."""
        team = self.env["crm.team"].create({"name": "Orphans", "user_id": False})
        playbook = self._ready("lost")
        self.assertIn(team.name, playbook.notice)
        playbook.rule_ids.team_ids = self.sales_team_1
        playbook.invalidate_recordset(["notice"])
        self.assertFalse(playbook.notice)
        self.assertFalse(self._ready("quarterly").notice)

    def test_upgrade(self):
        """What was edited stays so; what was deleted stays away, with what hung below it."""
        edited, deleted = self._ready("first_call"), self._ready("quarterly")
        edited.write({"name": "Ours", "description": "Our way"})
        edited.rule_ids.step_ids.write({"name": "Ring", "deadline_amount": 2})
        edited.rule_ids.team_ids = self.sales_team_1
        self._ready("lost_step").unlink()
        deleted.unlink()
        count = self.env["crm.playbook"].search_count([])
        self._upgrade()
        self.assertEqual(self.env["crm.playbook"].search_count([]), count)
        self.assertFalse(self.env.ref(f"{MODULE}.ready_quarterly", False))
        self.assertFalse(self._ready("lost").rule_ids.step_ids)
        self.assertEqual((edited.name, edited.description), ("Ours", "Our way"))
        self.assertEqual(edited.rule_ids.team_ids, self.sales_team_1)
        step = edited.rule_ids.step_ids
        self.assertEqual((step.name, step.deadline_amount), ("Ring", 2))

    def test_missing_stage(self):
        """A stage that users deleted does not break the installation."""
        self.env["crm.playbook"]._fill_ready(
            [(f"{MODULE}.ready_contract_rule", "stage_ids", "crm.stage_that_is_gone")]
        )
        self.assertFalse(self._ready("contract_rule").stage_ids)

    def test_tag_that_is_there(self):
        """A tag of this name is used, not made a second time."""
        tag = self.env["crm.tag"].create({"name": "Maintenance"})
        self.env["crm.playbook"]._tag_ready(f"{MODULE}.ready_lost_rule", "Maintenance")
        self.assertIn(str(tag.ids), self._ready("lost_rule").domain)

    def test_queries(self):
        """Many cards take as many queries as few."""

        def queries(count):
            source = self._ready("first_call")
            cards = self.env["crm.playbook"].union(*(source.copy() for _ in range(count)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cards.read(["name", "outline", "needs", "notice", "icon", "waiting_count"])
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(20), queries(5))
