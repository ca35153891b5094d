# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .desk import DeskCommon


@tagged("post_install", "-at_install")
class TestCompanies(DeskCommon):
    """A customer may be shared by companies; the leads of each are its own."""

    def _lead_there(self, partner):
        return self._create_lead(
            company_id=self.other_company.id, team_id=False, user_id=False, partner_id=partner.id
        )

    def test_open_lead_of_another_company_is_left_alone(self):
        """The shared customer is recognised, and gets a lead in the company of the source."""
        partner = self._create_partner(phone="+380501112244")
        there = self._lead_there(partner)
        request = self._receive(self.door, phone="050 111 22 44")
        self.assertNotEqual(request.lead_id, there)
        self.assertEqual(request.lead_id.company_id, self.company)
        self.assertEqual((request.result, request.partner_id), ("customer", partner))
        self.assertNotIn(request, there.request_ids)

    def test_each_company_finds_its_own_lead(self):
        """One batch, two companies, one shared customer with an open lead in each."""
        partner = self._create_partner(phone="+380501112245")
        there = self._lead_there(partner)
        here = self._create_lead(partner_id=partner.id)
        door_there = self._create_source(company_id=self.other_company.id, team_id=False)
        values = {"phone": "+380501112245"}
        requests = self.env["crm.intake"].receive(
            [
                {"channel": "api", "source_id": source.id, "values": values}
                for source in (self.door, door_there)
            ]
        )
        self.assertEqual(requests.mapped("lead_id.id"), [here.id, there.id])

    def test_shared_lead_of_a_shared_customer(self):
        """A lead without a company is everybody's."""
        partner = self._create_partner(phone="+380501112246")
        shared = self._create_lead(
            company_id=False, team_id=False, user_id=False, partner_id=partner.id
        )
        request = self._receive(self.door, phone="050 111 22 46")
        self.assertEqual(request.lead_id, shared)
