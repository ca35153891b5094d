# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.exceptions import ValidationError

from .card import CardCommon


class TestCardScore(CardCommon):
    def test_two_of_three(self):
        """Weights 40/30/30 with the first two filled: 70."""
        deal = self._deal(phone="+36 1 234 5678", email_from="anna@example.com")
        self.assertEqual((deal.card_score, deal.card_rule_id), (70, self.rule))
        self.assertEqual(deal.missing_fields, "Counterparty › Tax ID")

    def test_cleared_field_counts_in_the_same_transaction(self):
        """Clearing one updates the score before the transaction ends, in the table too."""
        deal = self._deal(phone="+36 1 234 5678", email_from="anna@example.com")
        deal.phone = False
        self.env.flush_all()
        self.env.cr.execute("SELECT card_score FROM crm_lead WHERE id = %s", [deal.id])
        self.assertEqual(self.env.cr.fetchone(), (30,))
        deal.phone = " - "
        self.assertEqual(deal.card_score, 30, "a dash says nothing")

    def test_change_of_the_counterparty_reaches_its_deals(self):
        """A tax number typed on the counterparty completes every deal made out on it."""
        deals = self._deal(counterparty_id=self.entity.id) + self._deal(
            counterparty_id=self.entity.id
        )
        self.assertEqual(deals.mapped("card_score"), [0, 0])
        self.entity.vat = "HU12345676"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(deals.mapped("card_score"), [30, 30])
        deals[0].counterparty_id = self.trader
        self.assertEqual(deals.mapped("card_score"), [0, 30])

    def test_changed_rule_scores_all_cards_anew(self):
        """Another weight, another field: the job scores the cards, and only the score changes."""
        deal = self._deal(phone="+36 1 234 5678")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET write_date = '2001-01-01' WHERE id = %s", [deal.id]
        )
        self.rule.write(
            {
                "line_ids": [
                    Command.update(self.rule.line_ids[0].id, {"weight": 80}),
                    Command.create({"path": "city", "weight": 40}),
                ]
            }
        )
        self._run_refresh()
        deal.invalidate_recordset()
        self.assertEqual(deal.card_score, 100 * 80 // 180)
        self.assertEqual(deal.write_date.year, 2001, "nobody changed the card")
        deal.city = "Budapest"
        self.assertEqual(deal.card_score, 100 * 120 // 180, "the new field is watched")

    def test_refresh_goes_on_where_it_stopped(self):
        """A killed job keeps what was committed and goes on with the next cards."""
        deals = self.env["crm.lead"].union(*(self._deal(phone="1") for _number in range(5)))
        self.env.flush_all()
        self.rule.line_ids[0].weight = 80
        refresh = self._refreshes().filtered(lambda row: row.model_name == "crm.lead")[:1]
        self.patch(self._refresh_module(), "SLICE", 2)
        refresh._work_on()
        deals.invalidate_recordset()
        new = 100 * 80 // 140
        self.assertEqual(deals.sorted("id").mapped("card_score"), [40] * 3 + [new] * 2)
        self.assertEqual(refresh.done, 2)
        self.assertIn("2", self.rule.refresh_progress)
        self._run_refresh()
        deals.invalidate_recordset()
        self.assertEqual(deals.mapped("card_score"), [new] * 5)
        self.assertFalse(self._refreshes())

    def test_first_rule_that_fits(self):
        """A rule of a team comes before the general one if it stands before it."""
        self.env["crm.card.rule"].create(
            {
                "name": "Deals of the team",
                "kind": "opportunity",
                "sequence": -20,
                "team_ids": self.sales_team_1.ids,
                "line_ids": [Command.create({"path": "city"})],
            }
        )
        deal = self._deal(phone="1", team_id=False)
        self.assertEqual(deal.card_score, 40)
        deal.team_id = self.sales_team_1
        self.assertEqual((deal.card_score, deal.missing_fields), (0, "City"))

    def test_partner_of_two_kinds(self):
        """Who is client and counterparty at once is asked for what both rules list."""
        partner = self.env["res.partner"].create({"name": "Ivan, sole trader"})
        self.assertFalse(partner.card_rule_id, "no kind, no rule")
        partner.is_counterparty = True
        self.assertIn("Tax ID", partner.missing_fields)
        self.assertNotIn("Industry", partner.missing_fields)
        partner.is_client = True
        self.assertIn("Tax ID", partner.missing_fields)
        self.assertIn("Industry", partner.missing_fields)

    def test_partner_with_a_deal_counts_as_client(self):
        """Nobody said what he is, but he has a deal: the rule of clients holds for him."""
        partner = self.env["res.partner"].create({"name": "Walk-in"})
        self.assertFalse(partner.card_rule_id)
        self._deal(partner_id=partner.id)
        self.assertEqual(partner.card_rule_id.kind, "client")

    def test_default_rules_require_nothing(self):
        """The rules we bring ask for 3 to 5 fields of a lead, 10 to 15 of a client."""
        rules = self.env.ref("crm_counterparty.card_rule_lead")
        self.assertIn(len(rules.line_ids), range(3, 6))
        rules |= self.env.ref("crm_counterparty.card_rule_client")
        self.assertIn(len(rules[1].line_ids), range(10, 16))
        self.assertFalse(rules.line_ids.required_stage_id)
        self.assertFalse(rules.line_ids.filtered("is_broken"))

    def test_path_that_is_no_field(self):
        """A typing error is refused when it is made, and so is a picture or a secret."""
        for path in ("phonee", "phone.city", "counterparty_id.image_1920", "card_score"):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.rule.line_ids[0].path = path

    def test_deleted_rule(self):
        """Without its rule a card has no score, and its fields are watched no more."""
        deal = self._deal(phone="1")
        self.rule.unlink()
        self._run_refresh()
        deal.invalidate_recordset()
        self.assertEqual(deal.card_rule_id, self.env.ref("crm_counterparty.card_rule_opportunity"))

    def test_merged_counterparty(self):
        """Core merges contacts by SQL: the deals of the one that goes follow the other's number."""
        self.entity.vat = "HU12345676"
        double = self.env["res.partner"].create({"name": "Bakeries Limited", "is_company": True})
        deal = self._deal(counterparty_id=double.id)
        self.assertEqual(deal.card_score, 0)
        self.env["base.partner.merge.automatic.wizard"].create(
            {"dst_partner_id": self.entity.id, "partner_ids": (self.entity | double).ids}
        ).action_merge()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((deal.counterparty_id, deal.card_score), (self.entity, 30))
