# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import struct

from odoo.fields import Command
from odoo.tests import tagged

from .common import DedupCommon

ROWS = """
    SELECT p.id, p.keys, p.is_compared, p.is_changed, p.version, p.texts,
           (SELECT array_agg(k.key ORDER BY k.key) FROM crm_dedup_key k WHERE k.profile_id = p.id)
      FROM crm_dedup_profile p WHERE p.{link} = %s
"""


class ProfileCommon(DedupCommon):
    def _profile(self, card):
        """``(id, is_compared, is_changed, texts, keys)``; the raw keys must say the same."""
        self.env.flush_all()
        self.env.cr.execute(ROWS.format(link=card._identifier_link), (card.id,))
        [(profile_id, packed, is_compared, is_changed, version, texts, raw)] = (
            self.env.cr.fetchall()
        )
        keys = struct.unpack(f"<{len(packed) // 4}i", packed)
        self.assertEqual(sorted(keys), raw or [])
        self.assertEqual(version, self.env["crm.dedup.engine"]._rules().version)
        return profile_id, is_compared, is_changed, texts, set(keys)

    def _says(self, card, word):
        return word in self._profile(card)[3]

    def _settled(self):
        """Forget that anything changed."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_dedup_profile SET is_changed = FALSE")


@tagged("post_install", "-at_install")
class TestDedupProfiles(ProfileCommon):
    """Whatever way a card takes, its profile and keys say what it says, in one transaction."""

    def test_follow_the_fields(self):
        lead = self._create_lead(contact_name="Ivan Petrenko", phone="+380501234567")
        before = self._profile(lead)
        lead.contact_name = "Ivan Bondar"
        after = self._profile(lead)
        self.assertEqual(before[0], after[0])
        self.assertIn("bondar", after[3])
        self.assertNotIn("petrenko", after[3])
        self.assertTrue(before[4] - after[4] and after[4] - before[4] and before[4] & after[4])

    def test_nothing_written_when_nothing_changed(self):
        lead = self._create_lead(contact_name="Ivan Petrenko", phone="+380501234567")
        self._settled()
        lead.write({"contact_name": "Ivan Petrenko", "priority": "2", "phone": "+380 50 1234567"})
        self.assertFalse(self._profile(lead)[2])
        lead.city = "Lviv"
        self.assertTrue(self._profile(lead)[2])

    def test_company_name_reaches_its_people(self):
        firm = self._create_partner(name="Pump Ltd", is_company=True)
        person = self._create_partner(name="Ann Lee", parent_id=firm.id)
        self.assertTrue(self._says(person, "pump"))
        firm.name = "Valve Ltd"
        self.assertTrue(self._says(person, "valv"))

    def test_customer_reaches_its_leads(self):
        partner = self._create_partner(name="Ann Lee", phone="+380501234567")
        lead = self._create_lead(partner_id=partner.id)
        partner.email = "ann.lee@x.example"
        self.assertTrue(self._says(lead, "annlee@x.example") or self._says(lead, "ann.lee"))

    def test_further_phones_are_compared(self):
        lead = self._create_lead(contact_name="Ann Lee")
        before = self._profile(lead)[4]
        row = self.env["crm.identifier"].create(
            {"kind": "phone", "value": "067 765 43 21", "lead_id": lead.id}
        )
        self.assertTrue(self._profile(lead)[4] - before)
        row.unlink()
        self.assertEqual(self._profile(lead)[4], before)

    def test_archived_is_compared_too(self):
        lead = self._create_lead(contact_name="Ann Lee", phone="+380501234567")
        keys = self._profile(lead)[4]
        lead.action_archive()
        self.assertEqual(self._profile(lead)[1:2] + self._profile(lead)[4:], (True, keys))

    def test_own_company_is_nobodys_duplicate(self):
        partner = self.company.partner_id
        partner._dedup_refresh()
        _id, is_compared, _changed, _texts, keys = self._profile(partner)
        self.assertEqual((is_compared, keys), (False, set()))
        twin = self._create_partner(name=partner.name, is_company=True, phone="+380501112233")
        partner.phone = "+380501112233"
        found = self.env["crm.dedup.engine"].find_matches(twin)[twin]
        self.assertNotIn(partner.id, [match["id"] for match in found])

    def test_deleted(self):
        lead = self._create_lead(contact_name="Ann Lee", phone="+380501234567")
        profile_id = self._profile(lead)[0]
        lead.unlink()
        for query in (
            "SELECT count(*) FROM crm_dedup_profile WHERE id = %s",
            "SELECT count(*) FROM crm_dedup_key WHERE profile_id = %s",
        ):
            self.env.cr.execute(query, (profile_id,))
            self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_merged_by_core(self):
        """Core's merge of leads: what was lost from the fields is found further on."""
        one = self._create_lead(contact_name="Ann Lee", phone="+380501234567")
        other = self._create_lead(contact_name="Ann Lee", phone="+380677654321")
        keys = self._profile(other)[4]
        survivor = (one | other).with_context(active_test=False)._merge_opportunity()
        self.assertTrue(self._profile(survivor)[4] >= keys)

    def test_merged_partners_by_core(self):
        one = self._create_partner(name="Ann Lee", email="ann@x.example")
        other = self._create_partner(name="Ann Lee", email="ann@x.example", phone="+380501234567")
        self.env["base.partner.merge.automatic.wizard"].create({})._merge((one | other).ids, one)
        self.assertTrue(self._profile(one)[1])

    def test_imported(self):
        rows = [["Lead A", "Ann Lee", "+380501234567"], ["Lead B", "Bob Ray", "+380501234568"]]
        found = self.env["crm.lead"].load(["name", "contact_name", "phone"], rows)
        for lead in self.env["crm.lead"].browse(found["ids"]):
            self.assertTrue(self._profile(lead)[4])

    def test_loaded_by_sql(self):
        """The cron reads what passed no ORM, in slices."""
        self.env.cr.execute(
            """INSERT INTO res_partner (name, complete_name, phone, active, type)
               SELECT 'Loaded ' || n, 'Loaded ' || n, '+38050' || (2000000 + n), TRUE, 'contact'
                 FROM generate_series(1, 30) n RETURNING id"""
        )
        loaded = self.env["res.partner"].browse([row[0] for row in self.env.cr.fetchall()])
        with self.enter_registry_test_mode():
            self.env.ref("crm_lead_dedup.ir_cron_dedup_profiles").method_direct_trigger()
        self.env.invalidate_all()
        for partner in loaded:
            _id, is_compared, is_changed, texts, keys = self._profile(partner)
            self.assertTrue(is_compared and is_changed and keys)
            self.assertIn("loaded", texts)

    def test_former_rules_are_read_anew(self):
        lead = self._create_lead(contact_name="Ann Lee", phone="+380501234567", referred="Bob Ray")
        rule = self.env["crm.dedup.rule"].create(
            {
                "name": "Referred by",
                "kind": "fuzzy",
                "lead_field_id": self.env["ir.model.fields"]._get("crm.lead", "referred").id,
            }
        )
        self.env["crm.dedup.engine"].scan()
        self.assertTrue(self._says(lead, "bob"))
        lead.referred = "Tom Fox"
        self.assertTrue(self._says(lead, "tom"))
        rule.active = False
        self.env["crm.dedup.engine"].scan()
        self.assertFalse(self._says(lead, "tom"))

    def test_queries_do_not_grow(self):
        """Changing ten or a hundred leads costs the profiles the same few queries."""
        counts = []
        for size in (10, 100):
            leads = self.env["crm.lead"].create(
                [{"name": "L", "contact_name": f"Ann {n}", "phone": f"+38050{n:07d}"}
                 for n in range(size)]
            )  # fmt: skip
            leads.write({"city": "Lviv"})
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE crm_lead SET city = 'Odesa' WHERE id = ANY(%s)", (leads.ids,)
            )
            before = self.env.cr.sql_log_count
            leads._dedup_refresh()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertTrue(self._says(leads[0], "odesa"))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 3)

    def test_share_of_a_write(self):
        """A write of what is not compared costs no query of ours."""
        leads = self._create_lead() | self._create_lead()
        partner = self._create_partner(child_ids=[Command.create({"name": "Child"})])
        self._settled()
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        leads.priority = "1"
        partner.function = "Buyer"
        self.env.flush_all()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 4)
        self.assertFalse(self._profile(leads[0])[2])
