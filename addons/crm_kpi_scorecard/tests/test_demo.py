# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import TransactionCase, tagged

from ..tools.periods import Period


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """What the demo shows straight after installation.

    Its present month is the one in which it was loaded: templates of tests may be of another day.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env.ref("crm_kpi_scorecard.demo_team")
        cls.company = cls.env.ref("base.main_company")
        cls.contest = cls.env.ref("crm_kpi_scorecard.demo_contest")
        cls.month = Period("month", cls.contest.date_from)
        cls.env = cls.env(user=cls.env.ref("base.user_admin"))

    def _board(self, level, **params):
        """The rows of the board of that month, by name."""
        model = self.env["crm.kpi.board"].with_context(allowed_company_ids=self.company.ids)
        asked = {"kind": "month", "date_from": self.month.start.isoformat(), "level": level}
        told = model.board(asked | params)
        return {row["name"]: row["cells"] for row in told["rows"]}

    def _cells(self, code, level="person", **params):
        """The cells of one KPI, by the name of the subject."""
        kpi = self.env.ref(f"crm_kpi_scorecard.kpi_{code}")
        if level == "person":
            params["team_id"] = self.team.id
        return {name: cells.get(kpi.id) for name, cells in self._board(level, **params).items()}

    def _people(self, code):
        """The cells of the three people, in the order of the story."""
        cells = self._cells(code)
        return [cells[name] for name in ("Nadia Fischer", "Omar Haddad", "Priya Nair")]

    def _count_all(self):
        """How much of everything that the demo makes there is."""
        models = (
            "crm.lead",
            "sale.order",
            "sale.order.line",
            "account.move",
            "account.payment",
            "mail.message",
            "calendar.event",
            "mail.activity",
            "crm.kpi.snapshot",
            "crm.kpi.contest.seat",
        )
        everything = self.env(su=True, context={"active_test": False})
        return {name: everything[name].search_count([("id", "!=", False)]) for name in models}

    def test_calls_per_deal(self):
        """One deal in five calls, three in six, and two deals without a logged call."""
        self.assertEqual([cell["value"] for cell in self._people("won")], [1, 3, 2])
        calls = self._people("calls_per_won")
        self.assertEqual([cell["numerator"] for cell in calls], [5, 6, 0])
        self.assertEqual([cell["value"] for cell in calls], [5, 2, 0])
        self.assertEqual([cell["colour"] for cell in calls], ["yellow", "green", "grey"])
        self.assertEqual([bool(cell["note"]) for cell in calls], [False, False, True])

    def test_most_leads_smallest_share(self):
        """The third gets the most leads and makes clients of the smallest share."""
        leads = [cell["value"] for cell in self._people("new_leads")]
        self.assertEqual(leads, [5, 6, 14])
        parts = [cell["value"] for cell in self._people("lead_to_client")]
        self.assertEqual([round(part, 1) for part in parts], [20.0, 50.0, 14.3])
        rates = [cell["value"] for cell in self._people("win_rate")]
        self.assertEqual(min(rates), rates[2])

    def test_bands_of_the_people(self):
        """Their win rates are judged: on the border, good, bad."""
        self.assertEqual(
            [cell["colour"] for cell in self._people("win_rate")], ["yellow", "green", "red"]
        )
        self.assertTrue(all(cell["meaning"] for cell in self._people("win_rate")))

    def test_targets_of_the_people(self):
        """Each of them, and the team, has something to reach."""
        self.assertEqual([cell["target"] for cell in self._people("won")], [2, 3, 3])
        self.assertEqual(self._cells("won", "team")["Key Accounts"]["target"], 8)

    def test_products(self):
        """Sold 4, 5, 10, 15 and 16 times: each colour, with both ends of green."""
        cells = self._cells("product_sales", "product")
        found = {
            key: cells[self.env.ref(f"crm_kpi_scorecard.demo_product_{key}").display_name]
            for key in ("machine", "grinder", "filter", "visit", "beans")
        }
        self.assertEqual(
            {key: (cell["value"], cell["colour"]) for key, cell in found.items()},
            {
                "machine": (4, "red"),
                "grinder": (5, "yellow"),
                "filter": (10, "green"),
                "visit": (15, "green"),
                "beans": (16, "orange"),
            },
        )

    def test_history(self):
        """Trend lines have all their points; the month before and the last year are known."""
        for code in ("won", "win_rate", "turnover", "discount_share"):
            cell = self._cells(code, "team")["Key Accounts"]
            self.assertNotIn(None, cell["trend"])
            self.assertGreater(len(set(cell["trend"])), 2)
            self.assertIsNotNone(cell["previous"])
            self.assertIsNotNone(cell["year_ago"])

    def test_money_by_client_group(self):
        """Hotels and offices have paid in the last months, and somebody is late."""
        paid = self._cells(
            "payments_received", "group", date_from=self.month.previous.start.isoformat()
        )
        self.assertLessEqual({"Hotels", "Offices"}, set(paid))
        late = self._cells("debt_overdue", "team")["Key Accounts"]
        self.assertGreater(late["value"], 0)

    def test_funnel(self):
        """Deals went through each stage, and some were lost on the way."""
        start = self.month.previous
        told = self.env["crm.kpi.funnel"].funnel(
            {
                "company_id": self.company.id,
                "date_from": start.start.isoformat(),
                "date_to": start.end.isoformat(),
                "team_id": self.team.id,
            }
        )
        stages = [row for row in told["stages"] if row["reached"]]
        self.assertEqual(len(stages), 4)
        self.assertTrue(any(row["lost"] for row in stages))
        self.assertTrue(all(row["median_hours"] for row in stages[:3]))

    def test_contest(self):
        """It runs, the three have seats, and the second leads."""
        self.assertEqual(self.contest.state, "running")
        ranks = {seat.user_id.login: seat.rank for seat in self.contest.seat_ids}
        self.assertEqual(ranks, {"omar": 1, "priya": 2, "nadia": 3})

    def test_nothing_is_sent(self):
        """The leader's alert waits for a change; nobody gets a letter at installation."""
        alert = self.env.ref("crm_kpi_scorecard.demo_alert")
        self.assertFalse(alert.event_ids)
        people = self.team.user_id | self.team.member_ids
        domain = [("recipient_ids", "in", people.partner_id.ids)]
        self.assertFalse(self.env["mail.mail"].sudo().search_count(domain))

    def test_loaded_twice(self):
        """A second load finds everything there."""
        before = self._count_all()
        self.env["account.chart.template"].sudo()._load_kpi_demo()
        self.env.flush_all()
        self.assertEqual(self._count_all(), before)
