# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import users, warmup

from .common import PartyCommon


class TestRelations(PartyCommon):
    """The picture of who owns, pays for and works for whom."""

    def _picture(self, partner, **options):
        return self.env["crm.party.link"].relations(partner.id, **options)

    def _rows(self, picture):
        return {node["id"]: node["row"] for node in picture["nodes"]}

    @users("user_sales_salesman")
    def test_around_a_client(self):
        """The client stands in the middle, his parties below; the default is marked."""
        picture = self._picture(self.client)
        self.assertEqual(
            self._rows(picture),
            {self.client.id: 0, self.entity.id: 1, self.trader.id: 1, self.accountant.id: 1},
        )
        default = [edge["target"] for edge in picture["edges"] if edge["is_default"]]
        self.assertEqual(default, self.entity.ids)
        self.assertFalse(picture["is_cut"])

    def test_owner_above(self):
        """An owner stands above what he owns, and the arrow leads down."""
        self._link(self.client, self.trader, "owner")
        picture = self._picture(self.client, steps=1)
        [edge] = [edge for edge in picture["edges"] if edge["is_ownership"]]
        self.assertEqual((edge["source"], edge["target"]), (self.trader.id, self.client.id))

    def test_circle_ends(self):
        """A owns B owns A: everybody once, both lines."""
        self._link(self.entity, self.client, "owner")
        self._link(self.client, self.entity, "owner")
        picture = self._picture(self.client, steps=4)
        ids = [node["id"] for node in picture["nodes"]]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(sum(edge["is_ownership"] for edge in picture["edges"]), 2)

    def test_second_step(self):
        """The accountant's other client is two steps away, above nobody of ours."""
        other = self.env["res.partner"].create({"name": "Cafe"})
        self._link(other, self.accountant, "accountant")
        self.assertNotIn(other.id, self._rows(self._picture(self.client, steps=1)))
        self.assertEqual(self._rows(self._picture(self.client))[other.id], 2)
        self.assertEqual(self._rows(self._picture(self.accountant))[other.id], -1)

    def test_ended_only_when_asked(self):
        self.link_trader.write({"date_start": "2020-01-01", "date_end": "2020-12-31"})
        self.assertNotIn(self.trader.id, self._rows(self._picture(self.client)))
        picture = self._picture(self.client, with_ended=True)
        self.assertEqual([e["target"] for e in picture["edges"] if e["is_ended"]], self.trader.ids)

    def test_persons_as_core_has_them(self):
        """A company's own contact persons belong to the picture."""
        person = self.env["res.partner"].create({"name": "Petro", "parent_id": self.client.id})
        self.assertEqual(self._rows(self._picture(self.client))[person.id], 1)

    @warmup
    def test_queries_do_not_grow(self):
        """Ten more parties cost no more queries."""

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._picture(self.client, steps=2)
            return self.env.cr.sql_log_count - before

        few = count()
        for number in range(10):
            party = self.env["res.partner"].create({"name": f"Party {number}"})
            self._link(self.client, party, "payer")
        self.assertLessEqual(count(), few)

    def test_too_many_are_cut(self):
        parties = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(70)])
        for party in parties:
            self._link(self.client, party, "buyer")
        picture = self._picture(self.client)
        self.assertTrue(picture["is_cut"])
        self.assertEqual(len(picture["nodes"]), 60)

    def test_too_many_links_of_few(self):
        """More links than are looked at: the picture says so, though everybody is in it."""
        module = "odoo.addons.crm_counterparty.models.crm_party_link_picture"
        for most, is_cut in ((3, False), (2, True)):
            with patch(f"{module}.MAX_LINKS", most):
                picture = self._picture(self.client, steps=1)
            self.assertEqual(picture["is_cut"], is_cut)
            self.assertEqual(len(picture["edges"]), most)
