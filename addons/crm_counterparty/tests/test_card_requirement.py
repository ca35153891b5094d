# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import users

from .card import CardCommon


class TestCardRequirement(CardCommon):
    """From "Contract" on the counterparty's tax number is required."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line_vat.required_stage_id = cls.stage_contract
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.deal = cls._deal(name="Ovens", counterparty_id=cls.entity.id)

    def _refused(self):
        return self.assertRaisesRegex(ValidationError, "Counterparty › Tax ID")

    def test_write_names_field_and_card(self):
        """One sentence says which stage, which card and which field."""
        with self.assertRaises(ValidationError) as refused, self.env.cr.savepoint():
            self.deal.stage_id = self.stage_contract
        for word in ("Contract", "Ovens", "Counterparty › Tax ID"):
            self.assertIn(word, str(refused.exception))
        self.assertEqual(self.deal.stage_id, self.stage_new)

    def test_filled_in_it_enters(self):
        """With the tax number, typed before or in the same save, the deal enters."""
        self.entity.vat = "HU12345676"
        self.deal.stage_id = self.stage_contract
        other = self._deal()
        other.write({"counterparty_id": self.entity.id, "stage_id": self.stage_contract.id})
        self.assertEqual((self.deal | other).stage_id, self.stage_contract)

    def test_earlier_and_later_stages(self):
        """Before that stage nothing is required, in every later one it is."""
        self.deal.stage_id = self.stage_qualified
        with self._refused(), self.env.cr.savepoint():
            self.deal.stage_id = self.stage_after

    def test_creation_in_the_stage(self):
        """A card cannot be made where it could not be moved."""
        with self._refused(), self.env.cr.savepoint():
            self._deal(stage_id=self.stage_contract.id)

    def test_other_changes_are_free(self):
        """A deal that is there already can be worked on, and its stage written again."""
        self.line_vat.required_stage_id = False
        self.deal.stage_id = self.stage_contract
        self.line_vat.required_stage_id = self.stage_contract
        self.deal.write({"phone": "1", "stage_id": self.stage_contract.id})
        self.assertEqual(self.deal.phone, "1")

    def test_kanban_drag(self):
        """The web client saves a dragged card by web_save."""
        with self._refused(), self.env.cr.savepoint():
            self.deal.web_save({"stage_id": self.stage_contract.id}, {"stage_id": {}})

    def test_button_won(self):
        """The button "Won" enters a stage like everything else."""
        self.stage_after.is_won = True
        self.env["crm.stage"].search([("is_won", "=", True)]).filtered(
            lambda stage: stage != self.stage_after
        ).is_won = False
        with self._refused(), self.env.cr.savepoint():
            self.deal.action_set_won_rainbowman()

    def test_import(self):
        """A file of cards is refused with the same words, nothing of it is loaded."""
        found = self.env["crm.lead"].load(
            ["name", "type", "stage_id/.id"],
            [["From a file", "opportunity", str(self.stage_contract.id)]],
        )
        self.assertFalse(found["ids"])
        self.assertIn("Counterparty › Tax ID", found["messages"][0]["message"])

    def test_mass_edit_names_the_cards_that_lack_it(self):
        """Of many cards those are named that lack something, and none is moved."""
        self.trader.vat = "HU12345676"
        fine = self._deal(name="Fine", counterparty_id=self.trader.id)
        with self.assertRaises(ValidationError) as refused, self.env.cr.savepoint():
            (self.deal | fine).write({"stage_id": self.stage_contract.id})
        self.assertIn("Ovens", str(refused.exception))
        self.assertNotIn("Fine", str(refused.exception))
        self.assertEqual(fine.stage_id, self.stage_new)

    def test_conversion_of_a_lead(self):
        """A lead that becomes a deal enters its stage as a deal."""
        lead = self._deal(type="lead", stage_id=self.stage_contract.id)
        with self._refused(), self.env.cr.savepoint():
            lead.convert_opportunity(self.env["res.partner"])

    def test_context_of_a_client_opens_nothing(self):
        """What a client sends as context is no permission."""
        for value in (True, "Waived", {"odoo": 1}):
            asking = self.deal.with_context(
                crm_card_requirements=value, crm_dedup_merging=True
            ).with_user(self.user_sales_manager)
            with self._refused(), self.env.cr.savepoint():
                asking.write({"stage_id": self.stage_contract.id})

    def test_merge_is_never_blocked(self):
        """Two deals become one although the survivor could not enter its stage today."""
        self.line_vat.required_stage_id = False
        far = self._deal(name="Far", stage_id=self.stage_contract.id, type="lead")
        self.line_vat.required_stage_id = self.stage_contract
        merged = (far | self.deal).with_user(self.user_sales_manager).merge_opportunity()
        self.assertTrue(merged.exists())
        self.assertNotIn("crm_card_requirements", merged.env.context)
        with self._refused(), self.env.cr.savepoint():
            merged.stage_id = self.stage_after

    def test_undoing_is_never_blocked(self):
        """An add-on that restores cards waives what is required."""
        self.deal._waive_stage_requirements().stage_id = self.stage_contract
        self.assertEqual(self.deal.stage_id, self.stage_contract)

    def test_letter_from_outside_becomes_a_card(self):
        """A letter is never lost for what it does not say."""
        self.line_vat.required_stage_id = self.env["crm.stage"].search([], limit=1)
        lead = self.env["crm.lead"].message_new(
            {"subject": "A question", "from": "eva@example.com"}, {"type": "opportunity"}
        )
        self.assertEqual((lead.name, lead.type), ("A question", "opportunity"))

    def test_change_of_team_that_moves_the_card(self):
        """Core moves a card whose team does not know its stage: it may lack nothing there."""
        own = self.env["crm.team"].create({"name": "Contracts only", "use_opportunities": True})
        self.env["crm.stage"].search([]).team_ids = self.sales_team_1
        self.stage_contract.team_ids = own
        with self._refused(), self.env.cr.savepoint():
            self.deal.team_id = own

    def test_deleted_stage_requires_nothing(self):
        """A stage that goes takes its requirement with it."""
        self.line_vat.required_stage_id = self.stage_qualified
        self.stage_qualified.unlink()
        self.deal.stage_id = self.stage_contract
        self.assertFalse(self.line_vat.required_stage_id)

    @users("user_sales_salesman")
    def test_hidden_field_is_required_but_not_named(self):
        """Who may not see a field does not read its name, and cannot pass without it."""
        self.patch(type(self.env["res.partner"])._fields["vat"], "groups", "base.group_system")
        deal = self.deal.with_user(self.env.user)
        deal.sudo().user_id = self.env.user
        self.assertNotIn("Tax ID", deal.missing_fields)
        with self.assertRaises(ValidationError) as refused, self.env.cr.savepoint():
            deal.stage_id = self.stage_contract
        self.assertNotIn("Tax ID", str(refused.exception))
        self.assertIn("1 that you may not see", str(refused.exception))

    @users("user_sales_salesman")
    def test_card_of_another_company_is_not_named(self):
        """What a counterparty lacks that the user may not read is not told."""
        self.env.ref("base.res_partner_rule").sudo().active = True
        self.entity.sudo().company_id = self.other_company
        deal = self.deal.with_user(self.env.user)
        deal.sudo().user_id = self.env.user
        self.assertNotIn("Tax ID", deal.missing_fields)

    def test_language_of_the_user(self):
        """The field is named in the user's language."""
        self.env["res.lang"]._activate_lang("fr_FR")
        vat = self.env["ir.model.fields"]._get("res.partner", "vat")
        vat.with_context(lang="fr_FR").field_description = "Numéro fiscal"
        deal = self.deal.with_context(lang="fr_FR")
        self.assertIn("Numéro fiscal", deal.missing_fields)
        with (
            self.assertRaisesRegex(ValidationError, "Numéro fiscal"),
            self.env.cr.savepoint(),
        ):
            deal.stage_id = self.stage_contract

    def test_requirement_of_a_contact_has_no_stage(self):
        """Only leads and deals have stages."""
        with self.assertRaises(ValidationError):
            self.env["crm.card.rule"].create(
                {
                    "name": "Clients",
                    "kind": "client",
                    "line_ids": [
                        Command.create({"path": "vat", "required_stage_id": self.stage_contract.id})
                    ],
                }
            )
