# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .rest_common import NOW, RestCommon

WEEK = date(2026, 3, 9)
IN_WEEK = NOW - timedelta(days=7)


class ReviewCommon(RestCommon):
    """Boris leads the team of Anna and reviews; the calls are of the week before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reviews = cls.env["telephony.call.review"]
        cls.reviews.search([]).unlink()
        cls.sales_team_1.user_id = cls.boris
        cls.supervisor = cls.env.ref("crm_telephony_bridge.group_supervisor")
        cls.boris.group_ids = [
            Command.link(cls.supervisor.id),
            Command.unlink(cls.env.ref("sales_team.group_sale_salesman_all_leads").id),
        ]

    @classmethod
    def _talk(cls, user, **values):
        return cls._call(
            user,
            **{
                "talk_seconds": 120,
                "started_at": IN_WEEK,
                "team_id": cls.sales_team_1.id,
                **values,
            },
        )

    def _draw(self):
        return self.reviews._draw(self.env.company, WEEK)


@tagged("post_install", "-at_install")
class TestReviewDraw(ReviewCommon):
    """So many calls of each person and week, by chance, once."""

    def test_so_many_of_each_person(self):
        """Two of everybody who spoke, and what is no conversation is not drawn."""
        for user in (self.anna, self.boris):
            for number in range(5):
                self._talk(user, started_at=IN_WEEK + timedelta(hours=number))
        self._talk(self.manager)
        odd = self._talk(self.manager, talk_seconds=5)
        odd += self._talk(self.manager, direction="internal")
        odd += self._talk(self.manager, started_at=NOW)
        odd += self._talk(self.manager, disposition="missed", talk_seconds=0)
        drawn = self._draw()
        counts = {user: len(drawn.filtered(lambda one, u=user: one.user_id == u))
                  for user in (self.anna, self.boris, self.manager)}  # fmt: skip
        self.assertEqual(counts, {self.anna: 2, self.boris: 2, self.manager: 1})
        self.assertFalse(drawn.call_id & odd)

    def test_the_same_draw_again(self):
        """The order is fixed by the week: repeated from nothing, the same calls come out."""
        for _number in range(30):
            self._talk(self.anna)
        first = self._draw()
        calls = first.call_id
        first.unlink()
        self.assertEqual(self._draw().call_id, calls)
        self.assertFalse(self._draw(), "nothing more of a week that was drawn")
        self._talk(self.anna)
        self.assertFalse(self._draw(), "not even when a call is found later")

    def test_not_the_newest_nor_the_longest(self):
        """Over many people the drawn calls stand anywhere in their list."""
        users = self.env["res.users"].create(
            [{"name": f"Agent {n}", "login": f"draw{n}"} for n in range(20)]
        )
        calls = {user: [self._talk(user) for _number in range(10)] for user in users}
        drawn = self._draw()
        places = {calls[review.user_id].index(review.call_id) for review in drawn}
        self.assertGreaterEqual(len(places), 6)

    def test_recorded_calls_first(self):
        """What can be listened to is worth more than what cannot."""
        for _number in range(20):
            self._talk(self.anna)
        recorded = self._talk(self.anna)
        self.env["telephony.recording"].create(
            {"name": "r", "call_id": recorded.id, "state": "stored"}
        )
        self.assertIn(recorded, self._draw().call_id)

    def test_the_cron_takes_the_week_that_is_over(self):
        """Monday to Sunday in the company's time; the leader is asked, but not about himself."""
        self._talk(self.anna)
        self._talk(self.boris)
        self._talk(self.anna, started_at=NOW)
        with freeze_time(NOW):
            self.reviews._cron_draw()
        reviewers = {one.user_id: one.reviewer_id for one in self.reviews.search([])}
        self.assertEqual(reviewers, {self.anna: self.boris, self.boris: self.env["res.users"]})
        self.assertEqual(set(self.reviews.search([]).mapped("week")), {WEEK})

    def test_none(self):
        """A company may do without."""
        self._talk(self.anna)
        self.env.company.telephony_review_count = 0
        with freeze_time(NOW):
            self.reviews._cron_draw()
        self.assertFalse(self.reviews.search([("company_id", "=", self.env.company.id)]))

    def test_queries_do_not_grow(self):
        """Ten times the people cost the same queries."""

        def spent(count, start):
            users = self.env["res.users"].create(
                [{"name": f"A {n}", "login": f"q{start}{n}"} for n in range(count)]
            )
            for user in users:
                self._talk(user)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self._draw()), count)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        spent(1, "a")
        few = spent(2, "b")
        self.assertLessEqual(spent(20, "c"), few + 2)


