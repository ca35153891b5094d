# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import TelephonyCommon


@tagged("post_install", "-at_install")
class TestCaller(TelephonyCommon):
    """Whose number is it?"""

    def _find(self, *numbers):
        return self.env["telephony.caller"]._find(list(numbers), self.company)

    def _owners(self, number):
        return [(owner.model, owner.id) for owner in self._find(number)[number]]

    def test_in_any_spelling(self):
        """E.164, national, digits only, with an exit code."""
        partner = self._create_partner(phone="+380 67 111-22-33")
        for number in ("+380671112233", "0671112233", "380671112233", "00380671112233"):
            self.assertEqual(self._owners(number), [("res.partner", partner.id)], number)

    def test_numbers_that_cannot_be_read_are_found_by_their_end(self):
        """A card without country, with a number of no country's plan."""
        partner = self._create_partner(phone="12 345 678 901 234")
        self.assertFalse(partner.phone_sanitized)
        self.assertEqual(self._owners("345678901234"), [("res.partner", partner.id)])

    def test_hidden_and_internal_numbers_are_nobodys(self):
        """Even if a card bears an extension as its number."""
        self._create_partner(phone="101")
        for number in ("anonymous", "101", "", "00000000"):
            self.assertEqual(self._owners(number), [])

    def test_all_owners_the_one_with_an_open_deal_first(self):
        """A family's number: nobody is left out."""
        plain, buyer = self._create_partner(phone="0671112233"), self._create_partner()
        buyer.phone = "0671112233"
        lead = self._create_lead(phone="0671112233", name="Wife's request", type="lead")
        deal = self._create_lead(partner_id=buyer.id, phone="0671112233")
        lead.action_set_lost()
        owners = self._find("0671112233")["0671112233"]
        self.assertEqual(
            [(owner.model, owner.id, owner.has_open_deal) for owner in owners],
            [
                ("res.partner", buyer.id, True),
                ("crm.lead", deal.id, True),
                ("res.partner", plain.id, False),
                ("crm.lead", lead.id, False),
            ],
        )
        self.assertEqual(owners[0].lead_id, deal.id)

    def test_the_whole_number_counts_more_than_its_end(self):
        """Nine equal digits in two countries are two people."""
        here = self._create_partner(phone="+380671112233")
        abroad = self._create_partner(phone="+48671112233", country_id=self.env.ref("base.pl").id)
        self.assertEqual(self._owners("+380671112233"), [("res.partner", here.id)])
        self.assertEqual(self._owners("+48671112233"), [("res.partner", abroad.id)])

    def test_further_numbers(self):
        """Of contacts and of leads, kept in one spelling."""
        partner, lead = self._create_partner(), self._create_lead()
        numbers = self.env["telephony.number"].create(
            [
                {"partner_id": partner.id, "number": "067 111 22 33"},
                {"lead_id": lead.id, "number": "00380671112233"},
            ]
        )
        self.assertEqual(set(numbers.mapped("number")), {"+380671112233"})
        self.assertEqual(
            self._owners("0671112233"), [("crm.lead", lead.id), ("res.partner", partner.id)]
        )

    def test_per_company(self):
        """Cards of another company are not found; those of none are."""
        other = self.env["res.company"].create({"name": "Other"})
        self._create_partner(phone="0671112233", company_id=other.id)
        shared = self._create_partner(phone="0671112233")
        self.assertEqual(self._owners("0671112233"), [("res.partner", shared.id)])

    def test_as_many_queries_for_one_as_for_many(self):
        """One search for the cards, one for their deals."""
        self._create_partner(phone="0671112233")
        numbers = ["0671112233", *(f"0501{number:06}" for number in range(200))]
        self.env.flush_all()
        for some in (numbers[:1], numbers):
            start = self.cr.sql_log_count
            self._find(*some)
            self.assertEqual(self.cr.sql_log_count - start, 2)
