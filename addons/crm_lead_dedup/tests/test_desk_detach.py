# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .desk import DeskCommon


@tagged("post_install", "-at_install")
class TestDetach(DeskCommon):
    """A request on a wrong card leaves it, with all that was learnt from it."""

    def setUp(self):
        super().setUp()
        self.lead = self._own_lead(contact_name="Ann Lee", phone="+380501234567")
        self.request = self._receive(
            self.door, phone="050 123 45 67", email="stranger@x.example", company="Stranger Ltd"
        )
        self.assertEqual(self.request.lead_id, self.lead)

    def _detach(self, request=None, **values):
        action = (request or self.request).with_user(self.user_leader).action_detach()
        wizard = self.env["crm.request.detach"].with_user(self.user_leader)
        wizard = wizard.browse(action["res_id"])
        wizard.write(values)
        return wizard

    def test_back_to_the_queue(self):
        """The request waits again, the old card is proposed, a note stays."""
        self._detach().action_detach()
        self.assertFalse(self.request.lead_id)
        self.assertEqual((self.request.result, self.request.unclear), ("waiting", "detached"))
        self.assertEqual(self.request.decided_by_id, self.user_leader)
        self.assertIn(self.lead, self.request.related_lead_ids)
        self.assertIn(self.request.display_name, self._notes(self.lead))

    def test_learnt_identifiers_leave_the_card(self):
        """Rows of the request go; the card's own phone stays."""
        self.assertIn("stranger@x.example", self._keys(self.lead))
        wizard = self._detach()
        self.assertIn("stranger@x.example", wizard.learnt)
        wizard.action_detach()
        self.assertEqual(self._keys(self.lead), {"+380501234567"})

    def test_filled_blanks_are_emptied(self):
        """What the request wrote into empty fields of the card goes, what people wrote stays."""
        self.assertEqual(self.lead.email_from, "stranger@x.example")
        self.assertEqual(self.lead.partner_name, "Stranger Ltd")
        self.lead.partner_name = "Ann's real company"
        self._detach().action_detach()
        self.assertFalse(self.lead.email_from)
        self.assertEqual(self.lead.partner_name, "Ann's real company")
        self.assertEqual(self.lead.phone, "+380501234567")

    def test_the_person_is_new_next_time(self):
        """After a detach the stranger's mail is not recognised as Ann any more."""
        self._detach().action_detach()
        again = self._receive(self.door, name="Zed", email="stranger@x.example")
        self.assertNotEqual(again.lead_id, self.lead)

    def test_what_another_request_brought_too_stays(self):
        """Two requests with the same further e-mail: one of them goes, the e-mail stays."""
        customer = self._own_lead(name="Second", contact_name="Eva", phone="+380671112233",
                                  email_from="eva@x.example")  # fmt: skip
        first = self._receive(self.door, phone="067 111 22 33", email="eva.home@x.example")
        second = self._receive(self.door, phone="067 111 22 33", email="eva.home@x.example")
        self.assertEqual(first.lead_id | second.lead_id, customer)
        self._detach(first).action_detach()
        row = customer.identifier_ids.filtered(lambda row: row.key == "eva.home@x.example")
        self.assertEqual(row.request_id, second)

    def test_make_a_new_lead(self):
        """The other choice: a card of its own, at once."""
        self._detach(then="new").action_detach()
        self.assertNotEqual(self.request.lead_id, self.lead)
        self.assertEqual(self.request.lead_id.email_from, "stranger@x.example")
        self.assertEqual((self.request.result, self.request.unclear), ("new", False))

    def test_our_activity_leaves_with_the_last_request(self):
        """Nobody has to answer a request that is not there."""
        self.assertTrue(self.lead.activity_ids)
        self._detach().action_detach()
        self.assertFalse(self.lead.activity_ids)

    def test_needs_write_access_to_the_card(self):
        """Who was told about a request may not change a colleague's card."""
        self.request.user_id = self.user_sales_salesman
        self.lead.user_id = self.user_leader
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.request.with_user(self.user_sales_salesman).action_detach()

    def test_nothing_to_detach(self):
        """A request on no card says so."""
        self._detach().action_detach()
        with self.assertRaises(UserError):
            self.request.with_user(self.user_leader).action_detach()
