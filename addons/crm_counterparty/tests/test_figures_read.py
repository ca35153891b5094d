# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_figure import FigureCommon

LIST = ["client_turnover", "client_turnover_previous", "client_debt", "client_last_contact"]
TODAY = ["client_overdue", "client_ageing", "client_turnover_months", "counterparty_overdue"]


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestFiguresRead(FigureCommon):
    """Who sees figures, how they are found, what they cost."""

    def _clients(self, count):
        clients = self.env["res.partner"].create(
            [{"name": f"Client {n}", "is_client": True} for n in range(count)]
        )
        for client in clients[:3]:
            self._invoice(100, "2026-05-01", self.entity, client=client)
        return clients

    def _assert_size_independent(self, clients, names):
        _warm, few, many = (
            self._queries(lambda some=some: some.with_user(self.user_sales).read(names))
            for some in (clients[:1], clients[2:4], clients)
        )
        self.assertEqual(few, many)
        return many

    def test_list_of_80(self):
        """As many queries for eighty as for two, before and after the refresh, and few."""
        clients = self._clients(80)
        self.dirty._flush_marks()
        self._assert_size_independent(clients, LIST)
        self._assert_size_independent(clients, TODAY)
        computed = self._assert_size_independent(clients, LIST + TODAY)
        self._refresh()
        self.assertLessEqual(self._assert_size_independent(clients, LIST + TODAY), computed)
        plain = self._queries(lambda: clients.with_user(self.user_sales).read(["name"]))
        self.assertLessEqual(computed - plain, 12)

    def test_stored_row_is_read(self):
        """Without a mark the stored row is what is read; a mark makes it void."""
        self._invoice(100, "2026-05-01")
        self._refresh()
        self.env.cr.execute(
            "UPDATE crm_party_figure SET turnover = 7 WHERE partner_id = %s", [self.client.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self.client.client_turnover, 7.0)
        self.dirty._mark(self.client)
        self.env.invalidate_all()
        self.assertEqual(self.client.client_turnover, 100.0)

    def test_rolled_back_mark(self):
        """What was undone with a savepoint left no mark."""
        self._refresh()
        with self.env.cr.savepoint() as savepoint:
            self.dirty._mark(self.client)
            savepoint.rollback()
        self.dirty._flush_marks()
        self.assertFalse(self.dirty.search([("partner_id", "=", self.client.id)]))

    def test_companies_apart(self):
        """Figures of company A are invisible in B: on the card, in the rows, by searching."""
        company_b = self.setup_other_company(name="Company B")["company"]
        self._invoice(100, "2026-05-01")
        self._refresh()
        user_b = self._user("figure_b", "sales_team.group_sale_manager", company_b)
        client_b = self.client.with_user(user_b)
        self.assertEqual((client_b.client_turnover, client_b.client_debt), (0.0, 0.0))
        self.assertEqual(client_b.client_overdue, 0.0)
        self.assertEqual({amount for _m, amount in client_b.client_turnover_months}, {0.0})
        self.assertFalse(client_b.search([("client_debt", ">", 0)]) & self.client)
        rows = self.env["crm.party.figure"].with_user(user_b)
        self.assertFalse(rows.search([("partner_id", "=", self.client.id)]))
        with self.assertRaises(AccessError):
            self._row(self.client).with_user(user_b).read(["turnover"])
        with self.assertRaises(AccessError):
            stolen = client_b.with_context(allowed_company_ids=self.company.ids)
            self.assertFalse(stolen.client_turnover)
        with_b = self.client.with_company(company_b)
        self.assertEqual(with_b.client_turnover, 0.0)
        self._invoice(30, "2026-05-01", company_id=company_b)
        self._refresh()
        self.assertEqual(self.client.client_turnover, 100.0)
        self.assertEqual(self.client.with_company(company_b).client_turnover, 30.0)

    def test_roles(self):
        """Salespeople and accountants see figures, other colleagues do not; nobody writes."""
        self._invoice(100, "2026-05-01")
        self._refresh()
        for login, groups in (
            ("fig_sales", "sales_team.group_sale_salesman"),
            ("fig_books", "account.group_account_invoice"),
            ("fig_audit", "account.group_account_readonly"),
        ):
            user = self._user(login, groups)
            with self.subTest(groups):
                self.assertEqual(self.client.with_user(user).client_turnover, 100.0)
                row = self._row(self.client).with_user(user)
                self.assertEqual(row.turnover, 100.0)
                for work in (
                    row.unlink,
                    lambda row=row: row.write({"turnover": 1}),
                    lambda row=row: row.copy(),
                ):
                    self.assertRaises(AccessError, work)
                self.assertRaises(
                    AccessError, self.env["crm.party.figure.dirty"].with_user(user).search, []
                )
        colleague = self._user("fig_other", "base.group_user")
        with self.assertRaises(AccessError):
            self.client.with_user(colleague).read(["client_turnover"])
        with self.assertRaises(AccessError):
            self._row(self.client).with_user(colleague).read(["turnover"])

    def test_suppliers_are_no_business_of_sales(self):
        """Figures of a partner that is no client are the accountants'."""
        dealer = self.env["res.partner"].create({"name": "D", "is_other_partner": True})
        self._invoice(100, "2026-05-01", dealer, client=self.env["res.partner"])
        self._refresh()
        books = self._user("fig_books2", "account.group_account_invoice")
        self.assertEqual(dealer.with_user(books).client_turnover, 100.0)
        seen = dealer.with_user(self.user_sales)
        self.assertEqual((seen.client_turnover, seen.client_overdue), (0.0, 0.0))
        self.assertFalse(seen.search([("client_turnover", ">", 0), ("id", "=", dealer.id)]))
        self.assertFalse(
            self.env["crm.party.figure"].with_user(self.user_sales).search(
                [("partner_id", "=", dealer.id)]
            )
        )  # fmt: skip

    def test_search(self):
        """By amount, also by none at all."""
        poor = self.env["res.partner"].create({"name": "Poor", "is_client": True})
        self._invoice(100, "2026-05-01")
        self._refresh()
        both = [("id", "in", (self.client + poor).ids)]
        search = self.env["res.partner"].with_user(self.user_sales).search
        for operator, value, found in (
            (">", 99, self.client), (">=", 100, self.client), (">", 100, poor[:0]),
            ("=", 100, self.client), ("=", 0, poor), ("=", False, poor), ("!=", 0, self.client),
            ("<", 100, poor), ("<=", 100, self.client + poor), ("<", 0, poor[:0]),
            ("in", [0, 100], self.client + poor),
        ):  # fmt: skip
            with self.subTest(operator=operator, value=value):
                for name in ("client_turnover", "client_debt"):
                    result = search([*both, (name, operator, value)])
                    self.assertEqual(result.sudo(), found)

    def test_ageing(self):
        """By days past due; money without an invoice stands apart; together it is the debt."""
        for amount, due in ((1, "2026-06-15"), (20, "2026-06-14"), (300, "2026-05-15"),
                            (4000, "2026-04-15"), (50000, "2026-01-01")):  # fmt: skip
            self._invoice(amount, "2026-01-01", self.client, invoice_date_due=due)
        self.init_payment(7, post=True, date="2026-06-01", partner=self.client)
        client = self.client.with_user(self.user_sales)
        self.assertEqual(
            client.client_ageing,
            {"credit": -7.0, "not_due": 1.0, "d30": 20.0, "d60": 300.0, "d90": 4000.0,
             "older": 50000.0},
        )  # fmt: skip
        self.assertEqual(client.client_overdue, 54320.0)
        self.assertEqual(client.counterparty_overdue, 54320.0)
        self.assertEqual(sum(client.client_ageing.values()), client.client_debt)
        with freeze_time("2026-06-16"):
            self.env.invalidate_all()
            self.assertEqual(client.client_overdue, 54321.0)

    def test_months(self):
        """Twelve months up to this one, without what was before or is made out to others."""
        for amount, day in ((1, "2025-06-30"), (20, "2025-07-01"), (300, "2026-06-30")):
            self._invoice(amount, day)
        months = self.client.with_user(self.user_sales).client_turnover_months
        self.assertEqual(len(months), 12)
        self.assertEqual(months[0], [date(2025, 7, 1).isoformat(), 20.0])
        self.assertEqual(months[-1], ["2026-06-01", 300.0])
        self.assertEqual(sum(amount for _month, amount in months), 320.0)

    def test_parts_of_a_client(self):
        """On each link stands what of the client's turnover and debt is made out to this party."""
        self._invoice(700, "2026-05-01", self.entity)
        self._invoice(300, "2026-05-01", self.trader)
        self._invoice(9, "2026-05-01", self.trader, client=self.env["res.partner"])
        links = self.client.with_user(self.user_sales).party_link_ids.sorted("turnover")
        self.assertEqual(links.mapped("turnover"), [300.0, 700.0])
        self.assertEqual(links.mapped("debt"), [300.0, 700.0])
        self.assertEqual(sum(links.mapped("turnover")), self.client.client_turnover)

    def test_no_detours(self):
        """Figures are rows of a table, and searching contacts is core's own code."""
        kinds = "SELECT relkind FROM pg_class WHERE relname LIKE %s"
        self.env.cr.execute(kinds, ["crm_party_figure%"])
        kinds = {kind for [kind] in self.env.cr.fetchall()}
        self.assertIn("r", kinds)
        self.assertFalse({"v", "m"} & kinds)
        self.assertEqual(self.figures._table_sql.code, '"crm_party_figure"')
        for kind in type(self.client).mro():
            if kind.__module__.startswith("odoo.addons.crm_counterparty"):
                self.assertFalse({"search", "_search"} & vars(kind).keys())
        stored = [
            name
            for name in self.client._fields
            if name.startswith(("client_", "counterparty_")) and self.client._fields[name].store
        ]
        self.assertFalse({"client_turnover", "client_debt", "counterparty_debt"} & set(stored))
