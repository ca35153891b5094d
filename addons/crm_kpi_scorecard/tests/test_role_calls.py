# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_roles import RolesCommon

MANAGERS = {"manager", "admin"}
READERS = {"all"} | MANAGERS
LEADERS = {"leader"} | READERS
SALES = {"member"} | LEADERS
# Everybody who sells, also in the other company: what he is told there is not of A.
ANYWHERE = {"b", "both"}
BANDS = [{"low": None, "high": None, "colour": "green", "name": "Any"}]
# Every method that can be called from outside, on something of company A: who may.
CALLS = (
    ("crm.kpi.board", "board_settings", "none", SALES | ANYWHERE),
    ("crm.kpi.board", "board", "company", SALES),
    ("crm.kpi.board", "explain", "own", SALES),
    ("crm.kpi.board", "explain", "mate", LEADERS),
    ("crm.kpi.board", "explain", "far", READERS),
    ("crm.kpi.board", "explain", "all", READERS),
    ("crm.kpi.board", "open_records", "own", SALES),
    ("crm.kpi.board", "open_records", "mate", LEADERS),
    ("crm.kpi.board", "open_records", "far", READERS),
    ("crm.kpi.funnel", "funnel", "company", SALES),
    ("crm.kpi.funnel", "options", "company", SALES),
    ("crm.kpi.funnel", "open_records", "stage", SALES),
    ("crm.kpi.definition", "propose_bands", "kpis", MANAGERS | {"both"}),
    ("crm.kpi.definition", "save_bands", "bands", MANAGERS),
    ("crm.kpi.snapshot", "action_compute_now", "none", MANAGERS | {"both"}),
    ("crm.kpi.restatement", "action_accept", "restatement", MANAGERS),
    ("crm.kpi.restatement", "action_take_back", "restatement", MANAGERS),
    ("crm.kpi.contest", "wall_choices", "none", SALES | ANYWHERE),
    ("crm.kpi.contest", "leaderboard", "contest id", SALES),
    ("crm.kpi.contest", "action_open_wall", "contest", SALES),
    ("crm.kpi.contest", "action_opt_out", "contest", {"member"}),
    ("crm.kpi.contest", "action_opt_in", "contest", {"member"}),
    ("crm.kpi.contest", "action_start", "draft", MANAGERS),
    ("crm.kpi.contest", "action_end", "over", MANAGERS),
)
# The same as the model's own, which access rights and rules guard; see the matrix.
OF_THE_ORM = {"create", "write", "unlink", "copy_data"}


class _UndoneError(Exception):
    """What was done is taken back."""


