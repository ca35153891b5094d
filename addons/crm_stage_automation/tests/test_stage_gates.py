# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import Form, tagged

from .common_gates import GatesCommon


@tagged("post_install", "-at_install")
class TestStageGates(GatesCommon):
    """What a move is refused for, and which moves."""

    def test_refused_and_ticked(self):
        """The sentence says what is missing for which deal; a tick lets it pass."""
        refusal = self._refusal(lambda: self.deal.write({"stage_id": self.proposition.id}))
        for words in ("Acme", "Proposition", "The budget is known"):
            self.assertIn(words, refusal)
        self._tick(self.deal)
        self.deal.stage_id = self.proposition
        self.assertEqual(self.deal.stage_id, self.proposition)

    def test_doors_of_the_client(self):
        """The form's status bar and the kanban's drag are one door, the list's edit another."""
        self._refusal(lambda: self.deal.web_save({"stage_id": self.proposition.id}, {"name": {}}))
        form = Form(self.deal)
        form.stage_id = self.proposition
        self._refusal(form.save)

    def test_activities(self):
        """Done ones of the type count; open, other and called off ones do not."""
        self.budget.unlink()
        self._require(kind="activity", activity_type_id=self.call_type.id, needed=2)
        self._activity(self.deal)
        self._activity(self.deal, is_done=False)
        self._activity(self.deal, is_done=False).unlink()
        self._activity(self.deal, self.env.ref("mail.mail_activity_data_todo"))
        refusal = self._refusal(lambda: self.deal.write({"stage_id": self.proposition.id}))
        self.assertIn(f"{self.call_type.name} (1 of 2)", refusal)
        self._activity(self.deal)
        self.deal.stage_id = self.proposition

    def test_activities_of_any_type(self):
        """Without a type every activity counts."""
        self.budget.unlink()
        self._require(kind="activity", needed=2)
        self._activity(self.deal)
        self._activity(self.deal, self.env.ref("mail.mail_activity_data_todo"))
        self.deal.stage_id = self.proposition

    def test_fields(self):
        """A field that is filled in with the same save counts; 0 is no value."""
        self.budget.unlink()
        requirements = type(self.env["crm.stage.requirement"])
        with patch.object(requirements, "_left_out_kinds", lambda _self: ()):
            self._require(kind="field", field_name="expected_revenue")
            self.deal.expected_revenue = 0
            refusal = self._refusal(lambda: self.deal.write({"stage_id": self.proposition.id}))
            self.assertIn("Expected Revenue", refusal)
            self.deal.write({"stage_id": self.proposition.id, "expected_revenue": 5})

    def test_asked_for_only(self):
        """What is only asked for refuses nothing."""
        self.budget.strictness = "ask"
        self.deal.stage_id = self.proposition

    def test_back(self):
        """Going back needs nothing, also to a stage that asks for something."""
        deal = self._deal(stage_id=self.stage_team1_won.id)
        deal.stage_id = self.proposition
        deal.stage_id = self.new

    def test_won(self):
        """The button "Won" passes all stages between, and says what is missing."""
        refusal = self._refusal(self.deal.action_set_won_rainbowman)
        self.assertIn("The budget is known", refusal)
        self._require("The contract is signed", self.stage_gen_won)
        refusal = self._refusal(self.deal.action_set_won)
        self.assertIn("• The budget is known\n• The contract is signed", refusal)

    def test_created_ahead(self):
        """A deal is not created beyond a stage that asks for something; its first stage is free."""
        self._require("Never asked for", self.new)
        leads = self.env["crm.lead"].with_user(self.person)
        values = {"name": "Ahead", "type": "opportunity", "team_id": self.sales_team_1.id}
        refusal = self._refusal(lambda: leads.create(values | {"stage_id": self.proposition.id}))
        self.assertIn("Ahead", refusal)
        self.assertEqual(leads.create(values).stage_id, self.new)
        self.assertTrue(leads.create(values | {"stage_id": self.generic.id}))

    def test_imported(self):
        """A file is told what is missing, as the form is."""
        leads = self.env["crm.lead"].with_user(self.person)
        columns = ["name", "type", "team_id/.id", "stage_id/.id"]
        row = ["From a file", "opportunity", str(self.sales_team_1.id), str(self.proposition.id)]
        messages = leads.load(columns, [row])["messages"]
        self.assertIn("The budget is known", messages[0]["message"])

    def test_many_at_once(self):
        """One sentence for all, and none has moved."""
        deals = self.deal.union(*(self._deal(name=f"Deal {number}") for number in range(12)))
        self._tick(deals[1])
        refusal = self._refusal(lambda: deals.write({"stage_id": self.proposition.id}))
        self.assertEqual(refusal.count("The budget is known"), 10)
        self.assertIn("• 2 more deals", refusal)
        self.assertNotIn("Deal 0 ", refusal)
        self.assertEqual(deals.stage_id, self.new)

    def test_parked(self):
        """A folded stage at the end of the pipeline is free."""
        parked = self.env["crm.stage"].create({"name": "Later", "sequence": 99, "fold": True})
        self.deal.stage_id = parked

    def test_edited_requirements(self):
        """What is changed counts at once: moved elsewhere, of another team, deleted."""
        self.budget.stage_id = self.stage_gen_won
        self.deal.stage_id = self.proposition
        self.deal.stage_id = self.new
        self.budget.stage_id = self.proposition
        self._refusal(lambda: self.deal.write({"stage_id": self.proposition.id}))
        self.proposition.sequence = 0
        self.deal.stage_id = self.proposition
        self.deal.stage_id = self.generic
        self.assertEqual(self.deal.stage_id, self.generic)

    def test_archived_team(self):
        """A stage of a team that was archived is on nobody's way."""
        team = self.env["crm.team"].create({"name": "Former", "active": False})
        stage = self.env["crm.stage"].create(
            {"name": "Between", "sequence": 4, "team_ids": team.ids}
        )
        self._require("Passed", stage)
        self._tick(self.deal)
        self.deal.stage_id = self.proposition

    def test_deleted_stage(self):
        """What a stage needed goes with it."""
        stage = self.env["crm.stage"].create({"name": "Between", "sequence": 4})
        tick = self._require("Passed", stage)
        self._tick(self.deal)
        self._refusal(lambda: self.deal.write({"stage_id": self.proposition.id}))
        stage.unlink()
        self.assertFalse(tick.exists())
        self.deal.stage_id = self.proposition
