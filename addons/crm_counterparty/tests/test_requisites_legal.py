# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError
from odoo.fields import Command

from .requisites_common import RequisitesCommon

OWN_ACCOUNT = "40702810938000000001"
BIK = "044525225"


class TestRequisitesLegal(RequisitesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.env["res.bank"].create(
            {
                "name": "Sberbank",
                "country": cls.env.ref("base.ru").id,
                "national_code": BIK,
                "correspondent_account": "30101810400000000225",
            }
        )

    def _account(self, number, **values):
        return self.env["res.partner.bank"].create(
            {"acc_number": number, "partner_id": self.russian.id, "bank_id": self.bank.id} | values
        )

    def test_addresses(self):
        """Legal and delivery address are those of their type, else the contact's own."""
        partner = self.env["res.partner"]
        legal, _delivery = partner.create(
            [
                {"name": "Seat", "type": "legal", "parent_id": self.russian.id},
                {"name": "Store", "type": "delivery", "parent_id": self.russian.id},
            ]
        )
        self.assertEqual(self.russian.legal_address_id, legal)
        self.assertEqual(self.russian.delivery_address_id.name, "Store")
        self.assertEqual(self.ukrainian.legal_address_id, self.ukrainian)
        self.assertEqual(self.russian.address_get(["legal"])["legal"], legal.id)
        self.assertEqual(legal.type_address_label, "Legal Address")
        legal.active = False
        self.assertEqual(self.russian.legal_address_id, self.russian)

    def test_account_proves_its_bank(self):
        """A digit that does not fit the bank is refused; one that fits is taken."""
        account = self._account(OWN_ACCOUNT)
        self.assertFalse(account.requisite_problem)
        with self.assertRaisesRegex(ValidationError, "not one of the bank with the BIK 044525225"):
            account.acc_number = "40702810938000000002"

    def test_account_of_a_bank_without_code(self):
        """Without the code of a bank a number proves nothing, whatever it is."""
        self.bank.national_code = False
        self.assertFalse(self._account("17").requisite_problem)

    def test_code_where_older_data_has_it(self):
        """The code of a Russian bank in the field for BIC, or at the account, counts as well."""
        self.bank.write({"national_code": False, "bic": BIK})
        with self.assertRaises(ValidationError):
            self._account("40702810938000000002")
        self.bank.bic = False
        with self.assertRaises(ValidationError):
            self._account("40702810938000000002", clearing_number=BIK)

    def test_old_account_stays(self):
        """A wrong number that was there before is explained and stays."""
        account = self._account(OWN_ACCOUNT)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner_bank SET acc_number = '40702810938000000002' WHERE id = %s",
            (account.id,),
        )
        account.invalidate_recordset()
        account.write({"acc_number": "40702810938000000002", "is_printed": True})
        self.assertIn("not one of the bank", account.requisite_problem)

    def test_codes_of_a_bank(self):
        """The correspondent account ends as the code does."""
        with self.assertRaisesRegex(ValidationError, "ends with 225"):
            self.bank.correspondent_account = "30101810400000000226"
        with self.assertRaisesRegex(ValidationError, "begins with 301"):
            self.bank.correspondent_account = OWN_ACCOUNT
        with self.assertRaisesRegex(ValidationError, "9 characters, this one has 3"):
            self.bank.national_code = "044"

    def test_banks_of_other_countries(self):
        """What a bank of another country has for a code is not ours to judge."""
        self.bank.write({"country": self.env.ref("base.tw").id, "national_code": "004"})
        self.assertFalse(self.bank.requisite_problem)

    def test_wrong_iban_is_told(self):
        """Core keeps a wrong IBAN as an ordinary number; here a sentence says so."""
        account = self._account("HU42 1177 3016 1111 1018 0000 0001", bank_id=False)
        self.assertIn("looks like an IBAN", account.requisite_problem)
        account.acc_number = "HU42 1177 3016 1111 1018 0000 0000"
        self.assertFalse(account.requisite_problem)

    def test_account_on_documents(self):
        """The account with the bank and its codes, each named."""
        self.assertEqual(
            self._account(OWN_ACCOUNT)._printed_account(),
            "40702810938000000001, Sberbank, BIK 044525225, correspondent account"
            " 30101810400000000225",
        )

    def test_director_is_tracked(self):
        """Who signs, and on what ground, is part of the contact's history."""
        self.flush_tracking()
        with self._tracked(self.russian) as tracked:
            self.russian.write({"director_id": self.accountant.id, "authority_basis": "Charter"})
        self.assertEqual(tracked, {"director_id", "authority_basis"})

    def test_merge_keeps_what_is_missing(self):
        """Of cards that become one, each number stays once; another value is told."""
        other = self._party("Vektor", "ru")
        self._fill(self.russian, ru_kpp="770801001")
        self._fill(other, ru_kpp="770801002", ru_okpo="00032537")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        with self._notes(self.russian) as notes:
            wizard._merge((self.russian + other).ids, self.russian)
        self.assertFalse(other.exists())
        self.assertEqual(
            {line.type_id.code: line.value for line in self.russian.requisite_ids},
            {"ru_kpp": "770801001", "ru_okpo": "00032537"},
        )
        self.assertTrue(any("KPP: 770801002" in note for note in notes), notes)

    def test_merge_of_equal_values(self):
        """The same number on both cards is kept once, and nothing is said."""
        other = self._party("Vektor", "ru")
        for partner in (self.russian, other):
            partner.requisite_ids = [self._line("ru_okpo", "00032537")]
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        with self._notes(self.russian) as notes:
            wizard._merge((self.russian + other).ids, self.russian)
        self.assertEqual(self.russian.requisite_ids.mapped("value"), ["00032537"])
        self.assertFalse(any("not kept" in note for note in notes), notes)

    def test_check_before_there_is_a_contact(self):
        """A dialog checks many parties at once, and gets values as they would be kept."""
        found = self.env["res.partner"]._check_requisites(
            [
                {
                    "country_id": self.env.ref("base.ru").id,
                    "is_company": True,
                    "vat": "7707083893",
                    "company_registry": "1027700132195",
                    "requisites": {"ru_kpp": "7736 01 001", "ru_okpo": "00032538"},
                },
                {"country_id": self.env.ref("base.ua").id, "vat": "1759013770"},
                {"vat": "whatever", "requisites": {"unknown": "1"}},
            ]
        )
        bank, person, stranger = found
        self.assertEqual(
            {name: bool(entry["problem"]) for name, entry in bank.items()},
            {"vat": False, "company_registry": False, "ru_kpp": False, "ru_okpo": True},
        )
        self.assertEqual(bank["ru_kpp"]["value"], "773601001")
        self.assertEqual(bank["company_registry"]["label"], "OGRN")
        self.assertIn("do not fit together", person["vat"]["problem"])
        self.assertEqual({entry["problem"] for entry in stranger.values()}, {False})

    def test_core_has_a_word(self):
        """What core refuses as a tax number is refused by the check for dialogs, too."""

        def checks(model, country, vat, **kwargs):
            told = "\nNot \nso."
            raise ValidationError(told)

        self.patch(type(self.env["res.partner"]), "_run_vat_checks", checks)
        found = self.env["res.partner"]._check_requisites(
            [{"country_id": self.env.ref("base.ch").id, "is_company": True, "vat": "CHE"}]
        )
        self.assertEqual(found[0]["vat"]["problem"], "Not so.")

    def test_type_is_used(self):
        """A type that contacts use is archived, not deleted; its values stay readable."""
        line = self._fill(self.russian, ru_kpp="770801001")
        line.type_id.active = False
        self.assertEqual(line.type_id.name, "KPP")
        self.assertNotIn(line.type_id, self.russian._requisite_types()[self.russian])
        self.russian.requisite_ids = [Command.update(line.id, {"value": "770801002"})]
        self.assertEqual(line.value, "770801002")
