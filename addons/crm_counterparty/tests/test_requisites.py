# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from .requisites_common import RequisitesCommon


class TestRequisites(RequisitesCommon):
    def test_country_and_kind_say_what_matters(self):
        """A company, a sole trader and a person of one country have different numbers."""
        parties = self.russian + self.trader + self.accountant
        self.accountant.country_id = self.env.ref("base.ru")
        codes = {
            partner: set(types.mapped("code"))
            for partner, types in parties._requisite_types().items()
        }
        self.assertEqual(codes[self.russian], {"ru_inn", "ru_kpp", "ru_ogrn", "ru_okpo"})
        self.assertEqual(codes[self.trader], {"ru_inn", "ru_ogrnip", "ru_okpo"})
        self.assertEqual(codes[self.accountant], {"ru_inn"})

    def test_country_before_group(self):
        """Hungary's tax number hides the one of the European Union; Austria has only that."""
        austrian = self._party("Frühling GmbH", "at")
        types = (self.hungarian + austrian)._requisite_types()
        tax = {
            partner: kinds.filtered(lambda kind: kind.partner_field == "vat").code
            for partner, kinds in types.items()
        }
        self.assertEqual(tax, {self.hungarian: "hu_tax", austrian: "eu_vat"})

    def test_types_follow_who_changes_them(self):
        """A type that is switched off, comes, or changes its countries counts at once."""
        austrian = self._party("Frühling GmbH", "at")
        vat = self._type("eu_vat")
        self.assertIn(vat, austrian._requisite_types()[austrian])
        vat.country_group_id.country_ids -= austrian.country_id
        self.assertNotIn(vat, austrian._requisite_types()[austrian])
        vat.country_group_id.country_ids |= austrian.country_id
        self.assertIn(vat, austrian._requisite_types()[austrian])
        vat.active = False
        self.assertNotIn(vat, austrian._requisite_types()[austrian])
        new = self.env["crm.requisite.type"].create(
            {"name": "GLN", "code": "gln", "country_id": austrian.country_id.id}
        )
        self.assertIn(new, austrian._requisite_types()[austrian])
        new.unlink()
        self.assertFalse(austrian._requisite_types()[austrian] & new)

    def test_every_given_type_can_check(self):
        """Each type that comes with the add-on checks a value without another error."""
        types = self.env["crm.requisite.type"].search([("check_name", "!=", False)])
        party = self.russian._requisite_parties()[self.russian]
        for kind in types:
            self.assertTrue(kind._check_value("?", party)[1], kind.code)

    def test_vat_of_the_union(self):
        """By the rule of the member state, with its letters or without; another state's, too."""
        belgian = self._party("Brugge NV", "be")
        party, kind = belgian._requisite_parties()[belgian], self._type("eu_vat")
        for right in ("BE0477472701", "0477.472.701", "ATU13585627"):
            self.assertEqual(kind._check_value(right, party), (right, False))
        for wrong in ("BE0477472702", "0477472702", "?"):
            self.assertTrue(kind._check_value(wrong, party)[1], wrong)

    def test_right_value_in_its_form(self):
        """However it was typed, a right value is kept as it is printed."""
        lines = self._fill(self.russian, ru_kpp="7708 01-001", ru_okpo="0003 2537")
        self.assertEqual(lines.mapped("value"), ["770801001", "00032537"])
        self.assertFalse(any(lines.mapped("problem")))

    def test_wrong_value_is_refused_with_a_sentence(self):
        """The sentence names the contact, the number, and what to do."""
        with self.assertRaises(ValidationError) as caught:
            self._fill(self.russian, ru_okpo="00032538")
        self.assertEqual(
            str(caught.exception),
            "Vektor OOO, OKPO 00032538: The digits of OKPO do not fit together: one is wrong, or"
            " two are swapped. Compare them with the document.",
        )

    def test_one_of_a_type(self):
        """The same number twice is refused with one sentence, and the work before it stays."""
        line = self._fill(self.russian, ru_okpo="00032537")
        values = {"partner_id": self.russian.id, "type_id": line.type_id.id, "value": line.value}
        with mute_logger("odoo.sql_db"), self.assertRaises(ValidationError) as caught:
            line.create(values)
        told = "This contact has a requisite of this type already: change that one."
        self.assertEqual(str(caught.exception), told)
        self.assertEqual(len(self.russian.requisite_ids), 1)

    def test_old_values_stay(self):
        """What was wrong before the check came can stay while other things are saved."""
        line = self._fill(self.russian, ru_okpo="00032537")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_party_requisite SET value = '00032538' WHERE id = %s", (line.id,)
        )
        line.invalidate_recordset()
        self.russian.write({"requisite_ids": [Command.update(line.id, {"value": "00032538"})]})
        self.assertEqual(line.value, "00032538")
        self.assertIn("do not fit together", line.problem)
        with self.assertRaises(ValidationError):
            line.value = "00032539"

    def test_warning_only(self):
        """Where the administrator says so, a wrong value is explained and saved."""
        self._type("ru_okpo").is_refused = False
        line = self._fill(self.russian, ru_okpo="00032538")
        self.assertIn("do not fit together", line.problem)

    def test_fields_of_core(self):
        """As delivered, a wrong company number is warned of; the administrator may refuse it."""
        self.ukrainian.company_registry = "32855968"
        self._type("ua_edrpou").is_refused = True
        self.ukrainian.write({"company_registry": "32855968", "name": "Vesna"})
        self.ukrainian.company_registry = "32855961"
        with self.assertRaisesRegex(ValidationError, "Vesna, EDRPOU 32855968: The digits"):
            self.ukrainian.company_registry = "32855968"
        with self.assertRaisesRegex(ValidationError, "has 8 characters, this one has 2"):
            self._party("Lito", "ua", company_registry="12")
        self.assertTrue(self._party("Lito", "hu", company_registry="12"))

    def test_values_of_another_system(self):
        """Who pushes data that is checked elsewhere says so as core wants it."""
        partner = self.russian.with_context(no_vat_validation=True)
        self.assertEqual(self._fill(partner, ru_okpo="00032538").value, "00032538")

    def test_typing_warns(self):
        """The sentence is there before the form is saved, for core's fields too."""
        form = Form(self.ukrainian)
        form.company_registry = "32855968"
        self.assertIn("digits of EDRPOU do not fit", form.requisite_problem)
        form.company_registry = "32855961"
        self.assertFalse(form.requisite_problem)
        with form.requisite_ids.new() as line:
            self.assertFalse(line.problem)
            line.type_id = self._type("ru_okpo")
            line.value = "00032538"
            self.assertIn("do not fit together", line.problem)
            line.value = "00032537"
            self.assertFalse(line.problem)

    def test_offer(self):
        """One click offers what the country wants; what stays empty is not saved."""
        form = Form(self.russian)
        self.assertEqual(form.requisite_missing, "INN, KPP, OGRN")
        form.requisite_offer = True
        self.assertEqual(len(form.requisite_ids), 1)
        form.country_id = self.env.ref("base.it")
        with form.requisite_ids.edit(0) as line:
            self.assertEqual(line.type_id.code, "it_fiscal")
        form.save()
        self.assertFalse(self.russian.requisite_ids)
        form = Form(self.russian)
        form.requisite_offer = True
        with form.requisite_ids.edit(0) as line:
            line.value = "RCCMNL83S18D969H"
        form.save()
        self.assertEqual(self.russian.requisite_ids.mapped("type_id.code"), ["it_fiscal"])

    def test_emptied_line_is_gone(self):
        """Emptying a value removes its line."""
        line = self._fill(self.russian, ru_kpp="770801001")
        self.russian.requisite_ids = [Command.update(line.id, {"value": False})]
        self.assertFalse(self.russian.requisite_ids)

    def test_empty_line_by_other_ways(self):
        """A row without a value is none, however it is made."""
        with self.assertRaises(ValidationError):
            self.env["crm.party.requisite"].create(
                {"partner_id": self.russian.id, "type_id": self._type("ru_kpp").id}
            )

    def test_changes_are_told(self):
        """The contact's history says what was there before and what is now."""
        with self._notes(self.russian) as notes:
            line = self._fill(self.russian, ru_kpp="770801001")
            line.value = "770801002"
            line.unlink()
        self.assertEqual(
            notes, ["KPP: – → 770801001", "KPP: 770801001 → 770801002", "KPP: 770801002 → –"]
        )

    def test_import_twice(self):
        """A file with codes of types is imported; run again with other values it changes them."""
        self.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "vektor",
                "model": "res.partner",
                "res_id": self.russian.id,
            }
        )
        header = ["id", "director_position", "requisite_ids/type_id", "requisite_ids/value"]
        for value in ("770801001", "770801002"):
            rows = [
                ["__import__.vektor", "Director", "ru_kpp", value],
                ["", "", "ru_okpo", "00032537"],
            ]
            done = self.env["res.partner"].load(header, rows)
            self.assertFalse(done["messages"])
            self.assertEqual(self.russian.requisite_ids.mapped("value"), [value, "00032537"])
        exported = self.russian.export_data(["requisite_ids/type_id/code", "requisite_ids/value"])
        self.assertEqual(exported["datas"], [["ru_kpp", "770801002"], ["ru_okpo", "00032537"]])

    def test_hungarian_group(self):
        """The number of a VAT group has 5 in the middle; the EU number is that of the company."""
        self.hungarian.vat = "10773381-4-44"
        lines = self._fill(self.hungarian, hu_group="17782218541", hu_eu_vat="10773381")
        group, european = lines.sorted(lambda line: line.type_id.code == "hu_eu_vat")
        self.assertEqual((european.value, group.value), ("HU10773381", "17782218-5-41"))
        with self.assertRaisesRegex(ValidationError, "belongs to another company"):
            european.value = "HU12892312"
        with self.assertRaisesRegex(ValidationError, "one of 5, not 4"):
            group.value = "10773381-4-44"

    def test_ukrainian_vat_payer(self):
        """The number of a VAT payer begins with the company's code."""
        self.ukrainian.company_registry = "32855961"
        self.ukrainian.vat = "327855926125"
        self.assertIn("begins with 3285596", self.ukrainian.requisite_problem)
        self.ukrainian.vat = "328559626125"
        self.assertFalse(self.ukrainian.requisite_problem)
        self.ukrainian.vat = "32855961"
        self.assertFalse(self.ukrainian.requisite_problem)

    def test_company_with_the_number_of_a_person(self):
        """A company's tax number has 10 digits, a sole trader's 12."""
        self.russian.vat = self.trader.vat = "123456789047"
        self.assertIn("has 10 characters, this one has 12", self.russian.requisite_problem)
        self.assertFalse(self.trader.requisite_problem)

    def test_found_by_number(self):
        """A contact is found by any of its numbers."""
        self._fill(self.russian, ru_kpp="770801001")
        found = self.env["res.partner"].search([("requisite_ids.value", "=", "770801001")])
        self.assertEqual(found, self.russian)

    def test_library_module_must_be_there(self):
        """A name that the library does not have is refused when it is written."""
        with self.assertRaisesRegex(ValidationError, "no module of python-stdnum"):
            self._type("pl_regon").library_module = "pl.nothing"
