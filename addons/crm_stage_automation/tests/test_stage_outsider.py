# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import tagged

from .common_gates import GatesCommon


@tagged("post_install", "-at_install")
class TestStageOutsider(GatesCommon):
    """Another add-on brings a kind of requirement, and a move that is nobody's."""

    def test_kind_of_ones_own(self):
        """Quotations that were sent: counted for all deals at once, shown and required."""
        sent = {}

        def count_quotation(requirements, leads):
            return {(need, lead): sent.get(lead.id, 0) for need in requirements for lead in leads}

        model = self.registry["crm.stage.requirement"]
        kind = model._fields["kind"]
        selection = [*kind.selection, ("quotation", "Quotations sent")]
        with (
            patch.object(kind, "selection", selection),
            patch.object(kind, "_selection", dict(selection)),
            patch.object(model, "_count_quotation", count_quotation, create=True),
        ):
            self.budget.unlink()
            self._require(kind="quotation", needed=2)
            sent[self.deal.id] = 1
            refusal = self._refusal(lambda: self.deal.write({"stage_id": self.proposition.id}))
            self.assertIn("Quotations sent (1 of 2)", refusal)
            (group,) = self.deal.read_stage_panel()["groups"]
            self.assertEqual((group["items"][0]["count"], group["total"]), (1, 1))
            sent[self.deal.id] = 2
            self.deal.stage_id = self.proposition

    def test_move_of_nobody(self):
        """What restores or moves deals by itself passes."""
        self.deal._through_gates().stage_id = self.proposition
        self.assertEqual(self.deal.stage_id, self.proposition)

    def test_parking_of_ones_own(self):
        """An add-on that has deferred deals says where they wait."""
        stages = type(self.env["crm.stage"])
        late = self.env["crm.stage"].create({"name": "Deferred", "sequence": 90})
        with patch.object(stages, "_is_parking", lambda stage: stage == late):
            self.env.registry.clear_cache()
            self.deal.stage_id = late
        self.env.registry.clear_cache()
