# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from random import Random

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import tagged

from ..tools.funnel import Visit, climbs, reached
from .common_funnel import FunnelCommon

JANUARY = ("2026-01-01", "2026-01-31")
FEBRUARY = ("2026-02-01", "2026-02-28")
MARCH = ("2026-03-01", "2026-03-31")


@tagged("post_install", "-at_install")
class TestFunnel(FunnelCommon):
    """How far deals come, by cohort and by period, from histories made by hand."""

    def _january(self):
        """Ten deals made in January, four won in February, one in March."""
        leads = self.env["crm.lead"]
        for day in range(1, 11):
            leads |= self._create_lead(f"2026-01-{day:02} 10:00:00")
        self._move(leads[:4], "2026-02-10 10:00:00", self.won)
        self._move(leads[4], "2026-03-10 10:00:00", self.won)
        return leads

    def test_cohort(self):
        """Half of those made in January were won, whenever that was."""
        self._january()
        told = self._funnel(*JANUARY, basis="cohort")
        self.assertEqual(told["basis"], "cohort")
        self.assertEqual(self._of(told, "reached"), [10, 5, 5, 5])
        self.assertEqual(self._stage(told, self.won)["conversion_total"], 50.0)
        self.assertEqual((told["total"]["created"], told["total"]["won"]), (10, 5))
        self.assertEqual(told["total"]["open"], 5)

    def test_cohort_of_another_month(self):
        """Who was made in February is none of them."""
        self._january()
        told = self._funnel(*FEBRUARY, basis="cohort")
        self.assertEqual(self._of(told, "reached"), [0, 0, 0, 0])
        self.assertIsNone(self._stage(told, self.won)["conversion_total"])

    def test_period(self):
        """The same deals by what happened in each month, and labelled so."""
        self._january()
        months = [self._funnel(*days, basis="period") for days in (JANUARY, FEBRUARY, MARCH)]
        self.assertEqual({told["basis"] for told in months}, {"period"})
        reached = [self._of(told, "reached") for told in months]
        self.assertEqual(reached, [[10, 0, 0, 0], [0, 4, 4, 4], [0, 1, 1, 1]])
        self.assertEqual([told["total"]["won"] for told in months], [0, 4, 1])
        self.assertEqual([told["total"]["created"] for told in months], [10, 0, 0])

    def test_skipped_stage(self):
        """Who jumps over a stage has reached it, without having been in it."""
        lead = self._create_lead("2026-01-02 10:00:00")
        self._move(lead, "2026-01-03 10:00:00", self.talk)
        offer = self._stage(self._funnel(*JANUARY), self.offer)
        self.assertEqual((offer["reached"], offer["entered"]), (1, 0))

    def test_back_and_forth(self):
        """Who goes back and comes again has reached a stage once, and left it."""
        lead = self._create_lead("2026-01-02 10:00:00")
        for day, stage in enumerate((self.talk, self.offer, self.talk), 3):
            self._move(lead, f"2026-01-{day:02} 10:00:00", stage)
        told = self._funnel(*JANUARY, basis="period")
        self.assertEqual(self._of(told, "reached"), [1, 1, 1, 0])
        self.assertEqual(self._of(told, "entered"), [1, 1, 1, 0])
        self.assertEqual(self._of(told, "left"), [1, 1, 1, 0])

    def test_reopened(self):
        """Won, reopened, won again: reached once, when it was won for good."""
        lead = self._create_lead("2026-01-02 10:00:00")
        self._move(lead, "2026-02-05 10:00:00", self.won)
        self._move(lead, "2026-02-10 10:00:00", self.talk)
        self._move(lead, "2026-03-03 10:00:00", self.won)
        won = [
            self._stage(self._funnel(*days, basis="period"), self.won)["reached"]
            for days in (FEBRUARY, MARCH)
        ]
        self.assertEqual(won, [0, 1])

    def test_reopened_and_left(self):
        """Who was won and is not any more, is not won."""
        lead = self._create_lead("2026-01-02 10:00:00")
        self._move(lead, "2026-01-05 10:00:00", self.won)
        self._move(lead, "2026-01-10 10:00:00", self.talk)
        self.assertEqual(self._of(self._funnel(*JANUARY), "reached"), [1, 1, 1, 0])

    def test_median(self):
        """Half of those who left a stage stayed no longer; who still is there counts not."""
        for hours in (2, 6, 20):
            lead = self._create_lead("2026-01-02 00:00:00")
            self._move(lead, f"2026-01-02 {hours:02}:00:00", self.offer)
        self._create_lead("2026-01-02 00:00:00")
        told = self._funnel(*JANUARY)
        self.assertEqual(self._stage(told, self.new)["median_hours"], 6.0)
        self.assertEqual(self._stage(told, self.new)["left"], 3)
        self.assertIsNone(self._stage(told, self.offer)["median_hours"])

    def test_lost_by_reason(self):
        """Lost deals are archived and count: where, how much, and why."""
        leads = self.env["crm.lead"]
        for _number in range(3):
            leads |= self._create_lead("2026-01-02 10:00:00")
        self._move(leads, "2026-01-03 10:00:00", self.offer)
        self._lose(leads[:2], "2026-01-04 10:00:00", self.price)
        self._lose(leads[2], "2026-01-05 10:00:00")
        offer = self._stage(self._funnel(*JANUARY), self.offer)
        self.assertEqual((offer["lost"], offer["lost_amount"], offer["left"]), (3, 300.0, 3))
        reasons = [(row["name"], row["count"], row["amount"]) for row in offer["reasons"]]
        self.assertEqual(reasons, [("Price", 2, 200.0), ("No reason given", 1, 100.0)])

    def test_lost_in_its_period(self):
        """A loss counts when it happened; the cohort keeps it whenever that was."""
        lead = self._create_lead("2026-01-02 10:00:00")
        self._lose(lead, "2026-02-04 10:00:00", self.time)
        lost = [
            self._stage(self._funnel(*days, basis=basis), self.new)["lost"]
            for days, basis in ((JANUARY, "period"), (FEBRUARY, "period"), (JANUARY, "cohort"))
        ]
        self.assertEqual(lost, [0, 1, 1])

    def test_archived_is_not_lost(self):
        """A deal that was only archived has come how far it came, and is lost nowhere."""
        lead = self._create_lead("2026-01-02 10:00:00", probability=40)
        with self._on("2026-01-03 10:00:00"):
            lead.write({"active": False})
        told = self._funnel(*JANUARY)
        self.assertEqual(self._stage(told, self.new)["reached"], 1)
        self.assertEqual(told["total"]["lost"], 0)

    def test_kept_out_of_all_figures(self):
        """What the base domain of leads excludes counts nowhere: an outsider's extension."""
        lead = self._create_lead("2026-01-02 10:00:00")
        self._create_lead("2026-01-02 10:00:00")
        without = Domain("id", "!=", lead.id)
        self.patch(self.registry["crm.lead"], "_kpi_base_domain", lambda _leads: without)
        self.assertEqual(self._stage(self._funnel(*JANUARY), self.new)["reached"], 1)

    def test_local_days(self):
        """The days are those of the company's wall clock."""
        self._create_lead("2026-01-31 22:30:00")
        self.company.kpi_zone = "Europe/Moscow"
        counted = [self._funnel(*days)["total"]["created"] for days in (JANUARY, FEBRUARY)]
        self.assertEqual(counted, [0, 1])

    def test_deal_of_no_company(self):
        """It belongs to its person's company."""
        lead = self._create_lead("2026-01-02 10:00:00")
        self.env.cr.execute("UPDATE crm_lead SET company_id = NULL WHERE id = %s", [lead.id])
        lead.invalidate_recordset()
        self.assertEqual(self._funnel(*JANUARY)["total"]["created"], 0)
        self.user_sales_leads.company_id = self.company
        self.assertEqual(self._funnel(*JANUARY)["total"]["created"], 1)

    def test_untracked_move(self):
        """A change of stage that left no trace is seen where it was the last one."""
        lead = self._create_lead("2026-01-02 10:00:00")
        self._move(lead, "2026-01-03 10:00:00", self.offer)
        with self._on("2026-01-05 10:00:00"):
            lead.with_context(tracking_disable=True).write({"stage_id": self.talk.id})
        told = self._funnel(*JANUARY)
        self.assertEqual(self._of(told, "entered"), [1, 1, 1, 0])
        self.assertEqual(self._stage(told, self.offer)["median_hours"], 48.0)

    def test_several_won_stages(self):
        """They are one step at the end."""
        self.talk.is_won = True
        lead = self._create_lead("2026-01-02 10:00:00")
        self._move(lead, "2026-01-03 10:00:00", self.talk)
        told = self._funnel(*JANUARY)
        self.assertEqual([row["name"] for row in told["stages"]], ["New", "Offer", "Won"])
        self.assertEqual(self._of(told, "reached"), [1, 1, 1])

    def test_stage_of_another_team(self):
        """It is shown when a deal is there, and not otherwise."""
        other = self.stage_team1_1
        self.assertNotIn(other.id, [row["id"] for row in self._funnel(*JANUARY)["stages"]])
        self._create_lead("2026-01-02 10:00:00", stage_id=other.id)
        self.assertEqual(self._stage(self._funnel(*JANUARY), other)["entered"], 1)

    def test_compared_with_the_period_before(self):
        """A second series of the same stages."""
        self._january()
        self._create_lead("2026-02-02 10:00:00")
        told = self._funnel(*FEBRUARY, compare="previous")
        other = told["compared"]
        self.assertEqual((other["date_from"], other["date_to"]), JANUARY)
        self.assertEqual(self._of(told, "reached"), [1, 0, 0, 0])
        self.assertEqual(self._of(other, "reached"), [10, 5, 5, 5])

    def test_compared_with_a_person(self):
        """Two people side by side."""
        self._create_lead("2026-01-02 10:00:00")
        for _number in range(2):
            self._create_lead("2026-01-02 10:00:00", user_id=self.user_sales_salesman.id)
        told = self._funnel(
            *JANUARY,
            user_id=self.user_sales_leads.id,
            compare={"user_id": self.user_sales_salesman.id},
        )
        self.assertEqual(told["total"]["created"], 1)
        self.assertEqual(told["compared"]["total"]["created"], 2)

    def test_of_a_team(self):
        """A team's deals only."""
        self._create_lead("2026-01-02 10:00:00")
        self._create_lead("2026-01-02 10:00:00", team_id=False)
        self.assertEqual(self._funnel(*JANUARY, team_id=self.team.id)["total"]["created"], 1)

    def test_wrong_questions(self):
        """They are answered with what to do."""
        with self.assertRaisesRegex(UserError, "exchange"):
            self._funnel("2026-02-01", "2026-01-01")
        with self.assertRaisesRegex(UserError, "no date"):
            self._funnel("soon", "2026-01-01")
        with self.assertRaisesRegex(UserError, "id"):
            self._funnel(*JANUARY, team_id="1 OR 1=1")
        with self.assertRaisesRegex(UserError, "compared"):
            self._funnel(*JANUARY, compare="everything")

    def test_company_one_is_not_in(self):
        """The funnel of another company is refused."""
        other = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(AccessError):
            self._funnel(*JANUARY, company_id=other.id)

    def test_against_a_count_by_hand(self):
        """Thirty deals that go about at random: the same as counted visit by visit."""
        random = Random(7)
        histories = []
        for number in range(30):
            lead = self._create_lead("2026-01-02 10:00:00")
            history = [Visit(0, 0)]
            for day in range(random.randrange(5)):
                place = random.randrange(3)
                self._move(lead, f"2026-01-{3 + day:02} 10:00:00", self.stages[place])
                history.append(Visit(day + 1, place))
            if number % 4 == 0:
                self._move(lead, "2026-02-01 10:00:00", self.won)
                history.append(Visit(99, 3))
            histories.append(history)
        counted = reached(4, climbs(histories))
        self.assertEqual(self._of(self._funnel(*JANUARY), "reached"), counted)
