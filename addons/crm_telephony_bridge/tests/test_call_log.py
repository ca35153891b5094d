# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged, users

from .log_common import LogCommon


@tagged("post_install", "-at_install")
class TestCallLog(LogCommon):
    """Calls on cards: counted and shown, whatever becomes of the cards; calls entered by hand."""

    @users("user_sales_manager")
    def test_company_shows_calls_of_its_people(self):
        """Through contacts of contacts, and through leads that had no contact at the time."""
        company = self._create_partner(is_company=True)
        person = self._create_partner(parent_id=company.id)
        below = self._create_partner(parent_id=person.id)
        lead = self._create_lead(partner_id=person.id)
        self._create_call(partner_id=company.id)
        self._create_call(partner_id=below.id)
        self._create_call(lead_id=lead.id)
        self._create_call(partner_id=self._create_partner().id)
        cards = (company + person + below).with_env(self.env)
        self.assertEqual(cards.mapped("telephony_call_count"), [3, 2, 1])
        action = cards[0].action_view_calls()
        self.assertEqual(self.env["telephony.call"].search_count(action["domain"]), 3)

    def _count_queries(self, cards):
        cards = cards.with_user(self.user_sales_manager)
        self.env.flush_all()
        cards.env.invalidate_all()
        before = self.env.cr.sql_log_count
        cards.mapped("telephony_call_count")
        return self.env.cr.sql_log_count - before

    def test_counts_of_many_cost_as_those_of_few(self):
        partners = self.env["res.partner"].create([{"name": str(n)} for n in range(40)])
        leads = self.env["crm.lead"].create([{"name": partner.name} for partner in partners])
        for partner, lead in zip(partners, leads, strict=True):
            self._create_call(partner_id=partner.id, lead_id=lead.id)
        for cards in (partners, leads):
            self._count_queries(cards[:1])
            self.assertEqual(self._count_queries(cards[:5]), self._count_queries(cards))
        self.assertEqual(sum(leads.mapped("telephony_call_count")), 40)

    @users("user_sales_manager")
    def test_timeline_page_by_page(self):
        """Newest first; calls of one second are neither lost nor told twice between two pages."""
        lead = self._create_lead()
        calls = self.env["telephony.call"]
        for minutes in (0, 1, 1, 1, 2):
            calls |= self._create_call(minutes=minutes, lead_id=lead.id)
        seen, after = [], False
        for _page in range(3):
            page = calls.with_env(self.env).timeline("crm.lead", lead.id, after=after, limit=2)
            seen += [call["id"] for call in page["calls"]]
            after = seen[-1]
        self.assertFalse(page["more"])
        self.assertEqual(seen, calls.sorted(lambda call: (call.started_at, call.id)).ids[::-1])

    @users("user_sales_manager")
    def test_timeline_costs_the_same_for_many(self):
        lead = self._create_lead()
        timeline = self.env["telephony.call"].timeline

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            timeline("crm.lead", lead.id)
            return self.env.cr.sql_log_count - before

        people = [self.user_sales_leads, self.user_sales_salesman, self.user_sales_manager]

        def add(users):
            for user in users:
                customer = self._create_partner()
                self._create_call(lead_id=lead.id, user_id=user.id, partner_id=customer.id)

        add(people[:1])
        queries()
        few = queries()
        add(people * 5)
        self.assertEqual(queries(), few)

    def test_timeline_shows_what_the_reader_may_see(self):
        """A contact is everybody's, calls with it are not; a stranger's lead is closed at all."""
        partner, lead = self._create_partner(), self._create_lead()
        self._create_call(partner_id=partner.id, user_id=self.user_sales_leads.id)
        mine = self._create_call(partner_id=partner.id, user_id=self.user_sales_salesman.id)
        timeline = self.env["telephony.call"].with_user(self.user_sales_salesman).timeline
        shown = timeline("res.partner", partner.id)["calls"]
        self.assertEqual([call["id"] for call in shown], mine.ids)
        with self.assertRaises(AccessError):
            timeline("crm.lead", lead.id)
        with self.assertRaises(UserError):
            timeline("res.users", self.env.uid)

    def test_merged_leads_keep_their_calls(self):
        """Also those that the person who merges does not see."""
        leads = self._create_lead() + self._create_lead()
        calls = self._create_call(lead_id=leads[0].id) + self._create_call(lead_id=leads[1].id)
        for lead, number in zip(
            leads + leads[1], ("0671110001", "0671110002", "0671110001"), strict=True
        ):
            lead.telephony_number_ids = [Command.create({"number": number})]
        survivor = leads.with_user(self.user_sales_manager).merge_opportunity()
        self.assertEqual(calls.lead_id, survivor.sudo())
        numbers = survivor.sudo().telephony_number_ids.mapped("number")
        self.assertEqual(sorted(numbers), ["+380671110001", "+380671110002"])

    def test_merged_contacts_keep_their_calls(self):
        partners = self._create_partner() + self._create_partner()
        call = self._create_call(partner_id=partners[0].id)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge(partners.ids, partners[1])
        self.assertEqual(call.partner_id, partners[1])

    @users("user_sales_salesman")
    def test_a_call_made_elsewhere(self):
        """Entered through the form: mine, ended, found by its number in any spelling."""
        partner = self._create_partner()
        form = Form(self.env["telephony.call"])
        form.customer_number = "050 111-22-33"
        form.partner_id = partner
        form.talk_seconds = 90
        call = form.save()
        self.assertTrue(call.is_manual)
        self.assertEqual(call.user_id, self.user_sales_salesman)
        self.assertEqual((call.ended_at - call.started_at).total_seconds(), 90)
        self.assertEqual(call.customer_number, "+380501112233")
        found = call.search([("phone_text", "ilike", "+38 (050) 111 22 33")])
        self.assertEqual(found, call)
        self.assertIn(call, call.search([("phone_text", "ilike", "2233")]))
        call.write({"talk_seconds": 120, "customer_number": "0671112244"})
        self.assertEqual(call.customer_tail, "671112244")

    @users("user_sales_salesman")
    def test_nobody_invents_a_call_of_the_exchange(self):
        """What only the exchange may say is not taken from people; nor is a colleague's call."""
        calls = self.env["telephony.call"]
        forged = {"provider_id": self.provider.id, "external_id": "1", "is_manual": False}
        call = calls.create({**forged, "customer_number": "0501112233"})
        self.assertTrue(call.is_manual)
        self.assertFalse(call.sudo().provider_id or call.sudo().external_id)
        with self.assertRaises(AccessError):
            calls.create({"user_id": self.user_sales_leads.id})
        with self.assertRaises(UserError):
            call.write({"is_manual": False})

    @users("user_sales_salesman")
    def test_nobody_rewrites_a_call_of_the_exchange(self):
        call = self._create_call(user_id=self.env.uid).with_env(self.env)
        for values in ({"talk_seconds": 600}, {"disposition": "missed"}, {"user_id": False}):
            with self.assertRaises(UserError):
                call.write(values)
        call.write({"note": "Wants desks", "partner_id": self._create_partner().id})
        self.assertEqual(call.note, "Wants desks")
