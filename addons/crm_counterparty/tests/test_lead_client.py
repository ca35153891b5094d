# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import Form, users

from .common import PartyCommon


class TestLeadClient(PartyCommon):
    """Client, contact and counterparty of a deal stay in step with core's partner."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create(
            {"name": "Cafes", "is_company": True, "email": "info@cafes.example"}
        )
        cls.guest = cls.env["res.partner"].create({"name": "Guest", "email": "guest@x.example"})

    def _lead(self, **values):
        return self.env["crm.lead"].create({"name": "Deal", "type": "opportunity"} | values)

    def _assert_parties(self, lead, client, contact, counterparty):
        expected = [party or self.env["res.partner"] for party in (client, contact, counterparty)]
        found = [lead.client_id, lead.contact_id, lead.counterparty_id]
        self.assertEqual(found, expected)
        self.assertEqual(lead.partner_id, lead.contact_id or lead.client_id)

    def test_partner_leads_to_client(self):
        """Core writes the person: the client and its default payer follow."""
        lead = self._lead(partner_id=self.accountant.id)
        self._assert_parties(lead, self.client, self.accountant, self.entity)

    def test_partner_is_client(self):
        """Core writes the client: there is no contact."""
        lead = self._lead(partner_id=self.client.id)
        self._assert_parties(lead, self.client, None, self.entity)

    def test_partner_nobody_said_anything_of(self):
        """A person of a company leads to it, as in core, and nobody is marked by that."""
        person = self.env["res.partner"].create({"name": "Ann", "parent_id": self.other.id})
        lead = self._lead(partner_id=person.id)
        self._assert_parties(lead, self.other, person, None)
        self.assertFalse(self.other.is_client)

    def test_partner_cleared(self):
        """Without partner there is no client."""
        lead = self._lead(partner_id=self.accountant.id)
        lead.partner_id = False
        self._assert_parties(lead, None, None, None)

    def test_partner_replaced_by_stranger(self):
        """Another partner brings his own client."""
        lead = self._lead(partner_id=self.accountant.id)
        lead.partner_id = self.guest
        self._assert_parties(lead, self.guest, None, None)

    def test_client_said_by_rpc(self):
        """The client alone is enough: core's partner follows, and the client is marked as one."""
        lead = self._lead(client_id=self.other.id)
        self._assert_parties(lead, self.other, None, None)
        self.assertTrue(self.other.is_client)

    def test_contact_said_by_rpc(self):
        """The contact alone is enough."""
        lead = self._lead(contact_id=self.accountant.id)
        self._assert_parties(lead, self.client, self.accountant, self.entity)

    def test_all_said(self):
        """What somebody says stays, also a contact that has no link."""
        lead = self._lead(
            client_id=self.client.id, contact_id=self.guest.id, counterparty_id=self.trader.id
        )
        self._assert_parties(lead, self.client, self.guest, self.trader)

    def test_client_written(self):
        """Another client: the contact goes unless it is one of his people."""
        lead = self._lead(partner_id=self.accountant.id)
        lead.client_id = self.other
        self._assert_parties(lead, self.other, None, None)
        self._link(self.other, self.accountant, "accountant")
        lead.write({"client_id": self.client.id, "contact_id": self.accountant.id})
        lead.client_id = self.other
        self._assert_parties(lead, self.other, self.accountant, None)

    def test_contact_cleared(self):
        """Without contact one writes to the client."""
        lead = self._lead(partner_id=self.accountant.id)
        lead.contact_id = False
        self._assert_parties(lead, self.client, None, self.entity)

    def test_counterparty_stays(self):
        """A chosen counterparty outlives another contact, another default and another parent."""
        lead = self._lead(partner_id=self.accountant.id)
        lead.counterparty_id = self.trader
        buyer = self.env["res.partner"].create({"name": "Buyer"})
        self._link(self.client, buyer, "buyer")
        lead.partner_id = buyer
        self._assert_parties(lead, self.client, buyer, self.trader)
        buyer.parent_id = self.other
        self.link_entity.is_default = False
        self._assert_parties(lead, self.client, buyer, self.trader)

    def test_default_counterparty_never_changes_a_deal(self):
        """Changing the client's default payer later leaves the deals that are there."""
        lead = self._lead(client_id=self.client.id)
        self.link_entity.is_default = False
        self.link_trader.is_default = True
        self.assertEqual(lead.counterparty_id, self.entity)
        self.assertEqual(self._lead(client_id=self.client.id).counterparty_id, self.trader)

    def test_contact_data_is_nobodys_elses(self):
        """Choosing a client overwrites neither his e-mail nor the lead's."""
        lead = self._lead(email_from="me@x.example", phone="+1 202 555 0101")
        lead.client_id = self.other
        self.assertEqual(lead.email_from, "me@x.example")
        self.assertEqual(lead.phone, "+1 202 555 0101")
        self.assertEqual(self.other.email, "info@cafes.example")
        self._lead(client_id=self.other.id, email_from="me@x.example", phone="+12025550101")
        self.assertEqual(self.other.email, "info@cafes.example")
        self.assertFalse(self.other.phone)

    def test_usual_contact_is_not_the_writer(self):
        """A lead with an e-mail of its own is not of the client's usual contact."""
        self.link_accountant.is_default = True
        self.accountant.email = "olha@bakeries.example"
        blank = self._lead(client_id=self.client.id)
        self._assert_parties(blank, self.client, self.accountant, self.entity)
        self.assertEqual(blank.email_from, "olha@bakeries.example")
        own = self._lead(client_id=self.client.id, email_from="me@x.example")
        self._assert_parties(own, self.client, None, self.entity)
        self.assertEqual(self.accountant.email, "olha@bakeries.example")
        blank.client_id = self.other
        self.assertEqual(blank.email_from, "info@cafes.example", "Olha's e-mail goes with her")

    def test_later_saves_leave_the_client(self):
        """Core's form sends e-mail and phone again and again: the client's card stays."""
        lead = self._lead(client_id=self.other.id, email_from="me@x.example", phone="+12025550101")
        lead.write({"name": "Other", "email_from": "me@x.example", "phone": "+12025550101"})
        self.assertEqual((self.other.email, self.other.phone), ("info@cafes.example", False))
        self.assertFalse(lead.partner_email_update or lead.partner_phone_update)

    def test_copy(self):
        """A copy has the same parties."""
        lead = self._lead(client_id=self.client.id, contact_id=self.guest.id)
        lead.counterparty_id = self.trader
        self._assert_parties(lead.copy(), self.client, self.guest, self.trader)

    def test_merge_takes_all_from_one_card(self):
        """Client, contact and counterparty of a merged deal come from the same card."""
        head = self._lead(probability=90)
        tail = self._lead(client_id=self.client.id, contact_id=self.guest.id, probability=10)
        tail.counterparty_id = self.trader
        merged = (head | tail).merge_opportunity()
        self.assertEqual(merged, head)
        self._assert_parties(head, self.client, self.guest, self.trader)

    def test_merge_keeps_the_first(self):
        """A deal that has its parties keeps them."""
        head = self._lead(client_id=self.other.id, probability=90)
        tail = self._lead(client_id=self.client.id, probability=10)
        (head | tail).merge_opportunity()
        self._assert_parties(head, self.other, None, None)

    def test_leads_from_before(self):
        """What is there at install gets client and contact as core has them, nothing else."""
        person = self.env["res.partner"].create({"name": "Ann", "parent_id": self.other.id})
        leads = self._lead(partner_id=person.id) | self._lead(partner_id=self.other.id)
        leads |= self._lead()
        self.env.flush_all()
        cr = self.env.cr
        query = """SELECT name, partner_id, email_from, stage_id, write_date, write_uid
                     FROM crm_lead WHERE id IN %s ORDER BY id"""
        cr.execute(
            """UPDATE crm_lead
                  SET client_id = NULL, contact_id = NULL, write_date = '2020-01-01'
                WHERE id IN %s""",
            [leads._ids],
        )
        cr.execute(query, [leads._ids])
        before = cr.fetchall()
        leads._fill_parties()
        cr.execute(query, [leads._ids])
        self.assertEqual(cr.fetchall(), before)
        leads.invalidate_recordset()
        self._assert_parties(leads[0], self.other, person, None)
        self._assert_parties(leads[1], self.other, None, None)
        self._assert_parties(leads[2], None, None, None)

    @users("user_sales_salesman")
    def test_form(self):
        """A salesperson chooses the client; its default contact and payer come by themselves."""
        self.link_accountant.sudo().is_default = True
        form = Form(self.env["crm.lead"].with_context(default_type="opportunity"))
        form.name = "Deal"
        form.client_id = self.client
        self.assertEqual(form.contact_id, self.accountant)
        self.assertEqual(form.counterparty_id, self.entity)
        form.counterparty_id = self.trader
        form.contact_id = self.env["res.partner"]
        lead = form.save()
        self._assert_parties(lead, self.client, None, self.trader)

    @users("user_sales_salesman")
    def test_form_leaves_contact_data(self):
        """Choosing a client on a form replaces neither his e-mail and phone nor the lead's."""
        lead = self._lead(email_from="me@x.example", phone="+1 202 555 0101")
        form = Form(lead)
        form.client_id = self.other
        self.assertFalse(form.partner_email_update or form.partner_phone_update)
        form.save()
        self.assertTrue(self.other.is_client)
        self.assertEqual(lead.partner_id, self.other)
        self.assertEqual((lead.email_from, lead.phone), ("me@x.example", "+1 202 555 0101"))
        self.assertEqual((self.other.email, self.other.phone), ("info@cafes.example", False))

    @users("user_sales_salesman")
    def test_form_partner_of_core(self):
        """Who fills in core's partner gets the rest, and marks nobody."""
        form = Form(self.env["crm.lead"].with_context(default_type="opportunity"))
        form.name = "Deal"
        form.partner_id = self.other
        lead = form.save()
        self._assert_parties(lead, self.other, None, None)
        self.assertFalse(self.other.is_client)

    def test_size_independence(self):
        """Many leads cost the queries of few."""
        people = self.env["res.partner"].create([{"name": f"P{i}"} for i in range(40)])
        for person in people:
            self._link(self.client, person, "employee")

        def settle(size):
            leads = self.env["crm.lead"].create([{"name": "x"} for _ in range(size)])
            wishes = [
                (lead, {"partner_id": person})
                for lead, person in zip(leads, people[:size], strict=True)
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = leads._settle_parties(wishes)
            self.assertEqual({row["client_id"] for row in found}, {self.client})
            return self.env.cr.sql_log_count - before

        settle(2)  # fills what is cached for all requests
        self.assertEqual(settle(2), settle(40))
