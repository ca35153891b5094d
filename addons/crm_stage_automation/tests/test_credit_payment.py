# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.payment.tests.http_common import PaymentHttpCommon

from .common_credit import CreditCommon

SIGNATURE = "R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs="


@tagged("post_install", "-at_install")
class TestCreditPayment(CreditCommon, PaymentHttpCommon):
    """The portal refuses before anything is signed or paid; what is paid is confirmed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._stop(cls.debtor)
        cls.order = cls._order(cls.debtor, require_payment=True, require_signature=True)
        cls.order.action_quotation_sent()
        cls.partner = cls.debtor
        cls.amount = cls.order.amount_total
        cls.currency = cls.order.currency_id

    def _transaction(self, order, state, **values):
        self.provider.support_manual_capture = "full_only"
        return self._create_transaction(
            "redirect",
            amount=order.amount_total,
            sale_order_ids=[Command.set(order.ids)],
            state=state,
            reference=f"{order.name}-{state}",
            **values,
        )

    def _call(self, order, suffix, **params):
        url = f"/my/orders/{order.id}/{suffix}"
        return self.make_jsonrpc_request(
            url, {"access_token": order._portal_ensure_token()} | params
        )

    def _sign(self, order):
        return self._call(order, "accept", name="Buyer", signature=SIGNATURE)

    def test_nothing_is_signed(self):
        """The customer is told whom to ask; nothing about debts, because links are passed on."""
        answer = self._sign(self.order)
        self.assertIn(self.seller.name, answer["error"])
        self.assertNotIn("overdue", answer["error"])
        self.assertFalse(self.order.signature)
        self.assertEqual(self.order.state, "sent")

    def test_whoever_may_not_see_the_order_learns_nothing(self):
        """A wrong token is refused by core, as without this add-on."""
        answer = self.make_jsonrpc_request(
            f"/my/orders/{self.order.id}/accept", {"access_token": "wrong", "signature": SIGNATURE}
        )
        self.assertEqual(answer, {"error": "Invalid order."})

    def test_it_may_be_declined(self):
        """The customer says no by himself: the button is there, and his words stay."""
        page = self.url_open(self.order.get_portal_url()).text
        self.assertEqual(page.count('data-bs-target="#modaldecline"'), 1)
        self._decline("Too late for us")
        self.assertEqual(self.order.state, "cancel")
        message = self.order.message_ids.filtered(lambda one: "Too late" in one.body)
        self.assertEqual(message.author_id, self.debtor)

    def test_declining_needs_a_reason_and_the_link(self):
        """As without this add-on."""
        self._decline("")
        self._decline("Not mine", token="wrong")
        self.assertEqual(self.order.state, "sent")

    def test_good_customers_decline_as_ever(self):
        order = self.order = self._order(self.good, require_signature=True)
        order.action_quotation_sent()
        self._decline("No, thanks")
        self.assertEqual(order.state, "cancel")

    def _decline(self, message, token=""):
        token = token or self.order._portal_ensure_token()
        self.authenticate(None, None)
        data = {"decline_message": message, "csrf_token": Request.csrf_token(self)}
        self.url_open(f"/my/orders/{self.order.id}/decline?access_token={token}", data=data)
        self.order.invalidate_recordset()

    def test_no_payment_begins(self):
        """The refusal comes before there is a transaction."""
        with self.assertRaises(JsonRpcException), mute_logger("odoo.http"):
            self._call(
                self.order,
                "transaction",
                provider_id=self.provider.id,
                payment_method_id=self.payment_method_id,
                token_id=None,
                amount=self.order.amount_total,
                flow="direct",
                tokenization_requested=False,
                landing_route="/my",
            )
        self.assertFalse(self.order.transaction_ids)

    def test_the_page(self):
        """No button, no payment form, a sentence; also by a payment link."""
        for query in ("", "&payment_amount=100"):
            page = self.url_open(self.order.get_portal_url(query_string=query)).text
            self.assertIn("cannot be accepted online", page)
            self.assertNotIn("o_sale_portal_paynow", page)
            self.assertNotIn("o_payment_form", page)
            self.assertNotIn("overdue", page)

    def test_good_customers_see_no_difference(self):
        """They sign, and are led to the payment."""
        order = self._order(self.good, require_payment=True, require_signature=True)
        order.action_quotation_sent()
        page = self.url_open(order.get_portal_url()).text
        self.assertIn("modalaccept", page)
        self.assertNotIn("cannot be accepted online", page)
        self.assertIn("redirect_url", self._sign(order))
        self.assertTrue(order.signature)

    def test_authorised_is_confirmed(self):
        """The money is held: the order is confirmed, and the leader told."""
        self._transaction(self.order, "authorized")._post_process()
        self._assert_confirmed_and_told()

    def test_done_is_confirmed(self):
        """The money is there: the order is confirmed, and the leader told."""
        self._transaction(self.order, "done")._post_process()
        self._assert_confirmed_and_told()

    def _assert_confirmed_and_told(self):
        self.assertEqual(self.order.state, "sale")
        activity = self.order.activity_ids
        self.assertEqual(activity.user_id, self.leader)
        self.assertEqual(activity.summary, "Paid order of a stopped customer")

    def test_without_a_leader_somebody_is_told(self):
        """Then it is the one who grants exceptions."""
        self.team.user_id = False
        self.policy.responsible_id = self.treasurer
        self._transaction(self.order, "done")._post_process()
        self.assertEqual(self.order.activity_ids.user_id, self.treasurer)

    def test_half_a_payment_confirms_nothing(self):
        """Core waits for the whole amount, and the button stays closed."""
        transaction = self._transaction(self.order, "done")
        transaction.amount = self.order.amount_total / 2
        transaction._post_process()
        self.assertEqual(self.order.state, "sent")
        self.assertTrue(self.order._stopped())

    def test_a_pending_payment_confirms_nothing(self):
        """A transfer that was only announced is no payment."""
        self._transaction(self.order, "pending")._post_process()
        self.assertEqual(self.order.state, "sent")
        self.assertTrue(self.order._stopped())

    def test_a_confirmed_order_may_be_paid(self):
        """Paying is what we want of a debtor."""
        order = self._order(self.good, require_payment=True)
        order.action_confirm()
        self._stop(self.good)
        answer = self._call(
            order,
            "transaction",
            provider_id=self.provider.id,
            payment_method_id=self.payment_method_id,
            token_id=None,
            amount=order.amount_total,
            flow="direct",
            tokenization_requested=False,
            landing_route="/my",
        )
        self.assertTrue(answer["reference"])
