# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .desk import DeskCommon


@tagged("post_install", "-at_install")
class TestQueue(DeskCommon):
    """What people decide about requests that a program should not decide."""

    def _unreadable(self):
        return self._receive(
            self.door, name="Ilona", phone="12-34 ask", email="ilona@varga.example"
        )

    def test_clear_request_does_not_wait(self):
        """Only what is unclear stands in the queue."""
        request = self._receive(self.door, name="Olena", phone="050 123 45 67")
        queue = self.env.ref("crm_lead_dedup.action_request_queue")
        domain = [("unclear", "!=", False), ("id", "=", request.id)]
        self.assertEqual(queue.domain, '[("unclear", "!=", False)]')
        self.assertFalse(self.env["crm.request"].search(domain))

    @users("leader")
    def test_confirm_takes_it_out_of_the_queue(self):
        """“Right card” clears the doubt, and says who did it."""
        request = self._unreadable().with_env(self.env)
        self.assertEqual(request.unclear, "phone")
        request.action_confirm()
        self.assertFalse(request.unclear)
        self.assertEqual(request.decision, "confirmed")
        self.assertEqual(request.decided_by_id, self.user_leader)

    @users("leader")
    def test_confirm_needs_a_card(self):
        """A request on no card has nothing to confirm."""
        request = self._receive(self.door, name="Bot", email="bot@x.example",
                                request={"dropped": "honeypot"}).with_env(self.env)  # fmt: skip
        with self.assertRaises(UserError):
            request.action_confirm()

    @users("leader")
    def test_new_lead_of_a_dropped_request(self):
        """Who was caught as spam by mistake becomes a lead, with its values and its person."""
        request = self._receive(self.door, name="Real Person", email="real@person.example",
                                request={"dropped": "spam"}).with_env(self.env)  # fmt: skip
        self.assertFalse(request.lead_id)
        action = request.action_new_lead()
        self.assertEqual(action["res_id"], request.lead_id.id)
        self.assertEqual(request.lead_id.email_from, "real@person.example")
        self.assertEqual(request.lead_id.user_id, self.user_leader)
        self.assertEqual((request.result, request.unclear), ("new", False))
        self.assertIn("real@person.example", self._keys(request.lead_id))
        self.assertIn(request.display_name, self._notes(request.lead_id))

    def test_new_lead_stays_with_the_salesperson_who_made_it(self):
        """Who sees own leads only would otherwise lose sight of the lead just made."""
        lead = self._own_lead(contact_name="Ann Lee", phone="+380501234567")
        request = self._receive(self.door, name="Bob Ray", phone="050 123 45 67")
        self.assertEqual(request.lead_id, lead)
        mine = request.with_user(self.user_sales_salesman)
        mine.action_new_lead()
        self.assertNotEqual(mine.lead_id, lead)
        self.assertEqual(mine.lead_id.user_id, self.user_sales_salesman)

    def test_attach_moves_to_the_chosen_card(self):
        """The card learns the identifiers, its blanks are filled, its person is on the request."""
        lead = self._own_lead(contact_name="Ilona Varga")
        request = self._unreadable()
        made = request.lead_id
        wizard = self.env["crm.request.attach"].with_user(self.user_leader)
        action = request.with_user(self.user_leader).action_attach()
        wizard = wizard.browse(action["res_id"])
        wizard.lead_id = lead
        wizard.action_attach()
        self.assertEqual(request.lead_id, lead)
        self.assertEqual((request.result, request.unclear), ("attached", False))
        self.assertEqual(request.user_id, self.user_sales_salesman)
        self.assertEqual(lead.email_from, "ilona@varga.example")
        self.assertIn(request.display_name, self._notes(lead))
        self.assertIn(request.display_name, self._notes(made))

    def test_attach_proposes_who_shares_an_identifier(self):
        """The person's other lead and the customer come first, each with the reason."""
        lead = self._own_lead(contact_name="Ann Lee", phone="+380501234567")
        partner = self._create_partner(name="Bob Ray", email="bob@ray.example")
        request = self._receive(self.door, name="Ann Lee", phone="050 123 45 67",
                                email="bob@ray.example", request={"dropped": "spam"})  # fmt: skip
        action = request.with_user(self.user_leader).action_attach()
        lines = self.env["crm.request.attach"].browse(action["res_id"]).line_ids
        reasons = {line.lead_id or line.partner_id: line.reason for line in lines}
        self.assertEqual(reasons, {lead: "Phone", partner: "E-mail"})
        lines.filtered("lead_id").with_user(self.user_leader).action_choose()
        self.assertEqual(request.lead_id, lead)

    def test_attach_to_a_customer_makes_a_lead_of_his(self):
        """A customer without an open lead gets one; the customer itself stays as it was."""
        partner = self._create_partner(name="Bob Ray", email="bob@ray.example", phone=False)
        request = self._receive(self.door, phone="050 123 45 67", email="bob@ray.example",
                                request={"dropped": "spam"})  # fmt: skip
        action = request.with_user(self.user_leader).action_attach()
        line = self.env["crm.request.attach"].browse(action["res_id"]).line_ids
        line.with_user(self.user_leader).action_choose()
        self.assertEqual(request.lead_id.partner_id, partner)
        self.assertEqual(request.result, "customer")
        self.assertFalse(partner.phone)

    def test_attach_hides_cards_of_colleagues(self):
        """A salesperson is told that there are more cards, not which."""
        self._own_lead(phone="+380501234567", user_id=self.user_leader.id)
        self._own_lead(name="Mine", contact_name="Ann", email_from="ann@x.example")
        request = self._receive(self.door, name="Ann", email="ann@x.example", phone="0501234567",
                                request={"dropped": "spam"})  # fmt: skip
        request.sudo().user_id = self.user_sales_salesman
        action = request.with_user(self.user_sales_salesman).action_attach()
        wizard = self.env["crm.request.attach"].browse(action["res_id"])
        self.assertNotIn(self.user_leader, wizard.line_ids.lead_id.user_id)
        self.assertEqual(wizard.hidden_count, 1)

    def test_attach_refuses_another_companys_card(self):
        """Companies stay apart, whoever asks."""
        request = self._unreadable()
        lead = self._create_lead(company_id=self.other_company.id, team_id=False, user_id=False)
        with self.assertRaises(UserError):
            request._attach(lead)

    def test_salesperson_may_not_attach_to_a_colleagues_lead(self):
        """Acting on a request gives no right on a card."""
        lead = self._own_lead(user_id=self.user_leader.id)
        request = self._unreadable()
        request.lead_id.user_id = request.user_id = self.user_sales_salesman
        mine = request.with_user(self.user_sales_salesman)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            mine._attach(lead.with_user(self.user_sales_salesman))

    @users("leader")
    def test_discard_and_put_back(self):
        """A discard archives the lead that only this request made; putting back undoes all."""
        request = self._unreadable().with_env(self.env)
        lead = request.lead_id
        request.action_discard()
        self.assertEqual((request.result, request.unclear), ("dropped", False))
        self.assertFalse(request.lead_id)
        self.assertFalse(lead.active)
        request.action_put_back()
        self.assertEqual((request.result, request.unclear), ("new", "phone"))
        self.assertEqual(request.lead_id, lead)
        self.assertTrue(lead.active)
        self.assertTrue(request.lead_created)
        self.assertFalse(request.decision)

    @users("leader")
    def test_discard_leaves_a_lead_that_was_there_before(self):
        """Only a lead that exists by this request alone goes with it."""
        lead = self._own_lead(phone="+380501234567")
        request = self._receive(self.door, phone="050 123 45 67", email="late@x.example")
        request.with_env(self.env).action_discard()
        self.assertTrue(lead.active)
        self.assertNotIn("late@x.example", self._keys(lead))

    @users("leader")
    @mute_logger("odoo.addons.crm_lead_dedup.models.crm_intake")
    def test_retry_files_what_had_failed(self):
        """A failed request is recognised anew once the cause is gone."""
        lead = self._own_lead(phone="+380501234567")
        intake = self.registry["crm.intake"]
        with patch.object(intake, "_store_leads", side_effect=ValueError("broken extension")):
            request = self._receive(self.door, phone="050 123 45 67").with_env(self.env)
        self.assertEqual((request.result, request.unclear), ("failed", "failed"))
        self.assertIn("broken extension", request.error)
        request.action_retry()
        self.assertEqual((request.result, request.lead_id), ("attached", lead))
        self.assertFalse(request.unclear)
        self.assertFalse(request.error)

    @users("leader")
    @mute_logger(
        "odoo.addons.crm_lead_dedup.models.crm_intake",
        "odoo.addons.crm_lead_dedup.models.crm_intake_refile",
    )
    def test_retry_that_fails_again_keeps_the_request(self):
        """The newest error is shown, nothing is lost."""
        intake = self.registry["crm.intake"]
        with patch.object(intake, "_store_leads", side_effect=ValueError("first")):
            request = self._receive(self.door, phone="050 123 45 67").with_env(self.env)
        with patch.object(intake, "_store_leads", side_effect=ValueError("second")):
            request.action_retry()
        self.assertEqual(request.result, "failed")
        self.assertIn("second", request.error)
        self.assertEqual(request.phone, "+380 50 123 4567")
