# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tests import Form, users
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_counterparty.models.ir_actions_act_window_sales import SALES_REPORTS

from .common import PartyCommon


class TestParty(PartyCommon):
    """What links tell of partners."""

    def test_default_counterparty(self):
        """The default payer is the one on whom documents are made out."""
        self.assertEqual(self.client._default_counterparty(), {self.client: self.entity})

    def test_only_payer_needs_no_star(self):
        """The only payer is chosen without being the default; of two without default, nobody."""
        self.link_entity.is_default = False
        self.assertFalse(self.client._default_counterparty()[self.client])
        self.link_trader.action_end()
        self.assertEqual(self.client._default_counterparty()[self.client], self.entity)

    def test_owner_is_no_payer(self):
        """Who owns the client, or receives its goods, is not invoiced for that."""
        other = self.env["res.partner"].create({"name": "Mill", "is_company": True})
        self._link(other, self.accountant, "owner")
        self._link(other, self.entity, "consignee")
        self.assertFalse(other._default_counterparty()[other])

    def test_archived_party_is_not_offered(self):
        """An archived payer is neither default nor choice; when he is back, he is both."""
        self.entity.active = False
        links = self.client._parties()[self.client]
        self.assertEqual(links, self.link_trader)
        self.assertEqual(self.client._default_counterparty()[self.client], self.trader)
        self.entity.active = True
        self.assertEqual(self.client._default_counterparty()[self.client], self.entity)

    def test_parties_on_a_day(self):
        """History can be asked for: who paid on that day?"""
        self.link_entity.write({"date_start": "2025-01-01", "date_end": "2025-12-31"})
        self.link_trader.date_start = "2026-01-01"
        asked = fields.Date.to_date("2025-06-01")
        self.assertEqual(self.client._default_counterparty(date=asked)[self.client], self.entity)
        asked = fields.Date.to_date("2026-06-01")
        self.assertEqual(self.client._default_counterparty(date=asked)[self.client], self.trader)

    def test_client_of_a_party(self):
        """A legal entity and a person with one client lead to him; the client to himself."""
        found = (self.entity + self.accountant + self.client)._client_of()
        self.assertEqual(set(found.values()), {self.client})

    def test_client_of_an_employee(self):
        """Somebody at the counterparty writes: his company's only client is the one we serve."""
        anna = self.env["res.partner"].create({"name": "Anna", "parent_id": self.entity.id})
        self.assertEqual(anna._client_of()[anna], self.client)

    def test_client_of_somebody_with_two(self):
        """With two clients nobody guesses: his own card, as core has it."""
        other = self.env["res.partner"].create({"name": "Mill", "is_company": True})
        self._link(other, self.accountant, "accountant")
        self.assertEqual(self.accountant._client_of()[self.accountant], self.accountant)
        other.active = False
        self.assertEqual(self.accountant._client_of()[self.accountant], self.client)

    def test_batches_do_not_grow(self):
        """The number of queries does not depend on the number of partners."""
        clients = self.env["res.partner"].create(
            [{"name": f"Client {number}", "is_client": True} for number in range(30)]
        )
        for client in clients:
            self._link(client, self.trader, "payer")

        def queries(partners):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners._default_counterparty()
            partners._client_of()
            partners.mapped("counts_as_client")
            return self.env.cr.sql_log_count - before

        queries(clients[:2])
        self.assertEqual(queries(clients[:2]), queries(clients))

    def test_one_person_three_entities(self):
        """One card and three links; each entity shows the person, he all his entities."""
        entities = self.entity + self.trader + self.client
        self._link(self.entity, self.accountant, "accountant")
        self._link(self.trader, self.accountant, "accountant")
        for entity in entities:
            self.assertIn(self.accountant, entity.party_link_ids.party_id)
        self.assertEqual(self.accountant.client_link_ids.client_id, entities)
        same_name = Domain("name", "=", self.accountant.name)
        self.assertEqual(self.env["res.partner"].search_count(same_name), 1)

    @users("user_sales_salesman")
    def test_form(self):
        """A salesperson links a party on the client's card."""
        form = Form(self.client.with_user(self.env.user))
        with form.party_link_ids.new() as line:
            line.party_id = self.env["res.partner"].create({"name": "Petro"})
            line.role_id = self._role("buyer").with_user(self.env.user)
        form.save()
        link = self.client.party_link_ids.filtered(lambda link: link.party_id.name == "Petro")
        self.assertEqual((link.client_id, link.state), (self.client, "current"))
        self.assertTrue(link.party_id.is_contact)


