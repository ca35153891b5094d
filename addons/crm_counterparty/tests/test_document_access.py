# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import Form, new_test_user

from .common_document import DocumentCommon


class TestDocumentAccess(DocumentCommon):
    """Who may only sell and who may only invoice both get client and counterparty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {"company_id": cls.env.company.id, "company_ids": cls.env.company.ids}
        cls.seller = new_test_user(
            cls.env, "party_seller", "sales_team.group_sale_salesman", **company
        )
        cls.bookkeeper = new_test_user(
            cls.env, "party_bookkeeper", "account.group_account_invoice", **company
        )
        cls.reader = new_test_user(
            cls.env, "party_reader", "account.group_account_readonly", **company
        )
        cls.address_group = cls.env.ref("account.group_delivery_invoice_address")

    def test_salesperson_without_accounting(self):
        """A salesperson quotes, confirms and invoices; the invoice carries the client."""
        with Form(self.env["sale.order"].with_user(self.seller)) as form:
            form.partner_id = self.client
            self.assertEqual(form.partner_invoice_id, self.entity)
            form.partner_invoice_id = self.trader
            with form.order_line.new() as line:
                line.product_id = self.product_a
        order = form.record
        order.action_confirm()
        order._create_invoices()
        self.assertEqual(order.sudo().invoice_ids.client_id, self.client)
        self.assertEqual(order.sudo().invoice_ids.partner_id, self.trader)
        groups = (
            self.env["sale.report"]
            .with_user(self.seller)
            ._read_group(
                [("order_reference", "=", f"sale.order,{order.id}")],
                ["client_id", "counterparty_id"],
            )
        )
        self.assertEqual(groups, [(self.client, self.trader)])

    def test_the_counterparty_is_shown_to_everybody(self):
        """Also who does not work with separate addresses sees on whom an order is made out."""
        for has_addresses in (False, True):
            if has_addresses:
                self.seller.group_ids = [Command.link(self.address_group.id)]
            with Form(self.env["sale.order"].with_user(self.seller)) as form:
                form.partner_id = self.client
                self.assertFalse(form._get_modifier("partner_invoice_id", "invisible"))

    def test_accountant_without_sales_rights(self):
        """An accountant's invoice by hand finds the client; he may set another one."""
        line = {"product_id": self.product_a.id, "price_unit": 100.0, "tax_ids": False}
        move = (
            self.env["account.move"]
            .with_user(self.bookkeeper)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.trader.id,
                    "invoice_date": "2026-03-01",
                    "invoice_line_ids": [Command.create(line)],
                }
            )
        )
        self.assertEqual(move.client_id, self.client)
        with Form(move) as form:
            form.client_id = self.trader
        move.action_post()
        self.assertEqual(move.client_id, self.trader)
        groups = (
            self.env["account.invoice.report"]
            .with_user(self.bookkeeper)
            ._read_group([("move_id", "=", move.id)], ["client_id", "commercial_partner_id"])
        )
        self.assertEqual(groups, [(self.trader, self.trader)])

    def test_auditor_reads(self):
        """Who may only read the books opens an invoice with client."""
        move = self._invoice(self.trader)
        read = move.with_user(self.reader).read(["client_id", "partner_id"])
        self.assertEqual(read[0]["client_id"][0], self.client.id)

    def test_salesperson_cannot_touch_others_orders(self):
        """The client opens no door: orders of colleagues stay invisible."""
        order = self._order(user_id=self.user_sales_manager.id)
        found = self.env["sale.order"].with_user(self.seller)
        self.assertFalse(found.search([("client_id", "=", self.client.id), ("id", "=", order.id)]))
