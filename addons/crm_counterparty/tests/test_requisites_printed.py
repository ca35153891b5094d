# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import html

from odoo.fields import Command

from .requisites_common import RequisitesCommon


class TestRequisitesPrinted(RequisitesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create({"name": "Bread", "list_price": 10})
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.client.id,
                "partner_invoice_id": cls.russian.id,
                "order_line": [Command.create({"product_id": cls.product.id})],
            }
        )
        journal = cls.env["account.journal"].search([("type", "=", "sale")], limit=1)
        cls.invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.russian.id,
                "journal_id": journal.id,
                "invoice_line_ids": [Command.create({"name": "Bread", "price_unit": 10})],
            }
        )

    def _printed(self, record, party):
        """The block of a party on a document, line by line; None when there is none."""
        report = {
            "sale.order": "sale.report_saleorder",
            "account.move": "account.report_invoice",
        }[record._name]
        text, _type = self.env["ir.actions.report"]._render_qweb_html(report, record.ids)
        found = html.fromstring(text.decode()).xpath(f"//div[@data-requisites='{party.id}']")
        if not found:
            return None
        lines = [" ".join(line.text_content().split()) for line in found[0]]
        return [line for line in lines if line]

    def test_nothing_set_nothing_printed(self):
        """A contact with a tax number only: the document is core's."""
        self.russian.company_registry = "1027700132195"
        for document in (self.order, self.invoice):
            self.assertIsNone(self._printed(document, self.russian))

    def test_quotation_and_invoice(self):
        """Numbers, legal address, account and signatory of the counterparty stand on both."""
        self._fill(self.russian, ru_kpp="770801001")
        self.russian.write(
            {
                "vat": "7707083893",
                "company_registry": "1027700132195",
                "director_id": self.accountant.id,
                "director_position": "Director",
                "authority_basis": "Charter",
                "child_ids": [
                    Command.create({"type": "legal", "name": "Seat", "street": "Arbat 1"})
                ],
                "bank_ids": [Command.create({"acc_number": "12345", "is_printed": True})],
            }
        )
        expected = [
            "Customer",
            "Vektor OOO",
            "OGRN: 1027700132195",
            "KPP: 770801001",
            "Bank account: 12345",
            "Represented by: Olha, Director, on the basis of: Charter",
        ]
        for document in (self.order, self.invoice):
            printed = self._printed(document, self.russian)
            address = [line for line in printed if "Arbat 1" in line]
            self.assertEqual(len(address), 1)
            self.assertTrue(address[0].startswith("Legal address: "))
            printed = [line for line in printed if line not in address]
            # The client is another than the counterparty: its tax number stands here only.
            vat = ["INN: 7707083893"] if document == self.order else []
            self.assertEqual(printed, expected[:2] + vat + expected[2:])

    def test_our_own(self):
        """The company that prints shows its own in the same way."""
        company = self.order.company_id
        company.partner_id.write({"director_id": self.accountant.id})
        for document in (self.order, self.invoice):
            printed = self._printed(document, company.partner_id)
            self.assertEqual(printed, ["Supplier", company.name, "Represented by: Olha"])

    def test_settings(self):
        """Always: with a company number alone, too. Never: nothing at all."""
        self.russian.company_registry = "1027700132195"
        settings = self.env["res.config.settings"].create({"requisite_printing": "always"})
        settings.execute()
        self.assertIn("OGRN: 1027700132195", self._printed(self.invoice, self.russian))
        self._fill(self.russian, ru_kpp="770801001")
        self.order.company_id.requisite_printing = "never"
        self.assertIsNone(self._printed(self.invoice, self.russian))

    def test_not_printed(self):
        """A type that is not printed, and an account nobody asked to print, stay off."""
        self._type("ru_okpo").is_printed = False
        self._fill(self.russian, ru_okpo="00032537", ru_kpp="770801001")
        self.russian.bank_ids = [Command.create({"acc_number": "12345"})]
        self.assertEqual(
            self._printed(self.invoice, self.russian),
            ["Customer", "Vektor OOO", "KPP: 770801001"],
        )

    def test_bills_of_suppliers(self):
        """A bill that somebody else made out is theirs."""
        self._fill(self.russian, ru_kpp="770801001")
        bill = self.env["account.move"].create(
            {"move_type": "in_invoice", "partner_id": self.russian.id}
        )
        self.assertIsNone(self._printed(bill, self.russian))

    def test_language_of_the_document(self):
        """Labels are in the customer's language."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self._type("ru_kpp").with_context(lang="fr_FR").name = "Code KPP"
        self._fill(self.russian, ru_kpp="770801001")
        self.client.lang = "fr_FR"
        self.assertIn("Code KPP: 770801001", self._printed(self.order, self.russian))