class TestKinds(PartyCommon):
    """Client, counterparty, contact, partner: what links make of a partner."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fresh = cls.env["res.partner"].create({"name": "Mill", "is_company": True})

    def test_links_say_what_somebody_is(self):
        """A link marks its party by the role, and the client."""
        self._link(self.fresh, self.entity, "payer")
        self.assertTrue(self.fresh.is_client)
        self.assertTrue(self.entity.is_counterparty and not self.entity.is_client)
        self.assertTrue(self.accountant.is_contact and not self.accountant.is_counterparty)

    def test_role_of_both_kinds(self):
        """An owner that is a company is a counterparty, a person is a contact."""
        person = self.env["res.partner"].create({"name": "Petro"})
        self._link(self.client, person, "owner")
        self._link(self.client, self.fresh, "owner")
        self.assertTrue(person.is_contact and self.fresh.is_counterparty)

    def test_silent_client_stays_client(self):
        """Who counted as a client only because nobody had said anything is marked as one."""
        self.fresh.customer_rank = 1
        self.assertTrue(self.fresh.counts_as_client)
        self._link(self.client, self.fresh, "payer")
        self.assertTrue(self.fresh.is_client and self.fresh.is_counterparty)

    def test_counterparty_with_a_contact(self):
        """A counterparty does not become a client because it has an accountant of its own."""
        self._link(self.entity, self.accountant, "accountant")
        self.assertFalse(self.entity.is_client)
        self.assertEqual(self.entity._client_of()[self.entity], self.client)

    def test_who_counts_as_client(self):
        """Marked as a client, or nothing said and a customer of core's or with a deal."""
        people = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(5)])
        marked, buyer, dealer, lost, supplier = people
        marked.is_client = True
        buyer.customer_rank = 2
        supplier.write({"customer_rank": 2, "is_other_partner": True})
        for partner in (dealer, lost):
            lead = {"name": "Deal", "type": "opportunity", "partner_id": partner.id}
            self.env["crm.lead"].create(lead).active = partner != lost
        self.env.invalidate_all()
        counted = people.filtered("counts_as_client")
        self.assertEqual(counted, marked + buyer + dealer + lost)
        among = Domain("id", "in", people.ids)
        found = people.search(among & Domain("counts_as_client", "=", True))
        self.assertEqual(found, counted)
        found = people.search(among & Domain("counts_as_client", "=", False))
        self.assertEqual(found, supplier)

    @users("user_sales_salesman")
    def test_deals_of_colleagues_count(self):
        """Who is a client does not depend on who asks: a colleague's deal makes a client."""
        deal = {"name": "Deal", "type": "opportunity", "partner_id": self.fresh.id}
        self.env["crm.lead"].sudo().create(deal | {"user_id": self.user_sales_manager.id})
        self.assertTrue(self.fresh.with_user(self.env.user).counts_as_client)
        clients = self.env["res.partner"]._client_domain()
        self.assertIn(self.fresh, self.env["res.partner"].search(clients))

    def test_suppliers_stay_out(self):
        """A partner stays out of sales figures unless he is a client as well (C6)."""
        self.fresh.is_other_partner = True
        leads = self.env["crm.lead"].create(
            [
                {"name": "Deal", "type": "opportunity", "partner_id": client.id}
                for client in (self.fresh, self.client, self.env["res.partner"])
            ]
        )
        inside = Domain("id", "in", leads.ids) & ~Domain("client_id.outside_sales", "=", True)
        self.assertEqual(leads.search(inside, order="id"), leads[1] + leads[2])
        self.fresh.is_client = True
        self.assertFalse(self.fresh.outside_sales)
        self.assertEqual(leads.search_count(inside), 3)

    def test_reports_open_without_suppliers(self):
        """Sales reports open with the filter once there is a supplier, as core's before."""
        contexts = {}
        for marked in (False, True):
            self.env["res.partner"].search([("is_other_partner", "=", True)]).write(
                {"is_other_partner": False}
            )
            self.fresh.is_other_partner = marked
            for name in SALES_REPORTS:
                action = self.env["ir.actions.actions"]._for_xml_id(name)
                contexts[name, marked] = safe_eval(action["context"], {"uid": self.env.uid})
        for name, chosen in SALES_REPORTS.items():
            added = {f"search_default_{chosen}": 1}
            self.assertEqual(contexts[name, True], contexts[name, False] | added)
            self.assertFalse(added.keys() & contexts[name, False].keys())
            action = self.env.ref(name)
            arch = self.env[action.res_model].get_view(action.search_view_id.id, "search")["arch"]
            self.assertIn(f'name="{chosen}"', arch)

    def test_company_under_a_role_of_persons(self):
        """A company cannot sign or buy: the sentence names both."""
        with self.assertRaisesRegex(ValidationError, "Mill is a company, but “Signatory”"):
            self._link(self.client, self.fresh, "signatory")


