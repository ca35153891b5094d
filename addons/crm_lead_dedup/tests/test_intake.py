# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import DedupCommon


@tagged("post_install", "-at_install")
class TestNewLead(DedupCommon):
    """A request of somebody unknown."""

    def test_makes_a_lead_with_explicit_owner(self):
        """Company, team and person come from the source, never from the public user."""
        public = self.env.ref("base.public_user")
        request = (
            self.env["crm.intake"]
            .with_user(public)
            .receive(
                [
                    {
                        "channel": "web_form",
                        "source_id": self.source.id,
                        "values": {"name": "Olha Koval", "phone": "050 123 45 67"},
                    }
                ]
            )
        )
        lead = request.lead_id
        self.assertEqual(request.result, "new")
        self.assertTrue(request.lead_created)
        self.assertEqual(lead.company_id, self.company)
        self.assertEqual(lead.team_id, self.sales_team_1)
        self.assertEqual(lead.user_id, self.user_sales_manager, "the team's leader")
        self.assertEqual(lead.phone, "+380 50 123 4567")
        self.assertEqual(lead.contact_name, "Olha Koval")
        self.assertEqual(lead.country_id, self.ukraine)

    def test_person_of_source_when_team_has_none(self):
        self.sales_team_1.user_id = False
        self.source.user_id = self.user_sales_leads
        self.assertEqual(self._receive(phone="0501234567").lead_id.user_id, self.user_sales_leads)

    def test_type_follows_the_team(self):
        self.sales_team_1.use_leads = False
        self.assertEqual(self._receive(phone="0501234567").lead_id.type, "opportunity")
        self.sales_team_1.use_leads = True
        self.assertEqual(self._receive(phone="0501234568").lead_id.type, "lead")

    def test_marketing_marks(self):
        """What the form says wins over the defaults of the source; the rest falls back."""
        medium = self.env["utm.medium"].create({"name": "Banner"})
        self.source.medium_id = medium
        lead = self._receive(phone="0501234567", utm_source="DuckDuckGo", keyword="pumps").lead_id
        self.assertEqual(lead.source_id.name, "DuckDuckGo")
        self.assertEqual(lead.medium_id, medium)
        self.assertIn("pumps", lead.description)

    def test_message_is_escaped(self):
        lead = self._receive(phone="0501234567", message="<script>alert(1)</script>").lead_id
        self.assertNotIn("<script>", lead.description)
        self.assertIn("alert(1)", lead.description)

    def test_unreadable_phone_is_kept_and_marked(self):
        request = self._receive(name="Olha", phone="call me 12-3", email="olha@example.com")
        self.assertEqual(request.phone, "call me 12-3")
        self.assertFalse(request.phone_readable)
        self.assertEqual(request.unclear, "phone")
        self.assertEqual(request.lead_id.phone, "call me 12-3")

    def test_interest(self):
        """A company without a person is an interest; a person makes it a lead."""
        self.assertEqual(
            self._receive(company="Pump LLC", phone="0441234567").lead_id.lead_quality, "interest"
        )
        named = self._receive(company="Pump Two LLC", phone="0441234568", name="Ivan Sirko")
        self.assertEqual(named.lead_id.lead_quality, "lead")

    def test_consent_is_kept_with_text_and_time(self):
        self.source.consent_text = "I agree to be called"
        request = self._receive(phone="0501234567", consent="on")
        self.assertTrue(request.consent)
        self.assertEqual(request.consent_text, "I agree to be called")
        self.assertEqual(request.consent_at, request.received_at)


