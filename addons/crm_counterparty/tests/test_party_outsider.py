# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.fields import Domain

from .common import PartyCommon


class TestPartyOutsider(PartyCommon):
    """An add-on that adds a role and offers more parties, by the documented hooks only."""

    def test_role_of_an_integrator(self):
        """A role with a code works at once: kinds, choice, parties, default."""
        role = self.env["crm.party.role"].create(
            {"name": "Guarantor", "code": "guarantor", "joins": "any"}
        )
        bank = self.env["res.partner"].create({"name": "Bank", "is_company": True})
        self.env["crm.party.link"].create(
            {"client_id": self.client.id, "party_id": bank.id, "role_id": role.id}
        )
        links = self.client._parties(("any",))[self.client]
        guarantors = links.filtered(lambda link: link.role_id.code == "guarantor")
        self.assertEqual(guarantors.party_id, bank)
        self.assertTrue(bank.is_counterparty)
        self.assertEqual(self.client._default_counterparty()[self.client], self.entity)

    def test_more_to_choose_from(self):
        """An override of the choice reaches the domain that views use."""
        partners = self.env["res.partner"]
        desk = partners.create({"name": "Head office desk"})
        before = type(partners)._party_choice_domain

        def with_desk(self, kind, company=None, date=None):
            return before(self, kind, company, date) | Domain("id", "=", desk.id)

        domain = Domain("contact_of_id", "=", self.client.id)
        self.assertNotIn(desk, partners.search(domain))
        with patch.object(type(partners), "_party_choice_domain", with_desk):
            self.assertEqual(partners.search(domain, order="id"), self.accountant + desk)

    def test_merge_of_an_integrator(self):
        """Code that merges partners by itself hands their links over first."""
        olha = self.env["res.partner"].create({"name": "Olha (2)"})
        self._link(self.client, olha, "accountant")
        buyer = self._link(self.client, olha, "buyer")
        self.env["crm.party.link"]._merge_partners(olha, self.accountant)
        olha.unlink()
        self.assertEqual(self.accountant.client_link_ids, self.link_accountant + buyer)
