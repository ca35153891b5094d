# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_contest import ContestCommon

# All that anybody is told of others.
TOLD = {
    "key",
    "rank",
    "name",
    "picture",
    "value",
    "state",
    "part",
    "is_me",
    "is_winner",
}


@tagged("post_install", "-at_install")
class TestContestRoles(ContestCommon):
    """Nobody sees more of others than the contest shows, and nothing of who stays out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mate_snapshot = cls._create_snapshot(
            cls.won_deals, level="person", user_id=cls.user_mate.id
        )

    def setUp(self):
        super().setUp()
        self._win(self.user_mate, 2)
        self._win(self.user_member)
        self._start()

    def _opt(self, user, method="action_opt_out", moment="2026-03-20 12:00:00"):
        """Press one of the buttons."""
        with self._on(moment):
            getattr(self.contest.with_user(user), method)()

    def test_who_sees_it(self):
        """Participants, the leader, who reads everything, and managers."""
        for user in (
            self.user_member,
            self.user_leader,
            self.user_sales_leads,
            self.user_sales_manager,
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._names(user), ["Mate", "Member"])

    def test_who_does_not(self):
        """Somebody with nothing to do with it is refused, also by a wrong id."""
        for user in (self.user_sales_salesman, self._create_user("user_clerk", "base.group_user")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._wall(user)
        with self.assertRaises(AccessError):
            self.env["crm.kpi.contest"].with_user(self.user_member).leaderboard(0)

    def test_a_contest_of_another_company(self):
        """A manager of another company sees nothing of it."""
        other = self.env["res.company"].create({"name": "Other"})
        manager = self._create_user(
            "user_boss",
            "sales_team.group_sale_manager",
            company_id=other.id,
            company_ids=other.ids,
        )
        with self.assertRaises(AccessError):
            self._wall(manager)
        choices = self.env["crm.kpi.contest"].with_user(manager).wall_choices()
        self.assertNotIn(self.contest.id, [one["id"] for one in choices])

    def test_what_is_told(self):
        """Rank, name, picture, value; and no other figure of others is readable."""
        rows = self._wall(self.user_member)["rows"]
        self.assertEqual({name for row in rows for name in row}, TOLD)
        self.assertEqual([(row["rank"], row["value"]) for row in rows], [(1, 2.0), (2, 1.0)])
        self.assertEqual([row["is_me"] for row in rows], [False, True])
        snapshots = self.env["crm.kpi.snapshot"].with_user(self.user_member)
        self.assertFalse(snapshots.search([("user_id", "=", self.user_mate.id)]))
        with self.assertRaises(AccessError):
            self.mate_snapshot.with_user(self.user_member).read(["value"])
        with self.assertRaises(AccessError):
            self._seat(self.user_mate).with_user(self.user_member).read(["value"])

    def test_stay_out(self):
        """He leaves, and is shown to nobody; those behind him move up."""
        self._opt(self.user_mate)
        everybody = (
            self.user_member,
            self.user_mate,
            self.user_leader,
            self.user_sales_leads,
            self.user_sales_manager,
        )
        for user in everybody:
            with self.subTest(user=user.login):
                self.assertEqual(self._names(user), ["Member"])
                seats = self.env["crm.kpi.contest.seat"].with_user(user)
                seats = seats.search([("contest_id", "=", self.contest.id)])
                self.assertEqual(self.user_mate in seats.sudo().user_id, user == self.user_mate)
        self.assertEqual(self._ranks(), {"user_member": 1})
        self.assertEqual(self._seat(self.user_mate).value, 0)
        self.assertEqual(self._wall(self.user_mate)["part"], "out")

    def test_join_again(self):
        """He comes back with what he has reached."""
        self._opt(self.user_mate)
        self._opt(self.user_mate, "action_opt_in")
        self.assertEqual(self._names(self.user_member), ["Mate", "Member"])
        self.assertEqual(self._wall(self.user_mate)["part"], "in")

    def test_no_badge_for_who_stays_out(self):
        """Who stays out until the end gets none and is not written to."""
        self._opt(self.user_mate)
        self._run_cron("2026-04-01 12:00:00")
        badges = self.env["gamification.badge.user"].search([("badge_id", "=", self.badge.id)])
        self.assertEqual(badges.user_id, self.user_member)
        told = self.env["mail.message"].search([("subject", "=", "Best of March")])
        self.assertEqual(told.partner_ids, self.user_member.partner_id)

    def test_not_for_somebody_else(self):
        """Only he himself: not his mate, not a manager, not after the end."""
        seat = self._seat(self.user_mate)
        for user in (self.user_member, self.user_sales_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                seat.with_user(user).write({"opted_out": True})
        with self.assertRaises(UserError):
            self._opt(self.user_sales_manager)
        with self.assertRaisesRegex(UserError, "not running"):
            self._opt(self.user_mate, moment="2026-04-01 12:00:00")

    def test_no_rank_by_hand(self):
        """Not even a manager writes a rank or a value, or seats somebody with one."""
        seat = self._seat(self.user_member).with_user(self.user_sales_manager)
        for values in ({"rank": 1}, {"value": 99.0}, {"is_winner": True}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                seat.write(values)
        with self.assertRaises(AccessError):
            seat.create({"contest_id": self.contest.id, "user_id": self.user_leader.id, "rank": 1})

    def test_starts_by_a_manager(self):
        """A salesperson neither starts nor ends a contest."""
        for method in ("action_start", "action_end"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(self.contest.with_user(self.user_member), method)()

    def test_queries(self):
        """The wall of 60 people costs as many queries as that of 3."""
        few = self._queries()
        for number in range(57):
            self.contest.user_ids |= self._create_user(f"user_runner_{number}")
        self._run_cron()
        self.assertEqual(len(self._wall(self.user_member)["rows"]), 59)
        self.assertEqual(self._queries(), few)

    def _queries(self):
        """How many queries the wall takes, read cold."""
        self._wall(self.user_member)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._wall(self.user_member)
        return self.env.cr.sql_log_count - before
