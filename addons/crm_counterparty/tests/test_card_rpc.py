# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .card import CardCommon


@tagged("post_install", "-at_install")
class TestCardRpc(HttpCase, CardCommon):
    """Programs from outside read the same sentence, and no context lets them pass."""

    def _refusal(self, method, *args, **kwargs):
        """What a call from outside is answered, the empty text when it is done."""
        call = {"model": "crm.lead", "method": method, "args": list(args), "kwargs": kwargs}
        answer = self.url_open(
            f"/web/dataset/call_kw/crm.lead/{method}",
            json={"jsonrpc": "2.0", "params": call},
        ).json()
        return answer.get("error", {}).get("data", {}).get("message", "")

    @mute_logger("odoo.http")
    def test_program_from_outside(self):
        """Create, write and the drag of the web client are refused, then let through."""
        self.line_vat.required_stage_id = self.stage_contract
        deal = self._deal(counterparty_id=self.entity.id)
        self.authenticate("user_sales_manager", "user_sales_manager")
        stage = {"stage_id": self.stage_contract.id}
        waiver = {"crm_card_requirements": True, "crm_dedup_merging": True}
        for refusal in (
            self._refusal("write", [deal.id], stage),
            self._refusal("write", [deal.id], stage, context=waiver),
            self._refusal("web_save", [deal.id], stage, specification={}),
            self._refusal("create", [{"name": "New", "type": "opportunity"} | stage]),
        ):
            self.assertIn("Counterparty › Tax ID", refusal)
        self.entity.vat = "HU12345676"
        self.assertFalse(self._refusal("write", [deal.id], stage))
        deal.invalidate_recordset()
        self.assertEqual(deal.stage_id, self.stage_contract)
