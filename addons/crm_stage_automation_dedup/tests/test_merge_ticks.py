# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.crm_lead_dedup.tests.merging import MergeCommon


@tagged("post_install", "-at_install")
class TestMergeTicks(MergeCommon):
    """Two cards of one customer, each with ticked items of a stage."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stage = cls.env["crm.stage"].create({"name": "Contract", "sequence": 500})
        cls.both, cls.gone_only = cls.env["crm.stage.requirement"].create(
            [
                {"stage_id": stage.id, "name": "The budget is known"},
                {"stage_id": stage.id, "name": "The contract is signed"},
            ]
        )

    def _ticked(self, lead):
        """What is ticked for a card."""
        ticks = self.env["crm.stage.tick"].search([("lead_id", "=", lead.id)])
        return ticks.requirement_id

    def test_merged_and_back(self):
        """The deal that is kept has the ticks of both, each once; undone, each has its own."""
        keep = self._create_lead(phone="+380501234567", email_from="a@x.example")
        gone = self._create_lead(phone="+380507654321", email_from="b@x.example")
        keep.tick_requirement(self.both.id, True)
        for requirement in self.both | self.gone_only:
            gone.tick_requirement(requirement.id, True)
        merge = self._merge(keep, gone)
        self.assertEqual(self._ticked(keep), self.both | self.gone_only)
        keep.tick_requirement(self.gone_only.id, True)
        merge.action_undo()
        self.env.invalidate_all()
        self.assertEqual(self._ticked(keep), self.both)
        self.assertEqual(self._ticked(gone), self.both | self.gone_only)
