# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import Form, users

from .common import PartyCommon

VAT = "BE0477472701"


class TestLeadConvert(PartyCommon):
    """One dialog makes client, counterparty and contact of a lead, and nobody twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.belgium = cls.env.ref("base.be")
        cls.lead = cls._lead()

    @classmethod
    def _lead(cls, **values):
        return cls.env["crm.lead"].create(
            {
                "name": "Ovens",
                "type": "lead",
                "user_id": cls.user_sales_salesman.id,
                "team_id": cls.sales_team_1.id,
                "partner_name": "Mill",
                "contact_name": "Anna",
                "email_from": "anna@mill.example",
                "phone": "+32 470 12 34 56",
                "country_id": cls.belgium.id,
            }
            | values
        )

    def _dialog(self, lead=None):
        lead = (lead or self.lead).with_env(self.env)
        wizard = self.env["crm.lead2opportunity.partner"].with_context(
            active_model="crm.lead",
            active_id=lead.id,
            active_ids=lead.ids,
            default_by_party=True,
            default_name="convert",
        )
        return Form(wizard)

    def _count(self, *names):
        return self.env["res.partner"].search_count([("name", "in", names)])

    @users("user_sales_salesman")
    def test_all_new(self):
        """A salesperson makes all three: linked, with their roles and one default payer."""
        dialog = self._dialog()
        self.assertFalse(dialog.client_id)
        self.assertEqual(dialog.client_name, "Mill")
        self.assertEqual(dialog.contact_name, "Anna")
        self.assertEqual(dialog.client_user_id, self.user_sales_salesman)
        dialog.client_user_id = self.user_sales_manager
        dialog.counterparty_name = "Mill Ltd"
        dialog.vat = VAT
        dialog.save().action_apply()
        lead = self.lead
        client, entity, person = lead.client_id, lead.counterparty_id, lead.contact_id
        self.assertEqual(lead.type, "opportunity")
        self.assertEqual((client.name, entity.name, person.name), ("Mill", "Mill Ltd", "Anna"))
        self.assertEqual(lead.partner_id, person)
        self.assertTrue(client.is_client and client.is_company)
        self.assertEqual(entity.vat, VAT)
        self.assertEqual(client._default_counterparty()[client], entity)
        roles = client.party_link_ids.mapped("role_id.code")
        self.assertCountEqual(roles, ["payer", "employee"])
        self.assertEqual(person.email, "anna@mill.example")
        self.assertFalse(client.email, "the person's e-mail is not the company's")
        self.assertEqual(lead.email_from, "anna@mill.example")

    @users("user_sales_salesman")
    def test_three_in_charge(self):
        """Lead, deal and client each have their own person in charge."""
        dialog = self._dialog()
        dialog.user_id = self.user_sales_leads
        dialog.client_user_id = self.user_sales_manager
        dialog.save().action_apply()
        self.env.cr.precommit.run()
        lead = self.lead.sudo()
        trace = self.env["crm.lead.trace"].sudo().search([("lead_ref", "=", lead.id)])
        self.assertEqual(trace.user_id, self.user_sales_salesman)
        self.assertEqual(lead.user_id, self.user_sales_leads)
        self.assertEqual(lead.client_id.user_id, self.user_sales_manager)

    def test_client_in_charge_stays(self):
        """Who has the client keeps it, whoever gets the deal."""
        self.client.user_id = self.user_sales_manager
        dialog = self._dialog(self._lead(partner_id=self.accountant.id))
        self.assertEqual(dialog.client_id, self.client)
        self.assertEqual(dialog.client_user_id, self.user_sales_manager)
        dialog.save().action_apply()
        self.assertEqual(self.client.user_id, self.user_sales_manager)

    def test_proposed_by_email(self):
        """The person who wrote is known by e-mail, with the client and its default payer."""
        self.accountant.email = "anna@mill.example"
        dialog = self._dialog()
        self.assertEqual(dialog.contact_id, self.accountant)
        self.assertEqual(dialog.client_id, self.client)
        self.assertEqual(dialog.counterparty_id, self.entity)
        self.assertIn("same e-mail", dialog.party_note)

    def test_proposed_by_phone(self):
        """The same by phone, however it is spelled."""
        self.accountant.write({"phone": "0032470123456", "country_id": self.belgium.id})
        dialog = self._dialog()
        self.assertEqual(dialog.contact_id, self.accountant)
        self.assertIn("same phone", dialog.party_note)

    def test_proposed_by_name(self):
        """The company by its name, not minding the case."""
        mill = self.env["res.partner"].create({"name": "MILL", "is_company": True})
        dialog = self._dialog()
        self.assertEqual(dialog.client_id, mill)
        self.assertIn("same name", dialog.party_note)
        dialog.save().action_apply()
        self.assertEqual(self.lead.contact_id.parent_id, mill)
        self.assertEqual(self._count("Mill", "MILL"), 1)

    def test_proposed_by_tax_number(self):
        """A tax number brings the legal entity and its client."""
        self.entity.write({"vat": VAT, "country_id": self.belgium.id})
        dialog = self._dialog()
        dialog.vat = "BE 0477.472.701"
        self.assertEqual(dialog.counterparty_id, self.entity)
        self.assertEqual(dialog.client_id, self.client)
        dialog.save().action_apply()
        self.assertEqual(self.lead.counterparty_id, self.entity)
        self.assertEqual(self.entity.search_count([("vat", "=", VAT)]), 1)

    def test_wrong_tax_number(self):
        """A tax number with a wrong check digit is explained and refused."""
        dialog = self._dialog(self._lead(country_id=self.env.ref("base.ru").id))
        dialog.vat = "7707083893"
        self.assertFalse(dialog.vat_problem)
        dialog.vat = "7707083894"
        self.assertTrue(dialog.vat_problem)
        wizard = dialog.save()
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertEqual(wizard.lead_id.type, "lead")

    def test_country_of_a_tax_number(self):
        """A European number brings its country along."""
        dialog = self._dialog(self._lead(country_id=self.env.ref("base.us").id))
        dialog.vat = VAT
        self.assertEqual(dialog.country_id, self.belgium)

    def test_client_is_the_payer(self):
        """No other counterparty: the tax number is the client's own."""
        dialog = self._dialog()
        dialog.vat = VAT
        dialog.save().action_apply()
        client = self.lead.client_id
        self.assertEqual(client.vat, VAT)
        self.assertTrue(client.is_counterparty)
        self.assertFalse(self.lead.counterparty_id)

    def test_person_is_the_client(self):
        """A lead without company: the person is the client, there is no contact."""
        dialog = self._dialog(self._lead(partner_name=False, contact_name="Petro"))
        self.assertEqual(dialog.client_name, "Petro")
        self.assertFalse(dialog.client_is_company)
        wizard = dialog.save()
        wizard.action_apply()
        lead = wizard.lead_id
        self.assertEqual(lead.client_id.name, "Petro")
        self.assertEqual(lead.client_id.email, "anna@mill.example")
        self.assertFalse(lead.contact_id)

    def test_never_twice(self):
        """Pressed twice, and the next lead of the same company: nobody is made twice."""
        wizard = self._dialog().save()
        wizard.action_apply()
        wizard.action_apply()
        again = self._dialog(self._lead(contact_name="Anna"))
        self.assertEqual(again.client_id, self.lead.client_id)
        self.assertEqual(again.contact_id, self.lead.contact_id)
        again.save().action_apply()
        self.assertEqual((self._count("Mill"), self._count("Anna")), (1, 1))
        self.assertEqual(len(self.lead.client_id.party_link_ids), 1)

    def test_known_by_its_tax_number(self):
        """A tax number that somebody else has just brought is answer enough: nobody is asked."""
        values = {"name": "Mill", "is_company": True}
        mill = self.env["res.partner"].create(values | {"is_client": True})
        entity = self.env["res.partner"].create(values | {"name": "Mill Ltd", "vat": VAT})
        self._link(mill, entity, "payer")
        for payer, client in (("Mill Ltd", mill), ("", entity)):
            dialog = self._dialog(self._lead())
            dialog.client_id = self.env["res.partner"]
            dialog.counterparty_name = payer
            wizard = dialog.save()
            wizard.vat = VAT
            wizard.action_apply()
            self.assertEqual(wizard.lead_id.client_id, client)
        self.assertEqual(self._count("Mill", "Mill Ltd"), 2)

    def test_claims_are_forgotten(self):
        """Whoever makes a company says so for as long as somebody can make it, too."""
        self.env["crm.party.claim"].search([]).unlink()
        dialog = self._dialog()
        dialog.vat = VAT
        dialog.save().action_apply()
        claims = self.env["crm.party.claim"].search([])
        told = {"vat:0477472701", "client:mill", "email:anna@mill.example", "phone:+32470123456"}
        self.assertEqual(set(claims.mapped("key")), told)
        claims._gc_claims()
        self.assertEqual(claims.exists(), claims)
        claims.claimed_at = "2026-01-01"
        claims._gc_claims()
        self.assertFalse(claims.exists())

    def test_same_name_is_asked(self):
        """Another company of the same name is made only when somebody says so."""
        mill = self.env["res.partner"].create({"name": "Mill", "is_company": True})
        dialog = self._dialog()
        self.assertEqual(dialog.client_id, mill)
        dialog.client_id = self.env["res.partner"]
        wizard = dialog.save()
        with self.assertRaises(UserError) as refused:
            wizard.action_apply()
        self.assertIn("Mill", str(refused.exception))
        wizard.is_another = True
        wizard.action_apply()
        self.assertEqual(self._count("Mill"), 2)

    def test_new_company_of_a_known_person(self):
        """A person without company whose lead names one becomes the contact of the new client."""
        person = self.env["res.partner"].create({"name": "Anna", "email": "anna@mill.example"})
        dialog = self._dialog()
        self.assertFalse(dialog.client_id)
        self.assertEqual(dialog.contact_id, person)
        dialog.save().action_apply()
        self.assertEqual(self.lead.client_id.name, "Mill")
        self.assertEqual(self.lead.contact_id, person)
        self.assertEqual(person._client_of()[person], self.lead.client_id)

    def test_second_payer_is_no_default(self):
        """Another legal entity of a client with a default payer leaves the default."""
        dialog = self._dialog(self._lead(partner_id=self.accountant.id))
        dialog.counterparty_id = self.env["res.partner"]
        dialog.counterparty_name = "Bakeries West"
        wizard = dialog.save()
        wizard.action_apply()
        self.assertEqual(wizard.lead_id.counterparty_id.name, "Bakeries West")
        self.assertEqual(self.client._default_counterparty()[self.client], self.entity)

    def test_known_contact_keeps_his_role(self):
        """Who is somebody to the client already is not linked a second time, as an employee."""
        dialog = self._dialog(self._lead(partner_id=self.accountant.id))
        self.assertEqual(dialog.contact_id, self.accountant)
        link = self.client.party_link_ids.filtered(lambda link: link.party_id == self.accountant)
        self.assertEqual(dialog.contact_role_id, link.role_id)
        self.assertNotEqual(link.role_id.code, "employee")
        before = len(self.client.party_link_ids)
        dialog.save().action_apply()
        self.client.invalidate_recordset()
        self.assertEqual(len(self.client.party_link_ids), before)
        stranger = {"contact_name": "Stranger", "partner_name": "Unknown", "phone": False}
        dialog = self._dialog(self._lead(email_from="stranger@x.example", **stranger))
        self.assertEqual(dialog.contact_role_id.code, "employee")

    def test_core_dialog_stays(self):
        """Switched off, the dialog does what core does."""
        dialog = self._dialog()
        dialog.by_party = False
        dialog.action = "create"
        dialog.save().action_apply()
        self.assertEqual(self.lead.partner_id.name, "Anna")
        self.assertEqual(self.lead.partner_id.parent_id.name, "Mill")
        self.assertFalse(self.lead.client_id.is_client)
