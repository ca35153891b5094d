# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.crm_counterparty.tests.common_figure import FigureCommon
from odoo.addons.crm_telephony_bridge.tools.wire import read_state

NUMBER = "0671112233"


@tagged("post_install", "-at_install")
class TestClientCalls(FigureCommon):
    """Calls of people who act for clients.

    ::

        Bakeries (client) ── payer ── Bakeries Ltd, …
                          └─ buyer ── Olha (0671112233)
        Florists (client) ── default accountant ── Olha
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partner = cls.env["res.partner"]
        ukraine = cls.env.ref("base.ua")
        cls.olha = partner.create({"name": "Olha", "phone": NUMBER, "country_id": ukraine.id})
        cls.florists = partner.create(
            {"name": "Florists", "is_company": True, "is_client": True, "user_id": cls.env.uid}
        )
        cls._link(cls.olha, "buyer")
        cls.provider = cls.env["telephony.provider"].create(
            {"name": "Office", "company_id": cls.company.id, "country_id": ukraine.id, "tz": "UTC"}
        )
        cls.env["telephony.extension"].create(
            {"provider_id": cls.provider.id, "number": "102", "user_id": cls.user_sales.id}
        )

    def _two_clients(self):
        self._link(self.olha, "accountant", self.florists, is_default=True)

    def _ring(self, count=1, caller=NUMBER):
        """So many calls ring at the salesperson's phone."""
        now = time.time()
        leg = {"id": "l", "channel": "PJSIP/102-1", "party": "agent", "number": "102",
               "began": now, "ringing": now, "answered": None, "ended": None, "status": None,
               "cause": None, "talk": 0}  # fmt: skip
        states = [
            read_state(
                {
                    "id": f"{now}.{number}",
                    "version": 1,
                    "state": "ringing",
                    "direction": "incoming",
                    "caller": caller,
                    "called": "380442003040",
                    "wait": 0,
                    "talk": 0,
                    "started": now,
                    "legs": [leg],
                }
            )
            for number in range(count)
        ]
        changes = self.env["telephony.call"]._ingest(self.provider, states)
        return self.env["telephony.call"].browse(change.call_id for change in changes)

    def _head(self, call=None):
        call = call or self._ring()
        self.env.invalidate_all()
        return call.with_user(self.user_sales).call_card(call.id)["head"]

    def _today(self, amount, **values):
        return self._invoice(amount, fields.Date.today(), **values)

    def test_client_of_the_caller(self):
        """Turnover, debt and who is in charge are the client's, not the caller's own."""
        self.client.user_id = self.user_sales
        self._today(700)
        head = self._head()
        self.assertEqual((head["turnover"], head["debt"]), (700.0, 700.0))
        self.assertEqual(head["in_charge"], self.user_sales.name)
        [client] = head["clients"]
        self.assertEqual((client["id"], client["is_caller"]), (self.client.id, False))
        self.assertEqual(client["role"], self.env.ref("crm_counterparty.role_buyer").name)

    def test_several_clients(self):
        """All are there with the role; whose default person he is comes first."""
        self._two_clients()
        self._today(700)
        self._today(50, payer=self.florists, client=self.florists)
        head = self._head()
        self.assertEqual(
            [(one["id"], one["is_default"], one["turnover"]) for one in head["clients"]],
            [(self.florists.id, True, 50.0), (self.client.id, False, 700.0)],
        )
        self.assertEqual((head["turnover"], head["debt"]), (50.0, 50.0))
        self.assertEqual(head["in_charge"], self.env.user.name)

    def test_no_client(self):
        """Who acts for nobody is his own client, as in core."""
        self.env["crm.party.link"].search([("party_id", "=", self.olha.id)]).unlink()
        [client] = self._head()["clients"]
        self.assertEqual((client["id"], client["is_caller"]), (self.olha.id, True))

    def test_hidden_client(self):
        """Of a client that is hidden from the called person, nothing is told."""
        self._two_clients()
        self._today(700)
        owner = self._user("calls_owner", "sales_team.group_sale_salesman")
        self.env["crm.team"].create(
            {
                "name": "Key Accounts",
                "member_ids": [(6, 0, owner.ids)],
                "client_visibility": "owner",
            }
        )
        self.client.user_id = owner
        self.assertFalse(self.client.with_user(self.user_sales).has_access("read"))
        head = self._head()
        self.assertEqual([one["id"] for one in head["clients"]], [self.florists.id])
        self.assertEqual(head["turnover"], 0.0)
        self.assertNotIn(self.client.name, str(head))
        self.assertNotIn(owner.name, str(head))

    def test_calls_of_hidden_clients(self):
        """Calls of a colleague's hidden client are hidden with it, those at one's phone not."""
        mine, others = self._ring(), self._ring()
        others.sudo().leg_ids.user_id = False
        others.sudo().user_id = False
        # Whose customer he is would let the salesperson see the call.
        self.olha.user_id = self.user_sales
        seen = (mine | others).with_user(self.user_sales)
        self.assertEqual(seen._filtered_access("read"), seen)
        owner = self._user("calls_owner", "sales_team.group_sale_salesman")
        self.env["crm.team"].create(
            {
                "name": "Key Accounts",
                "member_ids": [(6, 0, owner.ids)],
                "client_visibility": "owner",
            }
        )
        self.client.user_id = owner
        self.env.invalidate_all()
        self.assertEqual(seen._filtered_access("read"), mine)

    def test_figures_of_who_sells_nothing(self):
        """What a supplier invoiced is no business of sales: no figure, not a zero."""
        self.env["crm.party.link"].search([("party_id", "=", self.olha.id)]).unlink()
        self.olha.is_other_partner = True
        head = self._head()
        self.assertEqual((head["turnover"], head["debt"], head["overdue"]), (None, None, None))

    def test_company_of_the_call(self):
        """The money is that of the company that is called, whichever the person works in."""
        self._today(700)
        other = self.env["res.company"].create({"name": "Second"})
        self.user_sales.sudo().write({"company_ids": [(4, other.id)], "company_id": other.id})
        self.assertEqual(self._head()["turnover"], 700.0)

    def test_deals_of_the_client(self):
        """The client's open deals, also those with another contact."""
        deal = self.env["crm.lead"].create(
            {"name": "Ovens", "type": "opportunity", "partner_id": self.entity.id,
             "client_id": self.client.id, "user_id": self.user_sales.id}
        )  # fmt: skip
        self.assertEqual([one["id"] for one in self._head()["deals"]], [deal.id])

    def test_route_by_turnover(self):
        """Past twelve months, whatever the fiscal year; of several clients the best counts."""
        self._two_clients()
        self._today(50, payer=self.florists, client=self.florists)
        self._today(700)
        route = self.env["telephony.route"]
        self.assertEqual(route._route_turnover(self.olha, self.company), 700.0)
        self.assertEqual(route._route_turnover(self.olha.browse(), self.company), 0.0)

    def test_client_of_a_call(self):
        """Found with the caller; a call keeps the client of its day."""
        call = self._ring()
        self.assertEqual(call.client_id, self.client)
        self._two_clients()
        self.assertEqual(call.client_id, self.client)
        groups = self.env["telephony.call"]._read_group(
            [("id", "in", call.ids)], ["client_id"], ["__count"]
        )
        self.assertEqual(groups, [(self.client, 1)])

    def test_count_on_the_client(self):
        """The calls of all who act for a client, each once."""
        self.env["res.partner"].create(
            {"name": "Ann", "parent_id": self.entity.id, "phone": "+380671112244"}
        )
        self._ring()
        self._ring(caller="0671112244")
        self.env.invalidate_all()
        both = (self.client | self.olha).with_user(self.user_sales)
        self.assertEqual(both.mapped("telephony_call_count"), [2, 1])
        action = self.client.with_user(self.user_sales).action_view_calls()
        self.assertEqual(self.env["telephony.call"].search_count(action["domain"]), 2)

    def test_queries_do_not_grow(self):
        """One call or fifty, the client is found with as many queries."""
        self._ring()
        self.assertEqual(
            self._queries(lambda: self._ring(2)), self._queries(lambda: self._ring(50))
        )
