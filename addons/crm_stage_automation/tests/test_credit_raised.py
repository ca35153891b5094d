# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tools import mute_logger

from .common_credit import CreditCommon


class TestCreditRaised(CreditCommon):
    """A confirmed order that grows is not refused; the leader of its team is told, once."""

    def _confirmed(self, partner, amount=100.0):
        order = self._order(partner, amount)
        order.action_confirm()
        return order

    def _add_line(self, order, amount):
        line = {"product_id": self.product_a.id, "price_unit": amount, "tax_ids": False}
        order.with_user(self.seller).write({"order_line": [Command.create(line)]})
        self._end(order)

    def _end(self, order):
        """The end of a request."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        order.invalidate_recordset()

    def _told(self, order):
        return order.activity_ids.mapped(lambda activity: (activity.user_id, activity.summary))

    def test_above_the_limit(self):
        """Up to the limit nobody is told; above it the leader is, and the line stays."""
        self.good.credit_limit = 1000
        order = self._confirmed(self.good)
        self._add_line(order, 900)
        self.assertFalse(self._told(order))
        self._add_line(order, 1)
        self.assertEqual(
            self._told(order), [(self.leader, "Order of a stopped customer has grown")]
        )
        self.assertIn("the credit limit is used up", order.activity_ids.note)
        self.assertEqual(order.amount_total, 1001)
        self._add_line(order, 5)
        self.assertEqual(len(self._told(order)), 1)

    def test_of_a_debtor(self):
        """Whoever came on the stop-list after the confirmation."""
        order = self._confirmed(self.good)
        self._stop(self.good)
        order.order_line.with_user(self.seller).product_uom_qty = 3
        self._end(order)
        self.assertIn("invoices are overdue", order.activity_ids.note)

    def test_what_is_invoiced_counts_once(self):
        """The invoice of the order is not added to the order."""
        self.good.credit_limit = 1000
        self.product_a.invoice_policy = "order"
        order = self._confirmed(self.good, 600)
        order._create_invoices().action_post()
        self._add_line(order, 300)
        self.assertFalse(self._told(order))
        self._add_line(order, 101)
        self.assertEqual(len(self._told(order)), 1)

    def test_smaller_or_a_quotation(self):
        """What gets smaller, and what is not confirmed yet, is nobody's concern here."""
        confirmed, quotation = self._confirmed(self.good), self._order(self.good)
        self._stop(self.good)
        confirmed.order_line.price_unit = 50
        quotation.order_line.price_unit = 500
        self._end(confirmed | quotation)
        self.assertFalse(self._told(confirmed | quotation))

    def test_without_a_policy(self):
        """Where nobody is stopped nothing is watched."""
        self.policy.active = False
        order = self._confirmed(self.good)
        self._add_line(order, 100_000)
        self.assertFalse(self._told(order))

    @mute_logger("odoo.addons.crm_stage_automation.models.sale_order_credit_raised")
    def test_nobody_can_be_told(self):
        """What the salesperson wrote is kept though the activity cannot be made."""
        self.good.credit_limit = 1000
        order = self._confirmed(self.good)

        def failing(activities, vals_list):
            raise ZeroDivisionError

        self.patch(self.env.registry["mail.activity"], "create", failing)
        self._add_line(order, 901)
        self.assertEqual(order.amount_total, 1001)
        self.assertFalse(order.activity_ids)

    def test_told_whatever_the_user_was_at(self):
        """The context in which he saves does not decide whether the leader is told."""
        self.good.credit_limit = 1000
        order = self._confirmed(self.good)
        self._end(order)
        order = order.with_context(mail_activity_automation_skip=True)
        line = {"product_id": self.product_a.id, "price_unit": 901, "tax_ids": False}
        order.write({"order_line": [Command.create(line)]})
        self._end(order)
        self.assertEqual(len(self._told(order)), 1)
