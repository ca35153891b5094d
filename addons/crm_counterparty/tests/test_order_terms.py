# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import Form

from .common_document import DocumentCommon


class TestOrderTerms(DocumentCommon):
    """Taxes, terms and credit follow the legal entity on which an order is made out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.position = cls.env["account.fiscal.position"].create({"name": "Of the trader"})
        cls.method = cls.inbound_payment_method_line
        cls.trader.write(
            {
                "property_account_position_id": cls.position.id,
                "property_payment_term_id": cls.pay_terms_b.id,
                "property_inbound_payment_method_line_id": cls.method.id,
            }
        )
        cls.client.property_payment_term_id = cls.pay_terms_a
        cls.client.property_account_position_id = cls.fiscal_pos_a

    def assert_terms(self, order, position, term, method):
        self.assertEqual(order.fiscal_position_id, position)
        self.assertEqual(order.payment_term_id, term)
        self.assertEqual(order.preferred_payment_method_line_id, method)

    def test_terms_of_the_counterparty(self):
        """An order made out to the trader has his terms, though the client has other ones."""
        order = self._order(partner_invoice_id=self.trader.id)
        self.assert_terms(order, self.position, self.pay_terms_b, self.method)
        order.action_confirm()
        invoice = order._create_invoices()
        self.assertEqual(invoice.fiscal_position_id, self.position)
        self.assertEqual(invoice.invoice_payment_term_id, self.pay_terms_b)

    def test_nothing_of_the_client_sneaks_in(self):
        """A legal entity without terms has none; the client's do not stand in."""
        order = self._order(partner_invoice_id=self.entity.id)
        self.assert_terms(
            order,
            *[
                order[name].browse()
                for name in (
                    "fiscal_position_id",
                    "payment_term_id",
                    "preferred_payment_method_line_id",
                )
            ],
        )

    def test_another_counterparty_by_rpc(self):
        """A quotation that is made out to another legal entity takes over its terms, and back."""
        order = self._order(partner_invoice_id=self.client.id)
        self.assert_terms(order, self.fiscal_pos_a, self.pay_terms_a, self.method.browse())
        order.partner_invoice_id = self.trader
        self.assert_terms(order, self.position, self.pay_terms_b, self.method)
        order.write({"partner_invoice_id": self.client.id, "payment_term_id": self.pay_terms_b.id})
        self.assert_terms(order, self.fiscal_pos_a, self.pay_terms_b, self.method.browse())

    def test_another_counterparty_in_the_form(self):
        """The form shows the new terms at once and asks for the taxes to be renewed."""
        order = self._order(partner_invoice_id=self.client.id)
        with Form(order) as form:
            form.partner_invoice_id = self.trader
            self.assertEqual(form.payment_term_id, self.pay_terms_b)
            self.assertEqual(form.fiscal_position_id, self.position)
            self.assertTrue(form.show_update_fpos)
            form.partner_invoice_id = self.client
            self.assertEqual(form.payment_term_id, self.pay_terms_a)
            form.partner_invoice_id = self.trader
        self.assert_terms(order, self.position, self.pay_terms_b, self.method)

    def test_an_address_of_the_customer_is_as_in_core(self):
        """Another address of the same legal entity leaves what was set by hand."""
        address = self.env["res.partner"].create(
            {"name": "Bookkeeping", "parent_id": self.client.id, "type": "other"}
        )
        order = self._order(partner_invoice_id=self.client.id)
        order.payment_term_id = self.pay_terms_b
        order.partner_invoice_id = address
        self.assertEqual(order.payment_term_id, self.pay_terms_b)
        with Form(order) as form:
            form.partner_invoice_id = self.client
            self.assertEqual(form.payment_term_id, self.pay_terms_b)

    def test_confirmed_orders_keep_their_terms(self):
        """What was agreed stays when a confirmed order gets another invoice address."""
        order = self._order(partner_invoice_id=self.client.id)
        order.action_confirm()
        order.partner_invoice_id = self.trader
        self.assertEqual(order.payment_term_id, self.pay_terms_a)

    def test_place_of_delivery(self):
        """Goods for another country: the place counts, with the payer's own tax number."""
        hungary, austria = self.env.ref("base.hu"), self.env.ref("base.at")
        abroad = self.env["account.fiscal.position"].create(
            {
                "name": "To Austria with tax number",
                "auto_apply": True,
                "country_id": austria.id,
                "vat_required": True,
                "sequence": -1,
            }
        )
        self.entity.write({"country_id": hungary.id, "vat": "HU12345676"})
        store = self.env["res.partner"].create(
            {
                "name": "Store",
                "parent_id": self.client.id,
                "type": "delivery",
                "country_id": austria.id,
            }
        )
        order = self._order()
        self.assertEqual(order.partner_shipping_id, store)
        self.assertEqual(order.fiscal_position_id, abroad)
        self.entity.vat = False
        self.assertNotEqual(self._order().fiscal_position_id, abroad)

    def test_credit_limit_of_the_counterparty(self):
        """The warning names the legal entity that would owe too much, not the client."""
        self.env.company.account_use_credit_limit = True
        self.trader.credit_limit = 50.0
        order = self._order()
        self.assertEqual(order.partner_credit_warning, "")
        with Form(order) as form:
            form.partner_invoice_id = self.trader
            self.assertIn(self.trader.name, form.partner_credit_warning)
        order.action_confirm()
        self.assertEqual(order.partner_credit_warning, "")

    def test_warning_about_the_counterparty(self):
        """What is noted about the legal entity is read on the order, too."""
        self.env.user.group_ids += self.env.ref("sale.group_warning_sale")
        self.trader.sale_warn_msg = "Pays in advance only"
        order = self._order(partner_invoice_id=self.trader.id)
        self.assertIn("Pays in advance only", order.sale_warning_text)
        order.partner_invoice_id = self.entity
        self.assertFalse(order.sale_warning_text)