class TestChoice(PartyCommon):
    """What a dialog offers for a client."""

    def _offered(self, kind, client=None, name=""):
        client = self.client if client is None else client
        domain = [(f"{kind}_of_id", "=", client.id)]
        partners = self.env["res.partner"].with_context(
            party_choice=kind, party_choice_client_id=client.id
        )
        return [id_ for id_, _name in partners.name_search(name, domain)]

    def test_only_linked_default_first(self):
        """Only the client's own counterparties and contacts are offered, the default first."""
        self.link_trader.action_make_default()
        self.assertEqual(self._offered("counterparty"), [self.trader.id, self.entity.id])
        self.assertEqual(self._offered("contact"), [self.accountant.id])

    def test_ended_and_archived_are_not_offered(self):
        """An ended link, or an archived card, offers nobody."""
        self.link_entity.action_end()
        self.assertEqual(self._offered("counterparty"), [self.trader.id])
        self.accountant.active = False
        self.assertFalse(self._offered("contact"))

    def test_client_without_links(self):
        """A client as core knows it: documents on itself, the persons on its card."""
        plain = self.env["res.partner"].create({"name": "Plain", "is_company": True})
        anna = self.env["res.partner"].create({"name": "Anna", "parent_id": plain.id})
        self.assertEqual(self._offered("counterparty", plain), plain.ids)
        self.assertEqual(self._offered("contact", plain), anna.ids)

    def test_client_that_is_a_legal_entity_too(self):
        """A client marked as counterparty is offered beside its other legal entities."""
        self.assertNotIn(self.client.id, self._offered("counterparty"))
        self.client.is_counterparty = True
        self.assertIn(self.client.id, self._offered("counterparty"))

    def test_default_beyond_the_limit(self):
        """The default comes first also when so many match that he would not be shown."""
        people = self.env["res.partner"].create([{"name": f"A{n:02}"} for n in range(12)])
        for person in people:
            self._link(self.client, person, "buyer")
        self.link_accountant.action_make_default()
        partners = self.env["res.partner"].with_context(
            party_choice="contact", party_choice_client_id=self.client.id
        )
        found = partners.name_search("", [("contact_of_id", "=", self.client.id)], limit=5)
        self.assertEqual(len(found), 5)
        self.assertEqual(found[0][0], self.accountant.id)

    def test_no_client_yet(self):
        """Without a client everybody is offered."""
        nobody = self.env["res.partner"]
        self.assertIn(self.entity.id, self._offered("contact", nobody, "Bakeries Ltd"))
