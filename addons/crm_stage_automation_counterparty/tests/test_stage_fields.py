# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.crm_stage_automation.tests.common_gates import GatesCommon


@tagged("post_install", "-at_install")
class TestStageFields(GatesCommon):
    """Fields are required in one place: the rules of the card."""

    def test_fields_are_left_to_the_card(self):
        """A field in the stage's list is asked for nowhere; what else it says counts."""
        self._require(kind="field", field_name="expected_revenue")
        self.deal.expected_revenue = 0
        (group,) = self.deal.read_stage_panel()["groups"]
        self.assertEqual([item["kind"] for item in group["items"]], ["check"])
        refusal = self._refusal(lambda: self.deal.write({"stage_id": self.proposition.id}))
        self.assertNotIn("Expected Revenue", refusal)
        self._tick(self.deal)
        self.deal.stage_id = self.proposition
