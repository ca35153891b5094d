# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common_gates import GatesCommon


@tagged("post_install", "-at_install")
class TestStagePanel(GatesCommon):
    """What a salesperson sees on the deal, and ticks."""

    def _items(self, deal, stage=None):
        """Lines of a stage's checklist by their text."""
        stage = stage or self.proposition
        groups = {group["id"]: group for group in (deal.read_stage_panel() or {})["groups"]}
        return {item["label"]: item for item in groups[stage.id]["items"]}

    @freeze_time("2026-01-02 10:00:00")
    def test_ticked(self):
        """One click; it says who did it and when, and another one takes it away."""
        panel = self._tick(self.deal)
        item = self._items(self.deal)["The budget is known"]
        self.assertEqual(panel, self.deal.read_stage_panel())
        self.assertTrue(item["is_met"])
        self.assertEqual((item["by"], item["at"]), (self.person.name, "2026-01-02 10:00:00"))
        self.deal.tick_requirement(self.budget.id, False)
        self.assertFalse(self._items(self.deal)["The budget is known"]["is_met"])

    def test_ticked_twice(self):
        """The first tick stays."""
        self._tick(self.deal)
        self._tick(self.deal.with_user(self.manager))
        self.assertEqual(self._items(self.deal)["The budget is known"]["by"], self.person.name)

    def test_progress(self):
        """The panel counts what is met; the card shows the next stage only."""
        call = {"kind": "activity", "activity_type_id": self.call_type.id}
        self._require(**call, needed=3, sequence=1)
        self._require("Wished", strictness="ask")
        self.deal.stage_id = self.generic
        self._tick(self.deal)
        self._activity(self.deal)
        panel = self.deal.read_stage_panel()
        (group,) = panel["groups"]
        self.assertEqual((group["stage"], group["met"], group["total"]), ("Proposition", 1, 3))
        self.assertEqual(
            [(item["label"], item["count"], item["needed"]) for item in group["items"]],
            [(self.call_type.name, 1, 3), ("The budget is known", 1, 1), ("Wished", 0, 1)],
        )
        self.assertFalse(self._items(self.deal)["Wished"]["is_required"])
        progress = {"stage": "Proposition", "met": 1, "total": 3, "is_ready": False}
        self.assertEqual(self.deal.stage_progress, progress)

    def test_ready(self):
        """A deal is ready for the next stage when only what is asked for is missing."""
        self._require("Wished", strictness="ask")
        self._tick(self.deal)
        (group,) = self.deal.read_stage_panel()["groups"]
        self.assertEqual((group["met"], group["total"], group["is_ready"]), (1, 2, True))

    def test_next_stage_needs_nothing(self):
        """The card says nothing; the panel shows what comes later."""
        self.assertFalse(self.deal.stage_progress)
        self.assertTrue(self._items(self.deal))

    def test_nothing_ahead(self):
        """A deal beyond all that is needed, or closed, has no list."""
        self._tick(self.deal)
        self.deal.stage_id = self.proposition
        self.assertFalse(self.deal.stage_panel)
        lost = self._deal()
        lost.action_set_lost()
        self.assertFalse(lost.stage_panel)
        self.assertFalse(lost.stage_progress)

    def test_requirement_gone_elsewhere(self):
        """What another process deleted a moment ago breaks neither list nor move."""
        gates = self.env["crm.stage"]._gates()
        gone = self._require("Gone")
        stale = self.env["crm.stage"]._gates()
        self.assertNotEqual(gates, stale)
        gone.unlink()
        with patch.object(type(self.env["crm.stage"]), "_gates", lambda _stage: stale):
            self.assertEqual(list(self._items(self.deal)), ["The budget is known"])
            refusal = self._refusal(lambda: self.deal.write({"stage_id": self.proposition.id}))
            self.assertNotIn("Gone", refusal)

    def test_script(self):
        """The script of the stage where the deal is, in the reader's language, without code."""
        self.generic.script = "<p>Ask for the budget</p><script>alert(1)</script>"
        self.generic.update_field_translations(
            "script", {"fr_FR": {"Ask for the budget": "Demandez le budget"}}
        )
        self.deal.stage_id = self.generic
        script = self.deal.stage_panel["script"]
        self.assertIn("Ask for the budget", script)
        self.assertNotIn("alert", script)
        french = self.deal.with_context(lang="fr_FR").stage_panel["script"]
        self.assertIn("Demandez le budget", french)
        self.deal.stage_id = self.new
        self.assertEqual(self.deal.stage_panel["script"], "")

    def test_new_deal(self):
        """A deal that is being written has a script and no list yet."""
        self.new.script = "<p>Hello</p>"
        form = Form(
            self.env["crm.lead"]
            .with_user(self.person)
            .with_context(default_type="opportunity", default_team_id=self.sales_team_1.id)
        )
        form.name = "Being written"
        self.assertEqual(form.stage_panel["groups"], [])
        self.assertIn("Hello", form.stage_panel["script"])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_not_ones_own(self):
        """Who may not write a deal ticks nothing there, and who may not read it sees nothing."""
        stranger = self.deal.with_user(self.user_sales_salesman)
        for call in (
            lambda: stranger.tick_requirement(self.budget.id, True),
            stranger.read_stage_panel,
        ):
            with self.assertRaises(AccessError):
                call()

    def test_no_checklist_item(self):
        """What is counted by itself, or is gone, cannot be ticked."""
        call = self._require(kind="activity")
        gone = self._require("Gone")
        gone_id = gone.id
        gone.unlink()
        for requirement_id in (call.id, gone_id):
            with self.assertRaises(UserError):
                self.deal.tick_requirement(requirement_id, True)

    def test_complete_requirements(self):
        """An item says what it is about, and a field is named."""
        for values in ({}, {"name": " "}, {"kind": "field"}):
            with self.assertRaises(ValidationError):
                self._require(**values)
        names = dict(self.env["crm.stage.requirement"]._selection_field_name())
        self.assertIn("expected_revenue", names)
        self.assertNotIn("stage_panel", names)
