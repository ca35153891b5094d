# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import convert

from odoo.addons.crm_stage_automation.tests.runner import FRIDAY, RunnerCommon

MODULE = "crm_stage_automation_project"


@tagged("post_install", "-at_install")
class TestReadyMadeToOrder(RunnerCommon):
    """The ready playbook for what is made to order: each task starts the next."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project = cls.env["project.project"].create({"name": "Kiosks"})
        cls.leader.group_ids += cls.env.ref("project.group_project_manager")
        cls.ready = cls.env.ref(f"{MODULE}.ready_made_to_order")

    def _tasks(self, lead):
        return self.env["project.task"].search([("lead_id", "=", lead.id)], order="id")

    def _finish(self, lead, name):
        """Finish the task of this name; return the names of those that are open then."""
        tasks = self._tasks(lead)
        with freeze_time(FRIDAY):
            tasks.filtered(lambda task: task.name.startswith(name)).state = "1_done"
            self._end()
            self._run()
        self.env.invalidate_all()
        still = self._tasks(lead).filtered(lambda task: task.state != "1_done")
        return [task.name.split(":")[0] for task in still]

    def test_needs_project(self):
        """Where it is produced has to be chosen."""
        self.assertIn("Produce: Project", self.ready.needs)
        with self.assertRaises(UserError):
            self.ready.with_user(self.leader).action_switch_on()
        self.assertFalse(self.ready.is_on)

    def test_story(self):
        """Won: drawings and material; then produce, check, assemble; the deal counts; a call."""
        self.ready.rule_ids.step_ids.project_id = self.project
        with freeze_time(FRIDAY):
            self.ready.with_user(self.leader).action_switch_on()
            lead = self._create_lead()
            self._end()
            lead.action_set_won()
            self._end()
            self._run()
        names = [task.name.split(":")[0] for task in self._tasks(lead)]
        self.assertEqual(names, ["Drawings and measures", "Order the material"])
        self.env.invalidate_all()
        self.assertEqual((lead.task_done_count, lead.task_count), (0, 5))
        self.assertEqual(self._finish(lead, "Drawings"), ["Order the material"])
        self.assertEqual(self._finish(lead, "Order"), ["Produce"])
        self.assertEqual((lead.task_done_count, lead.task_count), (2, 5))
        self.assertEqual(self._finish(lead, "Produce"), ["Check and pack"])
        self.assertEqual(self._finish(lead, "Check"), ["Assemble at the customer's"])
        self.assertFalse(lead.activity_ids)
        self.assertEqual(self._finish(lead, "Assemble"), [])
        self.assertEqual((lead.task_done_count, lead.task_count), (5, 5))
        self.assertIn("call the customer", lead.activity_ids.summary)
        self.assertEqual(lead.activity_ids.user_id, self.person)

    def test_upgrade(self):
        """What was edited stays so, and what was deleted stays away."""
        step = self.env.ref(f"{MODULE}.ready_check")
        step.write({"name": "Look it over", "project_id": self.project.id})
        self.env.ref(f"{MODULE}.ready_tell").unlink()
        path = "data/crm_playbook_ready.xml"
        convert.convert_file(self.env, MODULE, path, {}, mode="update", noupdate=True)
        self.assertEqual((step.name, step.project_id), ("Look it over", self.project))
        self.assertFalse(self.env.ref(f"{MODULE}.ready_tell", False))
