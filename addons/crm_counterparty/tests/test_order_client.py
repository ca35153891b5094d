# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import etree

from odoo.fields import Command
from odoo.tests import Form
from odoo.tools.safe_eval import safe_eval

from .common_document import DocumentCommon


class TestOrderClient(DocumentCommon):
    """An order serves a client and is made out to one of his legal entities."""

    def test_default_payer_of_the_client(self):
        """An order of the client is made out to his default payer."""
        order = self._order()
        self.assertEqual(order.client_id, self.client)
        self.assertEqual(order.partner_invoice_id, self.entity)

    def test_as_in_core_until_used(self):
        """A customer of whom nobody said anything is invoiced as core does it."""
        company = self.env["res.partner"].create({"name": "Plain", "is_company": True})
        person, address = self.env["res.partner"].create(
            [
                {"name": "Buyer", "parent_id": company.id},
                {"name": "Bookkeeping", "parent_id": company.id, "type": "invoice"},
            ]
        )
        order = self._order(partner_id=person.id)
        self.assertEqual(order.client_id, company)
        self.assertEqual(order.partner_invoice_id, address)
        self.assertFalse(order.show_client or order.show_counterparty)

    def test_a_contact_of_the_client_orders(self):
        """What a linked person orders is for the client, and the client's default payer pays."""
        order = self._order(partner_id=self.accountant.id)
        self.assertEqual(order.client_id, self.client)
        self.assertEqual(order.partner_invoice_id, self.entity)
        self.assertTrue(order.show_client)

    def test_a_legal_entity_orders_for_itself(self):
        """Whoever pays himself is not replaced by the default payer, but serves the client."""
        order = self._order(partner_id=self.trader.id)
        self.assertEqual(order.client_id, self.client)
        self.assertEqual(order.partner_invoice_id, self.trader)

    def test_an_employee_of_a_legal_entity_orders(self):
        """An address of a legal entity leads to that entity's client."""
        clerk = self.env["res.partner"].create({"name": "Clerk", "parent_id": self.trader.id})
        order = self._order(partner_id=clerk.id)
        self.assertEqual(order.client_id, self.client)
        self.assertEqual(order.partner_invoice_id.commercial_partner_id, self.trader)

    def test_invoice_address_of_the_payer(self):
        """The payer's own invoice address is used, never that of a parent company."""
        desk = self.env["res.partner"].create(
            {"name": "Desk", "parent_id": self.entity.id, "type": "invoice"}
        )
        self.assertEqual(self._order().partner_invoice_id, desk)

    def test_payer_of_another_company_is_not_proposed(self):
        """A legal entity that the order's company may not see is left out."""
        other = self.env["res.company"].create({"name": "Other company"})
        self.entity.company_id = other
        order = self._order()
        self.assertEqual(order.partner_invoice_id, self.client)

    def test_from_the_deal(self):
        """New Quotation: client and counterparty come from the deal."""
        deal = self._deal(partner_id=self.accountant.id, contact_id=self.accountant.id)
        deal.write({"client_id": self.client.id, "counterparty_id": self.trader.id})
        action = deal.action_sale_quotations_new()
        with Form(self.env["sale.order"].with_context(**action["context"])) as form:
            self.assertEqual(form.partner_id, self.client)
            self.assertEqual(form.client_id, self.client)
            self.assertEqual(form.partner_invoice_id, self.trader)
        self.assertEqual(form.record.opportunity_id, deal)

    def test_from_a_deal_whose_client_nobody_named(self):
        """A derived client changes nothing: the quotation is for core's partner."""
        plain = self.env["res.partner"].create({"name": "Plain"})
        deal = self.env["crm.lead"].create(
            {"name": "As ever", "type": "opportunity", "partner_id": plain.id, "team_id": False}
        )
        context = deal.action_sale_quotations_new()["context"]
        self.assertEqual(context["default_partner_id"], plain.id)

    def test_quotation_dialog_of_a_deal_without_partner(self):
        """The dialog that asks for the customer leads to a quotation on his default payer."""
        deal = self._deal(partner_id=False, client_id=False, counterparty_id=False)
        wizard = (
            self.env["crm.quotation.partner"]
            .with_context(active_model="crm.lead", active_id=deal.id)
            .create({"action": "exist", "partner_id": self.client.id, "lead_id": deal.id})
        )
        context = wizard.action_apply()["context"]
        with Form(self.env["sale.order"].with_context(**context)) as form:
            self.assertEqual(form.partner_invoice_id, self.entity)

    def test_by_rpc_with_the_deal(self):
        """An order made by a program takes the counterparty of its deal."""
        order = self._order(opportunity_id=self._deal().id)
        self.assertEqual(order.partner_invoice_id, self.trader)

    def test_deal_of_somebody_else(self):
        """The deal does not speak for a customer who is not its own."""
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        order = self._order(partner_id=stranger.id, opportunity_id=self._deal().id)
        self.assertEqual(order.client_id, stranger)
        self.assertEqual(order.partner_invoice_id, stranger)

    def test_linking_an_order_to_a_deal_changes_nothing(self):
        """A deal that is linked later, as merges do, leaves the documents alone."""
        order = self._order()
        order.opportunity_id = self._deal()
        self.assertEqual(order.partner_invoice_id, self.entity)

    def test_copy(self):
        """A copy keeps client and counterparty, also when the default is another by now."""
        order = self._order(partner_invoice_id=self.trader.id)
        self.link_entity.is_default = False
        self.link_trader.is_default = True
        copied = order.copy()
        self.assertEqual(copied.client_id, self.client)
        self.assertEqual(copied.partner_invoice_id, self.trader)
        kept = self._order(partner_invoice_id=self.entity.id).copy()
        self.assertEqual(kept.partner_invoice_id, self.entity)

    def test_later_default_leaves_documents(self):
        """Deal, quotation and invoice on one payer stay there when the default changes."""
        deal = self._deal(counterparty_id=self.trader.id)
        order = self._order(opportunity_id=deal.id)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.link_trader.date_end = "2020-01-01"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(deal.counterparty_id, self.trader)
        self.assertEqual(order.partner_invoice_id, self.trader)
        self.assertEqual(invoice.partner_id, self.trader)
        self.assertEqual(invoice.client_id, self.client)

    def test_another_customer_on_the_quotation(self):
        """Another customer brings his own client and payer, also inside the deal."""
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        order = self._order(opportunity_id=self._deal().id)
        with Form(order) as form:
            form.partner_id = stranger
            self.assertEqual(form.partner_invoice_id, stranger)
        self.assertEqual(order.client_id, stranger)

    def test_choices_are_the_clients_counterparties(self):
        """The form offers the legal entities of the client, the default first, no persons."""
        view = self.env["sale.order"].get_view(self.env.ref("sale.view_order_form").id, "form")
        nodes = etree.fromstring(view["arch"]).xpath("//field[@string='Counterparty']")
        order = self._order()
        for node in nodes:
            names = {"client_id": order.client_id.id, "company_id": order.company_id.id}
            domain = safe_eval(node.get("domain"), names)
            offered = (
                self.env["res.partner"]
                .with_context(**safe_eval(node.get("context"), names))
                .name_search(domain=domain)
            )
            self.assertEqual([id_ for id_, _name in offered], (self.entity + self.trader).ids)
        self.assertTrue(nodes and order.show_counterparty)

    def test_queries_do_not_grow_with_orders(self):
        """Ten orders of ten clients ask for clients and payers as often as one."""
        clients = self.env["res.partner"].create(
            [{"name": f"Client {index}", "is_client": True} for index in range(11)]
        )
        payers = self.env["res.partner"].create(
            [{"name": f"Payer {index}", "is_company": True} for index in range(11)]
        )
        for client, payer in zip(clients, payers, strict=True):
            self._link(client, payer, "payer", is_default=True)
        self.env.flush_all()

        def queries(partners):
            self.env.invalidate_all()
            orders = self.env["sale.order"].concat(
                *(self.env["sale.order"].new({"partner_id": partner.id}) for partner in partners)
            )
            before = self.env.cr.sql_log_count
            orders._compute_client_id()
            orders._compute_partner_invoice_id()
            return self.env.cr.sql_log_count - before

        queries(clients[:1])
        self.assertEqual(queries(clients[:1]), queries(clients[1:]))


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