@tagged("post_install", "-at_install")
class TestReview(ReviewCommon):
    """The score sheet, and who may see it."""

    def _review(self, user=None):
        self._talk(user or self.anna)
        return self._draw()

    def test_score(self):
        """By weight; what does not apply does not count."""
        self.env["telephony.review.criterion"].search([]).active = False
        self.env["telephony.review.criterion"].create(
            [{"name": "Tone", "weight": 1}, {"name": "Next step", "weight": 3}]
        )
        review = self._review()
        tone, step = review.line_ids
        tone.points, step.points = 5, 0
        self.assertEqual(review.score, 25)
        step.is_skipped = True
        self.assertEqual(review.score, 100)

    def test_old_sheets_stay(self):
        """Another weight tomorrow does not change what was given today."""
        review = self._review()
        review.line_ids.points = 5
        self.env["telephony.review.criterion"].search([]).weight = 100
        self.assertEqual(review.score, 100)
        self.assertNotIn(100, review.line_ids.mapped("weight"))

    def test_points_in_range(self):
        """Nobody gets more than there is."""
        line = self._review().line_ids[0]
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            line.points = line.max_points + 1
            line.flush_recordset()

    def test_one_review_of_a_call(self):
        """Asked for again, it is the same one."""
        call = self._talk(self.anna)
        asked = call.with_user(self.boris)
        action = asked.action_review()
        self.assertEqual(asked.action_review()["res_id"], action["res_id"])
        self.assertEqual(call.review_ids.reviewer_id, self.boris)

    def test_only_supervisors_review(self):
        """Salespeople start no reviews."""
        with self.assertRaises(AccessError):
            self._talk(self.anna).with_user(self.anna).action_review()

    def test_roles(self):
        """The person reads the finished review and writes nothing; the leader reviews his team."""
        review = self._review()
        of_anna, of_boris = review.with_user(self.anna), review.with_user(self.boris)
        with self.assertRaises(AccessError):
            of_anna.check_access("read")
        of_boris.line_ids[0].points = 3
        of_boris.action_done()
        self.assertEqual(review.reviewer_id, self.boris)
        of_anna.check_access("read")
        of_anna.line_ids.check_access("read")
        for records in (of_anna, of_anna.line_ids):
            with self.assertRaises(AccessError):
                records.check_access("write")
        for user in (self.anna, self.boris, self.manager):
            with self.assertRaises(AccessError):
                review.with_user(user).check_access("unlink")

    def test_nobody_scores_oneself(self):
        """A supervisor's own calls are for others."""
        review = self._review(self.boris)
        with self.assertRaises(AccessError):
            review.with_user(self.boris).check_access("write")
        self.manager.group_ids = [Command.link(self.supervisor.id)]
        review.with_user(self.manager).action_done()
        review.with_user(self.boris).check_access("read")

    def test_of_another_team(self):
        """A leader sees no reviews of a team that others lead."""
        review = self._review()
        review.call_id.team_id = False
        review.reviewer_id = False
        with self.assertRaises(AccessError):
            review.with_user(self.boris).check_access("read")
        review.with_user(self.manager).check_access("read")

    def test_of_another_company(self):
        """Per company, always."""
        review = self._review()
        other = self.env["res.company"].create({"name": "Branch"})
        self.manager.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError):
            review.with_user(self.manager).check_access("read")

    def test_results_per_person(self):
        """The average of each person, as the graph shows it."""
        for points in (5, 0):
            review = self.reviews._start(self._talk(self.anna))
            review.line_ids.points = points
            review.with_user(self.boris).action_done()
        [(user, score)] = self.reviews._read_group(
            [("state", "=", "done")], ["user_id"], ["score:avg"]
        )
        self.assertEqual((user, score), (self.anna, 50))
