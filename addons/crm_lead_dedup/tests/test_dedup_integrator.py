# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import tagged

from .common import DedupCommon


@tagged("post_install", "-at_install")
class TestDedupIntegrator(DedupCommon):
    """Plays the author of another add-on who extends the search for duplicates.

    ``patch`` stands for an ``_inherit`` that calls ``super()``.
    """

    def _extend(self, model, method, extension):
        original = getattr(self.env.registry[model], method)
        patcher = patch.object(
            self.env.registry[model],
            method,
            lambda records, *args: extension(original(records, *args), records, *args),
        )
        patcher.start()
        self.addCleanup(patcher.stop)

    def _matched(self, card):
        found = self.env["crm.dedup.engine"].find_matches(card)[card]
        return {(match["model"], match["id"]) for match in found}

    def test_further_field_is_compared(self):
        """A phone kept in a field of one's own (here: the job position) finds the card."""

        def add_phone(records, leads):
            for lead in leads:
                if lead.function:
                    records[lead.id].setdefault("phones", []).append(lead.function)
            return records

        self._extend("crm.lead", "_dedup_record_values", add_phone)
        self._extend("crm.lead", "_dedup_watched_fields", lambda names, _lead: names | {"function"})
        partner = self._create_partner(name="Олена Ковальчук", phone="+380501234567")
        lead = self._create_lead(contact_name="Olena Kovalchuk")
        before = {m["id"]: m["weight"] for m in self._weights(lead)}
        lead.function = "050 123 45 67"
        after = {m["id"]: m["weight"] for m in self._weights(lead)}
        self.assertGreater(after[partner.id], before.get(partner.id, 0) + 3)

    def _weights(self, card):
        return self.env["crm.dedup.engine"].find_matches(card)[card]

    def test_pairs_can_be_excluded(self):
        """Cards of a trade fair are never duplicates of each other."""

        def exclude(excluded, _engine, pairs):
            fair = set(self.env["crm.lead"].search([("referred", "=", "fair")]).ids)
            return excluded | {
                (left, right)
                for left, right in pairs
                if left[0] == right[0] == "crm.lead" and {left[1], right[1]} <= fair
            }

        twins = [
            self._create_lead(contact_name="Ann Lee", phone="+380501234567", referred="fair")
            for _n in range(2)
        ]
        third = self._create_lead(contact_name="Ann Lee", phone="+380501234567")
        self._extend("crm.dedup.engine", "_dedup_excluded_pairs", exclude)
        self.assertEqual(self._matched(twins[0]), {("crm.lead", third.id)})
        self.env["crm.dedup.engine"].scan()
        self.assertEqual(len(third.dedup_match_ids), 2)
        self.assertEqual(len(twins[0].dedup_match_ids), 1)

    def test_own_rows_of_the_query(self):
        """What is dependent on another record is refreshed through ``_dedup_changed``."""
        changed = []
        self._extend("crm.lead", "_dedup_changed", lambda _none, leads: changed.append(leads.ids))
        lead = self._create_lead(contact_name="Ann Lee")
        lead.write({"priority": "1"})
        lead.write({"city": "Lviv"})
        self.assertEqual(changed, [lead.ids])


@tagged("post_install", "-at_install")
class TestDedupExclusions(DedupCommon):
    """Pairs that look alike and are never duplicates."""

    def _matched(self, card):
        found = self.env["crm.dedup.engine"].find_matches(card)[card]
        return {(match["model"], match["id"]) for match in found}

    def test_lead_and_its_own_customer(self):
        firm = self._create_partner(name="Pump Ltd", is_company=True, phone="+380441234567")
        person = self._create_partner(
            name="Ann Lee", parent_id=firm.id, phone="+380501234567", email="ann@pump.example"
        )
        lead = self._create_lead(partner_id=person.id, partner_name="Pump Ltd")
        self.assertFalse(self._matched(lead))
        self.assertNotIn(("crm.lead", lead.id), self._matched(person))
        self.assertNotIn(("res.partner", firm.id), self._matched(person))
        vals = {"contact_name": "Ann Lee", "phone": "+380501234567", "partner_id": person.id}
        [found] = self.env["crm.dedup.engine"].check_values("crm.lead", [vals])
        self.assertNotIn(("res.partner", person.id), [(m["model"], m["id"]) for m in found])
        self.env["crm.dedup.engine"].scan()
        self.assertFalse(lead.dedup_match_ids)

    def test_different_companies(self):
        other = self.env["res.company"].create({"name": "Another company"})
        values = {"name": "Ann Lee", "phone": "+380501234567"}
        ours = self._create_partner(**values, company_id=self.company.id)
        theirs = self._create_partner(**values, company_id=other.id)
        shared = self._create_partner(**values)
        self.assertEqual(self._matched(ours), {("res.partner", shared.id)})
        self.assertEqual(len(self._matched(shared)), 2)
        self.env["crm.dedup.engine"].scan()
        self.assertFalse(ours.dedup_match_ids & theirs.dedup_match_ids)
        self.assertTrue(ours.dedup_match_ids & shared.dedup_match_ids)

    def test_two_deals_of_one_customer_are_never_certain(self):
        partner = self._create_partner(name="Ann Lee", phone="+380501234567", email="a@x.example")
        one, other = (self._create_lead(partner_id=partner.id) for _n in range(2))
        self.env["crm.dedup.engine"].scan()
        self.assertEqual((one.dedup_match_ids & other.dedup_match_ids).tier, "review")

    def test_edited_card_is_not_its_own_duplicate(self):
        lead = self._create_lead(contact_name="Ann Lee", phone="+380501234567")
        vals = {"id": lead.id, "contact_name": "Ann Lee", "phone": "+380501234567"}
        self.assertEqual(self.env["crm.dedup.engine"].check_values("crm.lead", [vals]), [[]])

    def test_count_in_a_list(self):
        """The number of possible duplicates costs as many queries for 80 leads as for 8."""
        leads = self.env["crm.lead"].create(
            [{"name": "L", "contact_name": "Ann Lee", "phone": f"+38050{n // 2:07d}"}
             for n in range(88)]
        )  # fmt: skip
        self.env["crm.dedup.engine"].scan()
        counts = []
        for part in (leads[:8], leads[8:]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(all(part.mapped("dedup_match_count")))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_look_up_in_batch(self):
        """Ten cards are looked up with as many queries as one."""
        leads = self.env["crm.lead"].create(
            [{"name": "L", "contact_name": "Ann Lee", "phone": f"+38050{n // 2:07d}"}
             for n in range(22)]
        )  # fmt: skip
        engine = self.env["crm.dedup.engine"]
        engine.find_matches(leads[:2])  # fills the caches
        counts = []
        for part in (leads[:2], leads[2:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(all(engine.find_matches(part).values()))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 10)
