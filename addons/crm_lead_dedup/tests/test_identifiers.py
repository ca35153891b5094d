# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import DedupCommon


@tagged("post_install", "-at_install")
class TestIdentifiers(DedupCommon):
    """Rows by which a card is recognised follow its fields on every write path."""

    def _keys(self, card, origin="card"):
        rows = card.identifier_ids.filtered(lambda row: row.origin == origin)
        return sorted(rows.mapped("key"))

    def test_follow_the_fields(self):
        lead = self._create_lead(phone="0501234567", email_from="Olha@Example.com")
        self.assertEqual(self._keys(lead), ["+380501234567", "olha@example.com"])
        lead.phone = "0501234568"
        self.assertEqual(self._keys(lead), ["+380501234568", "olha@example.com"])
        lead.write({"phone": False, "email_from": False})
        self.assertFalse(lead.identifier_ids)

    def test_country_changes_the_reading(self):
        """The record's country comes before the company's."""
        lead = self._create_lead(phone="06 30 123 4567", country_id=self.env.ref("base.hu").id)
        self.assertEqual(self._keys(lead), ["+36301234567"])

    def test_company_domain_of_companies_only(self):
        firm = self._create_partner(
            is_company=True, website="https://www.pump.ua/contacts", email="office@pump.ua"
        )
        self.assertEqual(
            sorted(firm.identifier_ids.filtered(lambda r: r.kind == "domain").mapped("key")),
            ["pump.ua"],
        )
        person = self._create_partner(email="ivan@pump.ua")
        self.assertEqual(person.identifier_ids.mapped("kind"), ["email"])

    def test_customer_change_reaches_its_leads(self):
        """Core mirrors the customer's phone on the lead by a compute, without write()."""
        partner = self._create_partner(phone="+380501234567")
        lead = self._create_lead(partner_id=partner.id)
        partner.phone = "+380507654321"
        self.assertEqual(self._keys(lead), ["+380507654321"])

    def test_by_hand_is_normalised_and_kept(self):
        lead = self._create_lead(phone="0501234567")
        row = self.env["crm.identifier"].create(
            {"kind": "phone", "value": "067 765 43 21", "lead_id": lead.id}
        )
        self.assertEqual((row.key, row.value), ("+380677654321", "+380 67 765 4321"))
        lead.phone = "0500000001"
        self.assertEqual(self._keys(lead, "manual"), ["+380677654321"])
        row.value = "067 765 43 22"
        self.assertEqual(row.key, "+380677654322")

    def test_found_in_any_spelling(self):
        lead = self._create_lead(phone="0501234567")
        found = self.env["crm.lead"].search
        for text in ("+380 50 123-45-67", "0501234567", "501234567", "123 4567"):
            with self.subTest(text=text):
                self.assertIn(lead, found([("any_phone_or_email", "ilike", text)]))
        self.assertNotIn(lead, found([("any_phone_or_email", "ilike", "0509999999")]))

    def test_backfill_of_rows_loaded_by_sql(self):
        """The cron finds rows that passed no ORM and fills them in slices."""
        self.env.cr.execute(
            """INSERT INTO res_partner (name, complete_name, phone, email, active, type)
               SELECT 'Loaded ' || n, 'Loaded ' || n, '+38050' || (2000000 + n),
                      'l' || n || '@example.com', TRUE, 'contact'
                 FROM generate_series(1, 30) n RETURNING id"""
        )
        loaded = self.env["res.partner"].browse([row[0] for row in self.env.cr.fetchall()])
        with self.enter_registry_test_mode():
            self.env.ref(
                "crm_lead_dedup.ir_cron_identifier_backfill_partner"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(len(loaded.identifier_ids), 60)
        missing = self.env["res.partner"]._identifier_missing_domain()
        self.assertFalse(self.env["res.partner"].with_context(active_test=False).search(missing))

    def test_queries_do_not_grow(self):
        """Writing a phone to ten or to a hundred leads costs the same number of queries."""
        counts = []
        for size in (10, 100):
            leads = self.env["crm.lead"].browse(
                [self._create_lead(phone=f"05011{size:03d}{n:02d}").id for n in range(size)]
            )
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            leads.write({"website": "example.com"})
            leads._sync_identifiers()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_learn_keeps_what_is_new(self):
        """Further numbers of many cards are kept once each, read with each card's country."""
        hungary = self.env.ref("base.hu")
        one = self._create_lead(phone="0501234567", country_id=self.ukraine.id)
        two = self._create_lead(phone="06301234567", country_id=hungary.id)
        facts = {
            one.id: [("phone", "+380 50 123 45 67"), ("phone", "067 123 45 67"), ("email", " ")],
            two.id: [("phone", "06 20 123 4567"), ("email", "Anna@Example.hu")],
        }
        new = self.env["crm.identifier"]._learn("crm.lead", facts)
        self.assertEqual(new, (one | two).identifier_ids - self._card_rows(one | two))
        self.assertEqual(
            sorted(new.mapped("key")), ["+36201234567", "+380671234567", "anna@example.hu"]
        )
        self.assertFalse(self.env["crm.identifier"]._learn("crm.lead", facts))

    def _card_rows(self, cards):
        return cards.identifier_ids.filtered(lambda row: row.origin == "card")
