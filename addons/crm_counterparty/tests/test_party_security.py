# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, users

from .common import PartyCommon


class TestPartySecurity(PartyCommon):
    """Who sees and changes roles and links."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_b = cls.env["res.company"].create({"name": "B"})
        new_test_user(cls.env, "books", "base.group_user,account.group_account_invoice")
        new_test_user(cls.env, "clerk", "base.group_user,base.group_partner_manager")
        cls.user_b = new_test_user(
            cls.env,
            "seller_b",
            "base.group_user,sales_team.group_sale_salesman",
            company_id=cls.company_b.id,
            company_ids=cls.company_b.ids,
        )

    @users("user_sales_salesman", "user_sales_leads", "user_sales_manager")
    def test_sales_people_work_with_links(self):
        """Own, all leads and manager: read, create, change, end."""
        links = self.env["crm.party.link"]
        self.assertIn(self.link_entity, links.search([]))
        made = links.create(
            {
                "client_id": self.client.id,
                "party_id": links.party_id.create({"name": "Petro"}).id,
                "role_id": self._role("buyer").id,
            }
        )
        made.contract_ref = "No 5"
        made.action_make_default()
        made.action_end()
        self.assertEqual(made.state, "ended")

    @users("user_sales_salesman")
    def test_roles_are_the_managers(self):
        """A salesperson reads roles and changes none."""
        role = self._role("payer").with_user(self.env.user)
        self.assertEqual(role.name, "Payer")
        for change in (
            lambda: role.write({"name": "Sponsor"}),
            lambda: role.create({"name": "Sponsor"}),
            role.unlink,
        ):
            with self.assertRaises(AccessError):
                change()

    @users("user_sales_manager")
    def test_manager_makes_roles(self):
        """A manager adds a role, and it works at once."""
        role = self.env["crm.party.role"].create({"name": "Sponsor", "joins": "counterparty"})
        link = self.link_trader.with_user(self.env.user)
        link.role_id = role
        self.assertEqual(self.client._parties()[self.client], self.link_entity + link)
        role.active = False
        self.assertEqual(link.role_id.name, "Sponsor")

    @users("books")
    def test_accountants_read(self):
        """Who makes out invoices sees who pays, and changes nothing."""
        link = self.link_entity.with_user(self.env.user)
        self.assertTrue(link.is_default)
        self.assertEqual(self.client._default_counterparty()[self.client], self.entity)
        for change in (link.action_end, link.action_make_default, link.unlink):
            with self.assertRaises(AccessError):
                change()

    @users("clerk")
    def test_others_open_contacts_as_before(self):
        """Who has nothing to do with sales opens and saves contacts, and sees no links."""
        form = Form(self.client.with_user(self.env.user))
        form.name = "Bakeries & Sons"
        form.save()
        self.assertEqual(self.client.name, "Bakeries & Sons")
        with self.assertRaises(AccessError):
            self.client.with_user(self.env.user).party_link_ids.mapped("is_default")

    def test_links_of_another_company(self):
        """Company A's links are invisible in B; shared cards keep a default in each (must 10)."""
        own = self._link(
            self.client, self.trader, "payer", is_default=True, company_id=self.company_b.id
        )
        self.link_entity.company_id = self.env.company
        links = self.env["crm.party.link"].with_user(self.user_b)
        mine = links.search([("client_id", "=", self.client.id), ("is_default", "=", True)])
        self.assertEqual(mine, own)
        with self.assertRaises(AccessError):
            self.link_entity.with_user(self.user_b).read(["contract_ref"])
        shared = self.client.with_user(self.user_b)
        self.assertNotIn(self.link_entity, shared.party_link_ids)
        self.assertEqual(shared._default_counterparty()[shared], self.trader)
        self.assertEqual(self.client._default_counterparty()[self.client], self.entity)

    def test_no_door_by_rpc(self):
        """Helpers for programs cannot be called from outside."""
        for model, name in (
            ("res.partner", "_parties"),
            ("res.partner", "_party_choice_domain"),
            ("crm.party.link", "_merge_partners"),
            ("crm.party.link", "_follow_company"),
        ):
            method = getattr(type(self.env[model]), name)
            self.assertTrue(getattr(method, "_api_private", False), name)
