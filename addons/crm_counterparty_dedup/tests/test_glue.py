# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tools import SQL

from odoo.addons.crm_counterparty.tests.common import PartyCommon


class TestGlue(PartyCommon):
    """Duplicates and clients together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engine = cls.env["crm.dedup.engine"]

    def _became_client(self, name):
        """A lead that was converted for our client."""
        lead = self.env["crm.lead"].create(
            {"name": name, "type": "lead", "contact_name": "Olha", "user_id": False}
        )
        lead.convert_opportunity(self.client)
        lead.client_id = self.client
        self.env.cr.flush()
        return lead

    def _origins(self):
        traces = self.env["crm.lead.trace"].search([("client_id", "=", self.client.id)])
        return {trace.lead_ref: trace.deal_id for trace in traces}

    def test_merged_leads_stay_origins(self):
        """Three leads merged into one: all three are origins, and the undo gives each its own."""
        leads = self.env["crm.lead"].union(*(self._became_client(f"L{n}") for n in range(3)))
        self.assertEqual(self._origins(), {lead.id: lead for lead in leads})
        before = self._dump()
        merge = self.engine.merge(leads[0], leads[1:])
        self.env.cr.flush()
        self.assertEqual(self._origins(), dict.fromkeys(leads.ids, leads[0]))
        merge.action_undo()
        self.env.cr.flush()
        self.assertEqual(self._origins(), {lead.id: lead for lead in leads})
        self.assertEqual(self._dump(), before)

    def _dump(self):
        """Every row of the traces."""
        self.env.flush_all()
        rows = []
        for table in ("crm_lead_trace", "crm_lead_trace_event", "crm_party_link"):
            query = SQL("SELECT t::text FROM %s t ORDER BY id", SQL.identifier(table))
            rows.append(self.env.execute_query(query))
        return rows

    def test_same_party_twice(self):
        """Both sides of a merge of clients have the same payer: one link stays; undo brings two."""
        twin = self.env["res.partner"].create({"name": "Bakeries", "is_company": True})
        self._link(twin, self.entity, "payer", is_default=True)
        self._link(twin, self.accountant, "buyer")
        before = self._dump()
        merge = self.engine.merge(self.client, twin)
        links = self.env["crm.party.link"].search([("client_id", "=", self.client.id)])
        self.assertEqual(
            sorted((link.party_id.name, link.role_id.code, link.is_default) for link in links),
            sorted(
                [
                    (self.entity.name, "payer", True),
                    (self.trader.name, "payer", False),
                    (self.accountant.name, "accountant", False),
                    (self.accountant.name, "buyer", False),
                ]
            ),
        )
        self.assertFalse(self.env["crm.party.link"].search([("client_id", "=", twin.id)]))
        self.env.cr.execute("DELETE FROM crm_party_figure_dirty")
        merge.action_undo()
        self.assertEqual(self._dump(), before)
        self.env.cr.flush()
        marked = (
            self.env["crm.party.figure.dirty"].search([("partner_id", ">", 0)]).mapped("partner_id")
        )
        self.assertLessEqual({self.client.id, twin.id}, set(marked))

    def test_who_is_linked_is_not_proposed(self):
        """A person with the company's phone is proposed, until he has a role there."""
        self.client.phone = "+380441112233"
        person = self.env["res.partner"].create({"name": "Taras", "phone": "+380441112233"})
        self.assertTrue(self.engine.works_at(self.client)[self.client])
        self._link(self.client, person, "buyer")
        self.assertFalse(self.engine.works_at(self.client)[self.client])
        self.assertFalse(self.engine.works_at(person)[person])
