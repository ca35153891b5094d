# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common_contest import ContestCommon


@tagged("post_install", "-at_install")
class TestContest(ContestCommon):
    """A contest from its start to the badge."""

    def test_seats(self):
        """Active members of the teams and the people chosen, of the contest's company only."""
        other = self.env["res.company"].create({"name": "Other"})
        elsewhere = self._create_user("user_elsewhere", company_id=other.id, company_ids=other.ids)
        gone = self._create_user("user_gone")
        gone.active = False
        people = self.user_sales_leads | elsewhere | gone
        self.contest.user_ids = people
        self._start()
        seated = self.contest.seat_ids.user_id
        self.assertEqual(seated, self.user_member | self.user_mate | self.user_sales_leads)

    def test_nobody(self):
        """A contest without people does not begin."""
        empty = self._create_contest(team_ids=False)
        with self.assertRaisesRegex(UserError, "choose teams or people"):
            empty.action_start()

    def test_kpi_of_persons_only(self):
        """A KPI without figures of persons is refused."""
        with self.assertRaisesRegex(ValidationError, "per person"):
            self._create_contest(definition_id=self._create_kpi(per_person=False).id)

    def test_chosen_later(self):
        """Who is chosen while it runs gets a seat; nobody loses his."""
        self._start()
        self.contest.user_ids = self.user_sales_leads
        self.contest.team_ids = False
        seated = self.contest.seat_ids.user_id
        self.assertEqual(seated, self.user_member | self.user_mate | self.user_sales_leads)

    def test_what_decides_stays(self):
        """The KPI does not change under way."""
        self._start()
        with self.assertRaisesRegex(UserError, "has begun"):
            self.contest.definition_id = self._create_kpi(per_person=True)

    def test_ranks(self):
        """Who won more deals stands before; who won none is last."""
        self._win(self.user_mate, 2)
        self._start()
        self.assertEqual(self._ranks(), {"user_mate": 1, "user_member": 2})
        self.assertEqual(self._seat(self.user_mate).value, 2)

    def test_ties(self):
        """Equal ones share a rank, the next is skipped."""
        self.contest.user_ids = self.user_sales_leads
        self._win(self.user_mate)
        self._win(self.user_member)
        self._start()
        self.assertEqual(self._ranks(), {"user_mate": 1, "user_member": 1, "user_sales_leads": 3})

    def test_lower_is_better(self):
        """Of what is better low, the lowest wins."""
        self.won_deals.higher_is = "worse"
        self._win(self.user_mate)
        self._start()
        self.assertEqual(self._ranks(), {"user_member": 1, "user_mate": 2})

    def test_outside_the_days(self):
        """What happened before or after counts not."""
        self._create_won(self.user_mate, self.team_kpi, when="2026-02-28 12:00:00")
        self._create_won(self.user_mate, self.team_kpi, when="2026-04-01 00:00:00")
        self._start()
        self.assertEqual(self._seat(self.user_mate).value, 0)

    def test_days_that_are_no_period(self):
        """Any days can be chosen."""
        self.contest.write({"date_from": "2026-03-05", "date_to": "2026-03-18"})
        self._win(self.user_mate)
        self._create_won(self.user_mate, self.team_kpi, when="2026-03-19 00:00:00")
        self._create_won(self.user_mate, self.team_kpi, when="2026-03-18 23:59:00")
        self._start()
        self.assertEqual(self._seat(self.user_mate).value, 2)

    def _rate(self, **values):
        """Deals won, as a part of all that were made."""
        made = self._create_measure(domain="[]", date_field="date_won")
        return self._create_kpi(
            self.won_deals.numerator_id, made, per_person=True, unit="percent", **values
        )

    def test_no_data(self):
        """Who has nothing to divide by has no rank; who has too little neither."""
        self.contest.definition_id = self._rate(minimal_sample=2)
        self.contest.user_ids = self.user_sales_leads
        self._win(self.user_mate, 2)
        self._win(self.user_member)
        self._start()
        states = {seat.user_id.login: seat.figure_state for seat in self.contest.seat_ids}
        self.assertEqual(
            states, {"user_mate": "ok", "user_member": "small", "user_sales_leads": "no_data"}
        )
        self.assertEqual(self._ranks(), {"user_mate": 1})
        self.assertEqual(self._seat(self.user_mate).value, 100)

    def test_new_figures(self):
        """The scheduled run ranks anew, and tells the screens only when something changed."""
        self._start()
        self._win(self.user_member)
        with patch.object(self.registry["crm.kpi.contest"], "_tell_screens") as told:
            self._run_cron()
            self._run_cron()
        self.assertEqual(told.call_count, 1)
        self.assertEqual(self._ranks(), {"user_member": 1, "user_mate": 2})

    # ------------------------------------------------------------------
    # The end
    # ------------------------------------------------------------------

    def _badges(self):
        """Who got the badge."""
        return self.env["gamification.badge.user"].search([("badge_id", "=", self.badge.id)])

    def test_end(self):
        """After the last day: ranks are final, the winner has the badge, everybody is told."""
        self._win(self.user_mate)
        self._start()
        messages = self.env["mail.message"].search([], order="id desc", limit=1).id
        self._run_cron("2026-04-01 00:05:00")
        self.assertEqual(self.contest.state, "done")
        self.assertEqual(self._badges().user_id, self.user_mate)
        self.assertTrue(self._seat(self.user_mate).is_winner)
        self.assertFalse(self._seat(self.user_member).is_winner)
        told = self.env["mail.message"].search([("id", ">", messages)])
        told = told.filtered(lambda one: one.subject == "Best of March")
        people = (self.user_mate | self.user_member).partner_id
        self.assertEqual(told.partner_ids, people)
        self.assertIn("Won by Mate.", told.body)

    def test_ends_by_the_companys_clock(self):
        """The last day passes when it does so for the company."""
        self.company.kpi_zone = "America/New_York"
        self._start()
        self._run_cron("2026-04-01 03:55:00")
        self.assertEqual(self.contest.state, "running")
        self._run_cron("2026-04-01 04:05:00")
        self.assertEqual(self.contest.state, "done")

    def test_final_ranks_stay(self):
        """What is won later for March changes nothing."""
        self._win(self.user_mate)
        self._start()
        self._run_cron("2026-04-01 12:00:00")
        self._win(self.user_member, 2)
        self._run_cron("2026-04-02 12:00:00")
        self.assertEqual(self._ranks(), {"user_mate": 1, "user_member": 2})
        self.assertEqual(self._badges().user_id, self.user_mate)

    def test_badge_once(self):
        """Killed between badge and end, and run again: one badge."""
        self._win(self.user_mate)
        self._start()
        contest = self.registry["crm.kpi.contest"]
        with (
            patch.object(contest, "_tell_participants", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
            self.env.cr.savepoint(),
        ):
            self._run_cron("2026-04-01 12:00:00")
        self.assertEqual(self.contest.state, "running")
        self.assertFalse(self._badges())
        for _again in range(2):
            self._run_cron("2026-04-01 12:00:00")
        self.assertEqual(len(self._badges()), 1)

    def test_several_win(self):
        """So many ranks win as chosen; who shares the last of them wins as well."""
        self.contest.write({"winners": 2, "user_ids": self.user_sales_leads.ids})
        self._win(self.user_mate, 2)
        self._win(self.user_member)
        self._win(self.user_sales_leads)
        self._start()
        self._run_cron("2026-04-01 12:00:00")
        winners = self.user_mate | self.user_member | self.user_sales_leads
        self.assertEqual(self._badges().user_id, winners)

    def test_without_badge(self):
        """A contest may be for the honour."""
        self.contest.badge_id = False
        self._start()
        self._run_cron("2026-04-01 12:00:00")
        self.assertEqual(self.contest.state, "done")

    def test_not_ended_early(self):
        """Nobody ends a contest before its last day has passed."""
        self._start()
        with self._on("2026-03-20 12:00:00"), self.assertRaisesRegex(UserError, "last day"):
            self.contest.action_end()
        with self._on("2026-04-01 12:00:00"):
            self.contest.action_end()
        self.assertEqual(self.contest.state, "done")

    def test_deactivated(self):
        """Who has left the company wins nothing, and holds nobody's rank."""
        self._win(self.user_mate, 2)
        self._win(self.user_member)
        self._start()
        self.user_mate.active = False
        self._run_cron("2026-04-01 12:00:00")
        self.assertEqual(self._ranks(), {"user_member": 1})
        self.assertEqual(self._badges().user_id, self.user_member)
        self.assertEqual(self._names(self.user_member), ["Member"])
