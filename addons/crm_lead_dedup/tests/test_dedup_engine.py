# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import DedupCommon


@tagged("post_install", "-at_install")
class TestDedupEngine(DedupCommon):
    """Duplicates of one card, of typed values, of the whole base."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engine = cls.env["crm.dedup.engine"]
        cls.olena = cls._create_partner(
            name="Олена Ковальчук", phone="+380501234567", email="olena.kovalchuk@ukr.net"
        )
        cls.lead = cls._create_lead(
            contact_name="Olena Kovalchuk", phone="050 123 45 67", email_from="kov@x.example"
        )

    def test_found_across_registers(self):
        """A lead finds the customer who spells the name in another alphabet."""
        [match] = self.engine.find_matches(self.lead)[self.lead]
        self.assertEqual((match["model"], match["id"]), ("res.partner", self.olena.id))
        self.assertEqual((match["relation"], match["readable"]), ("duplicate", True))
        self.assertGreater(match["probability"], 0.5)
        phone = next(line for line in match["explanation"] if line["field"] == "phone")
        self.assertEqual((phone["label"], phone["level"]), ("Phone", "same"))
        self.assertEqual((phone["left"], phone["right"]), ("050 123 45 67", "+380501234567"))

    def test_values_before_they_are_saved(self):
        vals = {"contact_name": "Kovalchuk Olena", "phone": "0501234567"}
        found = self.engine.check_values("crm.lead", [vals, {"contact_name": "Nobody Else"}])
        cards = {(match["model"], match["id"]) for match in found[0]}
        # Demo data may hold somebody alike.
        self.assertGreaterEqual(cards, {("res.partner", self.olena.id), ("crm.lead", self.lead.id)})
        self.assertEqual(found[1], [])

    def test_colleagues_share_what_is_their_company_s(self):
        """Tax number and address that Odoo writes from a company to its people are not theirs."""
        firm = self._create_partner(
            name="Carpathian Chairs", is_company=True, vat="40756983", street="Shevchenka 14",
            city="Lviv", zip="79016", website="https://chairs.example",
        )  # fmt: skip
        people = self._create_partner(
            name="Bohdan Hrytsak", parent_id=firm.id, email="bohdan@chairs.example"
        )
        people |= self._create_partner(
            name="Solomiia Panchuk", parent_id=firm.id, email="panchuk@chairs.example"
        )
        self.assertEqual(set(people.mapped("vat")), {firm.vat})
        self.assertEqual(set(people.mapped("street")), {firm.street})
        found = self.engine.find_matches(people)
        relations = {match["relation"] for matches in found.values() for match in matches}
        self.assertLessEqual(relations, {"related"})
        vals = people[0].read(["parent_id", "vat", "street", "city", "zip"])[0]
        vals.update(id=False, name="Ihor Fedun", email="ihor@chairs.example")
        [typed] = self.engine.check_values("res.partner", [vals])
        self.assertNotIn("duplicate", [match["relation"] for match in typed])

    def test_scan_keeps_decisions(self):
        self.engine.scan()
        match = self.lead.dedup_match_ids
        self.assertEqual(match.right_partner_id, self.olena)
        self.assertEqual(self.olena.dedup_match_count, 1)
        match.action_dismiss()
        self.engine.scan()
        self.assertEqual(match.state, "dismissed")
        self.assertFalse(self.lead.dedup_match_count)
        self.assertEqual(self.engine.find_matches(self.lead)[self.lead], [])