@tagged("post_install", "-at_install")
class TestRoleCalls(RolesCommon):
    """Each method that a browser can call, by each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        contest = cls.made["crm.kpi.contest"]["a"]
        draft = contest.copy({"name": "Draft"})
        over = contest.copy(
            {"date_from": date(2026, 1, 1), "date_to": date(2026, 1, 31), "state": "running"}
        )
        cls.records = {
            "restatement": cls.made["crm.kpi.restatement"]["own"],
            "contest": contest,
            "draft": draft,
            "over": over,
        }
        asked = {"company_id": cls.company.id, "date_from": "2026-03-05"}
        cell = {**asked, "level": "person", "definition_id": cls.kpi.id}
        people = {"own": cls.user_member, "mate": cls.user_mate, "far": cls.user_sales_salesman}
        cls.arguments = {
            "none": (),
            "company": (asked,),
            "all": ({**cell, "level": "company", "subject": {}},),
            "stage": ({**asked, "figure": "reached", "stage_id": cls.stage_gen_1.id},),
            "kpis": (cls.kpi_a.ids,),
            "bands": ([{"definition_id": cls.kpi_a.id, "bands": BANDS, "version": None}],),
            "contest id": (contest.id,),
            **{name: ({**cell, "subject": {"user_id": one.id}},) for name, one in people.items()},
        }

    def _call(self, role, model, method, what):
        """Call it as the browser does, and take back what it did."""
        target = self.records.get(what, self.env[model])
        result = None
        try:
            with self.env.cr.savepoint():
                result = getattr(self._as(role, target), method)(*self.arguments.get(what, ()))
                self.env.flush_all()
                raise _UndoneError
        except _UndoneError:
            return result

    def test_calls(self):
        """Who may is answered, everybody else is refused in words."""
        for model, method, what, who in CALLS:
            for role in self.roles:
                with self.subTest(role=role, method=f"{model}.{method}", what=what):
                    if role in who:
                        self._call(role, model, method, what)
                    else:
                        # An AccessError is one, too: some say what is missing instead.
                        with self.assertRaises(UserError):
                            self._call(role, model, method, what)

    def test_every_method_is_among_them(self):
        """Whoever adds a method that can be called adds a line to the table."""
        found = {
            (name, method)
            for name, model in self.registry.items()
            for part in model.mro()
            if getattr(part, "_module", "") == "crm_kpi_scorecard"
            and issubclass(part, models.BaseModel)
            for method, value in vars(part).items()
            if callable(value)
            and not method.startswith("_")
            and not getattr(value, "_api_private", False)
            and method not in OF_THE_ORM
        }
        self.assertEqual(found, {(model, method) for model, method, *_rest in CALLS})

    def test_rows_of_the_board(self):
        """The people a role sees there; the company's row is for those who read everything."""
        people = {
            self.user_member: "own",
            self.user_mate: "mate",
            self.user_sales_salesman: "far",
            self.roles["b"]: "b",
        }
        names = {user.id: name for user, name in people.items()}
        for role, rows in {
            "member": {"own"},
            "leader": {"own", "mate"},
            "all": {"own", "mate", "far"},
            "manager": {"own", "mate", "far"},
            "admin": {"own", "mate", "far"},
            "b": {"b"},
            "both": {"b"},
        }.items():
            asked = {"definition_ids": self.kpi.ids, "date_from": "2026-03-05"}
            board = self._as(role, self.env["crm.kpi.board"])
            with self.subTest(role=role):
                told = board.board({**asked, "level": "person"})["rows"]
                self.assertEqual({names[row["subject"]["user_id"]] for row in told}, rows)
                told = board.board({**asked, "level": "company"})["rows"]
                self.assertEqual(len(told), int(role in READERS))

    def test_no_name_of_another_company(self):
        """Who asks by a number is not told what it is called where he has no business."""
        product = self.env["product.product"].create(
            {"name": "Secret product", "company_id": self.company_b.id}
        )
        team = self.env["crm.team"].create({"name": "Secret team", "company_id": self.company_b.id})
        own = {"level": "person", "definition_id": self.kpi.id, "date_from": "2026-03-05"}
        mine = {**own, "subject": {"user_id": self.user_member.id}}
        theirs = {**own, "level": "team", "subject": {"team_id": team.id}}
        for role, asked in (
            ("member", {**mine, "product_id": product.id}),
            ("member", {**mine, "team_id": team.id}),
            ("all", {**mine, "team_id": team.id}),
            ("manager", theirs),
        ):
            with self.subTest(role=role, asked=asked):
                try:
                    told = str(self._as(role, self.env["crm.kpi.board"]).explain(asked))
                except AccessError:
                    continue
                self.assertNotIn("Secret", told)

    def test_bands_of_a_team_one_left(self):
        """Whoever sees a figure is told what its colour means, though its limits are a team's."""
        self.team_kpi.member_ids -= self.user_member
        some = self._create_bands(self.kpi, (None, None, "green"), team_id=self.team_kpi.id)
        self._create_snapshot(
            self.kpi,
            level="team_person",
            user_id=self.user_member.id,
            team_id=self.team_kpi.id,
            band_id=some.band_ids.id,
            colour="green",
        )
        board = self._as("member", self.env["crm.kpi.board"])
        asked = {"level": "person", "team_id": self.team_kpi.id, "date_from": "2026-03-05"}
        [row] = board.board({**asked, "definition_ids": self.kpi.ids})["rows"]
        self.assertEqual(row["cells"][self.kpi.id]["meaning"], "green")

    def test_proposals_are_of_the_company(self):
        """A manager of the other company is proposed nothing for a KPI of this one."""
        told = self._call("both", "crm.kpi.definition", "propose_bands", "kpis")
        self.assertEqual(told["items"], [])
