# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.fields import Command

from .common import PartyCommon


class TestPartyMerge(PartyCommon):
    """Core's wizard merges clients and parties: links stay, equal ones become one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.double = cls.env["res.partner"].create({"name": "Bakeries (old)", "is_company": True})
        cls.other = cls.env["res.partner"].create({"name": "Mill", "is_company": True})

    def _merge(self, target, *sources):
        partners = target.union(*sources)
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {"partner_ids": [Command.set(partners.ids)], "dst_partner_id": target.id}
        )
        wizard.action_merge()
        self.assertFalse(self.env["res.partner"].browse([x.id for x in sources]).exists())

    def test_same_link_on_both_sides(self):
        """The same link on both becomes one, with all days, words and the star; others stay."""
        self.link_trader.write({"date_start": "2026-01-01", "note": "Shop 2"})
        self._link(
            self.double, self.trader, "payer", date_start="2025-01-01", date_end="2026-03-31",
            note="Old shop", contract_ref="No 7",
        )  # fmt: skip
        kept = self._link(self.double, self.accountant, "buyer")
        self._merge(self.client, self.double)
        links = self.client.party_link_ids
        self.assertEqual(links, self.link_entity + self.link_trader + self.link_accountant + kept)
        self.assertEqual(self.link_trader.date_start, fields.Date.to_date("2025-01-01"))
        self.assertFalse(self.link_trader.date_end)
        self.assertEqual(self.link_trader.note, "Shop 2\nOld shop")
        self.assertEqual(self.link_trader.contract_ref, "No 7")

    def test_parties_become_one(self):
        """Two cards of one accountant: his links of both remain, the common one once."""
        olha = self.env["res.partner"].create({"name": "Olha (2)"})
        self._link(self.client, olha, "accountant", is_default=True)
        elsewhere = self._link(self.other, olha, "accountant")
        self._merge(self.accountant, olha)
        self.assertEqual(self.accountant.client_link_ids, self.link_accountant + elsewhere)
        self.assertTrue(self.link_accountant.is_default)

    def test_two_defaults_meet(self):
        """Each had a default payer: that of the card that stays counts, the other stays a payer."""
        link = self._link(self.double, self.other, "payer", is_default=True)
        self._merge(self.client, self.double)
        self.assertEqual(link.client_id, self.client)
        self.assertFalse(link.is_default)
        self.assertEqual(self.client._default_counterparty()[self.client], self.entity)

    def test_client_and_its_party(self):
        """A client is merged with its own payer: the link with itself vanishes."""
        self._merge(self.entity, self.client)
        self.assertFalse(self.link_entity.exists())
        self.assertEqual(self.entity.party_link_ids, self.link_trader + self.link_accountant)

    def test_both_columns_at_once(self):
        """Client and party of links are among the merged: nothing is lost, nothing doubled."""
        third = self.env["res.partner"].create({"name": "Third", "is_company": True})
        there = self._link(self.other, third, "payer")
        self._link(self.other, self.double, "payer")
        back = self._link(self.double, self.other, "owner")
        self._merge(third, self.double)
        self.assertEqual(self.other.party_link_ids, there)
        self.assertEqual(third.party_link_ids, back)

    def test_periods_that_do_not_meet(self):
        """A former and a present link of the same kind are history and present: both stay."""
        self.link_trader.date_start = "2026-01-01"
        former = self._link(self.double, self.trader, "payer", date_end="2024-12-31")
        self._merge(self.client, self.double)
        self.assertLessEqual(former + self.link_trader, self.client.party_link_ids)

    def test_client_by_silence_stays_client(self):
        """A customer of whom nobody said anything is merged into a counterparty: a client."""
        self.double.customer_rank = 3
        self._merge(self.entity, self.double)
        self.assertTrue(self.entity.is_client and self.entity.is_counterparty)

    def test_link_of_all_companies_into_a_company(self):
        """The card that stays belongs to a company: links that come go there too."""
        self.other.company_id = self.env.company
        link = self._link(self.double, self.trader, "payer")
        self._merge(self.other, self.double)
        self.assertEqual((link.client_id, link.company_id), (self.other, self.env.company))

    def test_merges_of_many_links(self):
        """The number of queries for links does not grow with their number."""
        cards = self.env["res.partner"].create([{"name": f"C{n}"} for n in range(44)])
        few, many = cards[0], cards[1]
        for number, party in enumerate(cards[4:]):
            self._link(many, party, "buyer")
            self._link(cards[3], party, "buyer")
            if number < 3:
                self._link(few, party, "buyer")
                self._link(cards[2], party, "buyer")

        def queries(sources, target):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["crm.party.link"]._merge_partners(sources, target)
            return self.env.cr.sql_log_count - before

        self.assertEqual(queries(few, cards[2]), queries(many, cards[3]))
        self.assertEqual(len(cards[3].party_link_ids), 40)
