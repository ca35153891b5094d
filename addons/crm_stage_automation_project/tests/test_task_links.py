# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.crm_stage_automation.tests.work_link_common import CrewCase, picture

from .common import ProjectCommon


@tagged("post_install", "-at_install")
class TestTaskLinks(ProjectCommon, CrewCase):
    """A crew without a login closes its task, and the deal shows it."""

    def test_story(self):
        """Made to order: the person of the project sends the link, the crew reports."""
        task = self._create_task()
        wizard = self._wizard(task, self.builder)
        action = wizard.action_send()
        token = action["context"]["default_url"].rsplit("/", 1)[1]
        self.assertIn("Harbour Road 5", self._get(token).text)
        photo = ("photo", ("a.jpg", picture(), "image/jpeg"))
        answer = self._submit(token, {"result": "Stands and works", "signer": "Ivan"}, [photo])
        self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(task.state, "1_done")
        deal = self.deal.with_user(self.user_sales_leads)
        self.assertEqual((deal.task_done_count, deal.task_count), (1, 1))
        for record in (task, deal):
            message = record.message_ids.filtered("attachment_ids")[:1]
            self.assertIn("Stands and works", message.body)
            self.assertEqual(len(message.attachment_ids), 1)
            self.assertTrue(message.attachment_ids.raw)

    def _wizard(self, task, user):
        action = task.with_user(user).action_send_work_link()
        wizards = self.env["crm.work.link.send"].with_user(user)
        return wizards.with_context(**action["context"]).create({"channel": "copy"})

    def test_who_sees_it(self):
        """The sender and the head of projects; the sales side as it sees the deal."""
        task = self._create_task()
        self._wizard(task, self.builder).action_send()
        link = task.work_link_ids.sudo()
        for user, seen in (
            (self.builder, link),
            (self.head, link),
            (self.user_sales_leads, link),
            (self.user_sales_salesman, link.browse()),
        ):
            with self.subTest(user=user.login):
                found = self.env["crm.work.link"].with_user(user).search([("id", "=", link.id)])
                self.assertEqual(found, seen)
        colleague = self.head.copy({"login": "colleague", "group_ids": self.builder.group_ids.ids})
        self.assertFalse(link.with_user(colleague).search([("id", "=", link.id)]))
        for operation in ("write", "create", "unlink"):
            self.assertFalse(link.with_user(self.head).has_access(operation))

    def test_sales_cannot_send_it(self):
        """Who may not change the task cannot have it closed by a link."""
        task = self._create_task()
        with self.assertRaises(AccessError):
            task.with_user(self.user_sales_salesman).make_work_links()

    def test_task_without_a_deal(self):
        task = self._create_task(lead_id=False, partner_id=self.worker.id)
        [[link, _url]] = task.make_work_links()
        self._receive(link.sudo())
        self.assertEqual(task.state, "1_done")
        self.assertFalse(link.lead_id)
