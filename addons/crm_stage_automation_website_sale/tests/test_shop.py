# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_stage_automation.tests.common_credit import CreditCommon
from odoo.addons.payment.tests.http_common import PaymentHttpCommon


@tagged("post_install", "-at_install")
class TestShop(CreditCommon, PaymentHttpCommon):
    """The shop refuses a stopped customer before he pays, and never after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._stop(cls.debtor)
        cls.website = cls.env["website"].search([("company_id", "=", cls.company.id)], limit=1)
        if not cls.website:
            cls.website = cls.env["website"].create({"name": "Shop", "company_id": cls.company.id})
        cls.product_a.type = "service"
        cls.cart = cls._cart(cls.debtor)

    @classmethod
    def _cart(cls, partner, **values):
        return cls._order(partner, website_id=cls.website.id, **values)

    def _transaction(self, cart, state):
        self.provider.support_manual_capture = "full_only"
        return self._create_transaction(
            "redirect",
            amount=cart.amount_total,
            partner_id=cart.partner_id.id,
            sale_order_ids=[Command.set(cart.ids)],
            state=state,
            reference=f"{cart.name}-{state}",
        )

    def test_the_cart_is_closed(self):
        """No way to check out, and the sentence names somebody to ask, not the debt."""
        self.assertFalse(self.cart._is_cart_ready())
        with self.assertRaises(ValidationError) as refusal:
            self.cart._check_cart_is_ready_to_be_paid()
        self.assertIn(self.seller.name, str(refusal.exception))
        self.assertNotIn("overdue", str(refusal.exception))

    def test_a_cart_without_a_price(self):
        """A cart that costs nothing is not confirmed either."""
        self.cart.order_line.price_unit = 0
        with self.assertRaises(ValidationError):
            self.cart._check_cart_is_ready_to_be_paid()

    def test_good_customers_pay(self):
        """They see no difference."""
        cart = self._cart(self.good)
        self.assertTrue(cart._is_cart_ready())
        cart._check_cart_is_ready_to_be_paid()

    def test_no_payment_begins(self):
        """The route of the shop makes no transaction; a good customer's cart gets one."""
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self._begin_payment(self.cart)
        self.assertFalse(self.cart.transaction_ids)
        cart = self._cart(self.good)
        self._begin_payment(cart)
        self.assertTrue(cart.transaction_ids)

    def _begin_payment(self, cart):
        params = {
            "access_token": cart._portal_ensure_token(),
            "provider_id": self.provider.id,
            "payment_method_id": self.payment_method_id,
            "token_id": None,
            "amount": cart.amount_total,
            "flow": "direct",
            "tokenization_requested": False,
            "landing_route": "/shop",
        }
        return self.make_jsonrpc_request(f"/shop/payment/transaction/{cart.id}", params)

    def test_paid_carts_are_confirmed(self):
        """Whoever was put on the list while he paid gets his order; the leader is told."""
        for state in ("authorized", "done"):
            cart = self._cart(self.debtor)
            self._transaction(cart, state)._post_process()
            self.assertEqual(cart.state, "sale")
            self.assertEqual(cart.activity_ids.user_id, self.leader)
