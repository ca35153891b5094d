# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import suppress
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import SerializationFailure

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .runner import FRIDAY, RunnerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-02 10:00:00")
class TestStepKinds(RunnerCommon):
    """What each kind of step does."""

    def test_activity_in_working_time(self):
        """A call within one working hour, planned on Friday at half past five."""
        step = self._create_step("activity", delay_calendar="team", deadline_amount=1)
        due = datetime(2026, 1, 2, 16, 30)
        job = self._create_jobs(step, self._create_lead(), due)
        with freeze_time(due):
            self._run()
        activity = self.env["mail.activity"].browse(job.made_id)
        self.assertEqual(activity.deadline_at, datetime(2026, 1, 5, 8, 30))
        self.assertEqual((activity.user_id, activity.summary), (self.person, "Step 1"))
        self.assertTrue(activity.automated)

    def test_activity_in_the_language_of_the_person(self):
        """Who is to do it reads it in his language, not in that of the responsible."""
        self.env["res.lang"]._activate_lang("fr_FR")
        step = self._create_step("activity", name="Call", note="<p>Ask</p>")
        step.with_context(lang="fr_FR").name = "Appeler"
        step.update_field_translations("note", {"fr_FR": {"Ask": "Demandez"}})
        self.person.lang = "fr_FR"
        leads = self._create_lead(), self._create_lead(user_id=False)
        jobs = [self._create_jobs(step, lead) for lead in leads]
        self._run()
        made = [self.env["mail.activity"].browse(job.made_id) for job in jobs]
        self.assertEqual([one.user_id for one in made], [self.person, self.leader])
        self.assertEqual([one.summary for one in made], ["Appeler", "Call"])
        self.assertEqual([str(one.note) for one in made], ["<p>Demandez</p>", "<p>Ask</p>"])

    def test_each_assignee_is_told_once(self):
        """Three steps for ten deals of one person: one message that lists them."""
        rule = self._create_rule(*[{"kind": "activity"}] * 3)
        leads = self._create_leads(10)
        for step in rule.step_ids:
            self._create_jobs(step, leads)
        self._run()
        message = self._told(self.person)
        self.assertEqual(len(message), 1)
        self.assertEqual(message.body.count("<li"), 30)
        self._run()
        self.assertEqual(len(self._told(self.person)), 1)

    def test_one_record_is_told_at_the_record(self):
        """A single deal is opened from the message."""
        lead = self._create_lead()
        self._create_jobs(self._create_step("activity"), lead)
        self._run()
        message = self._told(self.person)
        self.assertEqual((message.model, message.res_id), ("crm.lead", lead.id))

    def test_done_before_telling_is_not_told(self):
        """Nobody is told of what is over."""
        job = self._create_jobs(self._create_step("activity"), self._create_lead())
        job._run()
        self.env["mail.activity"].browse(job.made_id).action_done()
        self._run()
        self.assertFalse(self._told(self.person))

    def test_assignees(self):
        """In charge, above, named; without anybody the leader stands in."""
        lead, nobodys = self._create_lead(), self._create_lead(user_id=False)
        named = {"assignee_kind": "named", "assignee_id": self.user_sales_salesman.id}
        for values, record, user in (
            ({"assignee_kind": "user"}, lead, self.person),
            ({"assignee_kind": "user"}, nobodys, self.leader),
            ({"assignee_kind": "leader"}, lead, self.leader),
            (named, lead, self.user_sales_salesman),
        ):
            with self.subTest(**values):
                job = self._create_jobs(self._create_step("activity", **values), record)
                self._run()
                self.assertEqual(self.env["mail.activity"].browse(job.made_id).user_id, user)

    def test_pending_steps_follow_a_new_person(self):
        """What was planned while one was in charge is for who is in charge when it is due."""
        lead = self._create_lead()
        job = self._create_jobs(self._create_step("activity"), lead)
        lead.user_id = self.user_sales_salesman
        self._end()
        self._run()
        activity = self.env["mail.activity"].browse(job.made_id)
        self.assertEqual(activity.user_id, self.user_sales_salesman)
        self.assertFalse(self._told(self.person))

    def test_turns_are_fair_over_runs(self):
        """One deal a run: everybody of the team in turn, also over runs."""
        members = self.sales_team_1.member_ids
        step = self._create_step("activity", assignee_kind="round_robin")
        given = []
        for _run in range(2 * len(members)):
            job = self._create_jobs(step, self._create_lead())
            self._run()
            given.append(self.env["mail.activity"].browse(job.made_id).user_id)
        self.assertEqual({user: given.count(user) for user in members}, dict.fromkeys(members, 2))

    def test_turns_leave_out_who_is_away(self):
        """Somebody on leave is not given anything."""
        away, *_others = self.sales_team_1.member_ids
        away.out_of_office_from = FRIDAY - timedelta(days=1)
        step = self._create_step("activity", assignee_kind="round_robin")
        jobs = self._create_jobs(step, self._create_leads(4))
        self._run()
        activities = self.env["mail.activity"].browse(jobs.mapped("made_id"))
        self.assertNotIn(away, activities.user_id)

    def test_least_loaded(self):
        """Who has the least to do gets it, until he has as much as the others."""
        one, other = self.sales_team_1.member_ids[:2]
        for _number in range(3):
            self._create_lead().activity_schedule("mail.mail_activity_data_todo", user_id=one.id)
        self.sales_team_1.member_ids = one | other
        before = self.env["mail.activity"].search_count([("user_id", "=", other.id)])
        step = self._create_step("activity", assignee_kind="least_loaded")
        jobs = self._create_jobs(step, self._create_leads(2))
        self._run()
        users = self.env["mail.activity"].browse(jobs.mapped("made_id")).mapped("user_id")
        self.assertEqual(users, other if before < 2 else users)

    def test_reassign(self):
        """Deals change hands."""
        named = {"assignee_kind": "named", "assignee_id": self.user_sales_salesman.id}
        leads = self._create_leads(3)
        self._create_jobs(self._create_step("reassign", **named), leads)
        self._run()
        self.assertEqual(leads.user_id, self.user_sales_salesman)

    def test_notify(self):
        """The text comes with the deal."""
        step = self._create_step("notify", assignee_kind="leader", note="<p>Look at this</p>")
        lead = self._create_lead()
        self._create_jobs(step, lead)
        self._run()
        body = self._told(self.leader).body
        self.assertIn("Look at this", body)
        self.assertIn(lead.name, body)

    def test_task_without_an_app_says_so(self):
        """Tasks need an app that has them."""
        job = self._create_jobs(self._create_step("task"), self._create_lead())
        self._run()
        self.assertEqual(job.state, "failed")
        self.assertIn("no app", job.error)

    def _action_step(self, code):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Action",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "state": "code",
                "code": code,
            }
        )
        admin = self.env.ref("base.user_admin")
        rule = self._create_rule(
            {"kind": "server_action", "server_action_id": action.id}, responsible_id=admin.id
        )
        return rule.step_ids

    def test_server_action(self):
        """It runs as the responsible user, on the record."""
        lead = self._create_lead()
        job = self._create_jobs(
            self._action_step("record.write({'referred': env.user.login})"), lead
        )
        self._run()
        self.assertEqual((job.state, lead.referred), ("done", "admin"))

    def test_told_once_whatever_the_batch(self):
        """Who comes at the end of a batch is told of everything by the next one."""
        people = self.person | self.user_sales_salesman
        for user in people:
            step = self._create_step("notify", assignee_kind="named", assignee_id=user.id)
            self._create_jobs(step, self._create_leads(2))
        with patch("odoo.addons.crm_stage_automation.models.crm_playbook_job_tell.BATCH", 3):
            self._run()
        for user in people:
            self.assertEqual(self._told(user).subject, "2 things to look at")

    def test_server_action_is_interrupted(self):
        """Of a process that is killed only the action that ran is left to people."""
        jobs = self._create_jobs(self._action_step("pass"), self._create_leads(3))
        with (
            patch.object(type(jobs), "_attempt_outward", side_effect=KeyboardInterrupt) as began,
            suppress(KeyboardInterrupt),
        ):
            self._run()
        began.assert_called_once_with()
        self.assertEqual(jobs.mapped("state"), ["running", "pending", "pending"])
        self._run()
        self.assertEqual(jobs.mapped("state"), ["running", "done", "done"])

    def test_turns_counted_by_another(self):
        """Where another process counts turns, jobs are left to it: no attempt, no delay."""
        step = self._create_step("activity", assignee_kind="round_robin")
        jobs = self._create_jobs(step, self._create_leads(3))
        other = self._create_jobs(self._create_step("wait"), self._create_lead())
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search_count([])
        for answer in (lambda steps, **_kwargs: steps.browse(), self._changed_meanwhile):
            with patch.object(type(step), "try_lock_for_update", answer):
                self._run()
        self.assertEqual(set(jobs.mapped("state")), {"pending"})
        self.assertEqual(set(jobs.mapped("due")), {FRIDAY})
        self.assertEqual(set(jobs.mapped("attempts")), {0})
        self.assertEqual(other.state, "done")
        self.assertGreater(triggers.search_count([]), before)
        self._run()
        self.assertEqual(set(jobs.mapped("state")), {"done"})

    @staticmethod
    def _changed_meanwhile(_steps, **_kwargs):
        """What the database says of a row that changed since the transaction began."""
        raise SerializationFailure("could not serialize access due to concurrent update")

    def test_server_action_fails(self):
        """What it changed is undone, and its error is kept."""
        leads = self._create_leads(2)
        code = (
            "record.write({'referred': 'x'})\n"
            f"if record.id == {leads[0].id}: raise UserError('Oh')"
        )
        jobs = self._create_jobs(self._action_step(code), leads)
        self._run()
        self.assertEqual(jobs.mapped("state"), ["failed", "done"])
        self.assertEqual(leads.mapped("referred"), [False, "x"])
        self.assertIn("Oh", jobs[0].error)

    def test_server_action_without_rights(self):
        """Who is no settings administrator any more has nothing run."""
        lead = self._create_lead()
        job = self._create_jobs(self._action_step("record.write({'referred': 'x'})"), lead)
        admin = self.env.ref("base.user_admin")
        job.run_as = admin.copy(
            {"login": "left", "group_ids": [Command.set(self.leader.group_ids.ids)]}
        )
        self._run()
        self.assertEqual((job.state, lead.referred), ("failed", False))

    def test_server_action_is_chosen_by_administrators(self):
        """Not even on a step that is of another kind for now."""
        action = self._action_step("pass").server_action_id
        step = self._create_step("wait")
        with self.assertRaises(AccessError):
            step.with_user(self.leader).server_action_id = action.id
        with self.assertRaises(AccessError):
            step.with_user(self.leader).copy({"server_action_id": action.id})
