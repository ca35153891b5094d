# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common_ready import DAY, HOUR, ReadyCommon
from .runner import FRIDAY


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
