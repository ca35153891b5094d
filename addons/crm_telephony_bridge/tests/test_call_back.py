# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import gc
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged, users

from .log_common import MONDAY, LogCommon

OTHER = "+380671112244"


@tagged("post_install", "-at_install")
class TestCallBack(LogCommon):
    """Missed calls and the activity "Call back": made once, closed by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type = cls.env.ref("crm_telephony_bridge.activity_type_call_back")
        cls.queue = cls.env["telephony.queue"].create(
            {
                "name": "Sales",
                "provider_id": cls.provider.id,
                "number": "380442003040",
                "user_id": cls.user_sales_manager.id,
            }
        )
        calendar = cls.env["resource.calendar"].create({"name": "Nine to five", "tz": "UTC"})
        cls.company.resource_calendar_id = calendar

    def setUp(self):
        super().setUp()
        # A test is one transaction.
        cron = self.env.registry["ir.cron"]
        self.patch(cron, "_commit_progress", lambda *_args, **_values: 60.0)

    def _told(self, calls):
        """The exchange tells of these calls, and the cron has its turn."""
        calls._judge_missed()
        self._run()

    def _run(self):
        self.calls._cron_call_back()
        self.env.flush_all()

    def _activities(self, **domain):
        found = self.env["mail.activity"].with_context(active_test=False)
        return found.search([("activity_type_id", "=", self.type.id)])

    def test_held_by_a_delivery(self):
        """Another worker writes the calls right now: nothing is said, and soon tried again."""
        missed = self._create_missed()
        missed._judge_missed()
        told = []
        progress = self.env.registry["ir.cron"]
        self.patch(progress, "_commit_progress", lambda *_some, **how: told.append(how) or 60.0)
        held = patch.object(type(missed), "try_lock_for_update", lambda calls: calls.browse())
        triggers = self.env["ir.cron.trigger"].sudo()
        triggers.search([("cron_id", "!=", False)]).unlink()
        with held:
            self._run()
        self.assertTrue(missed.call_back_pending)
        self.assertEqual(told[-1], {"remaining": 0})
        cron = self.env.ref("crm_telephony_bridge.ir_cron_call_back")
        self.assertEqual(triggers.search([("cron_id", "!=", False)]).cron_id, cron)
        self._run()
        self.assertFalse(missed.call_back_pending)

    def test_in_charge_calls_back(self):
        """On his open deal, within a working hour; closed when he reached the customer."""
        lead = self._create_lead()
        missed = self._create_missed(lead_id=lead.id, queue_id=self.queue.id)
        self._told(missed)
        activity = self._activities()
        self.assertEqual(activity.user_id, self.user_sales_leads)
        self.assertEqual(lead.activity_ids, activity)
        self.assertIn("+380501112233", activity.summary)
        self.assertEqual(activity.date_deadline, MONDAY.date())
        self._told(self._create_call(minutes=5, direction="outgoing", disposition="missed"))
        self.assertEqual(missed.missed_state, "open", "nobody was reached")
        self._told(self._create_call(minutes=9, direction="outgoing"))
        self.assertEqual(missed.missed_state, "called_back")
        self.assertFalse(activity.active)
        self.assertFalse(lead.activity_ids)

    def test_a_ring_group_told_by_the_exchange(self):
        """Nobody took it at three phones: one missed call; somebody took it: none."""
        legs = [self._leg(number, ended=2e9, status="NOANSWER") for number in ("101", "102", "103")]
        self._ingest(self._state(legs=legs))
        missed = self._ingest(self._ended(disposition="missed", answered_by=None, legs=legs))
        self.assertEqual(missed.missed_state, "open")
        taken = self._leg("102", answered=2e9, ended=2e9, cause=16, status="ANSWER")
        other = self._leg("101", ended=2e9, cause=26, status="CANCEL")
        answered = self._ingest(self._ended("2.1", caller="0509998877", legs=[other, taken]))
        self.assertEqual(answered.missed_state, "none")
        self._run()
        self.assertEqual(self._activities(), missed.call_back_activity_id)

    def test_customer_calls_again(self):
        missed = self._create_missed()
        self._told(missed)
        self._told(self._create_call(number=OTHER, minutes=1))
        self.assertEqual(missed.missed_state, "open", "somebody else")
        self._told(self._create_call(minutes=2))
        self.assertEqual(missed.missed_state, "answered_later")

    def test_words_in_any_order(self):
        """The call back is told before the missed call, after an outage; an earlier one is none."""
        self._told(self._create_call(minutes=-5))
        self._told(self._create_call(minutes=5, direction="outgoing"))
        missed = self._create_missed()
        self._told(missed)
        self.assertEqual(missed.missed_state, "called_back")
        self.assertFalse(self._activities())

    def test_a_long_talk_is_no_answer(self):
        """A colleague of the caller talked with us all the while: the missed call waits."""
        missed = self._create_missed(minutes=10)
        self._told(self._create_call(minutes=0, answered_at=MONDAY, talk_seconds=3600) + missed)
        self.assertEqual(missed.missed_state, "open")

    def test_many_missed_calls_are_one_activity(self):
        """Told together or later, however often the exchange repeats itself."""
        self.provider.call_back_user_id = self.user_sales_manager
        calls = self._create_missed() + self._create_missed(minutes=1, disposition="busy")
        self._told(calls)
        self._told(calls)
        self._told(self._create_missed(minutes=2))
        activity = self._activities()
        self.assertEqual(len(activity), 1)
        self.assertIn("(3 missed calls)", activity.summary)
        self.assertEqual(len(activity.telephony_call_ids), 3)
        self._told(self._create_call(minutes=3))
        self.assertEqual(
            set(activity.telephony_call_ids.mapped("missed_state")), {"answered_later"}
        )
        self._told(self._create_missed(minutes=9))
        self.assertEqual(len(self._activities()), 2)

    def test_nobody_in_charge(self):
        """The only one who was called; of several the leader of the queue; else of the team."""
        one, other = self.user_sales_leads, self.user_sales_salesman
        leg = {"party": "agent", "user_id": one.id}
        direct = self._create_missed(
            queue_id=self.queue.id, leg_ids=[(0, 0, {**leg, "external_id": "1"})]
        )
        group = self._create_missed(
            OTHER,
            queue_id=self.queue.id,
            leg_ids=[
                (0, 0, {**leg, "external_id": "1"}),
                (0, 0, {**leg, "external_id": "2", "user_id": other.id}),
            ],
        )
        team = self._create_missed("+380931112233", team_id=self.sales_team_1.id)
        self._told(direct + group + team)
        self.assertEqual(direct.call_back_activity_id.user_id, one)
        self.assertEqual(group.call_back_activity_id.user_id, self.user_sales_manager)
        self.assertEqual(team.call_back_activity_id.user_id, self.sales_team_1.user_id)
        nobody = self._create_missed("+380941112233")
        self._told(nobody)
        self.assertFalse(nobody.call_back_activity_id)
        self.assertEqual(nobody.missed_state, "open", "it stays in the list of calls")

    def test_never_a_false_missed_call(self):
        """Between colleagues, hidden, outgoing, going on, answered in the end."""
        calls = (
            self._create_missed(direction="internal", customer_tail=False)
            + self._create_missed(number=False)
            + self._create_missed(direction="outgoing")
            + self._create_missed(state="ringing", disposition=False)
            + self._create_call()
        )
        self._told(calls)
        self.assertEqual(set(calls.mapped("missed_state")), {"none"})
        self.assertFalse(self._activities())

    def test_a_better_word_takes_it_back(self):
        """What looked missed was answered, as the records said later."""
        missed = self._create_missed()
        self._told(missed)
        missed.disposition = "answered"
        self._told(missed)
        self.assertEqual(missed.missed_state, "none")
        self.assertFalse(self._activities())

    def test_absorbed_call_is_not_missed(self):
        missed, whole = self._create_missed(), self._create_call()
        self._told(missed)
        self.env["telephony.call"]._absorbed_into([(missed, whole)])
        missed.unlink()
        self._told(whole)
        self.assertFalse(self._activities())

    def test_past_calls_are_judged_in_silence(self):
        missed = self._create_missed()
        self._told(missed.with_context(telephony_silent=True))
        self.assertEqual(missed.missed_state, "open")
        self.assertFalse(self._activities())

    @users("user_sales_leads")
    def test_done_by_hand(self):
        """By the activity, or by the button on the call."""
        mine = self._create_missed(user_id=self.env.uid)
        other = self._create_missed(OTHER, user_id=self.env.uid, queue_id=self.queue.id)
        mine.provider_id.call_back_user_id = self.env.user
        self._told(mine + other)
        mine.call_back_activity_id.with_env(self.env).action_feedback("Wrote a mail")
        self.assertEqual(mine.missed_state, "handled")
        other.with_env(self.env).action_no_call_back()
        self._run()
        self.assertEqual(other.missed_state, "handled")
        self.assertFalse(other.call_back_activity_id)

    def test_evenings_and_holidays(self):
        """Friday evening: Monday; with a holiday on Monday: Tuesday."""
        friday = self._create_missed(minutes=4 * 24 * 60 + 9 * 60, queue_id=self.queue.id)
        self._told(friday)
        self.assertEqual(friday.call_back_activity_id.date_deadline, date(2026, 3, 9))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-03-09 00:00:00",
                "date_to": "2026-03-09 23:59:59",
            }
        )
        other = self._create_missed(OTHER, friday.started_at.day, queue_id=self.queue.id)
        other.ended_at = friday.ended_at
        self._told(other)
        self.assertEqual(other.call_back_activity_id.date_deadline, date(2026, 3, 10))

    def test_one_that_fails_does_not_hold_up_the_others(self):
        bad, good = self._create_missed(), self._create_missed(OTHER, queue_id=self.queue.id)
        bad.queue_id = self.queue
        original = type(bad)._call_back_user

        def failing(calls):
            if bad in calls:
                raise ValueError("no")
            return original(calls)

        with (
            patch.object(type(bad), "_call_back_user", failing),
            self.assertLogs("odoo.addons.crm_telephony_bridge", "ERROR"),
        ):
            self._told(bad + good)
        self.assertTrue(good.call_back_activity_id)
        self.assertFalse((bad + good).filtered("call_back_pending"))

    @freeze_time("2026-03-02 12:00")
    def test_costs_the_same_for_many(self):
        """Judging and the cron's slice: activities on cards cost a little each, nothing else."""

        def queries(number, act):
            calls = self.env["telephony.call"]
            for _n in range(number):
                calls |= self._create_missed(f"+38050{next(self.numbers):07}")
            self.env.flush_all()
            self.env.invalidate_all()
            # An environment that nobody uses any more still knows its company; whether the next
            # one reads its user anew must not depend on when Python happens to clean up.
            gc.collect()
            before = self.env.cr.sql_log_count
            act(calls)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        def judge(calls):
            calls._judge_missed()

        def whole(calls):
            calls.queue_id = self.queue
            calls._judge_missed()
            self._run()

        queries(1, judge)
        self.assertEqual(queries(2, judge), queries(40, judge))
        queries(1, whole)
        self.assertEqual(queries(2, whole), queries(40, whole))
