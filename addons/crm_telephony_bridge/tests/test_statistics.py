# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged, users, warmup

from .rest_common import NOW, RestCommon


@tagged("post_install", "-at_install")
class TestStatistics(RestCommon):
    """Every figure is the length of the list it opens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["telephony.call"].search([]).unlink()
        team = cls.sales_team_1
        ours = {"team_id": team.id}
        cls._call(cls.anna, talk_seconds=60, wait_seconds=4, **ours)
        cls._call(cls.anna, talk_seconds=30, wait_seconds=8, started_at=cls._ago(hours=1), **ours)
        cls._missed(cls.anna, started_at=cls._ago(days=1), line="+380441111111", **ours)
        cls._missed(cls.boris, missed_state="called_back", **ours)
        cls._call(cls.boris, direction="outgoing", talk_seconds=90, wait_seconds=20, **ours)
        cls._call(cls.boris, direction="outgoing", disposition="busy")
        # Of no interest: between colleagues, going on, of last month.
        cls._call(cls.anna, direction="internal")
        cls._call(cls.anna, state="ongoing", disposition=False)
        cls._call(cls.anna, started_at=cls._ago(days=30))

    def _read(self, user=None, **asked):
        statistics = self.env["telephony.statistics"].with_user(user or self.manager)
        with freeze_time(NOW):
            return statistics.with_context(tz="Europe/Kyiv").read_statistics(**asked)

    def _count(self, told, name, row=None, user=None):
        """How long the list is that a figure opens."""
        calls = self.env["telephony.call"].with_user(user or self.manager)
        domain = told["domain"] + told["domains"][name] + (row["domain"] if row else [])
        return calls.with_context(tz="Europe/Kyiv").search_count(domain)

    def test_figures(self):
        """What is counted, and what is not."""
        figures = self._read()["figures"]
        self.assertEqual(figures["total"], 6)
        self.assertEqual((figures["answered"], figures["missed"]), (2, 2))
        self.assertEqual(figures["not_called_back"], 1)
        self.assertEqual((figures["outgoing"], figures["reached"]), (2, 1))
        self.assertEqual(figures["talk"], 180)
        self.assertEqual(figures["wait"], 6)

    def test_figures_equal_the_call_log(self):
        """Of all calls, and of every person, team, line, day and hour; for every role."""
        for user in (self.manager, self.anna, self.boris):
            told = self._read(user)
            for name in told["domains"]:
                self.assertEqual(told["figures"][name], self._count(told, name, user=user), name)
                for by in ("people", "teams", "lines", "days", "hours"):
                    for row in told[by]:
                        counted = self._count(told, name, row, user)
                        self.assertEqual(row["figures"][name], counted, (name, by, row["label"]))

    def test_the_parts_are_the_whole(self):
        """No call is lost between the rows."""
        told = self._read()
        for by in ("people", "teams", "lines", "days", "hours"):
            self.assertEqual(sum(row["figures"]["total"] for row in told[by]), 6, by)

    def test_hours_and_days_are_the_askers(self):
        """10:00 in Kyiv is 8:00 in UTC; a call after midnight there is of the next day."""
        self._call(self.anna, started_at=NOW.replace(day=16, hour=22, minute=30))
        told = self._read()
        self.assertIn("0:00", [row["label"] for row in told["hours"] if row["figures"]["total"]])
        by_day = {row["key"]: row["figures"]["total"] for row in told["days"]}
        self.assertEqual(by_day["2026-03-17"], 2)
        self.assertEqual(by_day["2026-03-16"], 0)
        self.assertEqual(len(by_day), 7)

    def test_a_year_is_told_in_months(self):
        """365 bars are none."""
        told = self._read(period="year")
        self.assertEqual(len(told["days"]), 12)
        self.assertEqual(sum(row["figures"]["total"] for row in told["days"]), 7)

    def test_own_days(self):
        """From the first to the last day, both included."""
        told = self._read(period="own", first="2026-02-16", last="2026-02-16")
        self.assertEqual((told["figures"]["total"], told["last"]), (1, "2026-02-16"))

    def test_one_team(self):
        """The figures of one team only."""
        self.assertEqual(self._read(team_id=self.sales_team_1.id)["figures"]["total"], 5)

    def test_nothing(self):
        """A period without calls has figures, too."""
        told = self._read(period="own", first="2020-01-01", last="2020-01-02")
        self.assertEqual((told["figures"]["total"], told["people"], told["hours"]), (0, [], []))
        self.assertIsNone(told["deals"]["per_deal"])

    def test_a_leader_sees_the_team(self):
        """The calls of the team one leads, not only one's own."""
        self.assertEqual(self._read(self.anna)["figures"]["total"], 3)
        self.sales_team_1.user_id = self.anna
        self.assertEqual(self._read(self.anna)["figures"]["total"], 5)

    def test_only_for_sales(self):
        """Who may not read calls gets no figures of them."""
        with self.assertRaises(AccessError):
            self._read(self.employee)

    @users("user_sales_manager")
    @warmup
    def test_queries_do_not_grow(self):
        """Twenty times the calls, people and lines: the same queries."""

        def spent():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._read()
            return self.env.cr.sql_log_count - before

        spent()
        few = spent()
        for number in range(60):
            self._call(self.anna, line=str(number), started_at=self._ago(hours=number % 24))
        self.assertEqual(spent(), few)
        self.assertLess(few, 20)


