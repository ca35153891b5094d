# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.tests import tagged

from .common_figure import FigureCommon
from .form_read import core_form, read_by_view

# What the form of a client may cost beside core's.
BUDGET = 15


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestFormQueries(FigureCommon):
    """The form of a client with everything, as a salesperson opens it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._invoice(100, "2026-05-01")
        cls._more(2)
        cls._refresh()
        cls.partner = cls.client.with_user(cls.user_sales)

    @classmethod
    def _more(cls, number):
        """Persons in roles and below the company, and deals with an activity."""
        partners, leads = cls.env["res.partner"], cls.env["crm.lead"]
        for each in range(number):
            person = partners.create({"name": f"Person {each}", "is_contact": True})
            for role in ("accountant", "buyer"):
                cls._link(person, role)
            partners.create({"name": f"Below {each}", "parent_id": cls.client.id})
            deal = leads.create(
                {
                    "name": f"Deal {each}",
                    "type": "opportunity",
                    "partner_id": cls.client.id,
                    "client_id": cls.client.id,
                    "expected_revenue": 100,
                    "user_id": cls.user_sales.id,
                }
            )
            deal.activity_schedule(summary="Call", user_id=cls.user_sales.id)

    def _opened(self, fields, *, with_glance=True):
        """How many queries the form costs whoever opens it a second time."""

        def work():
            self.partner.web_read(fields)
            if with_glance:
                self.partner.client_glance()

        self._queries(work)
        return self._queries(work)

    def test_beside_core(self):
        """Form and glance together stay within the budget."""
        core = self._opened(core_form(self.partner.env), with_glance=False)
        ours = read_by_view(self.partner, "form")
        self.assertIn("party_link_ids", ours)
        self.assertLessEqual(self._opened(ours), core + BUDGET)

    def test_however_many_parties_and_deals(self):
        """Ten more of everything cost no more queries."""
        ours = read_by_view(self.partner, "form")
        few = self._opened(ours)
        self._more(10)
        self._refresh()
        self.assertLessEqual(self._opened(ours), few)