@tagged("post_install", "-at_install")
class TestKnown(DedupCommon):
    """A request of somebody who is known already."""

    def test_attached_to_the_open_lead(self):
        """The same phone in another spelling: one card, and the new e-mail is learnt."""
        first = self._receive(name="Olha Koval", phone="+38 (050) 123-45-67")
        again = self._receive(name="Olha", phone="0 50 1234567", email="olha@example.com")
        self.assertEqual(again.lead_id, first.lead_id)
        self.assertEqual(again.result, "attached")
        self.assertFalse(again.lead_created)
        by_mail = self._receive(email="OLHA@example.com")
        self.assertEqual(by_mail.lead_id, first.lead_id)
        self.assertEqual(first.lead_id.request_count, 3)

    def test_nothing_filled_is_overwritten(self):
        lead = self._create_lead(phone="0501234567", contact_name="Olha Koval")
        self._receive(phone="0501234567", name="Somebody Else", company="Koval Ltd")
        self.assertEqual(lead.contact_name, "Olha Koval")
        self.assertEqual(lead.partner_name, "Koval Ltd", "a blank is filled")

    def test_same_team_then_latest(self):
        """Of several open leads the one of the source's team, whatever is newer."""
        own = self._create_lead(phone="0501234567", name="Own team")
        other_team = self.env["crm.team"].create({"name": "Other"})
        self._create_lead(phone="0501234567", team_id=other_team.id)
        self.assertEqual(self._receive(phone="0501234567").lead_id, own)

    def test_closed_deals_of_a_customer(self):
        """Won before: a new lead, linked to the customer and without a copy of the request."""
        partner = self._create_partner(phone="+380501234567", email="olha@example.com")
        won = self._create_lead(partner_id=partner.id)
        won.action_set_won()
        request = self._receive(phone="0501234567", email="other@example.com")
        self.assertEqual(request.result, "customer")
        self.assertNotEqual(request.lead_id, won)
        self.assertEqual(request.lead_id.partner_id, partner)
        self.assertEqual(request.lead_id.email_from, "olha@example.com")
        self.assertEqual(request.email, "other@example.com")

    def test_lost_lead_without_customer(self):
        lost = self._create_lead(phone="0501234567")
        lost.action_set_lost()
        request = self._receive(phone="0501234567")
        self.assertEqual(request.result, "returned")
        self.assertEqual(request.previous_lead_id, lost)
        self.assertNotEqual(request.lead_id, lost)
        self.assertFalse(lost.active)

    def test_identifiers_of_two_people(self):
        """A's phone with B's e-mail: A's card, B is shown, nothing is learnt."""
        ann = self._create_lead(phone="0501234567", contact_name="Ann Lee")
        bob = self._create_lead(email_from="bob@example.com", contact_name="Bob Ray")
        request = self._receive(phone="0501234567", email="bob@example.com")
        self.assertEqual(request.lead_id, ann)
        self.assertEqual(request.related_lead_ids, bob)
        self.assertNotIn("bob@example.com", ann.identifier_ids.mapped("value"))

    def test_last_nine_digits_with_the_same_name(self):
        lead = self._create_lead(contact_name="Olha Koval")
        self.env["crm.identifier"].create(
            {"kind": "phone", "value": "050 123 45 67", "lead_id": lead.id}
        )
        other = self._receive(name="Ivan Sirko", phone="+7 950 123 45 67")
        self.assertNotEqual(other.lead_id, lead)
        same = self._receive(name="Olga Koval", phone="+48 501 234 567")
        self.assertEqual(same.lead_id, lead)
        self.assertEqual(same.unclear, "doubtful", "somebody should look at it")

    def test_tax_number_and_domain(self):
        lead = self._create_lead(vat="UA 12345678")
        known = self._receive(tax_number="12345678", name="Ivan", phone="0501112233")
        self.assertEqual(known.lead_id, lead)
        firm = self._create_partner(name="Pump LLC", is_company=True, website="https://www.pump.ua")
        request = self._receive(name="Ivan Sirko", email="ivan@pump.ua")
        self.assertFalse(request.lead_id.partner_id, "a domain alone links no person")
        self.assertEqual(request.lead_id.partner_name, firm.name)

    def test_other_company_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Other company"})
        hidden = self._create_lead(
            phone="0501234567", company_id=other.id, team_id=False, user_id=False
        )
        self.assertNotEqual(self._receive(phone="0501234567").lead_id, hidden)
        shared = self._create_lead(phone="0509998877", company_id=False)
        self.assertEqual(self._receive(phone="0509998877").lead_id, shared)

    def test_own_staff_is_no_customer(self):
        self.user_sales_leads.partner_id.phone = "+380501234567"
        request = self._receive(phone="0501234567")
        self.assertFalse(request.lead_id.partner_id)

    def test_archived_contact_is_recognised(self):
        partner = self._create_partner(phone="+380501234567", active=False)
        self.assertEqual(self._receive(phone="0501234567").lead_id.partner_id, partner)


