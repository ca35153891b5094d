# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import json
from datetime import date

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_kpi_scorecard.tools.periods import Period

from .common import KpiCommon

MARCH = Period("month", date(2031, 3, 1))
NOW = "2031-03-14 12:00:00"
DATES = {"date_from": "2031-03-01", "date_to": "2031-03-31"}


class BoardCommon(KpiCommon):
    """Two people of one team: three deals and one, the month not over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.kpi.definition"].search([("id", "!=", False)]).action_archive()
        cls.won = cls._create_kpi(name="Won", digits=0)
        created = cls._create_measure(
            name="Created", domain="[]", date_field="create_date", source_path="source_id"
        )
        cls.rate = cls._create_kpi(
            cls._create_measure(name="Won deals", source_path="source_id"),
            created,
            name="Rate",
            unit="percent",
            minimal_sample=2,
        )
        cls._create_bands(cls.won, (None, 2, "red"), (2, None, "green"))
        cls.deals = [
            cls._create_won(user, cls.team_kpi, when, created="2031-03-02 10:00:00")
            for user, when in (
                (cls.user_member, "2031-03-05 10:00:00"),
                (cls.user_member, "2031-03-06 10:00:00"),
                (cls.user_member, "2031-03-07 10:00:00"),
                (cls.user_mate, "2031-03-07 10:00:00"),
                (cls.user_mate, "2031-02-07 10:00:00"),
            )
        ]
        with freeze_time(NOW):
            cls.env["crm.kpi.snapshot"]._store(cls.company, [MARCH.previous, MARCH])

    def _board(self, user=None, **params):
        """The board of a person, by default of the manager."""
        user = user or self.user_sales_manager
        board = self.env["crm.kpi.board"].with_user(user)
        board = board.with_context(allowed_company_ids=self.company.ids)
        with freeze_time(NOW):
            return board.board({"kind": "month", "level": "person", **params})

    def _cell(self, board, user, kpi):
        row = next(row for row in board["rows"] if row["subject"].get("user_id") == user.id)
        return row["cells"].get(kpi.id)


@tagged("post_install", "-at_install")
class TestBoard(BoardCommon, HttpCase):
    """What the browser is told."""

    def test_cell(self):
        """Value, colour and sign, trend, differences, and where the month is going."""
        cell = self._cell(self._board(), self.user_mate, self.won)
        self.assertEqual((cell["value"], cell["colour"], cell["sign"]), (1, "red", "▼"))
        self.assertEqual(cell["trend"][-2:], [1, 1])
        self.assertEqual((cell["previous"], cell["change"], cell["rank"]), (1, 0, 2))
        # 10 of March's 21 working days are over on the 14th.
        self.assertEqual(cell["elapsed"], [10, 21])
        self.assertAlmostEqual(cell["forecast"], 2.1)

    def test_small_sample_and_no_data(self):
        """A small sample is grey, and what has no data has no value."""
        board = self._board()
        member = self._cell(board, self.user_member, self.rate)
        self.assertEqual((member["state"], member["value"]), ("ok", 100))
        self.deals[3].unlink()
        with freeze_time(NOW):
            self.env["crm.kpi.snapshot"]._store(self.company, [MARCH])
        mate = self._cell(self._board(), self.user_mate, self.rate)
        self.assertEqual((mate["state"], mate["colour"]), ("small", "grey"))
        april = self._board(date_from="2031-05-01")
        self.assertFalse(april["rows"] and self._cell(april, self.user_mate, self.rate)["value"])

    def test_who_is_not_there(self):
        """Somebody without any figure in a period is not listed in it."""
        leader = self.user_leader
        february = {"date_from": "2031-02-01", "date_to": "2031-02-28"}
        self._create_snapshot(self.won, level="person", user_id=leader.id, **february)
        seen = {row["subject"]["user_id"] for row in self._board(date_from="2031-02-01")["rows"]}
        self.assertIn(leader.id, seen)
        seen = {row["subject"]["user_id"] for row in self._board()["rows"]}
        self.assertNotIn(leader.id, seen)

    def _listed(self, **params):
        """Who stands on the board."""
        return {row["subject"]["user_id"] for row in self._board(**params)["rows"]}

    def _zero(self, user):
        """A figure of 0 in March, and nothing behind it."""
        nothing = {"value": 0.0, "numerator": 0.0, "sample": 0}
        self._create_snapshot(self.won, level="person", user_id=user.id, **DATES, **nothing)

    def test_nothing_but_zeros(self):
        """Who sells nothing and is in no team (the system's user) is left out; a seller is not."""
        idle = self._create_user("user_idle")
        self._zero(idle)
        self._zero(self.env.ref("base.user_root"))
        self.assertEqual(self._listed(), set((self.user_member | self.user_mate).ids))
        self.team_kpi.member_ids |= idle
        self.assertEqual(self._listed(), set((self.user_member | self.user_mate | idle).ids))

    def test_who_left_stays(self):
        """A person who left is shown as long as the trend has figures of him, zeros after them."""
        gone = self._create_user("user_gone")
        february = {"date_from": "2031-02-01", "date_to": "2031-02-28"}
        self._create_snapshot(self.won, level="person", user_id=gone.id, **february)
        self._zero(gone)
        gone.action_archive()
        self.assertIn(gone.id, self._listed(date_from="2031-02-01"))
        self.assertIn(gone.id, self._listed())

    def test_own_rows_only(self):
        """A salesperson sees himself, a leader his team, a manager everybody."""
        for user, people in (
            (self.user_member, self.user_member),
            (self.user_leader, self.user_member | self.user_mate),
            (self.user_sales_manager, self.user_member | self.user_mate),
        ):
            seen = [row["subject"]["user_id"] for row in self._board(user)["rows"]]
            with self.subTest(user=user.login):
                self.assertEqual(sorted(seen), sorted(people.ids))
        self.assertEqual(self._board(self.user_member, level="company")["rows"], [])

    def test_live_filter_shows_no_more(self):
        """Filtered by source, figures are read from the records, and only one's own are told."""
        source = self.env["utm.source"].create({"name": "Fair"})
        self.deals[0].source_id = self.deals[3].source_id = source
        self.env.flush_all()
        board = self._board(source_id=source.id)
        self.assertTrue(board["live"])
        self.assertEqual(self._cell(board, self.user_member, self.rate)["numerator"], 1)
        mine = self._board(self.user_member, source_id=source.id)
        self.assertEqual([row["subject"]["user_id"] for row in mine["rows"]], self.user_member.ids)

    def test_team_filter(self):
        """The people of a team, with what they did in that team."""
        other = self._create_won(self.user_member, self.sales_team_1, "2031-03-08 10:00:00")
        with freeze_time(NOW):
            self.env["crm.kpi.snapshot"]._store(self.company, [MARCH])
        board = self._board(team_id=self.team_kpi.id)
        self.assertEqual(self._cell(board, self.user_member, self.won)["value"], 3)
        self.assertTrue(other)

    def test_open_records(self):
        """A figure opens exactly the records it is made of."""
        asked = {"definition_id": self.rate.id, "subject": {"user_id": self.user_mate.id}}
        board = self.env["crm.kpi.board"].with_user(self.user_sales_manager)
        board = board.with_context(allowed_company_ids=self.company.ids)
        with freeze_time(NOW):
            above = board.open_records({**asked, "level": "person", "which": "numerator"})
            below = board.open_records({**asked, "level": "person", "which": "denominator"})
        json.dumps(above)
        leads = self.env["crm.lead"].with_context(active_test=False)
        self.assertEqual(leads.search(above["domain"]), self.deals[3])
        self.assertEqual(leads.search(below["domain"]), self.deals[3] | self.deals[4])

    def test_explain(self):
        """How a figure came about: formula, period, zone, scale."""
        board = self.env["crm.kpi.board"].with_user(self.user_member)
        board = board.with_context(allowed_company_ids=self.company.ids)
        asked = {"level": "person", "subject": {"user_id": self.user_member.id}}
        with freeze_time(NOW):
            told = board.explain({**asked, "definition_id": self.rate.id})
            scale = board.explain({**asked, "definition_id": self.won.id})["bands"]
        self.assertEqual(told["formula"], "Won deals ÷ Created")
        self.assertEqual((told["zone"], told["period"]["label"]), ("UTC", "2031-03"))
        self.assertEqual([band["colour"] for band in scale], ["red", "green"])

    def test_others_are_not_explained(self):
        """What is not seen on the board is not told by its number either."""
        board = self.env["crm.kpi.board"].with_user(self.user_member)
        asked = {
            "level": "person",
            "definition_id": self.won.id,
            "subject": {"user_id": self.user_mate.id},
        }
        for method in (board.explain, board.open_records):
            with self.assertRaises(AccessError):
                method(asked)

    def test_strange_questions(self):
        """What nobody can mean is refused in words."""
        for params in (
            {"kind": "decade"},
            {"level": "planet"},
            {"date_from": "yesterday"},
            {"date_from": "9999-12-31"},
            {"team_id": "1 OR 1=1"},
            {"definition_ids": [{"a": 1}]},
        ):
            with self.subTest(params=params), self.assertRaises(UserError):
                self._board(**params)
        with self.assertRaises(AccessError):
            self._board(company_id=self.env["res.company"].create({"name": "Other"}).id)

    def test_spreadsheet(self):
        """The file has what the screen has, of the same people."""
        self.authenticate("user_member", "user_member")
        asked = json.dumps({"kind": "month", "level": "person", "date_from": "2031-03-01"})
        response = self.url_open(f"/crm_kpi/board.xlsx?params={asked}")
        sheet = load_workbook(io.BytesIO(response.content)).active
        lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
        self.assertEqual(lines[0][1:3], ["Won", "Rate"])
        self.assertEqual([line[:2] for line in lines[1:]], [[self.user_member.name, 3]])
        self.assertEqual(self.url_open("/crm_kpi/board.xlsx?params=[1]").status_code, 400)

    def test_queries(self):
        """As many queries for sixty people as for two, and no more than ten."""
        # Who of those with nothing but zeros is in a team is asked, too.
        self._zero(self._create_user("user_idle"))
        few = self._count_queries(2)
        for number in range(60):
            user = self._create_user(f"user_many_{number}")
            self._create_snapshot(self.won, level="person", user_id=user.id, **DATES)
        self.env.flush_all()
        many = self._count_queries(62)
        self.assertLessEqual(many, few)
        self.assertLessEqual(many, 10)

    def _count_queries(self, rows):
        """Queries of a board with so many rows, what the server remembers being remembered."""
        for _time in range(2):
            self._board()
            self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(len(self._board()["rows"]), rows)
        return self.env.cr.sql_log_count - before
