# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import etree

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
        self.link_trader.unlink()
        self.assertEqual(self._order().partner_invoice_id, self.client)

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

    def test_a_person_of_two_clients(self):
        """For whom a person orders who works for two is asked; the payer comes with the answer."""
        second = self.env["res.partner"].create({"name": "Cafés", "is_client": True})
        self._link(second, self.accountant, "accountant")
        with Form(self.env["sale.order"]) as form:
            form.partner_id = self.accountant
            self.assertEqual(form.client_id, self.accountant)
            self.assertFalse(form._get_modifier("client_id", "invisible"))
            form.client_id = self.client
            self.assertEqual(form.partner_invoice_id, self.entity)
            form.partner_invoice_id = self.trader
            form.client_id = second
            self.assertEqual(form.partner_invoice_id, self.accountant)

    def test_old_orders_get_their_client(self):
        """At install one statement fills the clients and touches nothing else."""
        company = self.env["res.partner"].create({"name": "Plain", "is_company": True})
        person = self.env["res.partner"].create({"name": "Buyer", "parent_id": company.id})
        old, new = self._order(partner_id=person.id), self._order(client_id=self.trader.id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET client_id = NULL, write_date = '2020-01-01' WHERE id = %s",
            [old.id],
        )
        self.env["sale.order"]._fill_clients()
        self.env.invalidate_all()
        self.assertEqual(old.client_id, company)
        self.assertEqual(old.write_date.year, 2020)
        self.assertEqual(new.client_id, self.trader)

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
