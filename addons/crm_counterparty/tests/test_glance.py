# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.tests import users

from .common import PartyCommon


class TestGlance(PartyCommon):
    """The head of a client's form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal = cls._deal("Ovens", 900.0)

    @classmethod
    def _deal(cls, name, revenue, **values):
        return cls.env["crm.lead"].create(
            {
                "name": name,
                "type": "opportunity",
                "partner_id": cls.client.id,
                "client_id": cls.client.id,
                "expected_revenue": revenue,
                "user_id": cls.user_sales_salesman.id,
            }
            | values
        )

    def _glance(self):
        return self.env["res.partner"].browse(self.client.id).client_glance()

    @users("user_sales_salesman")
    def test_parties(self):
        """Legal entities and persons, with roles, the default marked; each once."""
        self._link(self.client, self.accountant, "buyer")
        glance = self._glance()
        parties = {row["id"]: row for row in glance["counterparties"]}
        self.assertEqual(set(parties), {self.entity.id, self.trader.id})
        self.assertTrue(parties[self.entity.id]["is_default"])
        [person] = glance["contacts"]
        self.assertEqual(set(person["role"].split(", ")), {"Accountant", "Buyer"})

    @users("user_sales_salesman")
    def test_persons_of_the_company(self):
        """Persons below the company are contacts as well, without a role."""
        person = self.env["res.partner"].create(
            {"name": "Petro", "parent_id": self.client.id, "function": "Baker"}
        )
        rows = {row["id"]: row["role"] for row in self._glance()["contacts"]}
        self.assertEqual(rows[person.id], "Baker")

    @users("user_sales_salesman")
    def test_open_deals_only(self):
        """Won and lost deals are not open; the sum is of all open ones."""
        self._deal("Mixers", 100.0)
        self._deal("Lost", 5000.0).action_set_lost()
        self._deal("Won", 7000.0).action_set_won()
        deals = self._glance()["deals"]
        self.assertEqual((deals["count"], deals["amount"]), (2, 1000.0))
        self.assertEqual({item["name"] for item in deals["items"]}, {"Ovens", "Mixers"})

    @users("user_sales_salesman")
    def test_button_counts_deals_with_outsiders(self):
        """The button counts deals in which we write to the accountant, each deal once."""
        client = self.env["res.partner"].browse(self.client.id)
        self.assertEqual(client.opportunity_count, 1)
        inside = self.env["res.partner"].create({"name": "Petro", "parent_id": client.id})
        for person in (self.accountant, inside):
            self._deal("Books", 10.0, partner_id=person.id, contact_id=person.id)
        client.invalidate_recordset(["opportunity_count"])
        self.assertEqual(client.opportunity_count, 3)
        shown = self.env["crm.lead"].with_context(active_test=False)
        self.assertEqual(shown.search_count(client.action_view_opportunity()["domain"]), 3)

    @users("user_sales_salesman")
    def test_next_activity(self):
        """The earliest one, on the client or on a deal of his."""
        self.assertFalse(self._glance()["activity"])
        today = fields.Date.context_today(self.client)
        self.client.activity_schedule(
            summary="Later", date_deadline=fields.Date.add(today, days=9),
            user_id=self.user_sales_salesman.id,
        )  # fmt: skip
        self.deal.activity_schedule(
            summary="Call", date_deadline=fields.Date.add(today, days=2),
            user_id=self.user_sales_salesman.id,
        )  # fmt: skip
        activity = self._glance()["activity"]
        self.assertEqual(
            (activity["summary"], activity["model"], activity["id"]),
            ("Call", "crm.lead", self.deal.id),
        )

    def test_queries_do_not_grow(self):
        """Ten more parties and deals cost no more queries."""

        def count(number):
            for each in range(number):
                party = self.env["res.partner"].create({"name": f"Party {each}"})
                self._link(self.client, party, "buyer")
                self._deal(f"Deal {each}", 1.0)
            self._glance()
            self.env.cr.flush()  # what the new cards left to do
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._glance()
            return self.env.cr.sql_log_count - before

        few = count(1)
        self.assertLessEqual(count(10), few)
