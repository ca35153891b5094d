# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from .common import DashboardCommon


@tagged("post_install", "-at_install")
class TestDashboardRights(DashboardCommon):
    """Who opens the dashboard, and what anybody can read through what it asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_far = cls._create_user("user_far", "sales_team.group_sale_manager")
        cls.user_far.write(
            {
                "company_ids": [Command.set(cls.company_b.ids)],
                "company_id": cls.company_b.id,
            }
        )
        cls.user_other = cls._create_user("user_other")
        cls.user_other.write(
            {"company_ids": [Command.set(cls.company.ids)], "company_id": cls.company.id}
        )

    def test_who_opens_it(self):
        """Who may read all leads, managers, who leads a team; not salespeople, not others."""
        stranger = self._create_user("user_stranger", "base.group_user")
        for user, may in (
            (self.user_boss, True),
            (self.user_sales_leads, True),
            (self.user_sales_manager, True),
            (self.user_leader, True),
            (self.user_seller, False),
            (stranger, False),
        ):
            with self.subTest(user=user.login):
                dashboard = self.dashboard.with_user(user)
                self.assertEqual(dashboard.has_access("read"), may)
                self.assertEqual(dashboard.search([("id", "=", dashboard.id)]), dashboard[:may])

    def test_who_leads_no_more(self):
        """The dashboard goes with the team, from the next request on."""
        dashboard = self.dashboard.with_user(self.user_leader)
        self.assertTrue(dashboard.kpi_is_for_leader)
        self.assertFalse(dashboard.with_user(self.user_seller).kpi_is_for_leader)
        others = self.env["spreadsheet.dashboard"].search([("kpi_is_for_leader", "=", False)])
        self.assertIn(self.dashboard, others, "the administrator leads nobody here")
        self.team_kpi.user_id = self.user_seller
        self.env.invalidate_all()
        self.assertFalse(dashboard.has_access("read"))
        self.assertTrue(dashboard.with_user(self.user_seller).has_access("read"))

    def test_leader_opens_no_other(self):
        """To lead a team opens this dashboard only."""
        own = self.dashboard.copy({"group_ids": [Command.set(self.dashboard.group_ids.ids)]})
        self.assertFalse(own.with_user(self.user_leader).has_access("read"))

    def test_manager_of_the_company(self):
        """Each source has something for who may see it: the next tests could fail."""
        for source in self._sources():
            with self.subTest(source=source[0]):
                self.assertTrue(all(self._read(self.user_boss, source)))

    def test_another_company(self):
        """A manager of company B reads nothing of company A, whatever he asks for."""
        of_a = [("company_id", "=", self.company.id)]
        for source in self._sources():
            with self.subTest(source=source[0]):
                self.assertFalse(any(self._read(self.user_far, source, of_a)))
                self.assertFalse(
                    any(self._read(self.user_far, source, [("user_id", "=", self.user_seller.id)]))
                )

    def test_a_colleague(self):
        """A salesperson who asks the same by RPC reads nothing of a colleague's."""
        of_seller = [("user_id", "=", self.user_seller.id)]
        for source in self._sources():
            with self.subTest(source=source[0]):
                self.assertFalse(any(self._read(self.user_other, source, of_seller)))

    def test_oneself(self):
        """What is one's own is read, figures of client groups are not."""
        for source in self._sources():
            with self.subTest(source=source[0]):
                found = self._read(self.user_seller, source)
                self.assertEqual(all(found), source[0] != "chart_payments")
