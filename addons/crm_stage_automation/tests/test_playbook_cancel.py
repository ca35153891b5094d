# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools.misc import file_open

from .common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestPlaybookCancel(PlaybookCommon):
    """What waits is cancelled, follows its person, its merged deal, or its former version."""

    def _planned(self, *steps, **values):
        """A lead that entered the stage, and its jobs."""
        self._create_rule(*steps, **values)
        lead = self._create_lead(stage_id=self.stage_team1_2.id)
        self._end()
        return lead, self._jobs(lead)

    def test_left_stage(self):
        """Only the step that is wanted in the stage is cancelled."""
        lead, jobs = self._planned({"cancel_left_stage": True}, {})
        lead.stage_id = self.stage_team1_1
        self._end()
        self.assertEqual(jobs.mapped("state"), ["cancelled", "pending"])
        self.assertEqual(jobs[0].reason, "left_stage")

    def test_closed(self):
        """Won or lost cancels, and the steps of the rule about it are planned after that."""
        lead, jobs = self._planned({}, {"cancel_closed": False})
        lost = self._create_rule(trigger="lost", stage_ids=False)
        lead.action_set_lost()
        self._end()
        self.assertEqual(jobs.mapped("state"), ["cancelled", "pending"])
        self.assertEqual(jobs[0].reason, "closed")
        self.assertEqual(self._jobs(lead, rule_id=lost.id).state, "pending")

    def test_reassigned(self):
        """Another person in charge cancels what was for the former one."""
        lead, jobs = self._planned({"cancel_reassigned": True}, {})
        lead.user_id = self.user_sales_manager
        self._end()
        self.assertEqual(jobs.mapped("state"), ["cancelled", "pending"])

    def test_replied(self):
        """The customer's answer cancels; a colleague's comment does not."""
        lead, jobs = self._planned({"cancel_replied": True}, {})
        lead.message_post(body="Called", message_type="comment")
        self.assertEqual(jobs.mapped("state"), ["pending", "pending"])
        customer = self.env["res.partner"].create({"name": "Customer"})
        lead.message_post(body="Yes", message_type="email", author_id=customer.id)
        self.assertEqual(jobs.mapped("state"), ["cancelled", "pending"])
        self.assertEqual(jobs[0].reason, "replied")

    def test_activity_done_or_deleted(self):
        """Done and called off are two things; what follows is planned after done alone."""
        for is_done, reason, followers in (
            (True, "activity_done", 1),
            (False, "activity_deleted", 0),
        ):
            with self.subTest(is_done=is_done):
                lead, jobs = self._planned({"kind": "activity"}, {"cancel_done": True})
                after = self.env["crm.playbook.step"].create(
                    {
                        "rule_id": jobs.rule_id.id,
                        "name": "After",
                        "after_step_id": jobs[0].step_id.id,
                    }
                )
                activity = lead.activity_schedule("mail.mail_activity_data_call")
                jobs[0].write({"made_model": "mail.activity", "made_id": activity.id})
                if is_done:
                    activity.action_feedback()
                else:
                    activity.unlink()
                self._end()
                self.assertEqual(jobs[0].reason, reason)
                self.assertEqual(jobs[0].state, "done" if is_done else "cancelled")
                self.assertEqual(jobs[1].state, "cancelled" if is_done else "pending")
                self.assertEqual(len(self._jobs(lead, step_id=after.id)), followers)
                self.playbook.rule_ids.active = False

    def test_lead_deleted(self):
        """Nothing waits for a lead that is gone."""
        lead, jobs = self._planned()
        lead.unlink()
        self.assertEqual(jobs.mapped("reason"), ["record_deleted"])

    def test_neutralized(self):
        """In a copy of the database nothing that waits is done."""
        _lead, jobs = self._planned({}, {})
        self.env.flush_all()
        with file_open("crm_stage_automation/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self.assertEqual(jobs.mapped("reason"), ["neutralized", "neutralized"])

    def test_follows_person(self):
        """A step in working time is due by the hours of who is in charge now."""
        self.user_sales_manager.tz = "America/New_York"
        for user, hours in ((self.user_sales_leads, (9, 17)), (self.user_sales_manager, (12, 20))):
            calendar = self.env["resource.calendar"].create(
                {
                    "name": f"Hours {hours}",
                    "tz": "UTC",
                    "attendance_ids": [
                        (
                            0,
                            0,
                            {"name": d, "dayofweek": d, "hour_from": hours[0], "hour_to": hours[1]},
                        )
                        for d in "01234"
                    ],
                }
            )
            self.env["resource.resource"].create(
                {
                    "name": user.name,
                    "user_id": user.id,
                    "calendar_id": calendar.id,
                    "company_id": self.company.id,
                    "tz": "UTC",
                }
            )
        with freeze_time("2026-01-05 06:00:00"):
            lead, job = self._planned({"delay_amount": 1, "delay_calendar": "assignee"})
            self.assertEqual(job.due, datetime(2026, 1, 5, 10))
            lead.user_id = self.user_sales_manager
            self._end()
        self.assertEqual(job.due, datetime(2026, 1, 5, 13))

    def test_merge(self):
        """No step is lost or doubled, keys stay, and a merge fires nothing."""
        self._create_rule(trigger="reassigned", stage_ids=False)
        self._create_rule(again="once")
        own = self._create_rule(trigger="created", stage_ids=False)
        leads = self._create_lead(stage_id=self.stage_team1_2.id)
        leads += self._create_lead(
            stage_id=self.stage_team1_2.id, user_id=self.user_sales_manager.id
        )
        self._end()
        jobs = self._jobs(leads)
        keys = jobs.mapped("key")
        self._jobs(leads[1], rule_id=own.id).state = "done"
        kept = leads.merge_opportunity(user_id=self.user_sales_manager.id)
        self._end()
        self.assertEqual(set(jobs.mapped("res_id")), {kept.id})
        self.assertEqual(jobs.mapped("key"), keys)
        self.assertEqual(self._jobs(kept), jobs)
        for rule in jobs.rule_id:
            states = jobs.filtered(lambda job, rule=rule: job.rule_id == rule).mapped("state")
            # The second rule about "created" was done for one of them just now.
            self.assertIn(sorted(states), (["pending", "skipped"], ["done", "skipped"]))
