# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.sale_order_credit_doors import ANSWERS
from .common_credit import CreditCommon


class TestCreditDoors(CreditCommon):
    """Every door through which an order of a stopped customer might be confirmed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._stop(cls.debtor)

    def _refused(self, work):
        """The work is refused with a sentence that says what to do."""
        with self.assertRaises(UserError) as refusal:
            work()
        self.assertIn("exception", str(refusal.exception))

    def _grant(self, days=1):
        today = fields.Date.today()
        return self.env["crm.credit.pardon"].with_user(self.treasurer).create(
            {
                "partner_id": self.debtor.id,
                "since": today,
                "until": today + timedelta(days),
                "reason": "He has shown the transfer",
            }
        )  # fmt: skip

    def test_the_button(self):
        """The salesperson is told; the order stays as it was."""
        order = self._order(self.debtor)
        self._refused(order.with_user(self.seller).action_confirm)
        self.assertEqual(order.state, "draft")

    def test_a_context_opens_nothing(self):
        """Whatever a client sends beside the call, the answer is the same."""
        order = self._order(self.debtor).with_context(
            credit_checked=True, force_confirm=True, bypass=True, stopped={}
        )
        self._refused(order.action_confirm)
        self._refused(lambda: order.write({"state": "sale"}))

    def test_a_batch_confirms_the_others(self):
        """The others are confirmed; the refused ones get a note, and the user is told."""
        orders = self._order(self.good) | self._order(self.debtor) | self._order(self.good)
        result = orders.with_user(self.seller).action_confirm()
        self.assertEqual(orders.mapped("state"), ["sale", "draft", "sale"])
        self.assertEqual(result["tag"], "display_notification")
        self.assertIn("cannot be confirmed", orders[1].message_ids[0].body)

    def test_write(self):
        """Writing the state is confirming."""
        order = self._order(self.debtor)
        self._refused(lambda: order.write({"state": "sale"}))
        self._refused(lambda: order.with_user(self.seller).write({"state": "sale"}))

    def test_write_with_another_customer(self):
        """The customer that is written beside the state is the one who is asked about."""
        order = self._order(self.good)
        values = {"state": "sale", "partner_id": self.debtor.id}
        self._refused(lambda: order.write(values | {"partner_invoice_id": self.debtor.id}))

    def test_a_confirmed_order_does_not_change_hands(self):
        """Nor is one confirmed for a good customer and then made over to the debtor."""
        order = self._order(self.good)
        order.action_confirm()
        self._refused(lambda: order.write({"partner_invoice_id": self.debtor.id}))
        order.write({"partner_invoice_id": self.good.id, "client_order_ref": "A1"})
        self.assertEqual(order.state, "sale")

    def test_create(self):
        """An order is not born confirmed; batches neither."""
        values = {"partner_id": self.debtor.id, "state": "sale"}
        self._refused(lambda: self.env["sale.order"].create(values))
        both = [{"partner_id": self.good.id, "state": "sale"}, values]
        self._refused(lambda: self.env["sale.order"].create(both))
        self.assertEqual(self.env["sale.order"].create(both[0]).state, "sale")

    def test_copy(self):
        """A copy may be made, not confirmed, nor made confirmed."""
        order = self._order(self.debtor)
        copy = order.copy()
        self._refused(copy.action_confirm)
        self._refused(lambda: order.copy({"state": "sale"}))

    def test_through_the_deal(self):
        """Commands of a deal on its orders are no way around."""
        lead = self.env["crm.lead"].create({"name": "Ovens", "type": "opportunity"})
        order = self._order(self.debtor, opportunity_id=lead.id)
        self._refused(
            lambda: lead.write({"order_ids": [Command.update(order.id, {"state": "sale"})]})
        )

    def test_whoever_pays_counts(self):
        """A good customer's order on a debtor's account is stopped, and a debtor's on another's."""
        self._refused(self._order(self.good, partner_invoice_id=self.debtor.id).action_confirm)
        self._refused(self._order(self.debtor, partner_invoice_id=self.good.id).action_confirm)

    def test_an_exception_ends_by_itself(self):
        """Until its last day orders are confirmed, then no more."""
        order, later = self._order(self.debtor), self._order(self.debtor)
        self._grant(days=1)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertIn("exception", self.debtor.credit_stop_note)
        self.env.cr.execute("UPDATE crm_credit_pardon SET since = since - 9, until = until - 9")
        self.env.invalidate_all()
        self._refused(later.action_confirm)

    def test_an_exception_is_signed(self):
        """Who grants it is written down, whatever is said; withdrawn, it ends at once."""
        pardon = self._grant()
        forged = self.env["crm.credit.pardon"].with_user(self.treasurer).create(
            {
                "partner_id": self.debtor.id,
                "until": fields.Date.today(),
                "reason": "x",
                "user_id": self.seller.id,
            }
        )  # fmt: skip
        self.assertEqual((pardon | forged).user_id, self.treasurer)
        (pardon | forged).with_user(self.treasurer).action_withdraw()
        self.assertEqual(pardon.withdrawn_id, self.treasurer)
        self._refused(self._order(self.debtor).action_confirm)

    def test_an_exception_needs_a_reason(self):
        """Blanks are none."""
        with self.assertRaises(UserError):
            self.env["crm.credit.pardon"].with_user(self.treasurer).create(
                {"partner_id": self.debtor.id, "until": fields.Date.today(), "reason": "  "}
            )

    def test_the_banner_of_the_order(self):
        """The form says why not, and what to do, without figures."""
        order = self._order(self.debtor).with_user(self.seller)
        self.assertTrue(order.is_credit_stopped)
        self.assertIn("invoices are overdue", order.credit_stop_note)
        self.assertNotIn("5000", order.credit_stop_note.replace(",", ""))
        self.assertFalse(self._order(self.good).is_credit_stopped)

    def test_the_limit_with_this_order(self):
        """Exactly up to the limit is let through; in a batch the first ones use it up."""
        self.good.credit_limit = 1000
        orders = self._order(self.good, 600) | self._order(self.good, 600)
        orders |= self._order(self.good, 400)
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["sale", "draft", "sale"])
        with self.assertRaises(UserError):
            self._order(self.good, 0.01).action_confirm()

    def test_the_limit_in_another_currency(self):
        """The order counts in company currency."""
        self.good.credit_limit = 1000
        currency = self.setup_other_currency("EUR", rates=[("2000-01-01", 2.0)])
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": currency.id}
        )
        order = self._order(self.good, 2000, pricelist_id=pricelist.id)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_queries_do_not_grow(self):
        """Asking about 40 orders of 20 customers costs what 4 orders of 2 cost."""
        customers = [self._customer(f"Customer {number}") for number in range(20)]
        for customer in customers:
            customer.credit_limit = 500
        orders = self.env["sale.order"].union(
            *(self._order(customer) for customer in customers * 2)
        )
        orders._stopped()
        few = self._queries((orders[:2] | orders[20:22])._stopped)
        many = self._queries(orders._stopped)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 16)

    def test_confirming_asks_once(self):
        """What the button has asked, the write behind it does not ask again."""
        orders = self._order(self.good) | self._order(self.good)
        asked = []
        ask = type(orders)._credit_reasons

        def listen(self, **kwargs):
            asked.append(self)
            return ask(self, **kwargs)

        with patch.object(type(orders), "_credit_reasons", listen):
            orders.action_confirm()
        self.assertEqual([len(some) for some in asked], [2, 0])
        self.assertFalse(self.env.cr.cache.get(ANSWERS))

    def test_what_changes_on_the_way_is_asked_again(self):
        """Another add-on makes the order over to the debtor while it is being confirmed."""
        order = self._order(self.good)
        prepare = type(order)._prepare_confirmation_values

        def make_over(self):
            return prepare(self) | {"partner_invoice_id": debtor.id}

        debtor = self.debtor
        with patch.object(type(order), "_prepare_confirmation_values", make_over):
            self._refused(order.action_confirm)
        self.assertFalse(self.env.cr.cache.get(ANSWERS))

    def test_no_policy_costs_nothing(self):
        """Without a policy confirming asks the database nothing of ours."""
        self.policy.active = False
        order = self._order(self.debtor)
        self.env["crm.credit.policy"]._by_company()
        order.company_id  # noqa: B018
        before = self.env.cr.sql_log_count
        self.assertFalse(order._stopped())
        self.assertEqual(self.env.cr.sql_log_count, before)
