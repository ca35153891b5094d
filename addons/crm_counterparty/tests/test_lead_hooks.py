# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import users

from .common import PartyCommon


class TestLeadHooks(PartyCommon):
    """What an integrator hangs on: recognition, new cards, what a trace keeps, own merges."""

    def _lead(self, **values):
        values = {"name": "Hooked", "type": "lead", "partner_name": "Mill"} | values
        return self.env["crm.lead"].create(values)

    def _dialog(self, lead):
        context = {"active_model": "crm.lead", "active_id": lead.id, "active_ids": lead.ids}
        wizard = self.env["crm.lead2opportunity.partner"].with_context(**context)
        return wizard.create({"lead_id": lead.id, "by_party": True, "name": "convert"})

    def test_recognition(self):
        """An outsider recognises people by what only he knows."""
        wizard_class = self.env.registry["crm.lead2opportunity.partner"]
        known = self.client

        def matches(wizard):
            return {known.with_env(wizard.env): ["customer card"]} | original(wizard)

        original = wizard_class._matches
        with patch.object(wizard_class, "_matches", matches):
            dialog = self._dialog(self._lead())
            self.assertEqual(dialog.client_id, known)
            self.assertIn("customer card", dialog.party_note)

    def test_values_of_new_cards(self):
        """An outsider adds to the card of a new client."""
        wizard_class = self.env.registry["crm.lead2opportunity.partner"]
        original = wizard_class._client_values

        def values(wizard, lead):
            return original(wizard, lead) | {"ref": "K-1"}

        lead = self._lead()
        with patch.object(wizard_class, "_client_values", values):
            self._dialog(lead).action_apply()
        self.assertEqual(lead.client_id.ref, "K-1")

    def test_what_a_trace_keeps(self):
        """An outsider keeps another name than core's."""
        lead_class = self.env.registry["crm.lead"]
        original = lead_class._trace_values

        def values(lead):
            return original(lead) | {"contact_name": "by telephone"}

        lead = self._lead(partner_id=self.accountant.id)
        with patch.object(lead_class, "_trace_values", values):
            lead.convert_opportunity(lead.partner_id)
        self.env.cr.precommit.run()
        trace = self.env["crm.lead.trace"].search([("lead_ref", "=", lead.id)])
        self.assertEqual(trace.contact_name, "by telephone")

    def test_own_merge(self):
        """An outsider who merges in his own way says so in one call."""
        head, tail = self._lead(partner_id=self.client.id), self._lead()
        ref = tail.id
        head._trace_merge(tail)
        tail.unlink()
        self.env.cr.precommit.run()
        trace = self.env["crm.lead.trace"].search([("lead_ref", "=", ref)])
        self.assertEqual((trace.deal_id, trace.client_id), (head, self.client))

    @users("user_sales_salesman")
    def test_statistics_of_ones_own(self):
        """The statistics show a salesperson his leads, whoever sees all documents all."""
        self.env["crm.lead"].sudo().create(
            [
                {"name": "Counted", "type": "lead", "user_id": user.id}
                for user in (self.user_sales_salesman, self.user_sales_leads)
            ]
        )
        self.env.flush_all()
        report = self.env["crm.lead.conversion"]
        mine = report.search([("name", "=", "Counted")])
        self.assertEqual(mine.user_id, self.user_sales_salesman)
        manager = report.with_user(self.user_sales_manager)
        self.assertEqual(len(manager.search([("name", "=", "Counted")])), 2)
        company = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        elsewhere = manager.with_context(allowed_company_ids=company.ids)
        self.env["crm.lead"].sudo().search(
            [("name", "=", "Counted")]
        ).company_id = self.company_main
        self.env.flush_all()
        self.user_sales_manager.sudo().company_ids |= company
        self.assertFalse(elsewhere.search([("name", "=", "Counted")]))
