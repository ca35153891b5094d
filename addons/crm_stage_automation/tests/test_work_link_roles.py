# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from .work_link_common import WorkLinkCommon

OURS = ("crm.work.link", "crm.work.link.item", "crm.work.submission")


@tagged("post_install", "-at_install")
class TestWorkLinkRoles(WorkLinkCommon):
    """Who sees links and reports: whoever may read the deal; who writes them: nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        item = [(0, 0, {"name": "Unpack"})]
        cls.link, _token = cls._create_link(item_ids=item, max_uses=9)
        own = cls._create_lead(user_id=cls.user_sales_salesman.id)
        cls.own_link, _token = cls._create_link(own, item_ids=item, max_uses=9)
        cls.portal = mail_new_test_user(cls.env, login="portal.crew", groups="base.group_portal")

    def setUp(self):
        super().setUp()
        self._receive(self.link)
        self._receive(self.own_link)
        self.env.flush_all()

    def _seen(self, user, model):
        links = self.link | self.own_link
        domain = [("id" if model == "crm.work.link" else "link_id", "in", links.ids)]
        found = self.env[model].with_user(user).search(domain)
        return found.sudo() if model == "crm.work.link" else found.sudo().link_id

    def test_read(self):
        for model in OURS:
            for user, links in (
                (self.user_sales_salesman, self.own_link),
                (self.user_sales_leads, self.link | self.own_link),
                (self.user_sales_manager, self.link | self.own_link),
            ):
                with self.subTest(model=model, user=user.login):
                    self.assertEqual(self._seen(user, model), links)
            with self.subTest(model=model), self.assertRaises(AccessError):
                self._seen(self.portal, model)

    def test_nobody_writes(self):
        """Links are made by the deal, reports by the page; the manager has no other way either."""
        for model in OURS:
            records = self.env[model].with_user(self.user_sales_manager)
            record = records.search([], limit=1)
            for operation in ("create", "write", "unlink"):
                with self.subTest(model=model, operation=operation):
                    self.assertFalse(record.has_access(operation))

    def test_dialog(self):
        """Salespeople send links; each sees his own dialogs only."""
        wizards = self.env["crm.work.link.send"]
        self.assertTrue(wizards.with_user(self.user_sales_salesman).has_access("create"))
        self.assertFalse(wizards.with_user(self.portal).has_access("create"))
        deal = self.own_link.lead_id
        values = {"res_model": deal._name, "res_id": deal.id, "name": "Unpack"}
        mine = wizards.with_user(self.user_sales_salesman).create(values)
        self.assertTrue(mine.has_access("read"))
        self.assertFalse(mine.with_user(self.user_sales_leads).has_access("read"))

    def test_digest_is_for_nobody(self):
        with self.assertRaises(AccessError):
            self.link.with_user(self.user_sales_manager).read(["token_digest"])
        self.assertNotIn("token_digest", self.link.with_user(self.user_sales_manager).read()[0])

    def test_other_company(self):
        """A manager of another company sees nothing of it."""
        other = self.env["res.company"].create({"name": "Other"})
        manager = mail_new_test_user(
            self.env,
            login="manager.other",
            groups="sales_team.group_sale_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for model in OURS:
            self.assertFalse(self._seen(manager, model))

    def test_revoke(self):
        """By who may change the deal."""
        with self.assertRaises(AccessError):
            self.link.with_user(self.user_sales_salesman).action_revoke()
        self.link.with_user(self.user_sales_leads).action_revoke()
        self.assertEqual(self.link.state, "revoked")

    def test_service_is_not_for_rpc(self):
        """Private by name or by mark: the web client cannot reach it."""
        for model, method in (
            ("crm.lead", "make_work_links"),
            ("crm.work.link", "_by_token"),
            ("crm.work.submission", "_receive"),
            ("crm.link.failure", "_count"),
        ):
            function = getattr(type(self.env[model]), method)
            private = method.startswith("_") or getattr(function, "_api_private", False)
            self.assertTrue(private, method)

    def test_failures_are_for_settings(self):
        with self.assertRaises(AccessError):
            self.env["crm.link.failure"].with_user(self.user_sales_manager).search([], limit=1)
