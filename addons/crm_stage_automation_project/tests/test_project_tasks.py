# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import ProjectCommon


@tagged("post_install", "-at_install")
class TestProjectTasks(ProjectCommon):
    """The deal shows what became of its tasks."""

    def test_two_of_five(self):
        """A salesperson without any right in projects sees it; cancelled ones do not count."""
        tasks = [self._create_task() for _number in range(5)]
        for task in tasks[:2]:
            task.state = "1_done"
        self._create_task(state="1_canceled")
        self.env.invalidate_all()
        deal = self.deal.with_user(self.user_sales_leads)
        self.assertEqual((deal.task_done_count, deal.task_count), (2, 5))

    def test_many_deals(self):
        """Two queries, however many deals are listed."""
        deals = self.deal.browse([self._create_lead().id for _number in range(30)])
        for deal in deals:
            self._create_task(lead_id=deal.id)
        for some in (deals[:5], deals):
            self.env.invalidate_all()
            self.env.flush_all()
            some.fetch(["name"])
            with self.assertQueryCount(2):
                self.assertEqual(some.mapped("task_count"), [1] * len(some))

    def test_merge(self):
        """No task is lost with the deal that goes."""
        other = self._create_lead(name="The same", user_id=self.deal.user_id.id)
        tasks = self._create_task() | self._create_task(lead_id=other.id, active=False)
        kept = (self.deal | other)._merge_opportunity(auto_unlink=True, max_length=None)
        self.assertEqual(tasks.lead_id, kept)

    def test_opens_its_tasks(self):
        task = self._create_task()
        action = self.deal.action_view_tasks()
        self.assertEqual(self.env["project.task"].search(action["domain"]), task)
