# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.fields import Command

from .common_document import DocumentCommon


class TestOrderInvoice(DocumentCommon):
    """Invoices carry the client of their order."""

    def test_two_clients_with_one_payer(self):
        """Orders of two clients that one payer pays come on two invoices."""
        second = self.env["res.partner"].create({"name": "Cafés", "is_client": True})
        self._link(second, self.entity, "payer", is_default=True)
        orders = self._order() + self._order() + self._order(partner_id=second.id)
        orders.action_confirm()
        invoices = orders._create_invoices()
        self.assertEqual(len(invoices), 2)
        self.assertEqual(invoices.partner_id, self.entity)
        self.assertEqual(invoices.client_id, self.client + second)

    def test_down_payment(self):
        """A down payment serves the client, too."""
        order = self._order(partner_invoice_id=self.trader.id)
        order.action_confirm()
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_ids=order.ids)
            .create({"advance_payment_method": "percentage", "amount": 50})
        )
        wizard.create_invoices()
        self.assertEqual(order.invoice_ids.client_id, self.client)
        self.assertEqual(order.invoice_ids.partner_id, self.trader)

    def test_credit_note_and_copy(self):
        """What reverses or repeats an invoice is for the same client, whatever the links say."""
        order = self._order()
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.env["crm.party.link"].search([("party_id", "=", self.entity.id)]).unlink()
        reversal = invoice._reverse_moves([{"invoice_date": "2026-03-02"}], cancel=True)
        self.assertEqual(reversal.client_id, self.client)
        self.assertEqual(invoice.copy().client_id, self.client)

    def test_refund_of_an_order(self):
        """An order with more credited than sold makes a credit note for the client."""
        second = self.env["res.partner"].create({"name": "Cafés", "is_client": True})
        self._link(second, self.entity, "payer")
        order = self._order()
        order.action_confirm()
        order._create_invoices().action_post()
        order.order_line.product_uom_qty = 0
        credit = order._create_invoices(final=True)
        self.assertEqual(credit.move_type, "out_refund")
        self.assertEqual(credit.client_id, self.client)

    def test_invoice_by_hand(self):
        """An invoice by hand is for the partner's only client, or for himself if he is one."""
        self.assertEqual(self._invoice(self.trader).client_id, self.client)
        self.assertEqual(self._invoice(self.client).client_id, self.client)
        plain = self.env["res.partner"].create({"name": "Plain"})
        self.assertFalse(self._invoice(plain).client_id)

    def test_invoice_by_hand_of_a_shared_party(self):
        """Of two possible clients none is guessed."""
        second = self.env["res.partner"].create({"name": "Cafés", "is_client": True})
        self._link(second, self.trader, "payer")
        self.assertFalse(self._invoice(self.trader).client_id)

    def test_another_payer_on_a_draft_invoice(self):
        """A draft that is made out anew keeps its client where the new payer pays for him too."""
        second = self.env["res.partner"].create({"name": "Cafés", "is_client": True})
        self._link(second, self.trader, "payer")
        move = self._invoice(self.entity)
        move.partner_id = self.trader
        self.assertEqual(move.client_id, self.client)
        move.partner_id = self.env["res.partner"].create({"name": "Stranger"})
        self.assertFalse(move.client_id)

    def test_invoice_by_hand_from_the_order(self):
        """The button Invoices prepares what is made by hand there for client and counterparty."""
        order = self._order(partner_invoice_id=self.trader.id)
        context = order.action_view_invoice(self._invoice(self.trader))["context"]
        self.assertEqual(context["default_partner_id"], self.trader.id)
        self.assertEqual(context["default_client_id"], self.client.id)
        order.partner_invoice_id = self.client
        context = order.action_view_invoice(self._invoice(self.client))["context"]
        self.assertNotIn("default_client_id", context)

    def test_queries_do_not_grow_with_invoices(self):
        """The clients of ten invoices are found by as many queries as that of one."""
        payers = self.env["res.partner"].create([{"name": f"Payer {n}"} for n in range(11)])
        for payer in payers:
            self._link(self.client, payer, "payer")
        moves = self.env["account.move"].create(
            [{"move_type": "out_invoice", "partner_id": payer.id} for payer in payers]
        )
        self.env.flush_all()

        def queries(invoices):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env.add_to_compute(invoices._fields["client_id"], invoices)
            self.assertEqual(invoices.client_id, self.client)
            return self.env.cr.sql_log_count - before

        queries(moves[:1])
        self.assertEqual(queries(moves[:1]), queries(moves[1:]))

    def test_bills_have_no_client(self):
        """What we buy from a legal entity of a client is no sale to him."""
        bill = self._invoice(self.trader, move_type="in_invoice")
        self.assertFalse(bill.client_id)

    def test_moving_a_person_leaves_documents(self):
        """A person that gets another company: documents stay on their legal entity and client."""
        order = self._order(partner_id=self.accountant.id)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        company = self.env["res.partner"].create({"name": "Elsewhere", "is_company": True})
        self.accountant.parent_id = company
        self.assertEqual(self.accountant.commercial_partner_id, company)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(order.client_id, self.client)
        self.assertEqual(order.partner_invoice_id, self.entity)
        self.assertEqual(invoice.client_id, self.client)
        self.assertEqual(invoice.commercial_partner_id, self.entity)

    def test_mixed_batch(self):
        """Orders of customers with and without client are grouped without an error."""
        plain = self.env["res.partner"].create({"name": "Plain"})
        orders = self._order(partner_id=plain.id) + self._order()
        orders[0].client_id = False
        orders.action_confirm()
        invoices = orders._create_invoices()
        self.assertEqual(
            {(move.partner_id, move.client_id) for move in invoices},
            {(plain, plain.browse()), (self.entity, self.client)},
        )

    def test_order_lines_of_one_client_come_together(self):
        """Two orders of one client on one payer still come on one invoice."""
        orders = self._order() + self._order(
            order_line=[Command.create({"product_id": self.product_a.id})]
        )
        orders.action_confirm()
        self.assertEqual(len(orders._create_invoices()), 1)


class TestOrderOutsider(DocumentCommon):
    """Another add-on that says who pays, or takes something more from the payer."""

    def test_another_default_payer(self):
        """An outsider lets the trader pay small orders: it is asked for every new order."""
        model = self.registry["sale.order"]
        payers_of = model._payers

        def payers(orders, company):
            small = orders.filtered(lambda order: order.client_order_ref == "small")
            return payers_of(orders, company) | dict.fromkeys(small, self.trader)

        with patch.object(model, "_payers", payers):
            orders = self._order(client_order_ref="small") + self._order()
        self.assertEqual(
            orders.mapped("partner_invoice_id.name"), [self.trader.name, "Bakeries Ltd"]
        )

    def test_something_more_to_renew(self):
        """An outsider takes the incoterm anew from the payer, too, and learns what was given."""
        model = self.registry["sale.order"]
        renew, calls = model._renew_terms, []

        def renew_terms(orders, given=()):
            calls.append((orders, set(given)))
            renew(orders, given)

        order = self._order()
        with patch.object(model, "_renew_terms", renew_terms):
            order.write({"partner_invoice_id": self.trader.id, "note": "x"})
            order.write({"partner_invoice_id": self.trader.id})
        self.assertEqual(
            [call for call in calls if call[0]], [(order, {"partner_invoice_id", "note"})]
        )
