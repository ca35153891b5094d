# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.exceptions import UserError, ValidationError

from .common import PartyCommon


class TestPartyFollow(PartyCommon):
    """Another parent, another company, archived, deleted: what becomes of links."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_b = cls.env["res.company"].create({"name": "B"})

    def test_another_parent(self):
        """A person moves to another company's card: it re-homes him, not his links."""
        home = self.env["res.partner"].create({"name": "Home", "is_company": True})
        for link in (self.link_accountant, self._link(self.client, self.accountant, "buyer")):
            self.accountant.parent_id = home if link == self.link_accountant else self.entity
            self.assertEqual(link.client_id, self.client)
            self.assertEqual(link.party_id, self.accountant)
        self.assertEqual(self.accountant.commercial_partner_id, self.entity)
        self.assertEqual(self.accountant._client_of()[self.accountant], self.client)

    def test_links_follow_into_a_company(self):
        """The client belongs to one company now: its links do too, its shared parties may."""
        self.client.company_id = self.company_b
        links = self.link_entity + self.link_trader + self.link_accountant
        self.assertEqual(links.company_id, self.company_b)
        self.client.company_id = False
        self.assertEqual(links.company_id, self.company_b)

    def test_client_and_party_move_together(self):
        """A client and a person on its card: core moves both, the link follows once."""
        self.accountant.parent_id = self.client
        self.client.company_id = self.company_b
        self.assertEqual(self.accountant.company_id, self.company_b)
        self.assertEqual(self.link_accountant.company_id, self.company_b)

    def test_party_of_another_company(self):
        """A client cannot leave a party of another company behind: the sentence names it."""
        self.entity.company_id = self.env.company
        with self.assertRaisesRegex(UserError, "it is linked with Bakeries Ltd as “Payer”"):
            self.client.company_id = self.company_b

    def test_former_links_stay_behind(self):
        """What is over is no obstacle, and stays what it was."""
        self.entity.company_id = self.env.company
        self.link_entity.action_end()
        self.client.company_id = self.company_b
        self.assertEqual(self.link_entity.company_id, self.env.company)
        self.assertEqual(self.link_trader.company_id, self.company_b)

    def test_same_link_in_the_new_company(self):
        """The link of all companies meets its twin there: they become one."""
        twin = self._link(self.client, self.entity, "payer", company_id=self.company_b.id)
        self.client.company_id = self.company_b
        payers = self.client.party_link_ids.filtered(lambda link: link.party_id == self.entity)
        self.assertEqual(len(payers), 1)
        self.assertTrue(payers.is_default)
        self.assertEqual(payers.company_id, self.company_b)
        self.assertLessEqual(payers, twin + self.link_entity)

    def test_new_links_of_a_company(self):
        """A link of a company's card belongs to the company; another one is refused."""
        self.entity.company_id = self.company_b
        other = self.env["res.partner"].create({"name": "Mill", "is_company": True})
        self.assertEqual(self._link(other, self.entity, "payer").company_id, self.company_b)
        with self.assertRaisesRegex(ValidationError, "Bakeries Ltd belongs to the company B"):
            self._link(
                other, self.entity, "consignee", company_id=self.env.ref("base.main_company").id
            )

    def test_archived_and_back(self):
        """Archiving a client or a party changes no link."""
        self.client.action_archive()
        self.accountant.action_archive()
        self.assertFalse(self.entity._client_of()[self.entity] & self.client)
        (self.client + self.accountant).action_unarchive()
        self.assertEqual(len(self.client.party_link_ids), 3)
        self.assertEqual(self.entity._client_of()[self.entity], self.client)

    def test_deleted_party(self):
        """The client of a deleted party reads whom he lost; other links stay."""
        self.accountant.unlink()
        self.assertFalse(self.link_accountant.exists())
        self.assertEqual(self.client.party_link_ids, self.link_entity + self.link_trader)
        self.assertIn(
            "Olha was deleted. Link: “Accountant” of Bakeries, without end.",
            self.client.message_ids[:1].body,
        )

    def test_many_deleted_at_once(self):
        """All parties of a client go: one note with a line for each."""
        before = len(self.client.message_ids)
        (self.entity + self.trader + self.accountant).unlink()
        notes = self.client.message_ids[: len(self.client.message_ids) - before]
        self.assertEqual(len(notes), 1)
        self.assertEqual(notes.body.count("was deleted"), 3)

    def test_company_of_many(self):
        """Moving partners to a company asks for their links once, however many there are."""
        people = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(40)])
        for person in people:
            self._link(self.client, person, "employee", date_end=fields.Date.today())

        def queries(partners):
            before_move = {partner: partner.company_id for partner in partners}
            partners.company_id = False
            partners.with_context(party_links_follow=True).company_id = self.env.company
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["crm.party.link"]._follow_company(before_move)
            return self.env.cr.sql_log_count - before

        self.assertEqual(queries(people[:4]), queries(people[4:]))
