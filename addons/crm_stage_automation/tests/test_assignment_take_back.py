# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_assignment import NOON, AssignmentCommon


@tagged("post_install", "-at_install")
class TestAssignmentTakeBack(AssignmentCommon):
    """A lead whose first call is not made goes to the next one, at last to the leader."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls._create_scheme(take_back_after=30)
        cls.call_type = cls.env.ref("mail.mail_activity_data_call")

    def _called_for(self, user, due=NOON, **values):
        """A lead of somebody with a call due at a moment."""
        with self.mock_datetime_and_now(due - timedelta(hours=1)):
            lead = self._create_leads(user_id=user.id, **values)
            self.env.flush_all()
        call = self._call(lead, deadline_at=due)
        return lead, call

    def _call(self, lead, **values):
        return self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                "res_id": lead.id,
                "activity_type_id": self.call_type.id,
                "user_id": lead.user_id.id,
                **values,
            }
        )

    def _run(self, at):
        """One run of both schedulers."""
        with self.mock_datetime_and_now(at):
            self.env["crm.assignment.scheme"]._cron_take_back()
            self.env["crm.assignment.scheme"]._cron_assign()
            self.env.flush_all()

    def test_to_the_next(self):
        """The call goes with the lead, due anew; who did not call is told and does not get it."""
        lead, call = self._called_for(self.ann)
        self._run(NOON + timedelta(minutes=29))
        self.assertEqual(lead.user_id, self.ann)
        later = NOON + timedelta(minutes=30)
        with self.mock_mail_app():
            self._run(later)
        self.assertIn(lead.user_id, self.bob | self.cid)
        self.assertEqual(lead.assignment_passed_ids, self.ann)
        self.assertEqual(call.user_id, lead.user_id)
        self.assertEqual(call.deadline_at, later + timedelta(minutes=30))
        self.assertEqual(len(self._told(self.ann)), 1)
        self.assertEqual(len(self._told(lead.user_id)), 1)

    def test_at_last_to_the_leader(self):
        """Everybody has it once; then the leader is told, and nothing goes round for ever."""
        lead, call = self._called_for(self.ann)
        seen, at = [self.ann], NOON
        for _round in range(2):
            at = call.deadline_at + timedelta(minutes=30)
            self._run(at)
            seen.append(lead.user_id)
        self.assertEqual(sorted(user.id for user in seen), sorted(self.people.ids))
        with self.mock_mail_app():
            self._run(call.deadline_at + timedelta(minutes=30))
            self._run(call.deadline_at + timedelta(hours=2))
        self.assertFalse(lead.user_id)
        self.assertEqual((lead.assignment_state, lead.assignment_reason), ("hand", "passed"))
        self.assertEqual(len(self._told(self.leader)), 1)

    def test_who_has_called_keeps_it(self):
        """The next call may be late: the first was made."""
        lead, call = self._called_for(self.ann)
        call.action_done()
        self._call(lead, deadline_at=NOON)
        self._run(NOON + timedelta(hours=2))
        self.assertEqual(lead.user_id, self.ann)

    def test_only_first_calls(self):
        """Other activities, calls without a time, others' calls and closed leads stay."""
        meeting, activity = self._called_for(self.ann)
        activity.activity_type_id = self.env.ref("mail.mail_activity_data_todo")
        dated, activity = self._called_for(self.ann)
        activity.deadline_at = False
        others, activity = self._called_for(self.ann)
        activity.user_id = self.leader
        won, _activity = self._called_for(self.ann)
        won.action_set_won()
        self._run(NOON + timedelta(hours=2))
        self.assertEqual((meeting | dated | others | won).user_id, self.ann)

    def test_only_working_time_counts(self):
        """Due at 17:50, half an hour: at 9:20 on the next working day."""
        due = NOON.replace(hour=16, minute=50)  # 17:50 in Brussels
        lead, _call = self._called_for(self.ann, due)
        self._run(due + timedelta(hours=5))
        self.assertEqual(lead.user_id, self.ann)
        morning = due + timedelta(hours=15, minutes=29)
        self._run(morning)
        self.assertEqual(lead.user_id, self.ann)
        self._run(morning + timedelta(minutes=1))
        self.assertNotEqual(lead.user_id, self.ann)

    def test_who_fell_ill(self):
        """The lead of somebody who is away is not left lying."""
        lead, _call = self._called_for(self.ann)
        self._leave(self.ann, NOON - timedelta(minutes=30), NOON + timedelta(7))
        self._run(NOON + timedelta(minutes=31))
        self.assertIn(lead.user_id, self.bob | self.cid)

    def test_back_to_the_claim_list(self):
        """What was taken and not called is offered again."""
        self.scheme.method = "claim"
        lead, call = self._called_for(self.ann)
        self._run(NOON + timedelta(minutes=31))
        self.assertEqual((lead.user_id.id, lead.assignment_state), (False, "offered"))
        with self.mock_datetime_and_now(NOON + timedelta(hours=1)):
            lead.with_user(self.bob).action_claim()
            self.env.flush_all()
        self.assertEqual(lead.user_id, self.bob)
        self.assertEqual(call.user_id, self.bob)
        self.assertEqual(call.deadline_at, NOON + timedelta(hours=1, minutes=30))

    def test_switched_off(self):
        """By default nothing is taken back."""
        self.scheme.take_back_after = 0
        lead, _call = self._called_for(self.ann)
        self._run(NOON + timedelta(2))
        self.assertEqual(lead.user_id, self.ann)

    @mute_logger("odoo.addons.crm_stage_automation.models.crm_assignment_scheme_take_back")
    def test_one_cannot_be_written(self):
        """It stays where it is; the others are taken back, and who did not call is told once."""
        leads = self.env["crm.lead"].union(*(self._called_for(self.ann)[0] for _lead in range(3)))
        stuck, write = leads[1], type(leads).write

        def failing(records, vals):
            if stuck in records and vals.get("user_id") is False:
                raise ValidationError(stuck.display_name)
            return write(records, vals)

        self.patch(type(leads), "write", failing)
        with self.mock_mail_app():
            self._run(NOON + timedelta(minutes=30))
        self.assertEqual(stuck.user_id, self.ann)
        self.assertFalse(stuck.assignment_passed_ids)
        for lead in leads - stuck:
            self.assertIn(lead.user_id, self.bob | self.cid)
        self.assertEqual(len(self._told(self.ann)), 1)
