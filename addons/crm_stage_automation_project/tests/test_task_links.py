# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.crm_stage_automation.tests.work_link_common import CrewCase, picture
from odoo.addons.mail.tests.common import mail_new_test_user

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
        """Whoever may read the task: sender, head, colleagues; and the sales side of its deal."""
        task = self._create_task()
        self._wizard(task, self.builder).action_send()
        link = task.work_link_ids.sudo()
        self._receive(link)
        everybody = self.builder | self.head | self._colleague("colleague") | self.user_sales_leads
        for user in everybody:
            with self.subTest(user=user.login):
                self._assert_sees(user, link, True)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(link.with_user(self.head).has_access(operation))

    def test_of_a_private_project(self):
        """For those who follow it: they, heads and the deal's salesperson see links, no others."""
        self.project.privacy_visibility = "followers"
        follower, other = self._colleague("follower"), self._colleague("other")
        self.project.message_subscribe(follower.partner_id.ids)
        task = self._create_task(user_ids=False)
        [[link, _url]] = task.make_work_links()
        self._receive(link.sudo())
        for user, seen in (
            (self.head, True),
            (follower, True),
            (self.user_sales_leads, True),
            (self.user_sales_salesman, False),
            (other, False),
        ):
            with self.subTest(user=user.login):
                self._assert_sees(user, link.sudo(), seen)
        with self.assertRaises(AccessError):
            link.with_user(other).action_revoke()

    def _colleague(self, login, group="project.group_project_user"):
        return mail_new_test_user(self.env, login=login, groups=group)

    def _assert_sees(self, user, link, seen):
        """The link, and with it the report; by search and by reading alike."""
        found = self.env["crm.work.link"].with_user(user).search([("id", "=", link.id)])
        self.assertEqual(bool(found), seen)
        self.assertEqual(link.with_user(user).is_readable, seen)
        reports = self.env["crm.work.submission"].with_user(user)
        self.assertEqual(bool(reports.search([("link_id", "=", link.id)])), seen)

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
