# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import CallRequestCommon


@tagged("post_install", "-at_install")
class TestCallCardRequest(CallRequestCommon):
    """What is done on the card while one talks."""

    def setUp(self):
        super().setUp()
        self.call = self._ingest(self._state())
        self.mine = self.calls.with_user(self.user_sales_leads)

    def test_lead_made_from_the_card_is_the_request(self):
        self.mine.card_create(self.call.id, "Olena Koval")
        lead = self.call.lead_id
        self.assertEqual(self.call.request_id, lead.request_ids)
        self.assertEqual(lead.request_ids.channel, "call")
        self._called(self._ended())
        self.assertEqual(lead.request_ids, self.call.request_id)
        self.assertEqual(self.call.lead_id, lead)

    def test_what_a_person_chose_stays(self):
        """Two cards bear the number; recognition alone would ask somebody to look at it."""
        self._create_lead(phone="067 111 22 33", contact_name="Iryna Bondar")
        chosen = self._create_lead(phone="067 111 22 33", contact_name="Petro Shevchuk")
        self.mine.card_attach(self.call.id, "crm.lead", chosen.id)
        self._called(self._ended())
        self.assertEqual(self.call.lead_id, chosen)
        request = self.call.request_id
        self.assertEqual((request.lead_id, request.result), (chosen, "attached"))
        self.assertFalse(request.unclear)

    def test_chosen_contact_stays_and_gets_a_lead(self):
        partner = self._create_partner(user_id=self.user_sales_leads.id)
        self.mine.card_attach(self.call.id, "res.partner", partner.id)
        self._called(self._ended())
        self.assertEqual(self.call.partner_id, partner)
        self.assertEqual(self.call.lead_id.partner_id, partner)
