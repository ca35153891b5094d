# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command, Domain

from .common_document import DocumentCommon


class TestDocumentReport(DocumentCommon):
    """Revenue reports by client, and by the legal entity on which documents are made out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._order() + cls._order(partner_invoice_id=cls.trader.id)
        cls.orders.action_confirm()
        cls.invoices = cls.orders._create_invoices()
        cls.invoices.action_post()
        cls.env.flush_all()

    def _sums(self, model, groupby, records):
        field = "order_reference" if model == "sale.report" else "move_id"
        names = [f"{record._name},{record.id}" for record in records]
        domain = Domain(field, "in", names if model == "sale.report" else records.ids)
        rows = self.env[model]._read_group(domain, [groupby], ["price_subtotal:sum"])
        return dict(rows)

    def test_sales_by_client_and_counterparty(self):
        """One client, two legal entities: the sum and its two parts."""
        self.assertEqual(self._sums("sale.report", "client_id", self.orders), {self.client: 200.0})
        self.assertEqual(
            self._sums("sale.report", "counterparty_id", self.orders),
            {self.entity: 100.0, self.trader: 100.0},
        )

    def test_invoices_by_client_and_counterparty(self):
        """Invoices, with a credit note taken off, by client and by legal entity."""
        moves = self.invoices
        refunded = moves.filtered(lambda move: move.partner_id == self.trader)
        moves += refunded._reverse_moves([{"invoice_date": refunded.invoice_date}], cancel=True)
        self.env.flush_all()
        self.assertEqual(
            self._sums("account.invoice.report", "client_id", moves), {self.client: 100.0}
        )
        self.assertEqual(
            self._sums("account.invoice.report", "commercial_partner_id", moves),
            {self.entity: 100.0, self.trader: 0.0},
        )

    def test_without_a_client_the_partner_counts(self):
        """Documents from before the add-on count on their own legal entity."""
        company = self.env["res.partner"].create({"name": "Plain", "is_company": True})
        person = self.env["res.partner"].create({"name": "Buyer", "parent_id": company.id})
        order = self._order(partner_id=person.id)
        order.client_id = False
        invoice = self._invoice(person)
        invoice.action_post()
        self.env.flush_all()
        self.assertEqual(self._sums("sale.report", "client_id", order), {company: 100.0})
        self.assertEqual(
            self._sums("account.invoice.report", "client_id", invoice), {company: 100.0}
        )

    def test_bills_belong_to_no_client(self):
        """What we buy is nobody's turnover."""
        bill = self._invoice(self.trader, move_type="in_invoice")
        bill.action_post()
        self.env.flush_all()
        sums = self._sums("account.invoice.report", "client_id", bill)
        self.assertEqual(list(sums), [self.client.browse()])

    def test_suppliers_stay_out_unless_clients(self):
        """The filter hides who is only a supplier or dealer; who also is a client stays."""
        dealer, both, plain = self.env["res.partner"].create(
            [
                {"name": "Dealer", "is_other_partner": True},
                {"name": "Both", "is_other_partner": True, "is_client": True},
                {"name": "Plain"},
            ]
        )
        orders = self.env["sale.order"].create(
            [self._order_values(partner_id=partner.id) for partner in (dealer, both, plain)]
        )
        self.env.flush_all()
        found = self.env["sale.report"].search(
            Domain("client_id.outside_sales", "=", False)
            & Domain("order_reference", "in", [f"sale.order,{order.id}" for order in orders])
        )
        self.assertEqual(found.client_id, both + plain)

    def test_reports_with_lines_of_several_products(self):
        """More columns do not multiply lines: two lines of one order count once each."""
        line = {"product_id": self.product_a.id, "price_unit": 10.0, "tax_ids": False}
        order = self._order(order_line=[Command.create(line), Command.create(line)])
        self.env.flush_all()
        self.assertEqual(self._sums("sale.report", "client_id", order), {self.client: 20.0})
