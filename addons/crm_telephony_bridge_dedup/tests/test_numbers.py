# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.crm_telephony_bridge_dedup.hooks import post_init_hook

from .common import STRANGER, CallRequestCommon


@tagged("post_install", "-at_install")
class TestNumbers(CallRequestCommon):
    """What callers and requests are recognised by is the same."""

    def _owners(self, number=STRANGER):
        found = self.env["telephony.caller"]._find([number], self.company)[number]
        return [(owner.model, owner.id) for owner in found]

    def _receive(self):
        request = {"channel": "api", "values": {"phone": STRANGER}, "company_id": self.company.id}
        return self.env["crm.intake"].receive([request])

    def test_further_number_recognises_requests(self):
        partner = self._create_partner(phone="050 999 88 77")
        number = self.env["telephony.number"].create(
            {"partner_id": partner.id, "number": "067 111 22 33"}
        )
        self.assertEqual(self._receive().partner_id, partner)
        rows = partner.identifier_ids.filtered(lambda row: row.kind == "phone")
        self.assertEqual(set(rows.mapped("key")), {STRANGER, "+380509998877"})
        number.number = "067 111 22 44"
        self.assertNotIn(STRANGER, partner.identifier_ids.mapped("key"))
        number.unlink()
        self.assertEqual(partner.identifier_ids.mapped("key"), ["+380509998877"])

    def test_number_that_moves_to_another_card(self):
        old, new = self._create_lead(), self._create_lead()
        number = self.env["telephony.number"].create({"lead_id": old.id, "number": STRANGER})
        number.lead_id = new
        self.assertFalse(old.identifier_ids)
        self.assertEqual(new.identifier_ids.key, STRANGER)

    def test_learnt_phone_recognises_callers(self):
        partner = self._create_partner(phone="050 999 88 77")
        lead = self._create_lead()
        self.assertFalse(self._owners())
        self.env["crm.identifier"]._learn("res.partner", {partner.id: [("phone", STRANGER)]})
        self.env["crm.identifier"]._learn("crm.lead", {lead.id: [("phone", "067 111 22 33")]})
        self.assertCountEqual(self._owners(), [("res.partner", partner.id), ("crm.lead", lead.id)])
        other = self.env["res.company"].create({"name": "Other"})
        found = self.env["telephony.caller"]._find([STRANGER], other)[STRANGER]
        self.assertEqual([owner.id for owner in found], [partner.id])

    def test_merged_cards_stand_for_nobody(self):
        """The card that stays is found by the number of the one that is gone."""
        gone, stays = self._create_lead(phone=STRANGER), self._create_lead(phone="0509998877")
        self.env["crm.dedup.engine"].merge(stays, gone)
        gone.flush_recordset()
        self.assertTrue(gone.merged_into_id)
        self.assertEqual(self._owners(), [("crm.lead", stays.id)])

    def test_numbers_from_before_the_installation(self):
        lead = self._create_lead()
        self.env["telephony.number"].create({"lead_id": lead.id, "number": STRANGER})
        lead.identifier_ids.unlink()
        post_init_hook(self.env)
        self.assertEqual(lead.identifier_ids.key, STRANGER)
