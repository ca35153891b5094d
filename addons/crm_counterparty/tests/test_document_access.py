# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import Form, new_test_user

from .common_document import DocumentCommon
from .form_read import read_by_view


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

    def test_invoice_form_of_who_only_invoices(self):
        """A biller who has nothing to do with links: the client comes with the payer, shown
        beside him where it is another; he may choose one, and cannot while it is cancelled.
        """
        moves = self.env["account.move"].with_user(self.bookkeeper)
        with Form(moves.with_context(default_move_type="out_invoice")) as form:
            self.assertFalse(form.client_id)
            form.partner_id = self.trader
            self.assertEqual(form.client_id, self.client)
            form.client_id = self.env["res.partner"]
            form.partner_id = self.entity
            self.assertEqual(form.client_id, self.client)
            with form.invoice_line_ids.new() as line:
                line.product_id = self.product_a
        move = form.record
        self.assertEqual((move.partner_id, move.client_id), (self.entity, self.client))
        [shown] = move.web_read(read_by_view(moves, "form"))
        self.assertEqual(shown["client_id"], {"id": self.client.id, "display_name": "Bakeries"})
        move.button_cancel()
        with self.assertRaisesRegex(AssertionError, "client_id"):
            Form(move).client_id = self.trader

    def test_invoice_form_of_who_only_sells(self):
        """A salesperson without rights in accounting opens the invoice of his order."""
        order = self._order(user_id=self.seller.id)
        order.partner_invoice_id = self.trader
        order.action_confirm()
        move = order._create_invoices()
        self.assertEqual(move.client_id, self.client)
        self.env.flush_all()
        self.env.invalidate_all()
        shown = self._opened_by_seller(move)
        self.assertEqual(shown["client_id"], {"id": self.client.id, "display_name": "Bakeries"})

    def _opened_by_seller(self, move):
        """What the form of an invoice reads for him.

        Core itself does not let him count payments (Odoo 19.0: that button fails for whoever may
        not read them), with this add-on or without.
        """
        mine = move.with_user(self.seller)
        fields = read_by_view(mine, "form")
        fields.pop("payment_count")
        [shown] = mine.web_read(fields)
        return shown

    def test_invoice_form_of_a_hidden_client(self):
        """The client of another team, on an invoice of his own: the name, and no error."""
        team = {"name": "Key Accounts", "client_visibility": "owner"}
        team["member_ids"] = [Command.link(self.bookkeeper.id)]
        self.env["crm.team"].create(team)
        move = self._invoice(self.trader, invoice_user_id=self.seller.id)
        self.trader.is_client = True
        self.client.user_id = self.bookkeeper
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.client.with_user(self.seller).has_access("read"))
        shown = self._opened_by_seller(move)
        self.assertEqual(shown["client_id"]["display_name"], "Bakeries")

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
