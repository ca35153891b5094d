# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError

from odoo.addons.crm_stage_automation.tests.common_credit import CreditCommon


class TestClientCredit(CreditCommon):
    """A client with two legal entities, one of which owes.

    ::

        Bakeries (client) ── payer (default) ── Bakeries Ltd
                          └─ payer ─────────── Debtor
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls._customer("Bakeries", is_client=True)
        cls.entity = cls._customer("Bakeries Ltd", is_counterparty=True, email="ltd@example.com")
        cls.debtor.is_counterparty = True
        cls._link(cls.client, cls.entity, is_default=True)
        cls.link = cls._link(cls.client, cls.debtor)
        cls._stop(cls.debtor)

    @classmethod
    def _link(cls, client, party, **values):
        role = cls.env.ref("crm_counterparty.role_payer")
        return cls.env["crm.party.link"].create(
            {"client_id": client.id, "party_id": party.id, "role_id": role.id} | values
        )

    def test_the_whole_client(self):
        """Another payer is no way around; the sentence names who owes."""
        order = self._order(self.client, partner_invoice_id=self.entity.id)
        with self.assertRaisesRegex(UserError, "Debtor"):
            order.action_confirm()
        self.assertEqual(order._stopped(), {order: {"overdue": self.debtor}})

    def test_only_what_the_debtor_pays(self):
        """Where the policy says so."""
        self.policy.stops_client = False
        self._order(self.client, partner_invoice_id=self.entity.id).action_confirm()
        with self.assertRaises(UserError):
            self._order(self.client, partner_invoice_id=self.debtor.id).action_confirm()
        self.assertFalse(self.client.is_credit_stopped)

    def test_the_entity_may_buy_for_others(self):
        """Bakeries Ltd owes nothing: what it orders for another client is confirmed."""
        other = self._customer("Confectioners", is_client=True)
        self._link(other, self.entity)
        self._order(other, partner_invoice_id=self.entity.id).action_confirm()

    def test_links_that_ended_stop_nobody(self):
        """A former payer's debts are not the client's."""
        self.link.write({"date_start": "2020-01-01", "date_end": "2020-12-31"})
        self.env.invalidate_all()
        self.assertFalse(self.client.is_credit_stopped)
        self._order(self.client, partner_invoice_id=self.entity.id).action_confirm()

    def test_the_flag_of_the_client(self):
        """Salespeople see it on the client and find him; the other entity is not marked."""
        client = self.client.with_user(self.seller)
        self.assertTrue(client.is_credit_stopped)
        self.assertIn("Debtor", client.credit_stop_note)
        found = client.search([("is_credit_stopped", "=", True)])
        self.assertIn(client, found)
        self.assertNotIn(self.entity, found)
        self.assertFalse(self.entity.is_credit_stopped)

    def test_an_exception_for_the_debtor(self):
        """It lets the orders of his client through."""
        self.env["crm.credit.pardon"].with_user(self.treasurer).create(
            {"partner_id": self.debtor.id, "until": "2100-01-01", "reason": "Promised"}
        )
        self._order(self.client, partner_invoice_id=self.entity.id).action_confirm()

    def test_queries_do_not_grow(self):
        """Asking about the orders of 10 clients costs what 2 cost."""
        clients = [self._customer(f"Client {number}", is_client=True) for number in range(10)]
        for client in clients:
            self._link(client, self.entity)
        orders = self.env["sale.order"].union(
            *(self._order(client, partner_invoice_id=self.entity.id) for client in clients)
        )
        orders._stopped()
        few = self._queries(orders[:2]._stopped)
        self.assertEqual(self._queries(orders._stopped), few)
