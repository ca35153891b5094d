# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import Form, tagged

from .desk import DeskCommon


@tagged("post_install", "-at_install")
class TestCards(DeskCommon):
    """Lead and customer forms, searches and the form of a source."""

    def test_salesperson_adds_a_phone(self):
        """A row typed into the tab is recognised by, in any spelling."""
        lead = self._own_lead(contact_name="Ann Lee")
        with (
            Form(lead.with_user(self.user_sales_salesman)) as form,
            form.identifier_ids.new() as row,
        ):
            row.kind = "phone"
            row.value = "050 765 43 21"
        self.assertEqual(lead.identifier_ids.mapped("key"), ["+380507654321"])
        request = self._receive(self.door, phone="+380 (50) 765-43-21")
        self.assertEqual(request.lead_id, lead)

    def test_employee_without_sales_opens_a_customer(self):
        """The tabs are for salespeople; the form works for everybody as before."""
        partner = self._create_partner(name="Ann Lee", phone="+380501234567")
        employee = self._create_user("clerk", "base.group_user")
        with Form(partner.with_user(employee)) as form:
            self.assertNotIn("request_ids", form._view["fields"])
            form.name = "Ann B. Lee"
        self.assertEqual(partner.name, "Ann B. Lee")

    def test_search_in_any_spelling(self):
        """One field of the search finds by phone, part of an e-mail, and what was learnt."""
        lead = self._own_lead(phone="+380501234567")
        self._receive(self.door, phone="050 123 45 67", email="second@ann.example")
        Lead = self.env["crm.lead"].with_user(self.user_sales_salesman)
        for text in ("050 123-45-67", "380501234567", "second@ann", "SECOND@ann.example"):
            found = Lead.search([("any_phone_or_email", "ilike", text)])
            self.assertEqual(found, lead, text)

    def test_buttons_open_the_requests_of_the_card(self):
        """Counted on the button, and the same behind it."""
        customer = self._create_partner(phone="+380501234567")
        lead = self._own_lead(partner_id=customer.id)
        request = self._receive(self.door, phone="050 123 45 67")
        for card in (lead, customer):
            mine = card.with_user(self.user_sales_salesman)
            found = self.env["crm.request"].search(mine.action_open_requests()["domain"])
            self.assertIn(request, found)
            self.assertEqual(mine.request_count, len(found))

    def test_figures_of_a_source(self):
        """Requests, dropped ones, and those that named no site."""
        self._receive(self.door, name="A", email="a@x.example", request={"origin": "https://x.y"})
        self._receive(self.door, email="b@x.example", request={"dropped": "spam"})
        door = self.door.with_user(self.user_sales_manager)
        self.assertEqual(
            (door.request_count, door.dropped_count, door.without_origin_count), (2, 1, 1)
        )
        self.assertTrue(door.last_request_at)

    def test_new_and_revoked_keys(self):
        """The old key and the revoked secret open nothing any more."""
        door = self.door.with_user(self.user_sales_manager)
        key, secret = door.key, door.action_new_secret()["params"]["secret"]
        door.action_renew_key()
        door.action_revoke_secret()
        self.assertFalse(door._by_key(key))
        self.assertFalse(self.door._secret_matches(secret))
        self.assertFalse(door.has_secret)

    def test_neutralised_copy_trusts_no_secret(self):
        """A copy for tests takes no orders from the servers of the original."""
        self.door.secret_hash = "0" * 64
        self.env.flush_all()
        for query in get_neutralization_queries(["crm_lead_dedup"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertFalse(self.door.secret_hash)