@tagged("post_install", "-at_install")
class TestStatisticsDeals(RestCommon):
    """Three salespeople: one needs five calls a deal, one two, one sells without."""

    def _won(self, user, count, **values):
        leads = self.env["crm.lead"].create(
            [
                {"name": f"Deal {number}", "type": "opportunity", "user_id": user.id, **values}
                for number in range(count)
            ]
        )
        with freeze_time(NOW):
            leads.action_set_won()
        return leads

    def _read(self):
        statistics = self.env["telephony.statistics"].with_user(self.manager)
        with freeze_time(NOW):
            return statistics.with_context(tz="Europe/Kyiv").read_statistics()

    def test_calls_per_won_deal(self):
        """The story of three salespeople."""
        chris = self.user_sales_manager
        [deal] = self._won(self.anna, 1)
        for _number in range(5):
            self._call(self.anna, lead_id=deal.id)
        deals = self._won(self.boris, 3)
        for number in range(6):
            self._call(self.boris, direction="outgoing", lead_id=deals[number % 3].id)
        self._won(chris, 2)
        told = self._read()
        rows = {row["key"]: row for row in told["people"]}
        shown = {
            user: (rows[user.id]["won"], rows[user.id]["per_deal"], rows[user.id]["won_uncalled"])
            for user in (self.anna, self.boris, chris)
        }
        self.assertEqual(
            shown, {self.anna: (1, 5.0, 0), self.boris: (3, 2.0, 0), chris: (2, 0.0, 2)}
        )
        self.assertEqual((told["deals"]["won"], told["deals"]["won_uncalled"]), (6, 2))

    def test_deals_equal_the_pipeline(self):
        """The list that a figure opens has as many deals."""
        self._won(self.anna, 2)
        deals = self._read()["deals"]
        leads = self.env["crm.lead"].with_context(active_test=False)
        for name in ("won", "won_uncalled"):
            domain = deals["domain"] + deals["domains"][name]
            self.assertEqual(leads.search_count(domain), deals[name])
        self.assertEqual(deals["won_uncalled"], 2)

    def test_a_call_with_a_colleague_of_the_customer_counts(self):
        """Somebody of the same company called: it was not sold without a call."""
        shop = self.env["res.partner"].create({"name": "Shop", "is_company": True})
        people = self.env["res.partner"].create(
            [{"name": name, "parent_id": shop.id} for name in ("Ivan", "Olga")]
        )
        [deal] = self._won(self.anna, 1, partner_id=people[0].id)
        self.assertFalse(deal.has_calls)
        self._call(self.boris, partner_id=people[1].id)
        deal.invalidate_recordset(["has_calls"])
        self.assertTrue(deal.has_calls)
        self.assertEqual(self._read()["deals"]["won_uncalled"], 0)