@tagged("post_install", "-at_install")
class TestCustomerUntouched(DedupCommon):
    """An anonymous request changes no column of any customer."""

    def _partners(self):
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM res_partner ORDER BY id")
        return self.env.cr.fetchall()

    def test_no_partner_column_changes(self):
        """A known phone with a foreign e-mail, the reverse, and a user's login mail."""
        partner = self._create_partner(phone="+380501234567", email="olha@example.com")
        self._create_lead(partner_id=partner.id)
        portal = self.env.ref("base.public_user").partner_id.copy({"email": "login@example.com"})
        before = self._partners()
        self._receive(phone="0501234567", email="thief@example.com", name="Thief")
        self._receive(phone="0507777777", email="olha@example.com", website="evil.example")
        self._receive(phone="0508888888", email=portal.email, tax_number="UA12345678")
        self.assertEqual(self._partners(), before)


@tagged("post_install", "-at_install")
class TestTelling(DedupCommon):
    """Who is told, how often."""

    def _told(self, user):
        return self.env["mail.notification"].search_count(
            [("res_partner_id", "=", user.partner_id.id)]
        )

    def test_one_notification_and_one_activity(self):
        """Three requests: three notifications, one open activity that counts them."""
        before = self._told(self.user_sales_leads)
        lead = self._create_lead(phone="0501234567")
        told_by_core = self._told(self.user_sales_leads) - before
        for text in ("0501234567", "+380501234567", "050-123-45-67"):
            self._receive(phone=text)
        self.assertEqual(self._told(self.user_sales_leads) - before - told_by_core, 3)
        activities = lead.activity_ids.filtered(
            lambda a: a.activity_type_id == self.env.ref("crm_lead_dedup.activity_type_request")
        )
        self.assertEqual(len(activities), 1)
        self.assertEqual(activities.user_id, self.user_sales_leads)
        self.assertIn("3", activities.summary)

    def test_inactive_person_then_leader(self):
        lead = self._create_lead(phone="0501234567")
        self.user_sales_leads.active = False
        request = self._receive(phone="0501234567")
        self.assertEqual(request.lead_id, lead)
        self.assertEqual(request.user_id, self.user_sales_manager)

    def test_given_to_another(self):
        """Who gets the card is who answers; done activities stay with those who did them."""
        kind = self.env.ref("crm_lead_dedup.activity_type_request")
        leads = self.env["crm.lead"]
        for number in range(3):
            leads |= self._receive(phone=f"050123456{number}").lead_id
        first = leads[0].activity_ids
        first.action_done()
        self.env.flush_all()
        owner = first.user_id
        other = self.user_sales_leads
        self.assertNotEqual(owner, other)
        for lead in leads[:2]:
            lead.user_id = other
        self.env.cr.flush()
        self.assertEqual(leads[1].activity_ids.user_id, other)
        self.assertEqual(leads[1].activity_ids.activity_type_id, kind)
        self.assertEqual(leads[2].activity_ids.user_id, owner)
        self.assertEqual(first.user_id, owner)

    def test_cards_given_one_by_one(self):
        """Many cards given one after the other cost two questions at the end, not each."""
        leads = self._create_lead(name="A") | self._create_lead(name="B")
        leads |= self._create_lead(name="C")
        for lead in leads:
            lead.user_id = self.user_sales_manager
        self.env.flush_all()
        with self.assertQueryCount(2):
            self.env["crm.lead"].sudo()._hand_requests_over()
        self.env.cr.precommit.clear()

    def test_note_is_internal_and_by_the_system(self):
        """Never authored as the matched person, never mailed to followers."""
        partner = self._create_partner(phone="+380501234567", email="olha@example.com")
        lead = self._create_lead(partner_id=partner.id)
        lead.message_subscribe(partner.ids)
        self._receive(phone="0501234567", message="Please call")
        note = lead.message_ids[0]
        self.assertTrue(note.is_internal)
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))
        self.assertEqual(note.author_id, self.env.ref("base.partner_root"))
        self.assertEqual(note.notification_ids.res_partner_id, self.user_sales_leads.partner_id)

    def test_dropped_makes_no_lead(self):
        request = self._receive(phone="0501234567", request={"dropped": "honeypot"})
        self.assertEqual((request.result, request.unclear), ("dropped", "honeypot"))
        self.assertFalse(request.lead_id)
