# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .test_dedup_profiles import ProfileCommon


class RegretError(Exception):
    """What was done shall not be."""


@tagged("post_install", "-at_install")
class TestDedupPending(ProfileCommon):
    """Profiles wait with the ORM's own pending values: never too late, never twice."""

    def _stands(self, lead, word):
        """Whether the profile that stands in the table, without any flush, says a word."""
        self.env.cr.execute("SELECT texts FROM crm_dedup_profile WHERE lead_id = %s", (lead.id,))
        found = self.env.cr.fetchone()
        return bool(found) and word in found[0]

    def _count(self):
        before = self.env.cr.sql_log_count
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_every_flush_renews(self):
        flushes = (
            self.env.flush_all,
            self.env.cr.flush,  # what each commit begins with
            self.env["crm.dedup.profile"].flush_model,
            lambda: self.env["crm.dedup.profile"].search([("version", "=", 0)]),
            self.env.invalidate_all,
        )
        for flush in flushes:
            lead = self._create_lead(contact_name="Ann Lee")
            self.env.flush_all()
            lead.contact_name = "Ann Bondar"
            self.assertFalse(self._stands(lead, "bondar"))
            flush()
            self.assertTrue(self._stands(lead, "bondar"))
            self.assertTrue(self._says(lead, "bondar"))

    def test_asked_in_the_same_transaction(self):
        """Whoever asks for matches sees what was written a moment ago, on either side."""
        engine = self.env["crm.dedup.engine"]
        partner = self._create_partner(name="Олена Ковальчук")
        lead = self._create_lead(contact_name="Olena Kovalchuk")
        partner.phone = "+380501234567"
        lead.phone = "050 123 45 67"
        [match] = [m for m in engine.find_matches(lead)[lead] if m["id"] == partner.id]
        self.assertEqual((match["model"], match["relation"]), ("res.partner", "duplicate"))
        phone = next(line for line in match["explanation"] if line["field"] == "phone")
        self.assertEqual(phone["level"], "same")
        partner.phone = "+380677654321"
        vals = {"contact_name": "Olena Kovalchuk", "phone": "067 765 43 21"}
        [found] = engine.check_values("crm.lead", [vals])
        self.assertIn(("res.partner", partner.id), [(m["model"], m["id"]) for m in found])
        partner.phone = "+380631112233"
        keys = self._profile(partner)[4]
        partner.phone = "+380671112233"
        self._settled()
        partner.phone = "+380631112233"
        self.assertEqual(engine.scan(full=False)["profiles"], 1)
        self.assertEqual(self._profile(partner)[4], keys)

    def test_rolled_back(self):
        """What was written before a savepoint stays, what was written in it is forgotten."""
        lead = self._create_lead(contact_name="Ann Lee")
        lead.contact_name = "Ann Bondar"
        made = []
        with self.assertRaises(RegretError), self.env.cr.savepoint():
            self.assertTrue(self._stands(lead, "bondar"))
            lead.contact_name = "Ann Petrenko"
            made.append(self._create_lead(contact_name="Bob Ray").id)
            raise RegretError
        self.assertTrue(self._says(lead, "bondar"))
        self.assertFalse(self._says(lead, "petrenko"))
        self.env.cr.execute("SELECT FROM crm_dedup_profile WHERE lead_id = ANY(%s)", (made,))
        self.assertFalse(self.env.cr.fetchall())

    def test_rolled_back_after_a_flush(self):
        lead = self._create_lead(contact_name="Ann Bondar")
        with self.assertRaises(RegretError), self.env.cr.savepoint():
            lead.contact_name = "Ann Petrenko"
            self.assertTrue(self._says(lead, "petrenko"))
            raise RegretError
        self.assertTrue(self._says(lead, "bondar"))
        lead.contact_name = "Ann Kovalenko"
        self.assertTrue(self._says(lead, "kovalenko"))

    def test_deleted_before_the_flush(self):
        lead = self._create_lead(contact_name="Ann Lee", phone="+380501234567")
        other = self._create_lead(contact_name="Bob Ray")
        self.env.flush_all()
        lead.city = "Lviv"
        self.env["crm.lead"].create({"name": "Short", "contact_name": "Short Life"}).unlink()
        profile_id = self._profile(other)[0]
        (lead | other).unlink()
        self.env.flush_all()
        self.env.cr.execute("SELECT FROM crm_dedup_key WHERE profile_id = %s", (profile_id,))
        self.assertFalse(self.env.cr.fetchall())

    def test_written_often_read_once(self):
        """Five changes of a lead and of its customer cost their profiles what one does."""
        partner = self._create_partner(name="Ann Lee")
        lead = self._create_lead(partner_id=partner.id)
        self._settled()
        partner.name, lead.contact_name = "Ann Kovalenko", "Ann Kovalenko"
        once = self._count()
        for name in ("Tom Fox", "Ira Moroz", "Ann Boyko", "Bob Ray", "Ann Bondar"):
            partner.name, lead.contact_name = name, name
        self.assertLessEqual(self._count(), once)
        for card in (lead, partner):
            self.assertTrue(self._says(card, "bondar"))

    def test_changed_while_new(self):
        """A phone that a new card learns before its first flush is compared."""
        lead = self._create_lead(contact_name="Ann Lee")
        self.env["crm.identifier"].create(
            {"kind": "phone", "value": "067 765 43 21", "lead_id": lead.id}
        )
        lead.city = "Lviv"
        keys = self._profile(lead)[4]
        lead.identifier_ids.filtered(lambda row: row.origin == "manual").unlink()
        self.assertTrue(keys - self._profile(lead)[4])

    def test_read_as_in_the_writer_s_company(self):
        """A card of no company: its phones are read in the country of who wrote it."""
        abroad = self.env["res.company"].create(
            {"name": "Abroad", "country_id": self.env.ref("base.hu").id}
        )
        values = {"name": "Ann Lee", "phone": "(1) 234 5678", "company_id": False}
        cards = self.env["res.partner"].with_company(abroad).create(values)
        cards |= self.env["res.partner"].create(values)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT count(DISTINCT codes) FROM crm_dedup_profile WHERE partner_id = ANY(%s)",
            (cards.ids,),
        )
        self.assertEqual(self.env.cr.fetchone(), (2,))

    def test_journal_of_core_s_merge_knows_what_waits(self):
        """Core merges before it has written: the journal keeps the card as it was meant."""
        one = self._create_lead(contact_name="Ann Lee", phone="+380501234567")
        other = self._create_lead(contact_name="Ann Lee", phone="+380501234567")
        self.env.flush_all()
        other.write({"city": "Lviv", "date_deadline": "2026-12-24"})
        (one | other).with_context(active_test=False)._merge_opportunity(auto_unlink=False)
        merge = self.env["crm.dedup.merge"].search([("kind", "=", "core")], limit=1)
        [change] = merge.change_ids
        gone = other if change.row_key == {"id": other.id} else one
        self.assertEqual(change.old["city"], gone.city or None)
        self.assertIn("Lviv", (change.old["city"], one.city))
        self.assertEqual(
            change.old["date_deadline"],
            str(gone.date_deadline) if gone.date_deadline else None,
        )
