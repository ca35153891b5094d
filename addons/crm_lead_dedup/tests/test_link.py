# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import Form, tagged

from .desk import DeskCommon

# Every value of the lead differs from the customer's.
LEAD = {
    "contact_name": "Olena Kovalenko",
    "partner_name": "Kovalenko Pumps",
    "function": "Buyer",
    "email_from": "olena@pumps.example",
    "phone": "050 111 22 33, 067 111 22 33",
    "website": "https://pumps.example",
    "vat": "1234567899",
    "street": "Peace 1",
    "street2": "Office 2",
    "city": "Kyiv",
    "zip": "01001",
}
CUSTOMER = {
    "name": "Lena Kovalenko",
    "company_name": "Pump Trade",
    "function": "Director",
    "email": "lena@trade.example",
    "phone": "+380 44 555 66 77",
    "website": "https://trade.example",
    "vat": "9876543219",
    "street": "Hill 9",
    "city": "Lviv",
    "zip": "79000",
}


@tagged("post_install", "-at_install")
class TestOwnValues(DeskCommon):
    """A lead that gets a customer keeps what it said itself."""

    def setUp(self):
        super().setUp()
        self.customer = self._create_partner(**CUSTOMER)
        self.lead = self._create_lead(user_id=self.user_sales_salesman.id, **LEAD)

    def _further(self, lead):
        """Keys of what the lead knows beside its fields."""
        rows = lead.identifier_ids.filtered(lambda row: row.origin == "manual")
        return {(row.kind, row.key) for row in rows}

    def _assert_kept(self, lead):
        self.assertEqual(
            self._further(lead),
            {
                ("phone", "+380501112233"),
                ("phone", "+380671112233"),
                ("email", "olena@pumps.example"),
                ("domain", "pumps.example"),
            },
        )
        self.assertEqual(
            self.customer.read(list(CUSTOMER))[0] | {"id": 0}, CUSTOMER | {"id": 0},
            "nothing of the customer was overwritten",
        )  # fmt: skip

    def test_written(self):
        """By whatever path: the customer's values stand in the fields, the own ones beside."""
        self.lead.partner_id = self.customer
        self.assertEqual(self.lead.phone, CUSTOMER["phone"])
        self.assertEqual(self.lead.email_from, CUSTOMER["email"])
        self._assert_kept(self.lead)

    def test_form(self):
        """The form fills the customer's values in before saving."""
        with Form(self.lead) as form:
            form.partner_id = self.customer
        self.assertEqual(self.lead.phone_sanitized, self.customer.phone_sanitized)
        self._assert_kept(self.lead)

    def test_still_recognised(self):
        """A request by the lead's former phone comes to the lead."""
        self.lead.partner_id = self.customer
        request = self._receive(self.door, phone="0501112233")
        self.assertEqual(request.lead_id, self.lead)

    def test_another_customer(self):
        """The values of the former customer are not the lead's own."""
        self.lead.partner_id = self.customer
        kept = self._further(self.lead)
        self.lead.partner_id = self._create_partner(email="else@else.example", phone="+380441")
        self.assertEqual(self._further(self.lead), kept)

    def test_conversion(self):
        """The convert wizard notes names and address too, with the labels of the form."""
        wizard = self.env["crm.lead2opportunity.partner"].with_context(
            active_model="crm.lead", active_ids=self.lead.ids, active_id=self.lead.id
        )
        values = {"name": "convert", "action": "exist", "partner_id": self.customer.id}
        wizard.create(values).action_apply()
        self._assert_kept(self.lead)
        [note] = self.lead.message_ids.filtered(lambda message: "Before that" in message.body)
        for name in ("contact_name", "partner_name", "function", "street", "street2", "city"):
            self.assertIn(LEAD[name], note.body)
        self.assertTrue(note.is_internal)

    def test_nothing_to_note(self):
        """A customer made of the lead itself replaces nothing."""
        lead = self._create_lead(
            contact_name="New", phone="+380501110000", email_from="n@n.example"
        )
        lead._handle_partner_assignment()
        self.assertTrue(lead.partner_id)
        self.assertFalse(self._further(lead))
        self.assertFalse(lead.message_ids.filtered(lambda message: "Before that" in message.body))
