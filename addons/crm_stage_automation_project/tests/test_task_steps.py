# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.crm_stage_automation.tests.runner import FRIDAY, RunnerCommon


@tagged("post_install", "-at_install")
class TestTaskSteps(RunnerCommon):
    """Playbook steps make tasks, and a task that is done starts the next step."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project = cls.env["project.project"].create({"name": "Kiosks"})
        cls.leader.group_ids += cls.env.ref("project.group_project_user")
        cls.rule = cls._create_rule(
            {
                "kind": "task",
                "project_id": cls.project.id,
                "name": "Build",
                "note": "<p>By hand</p>",
            },
            {"kind": "task", "project_id": cls.project.id, "name": "Assemble"},
        )
        cls.build, cls.assemble = cls.rule.step_ids.sorted("sequence")
        cls.assemble.after_step_id = cls.build

    def _tasks(self, leads):
        return self.env["project.task"].search([("lead_id", "in", leads.ids)], order="id")

    def test_tasks_of_many_deals(self):
        """One task each, for the person in charge; the deal counts it and the one to come."""
        leads = self._create_leads(3)
        jobs = self._create_jobs(self.build, leads)
        self._run()
        tasks = self._tasks(leads)
        self.assertEqual(tasks.mapped("lead_id"), leads)
        self.assertEqual(tasks.user_ids, self.person)
        self.assertEqual(tasks.create_uid, self.leader)
        self.assertIn("By hand", tasks[0].description)
        self.assertEqual(jobs.mapped("made_id"), tasks.ids)
        self.assertEqual(set(jobs.mapped("state")), {"done"})
        self.assertEqual(leads.mapped("task_count"), [2, 2, 2])
        self.assertGreaterEqual(tasks[0].date_deadline, FRIDAY)

    def test_each_step_starts_the_next(self):
        """Assembling is planned when building is done, once, and not before."""
        lead = self._create_lead()
        self._create_jobs(self.build, lead)
        self._run()
        following = self.env["crm.playbook.job"].search([("step_id", "=", self.assemble.id)])
        self.assertFalse(following)
        task = self._tasks(lead)
        for state in ("1_done", "01_in_progress", "1_done"):
            task.state = state
        following = following.search([("step_id", "=", self.assemble.id)])
        self.assertEqual(len(following), 1)
        self.assertEqual((following.res_id, following.state), (lead.id, "pending"))

    def test_needs_a_project(self):
        """Without one there is no place for the task; the form asks for it."""
        self.build.project_id = False
        job = self._create_jobs(self.build, self._create_lead())
        self._run()
        self.assertEqual(job.state, "failed")

    def test_without_rights_in_projects(self):
        """The responsible user may make no task: the step fails, and says why."""
        self.leader.group_ids -= self.env.ref("project.group_project_user")
        job = self._create_jobs(self.build, self._create_lead())
        self._run()
        self.assertEqual(job.state, "failed")
        self.assertTrue(job.error)
