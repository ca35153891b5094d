# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.crm_kpi_scorecard.tools.periods import Period

from .common import KpiCommon

MARCH = Period("month", date(2031, 3, 1))


@tagged("post_install", "-at_install")
class TestStore(KpiCommon):
    """Figures as they are kept: state, band, target, rank, closed periods."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.kpi.definition"].search([("id", "!=", False)]).action_archive()
        cls.company.kpi_grace_days = 5
        cls.snapshots = cls.env["crm.kpi.snapshot"]

    def _store(self, now, *wanted):
        with freeze_time(now):
            return self.snapshots._store(self.company, wanted or None)

    def _row(self, kpi, period=MARCH, level="company", **subject):
        domain = [("definition_id", "=", kpi.id), ("level", "=", level)]
        domain += [("date_from", "=", period.start), ("kind", "=", period.kind)]
        domain += [(name, "=", record.id) for name, record in subject.items()]
        return self.snapshots.search(domain)

    def _entry_kpi(self, **values):
        """A KPI of entered figures, so that any number can be had."""
        measure = self._create_measure(source="entries", model=None)
        return self._create_kpi(measure, kind="sum", **values)

    def _enter(self, kpi, value, day="2031-03-10", **subject):
        return self.env["crm.kpi.entry"].create(
            {
                "measure_id": kpi.numerator_id.id,
                "company_id": self.company.id,
                "date": day,
                "value": value,
                **{name: record.id for name, record in subject.items()},
            }
        )

    def test_bands(self):
        """Who is on the border: 20 yellow, 45 green, 45.01 orange; 29.96, shown as 30.0, yellow."""
        kpi = self._entry_kpi()
        self._create_bands(
            kpi,
            (None, 0, "grey"),
            (0, 20, "red"),
            (20, 30, "yellow"),
            (30, 45, "green", "[]"),
            (45, None, "orange", "()"),
        )
        borders = {
            -1: "grey",
            0: "red",
            20: "yellow",
            29.96: "yellow",
            30: "green",
            45: "green",
            45.01: "orange",
        }
        people = {
            value: self._create_user(f"user_{number}") for number, value in enumerate(borders)
        }
        for value, user in people.items():
            self._enter(kpi, value, user_id=user)
        self._store("2031-03-20 12:00:00")
        for value, colour in borders.items():
            with self.subTest(value=value):
                self.assertEqual(
                    self._row(kpi, level="person", user_id=people[value]).colour, colour
                )

    def test_shares_are_exact(self):
        """55 of 100 is within "up to 55 inclusive", 29 of 100 within "from 29"."""
        above = self._create_measure(source="entries", model=None)
        below = self._create_measure(source="entries", model=None)
        kpi = self._create_kpi(above, below, unit="percent")
        self._create_bands(
            kpi, (None, 29, "red"), (29, 55, "green", "[]"), (55, None, "orange", "()")
        )
        for user, value in ((self.user_member, 55), (self.user_mate, 29)):
            for measure, number in ((above, value), (below, 100)):
                self.env["crm.kpi.entry"].create(
                    {
                        "measure_id": measure.id,
                        "company_id": self.company.id,
                        "date": "2031-03-10",
                        "value": number,
                        "user_id": user.id,
                    }
                )
        self._store("2031-03-20 12:00:00")
        for user in (self.user_member, self.user_mate):
            self.assertEqual(self._row(kpi, level="person", user_id=user).colour, "green")

    def test_particular_limits(self):
        """A person's own limits win over the team's and everybody's."""
        kpi = self._entry_kpi()
        self._create_bands(kpi, (None, 5, "red"), (5, None, "green"))
        self._create_bands(kpi, (None, 50, "red"), (50, None, "green"), user_id=self.user_member.id)
        for user in (self.user_member, self.user_mate):
            self._enter(kpi, 10, user_id=user)
        self._store("2031-03-20 12:00:00")
        self.assertEqual(self._row(kpi, level="person", user_id=self.user_member).colour, "red")
        self.assertEqual(self._row(kpi, level="person", user_id=self.user_mate).colour, "green")

    def test_outside_the_scale(self):
        """A figure that the declared range does not have is an error of its cell."""
        kpi = self._entry_kpi()
        self._create_bands(
            kpi, (0, 100, "green", "[]"), has_low=True, low=0, has_high=True, high=100
        )
        self._enter(kpi, 101)
        self._store("2031-03-20 12:00:00")
        self.assertEqual(self._row(kpi).figure_state, "outside")
        self.assertFalse(self._row(kpi).colour)

    def test_percent_of_former(self):
        """Bands on percent of the period before: without one there is no colour."""
        kpi = self._entry_kpi()
        self._create_bands(kpi, (None, 100, "red"), (100, None, "green"), basis="previous")
        self._enter(kpi, 10, user_id=self.user_member, day="2031-02-10")
        self._enter(kpi, 10, user_id=self.user_member)
        self._enter(kpi, 10, user_id=self.user_mate)
        self._store("2031-03-20 12:00:00", MARCH.previous, MARCH)
        self.assertEqual(self._row(kpi, level="person", user_id=self.user_member).colour, "green")
        row = self._row(kpi, level="person", user_id=self.user_member)
        self.assertEqual((row.previous, row.has_previous), (10, True))
        mate = self._row(kpi, level="person", user_id=self.user_mate)
        self.assertFalse(mate.colour)
        self.assertFalse(mate.has_year_ago)

    def test_target_by_working_days(self):
        """A target of a quarter is a month's by its share of working days."""
        kpi = self._entry_kpi()
        self._create_bands(kpi, (None, 100, "red"), (100, None, "green"), basis="target")
        self.env["crm.kpi.target"].create(
            {
                "definition_id": kpi.id,
                "company_id": self.company.id,
                "user_id": self.user_member.id,
                "date_from": "2031-01-01",
                "date_to": "2031-03-31",
                "value": 64,
                "pro_rata": True,
            }
        )
        self._enter(kpi, 21, user_id=self.user_member)
        self._store("2031-03-20 12:00:00")
        row = self._row(kpi, level="person", user_id=self.user_member)
        # January 23, February 20, March 21 working days.
        self.assertEqual((row.target, row.has_target), (21, True))
        self.assertEqual(row.colour, "green")

    def test_ranks(self):
        """Equal figures share a place, the next is skipped; small samples have none."""
        kpi = self._entry_kpi()
        third = self._create_user("user_third")
        for user, value in ((self.user_member, 5), (self.user_mate, 5), (third, 4)):
            self._enter(kpi, value, user_id=user)
        self._store("2031-03-20 12:00:00")
        places = [
            self._row(kpi, level="person", user_id=user).rank
            for user in (self.user_member, self.user_mate, third)
        ]
        self.assertEqual(places, [1, 1, 3])
        self.assertEqual(self._row(kpi).rank, 0)

    def test_second_run_writes_nothing(self):
        """What has not changed is not written again."""
        measure = self._create_measure(aggregate="sum", value_field="expected_revenue")
        kpi = self._create_kpi(measure, kind="sum")
        self._create_won(self.user_member, self.team_kpi, "2031-03-05 10:00:00", 1 / 3)
        self.assertGreater(self._store("2031-03-20 12:00:00"), 3)
        self.assertEqual(self._store("2031-03-20 12:15:00"), 0)
        self.assertEqual(str(self._row(kpi).computed_at), "2031-03-20 12:00:00")
        self.assertEqual(str(self.company.kpi_checked_at), "2031-03-20 12:15:00")

    def test_reassigned_goes_to_zero(self):
        """Somebody whose deals are all given to others has 0 at the next run."""
        kpi = self._create_kpi()
        lead = self._create_won(self.user_member, self.team_kpi, "2031-03-05 10:00:00")
        self._store("2031-03-20 12:00:00")
        lead.user_id = self.user_mate
        self._store("2031-03-20 12:15:00")
        row = self._row(kpi, level="person", user_id=self.user_member)
        self.assertEqual((row.value, row.figure_state), (0, "ok"))
        self.assertEqual(self._row(kpi, level="person", user_id=self.user_mate).value, 1)

    def test_nothing_is_zero_of_who_is_there(self):
        """Who lost deals and won none has won 0; of somebody who is not there nothing is told."""
        won = self._create_kpi()
        lost = self._create_kpi(
            self._create_measure(domain="[('won_status', '=', 'lost')]", date_field="date_lost")
        )
        rate = self._create_kpi(won.numerator_id, lost.numerator_id)
        with freeze_time("2031-03-05 10:00:00"):
            self._create_lead(self.user_member).action_set_lost()
        self._store("2031-03-20 12:00:00")
        row = self._row(won, level="person", user_id=self.user_member)
        self.assertEqual((row.value, row.figure_state), (0, "ok"))
        self.assertEqual(self._row(rate, level="person", user_id=self.user_member).value, 0)
        self.assertFalse(self._row(won, level="person", user_id=self.user_mate))

    def test_team_of_the_time(self):
        """Who changes team in mid-month: what he won stays with the team it was won in."""
        kpi = self._create_kpi()
        self._create_won(self.user_member, self.team_kpi, "2031-03-05 10:00:00")
        self.team_kpi.member_ids -= self.user_member
        self.sales_team_1.member_ids |= self.user_member
        self._create_won(
            self.user_member,
            self.sales_team_1,
            "2031-03-15 10:00:00",
            stage_id=self.stage_gen_won.id,
        )
        self.user_member.active = False
        self._store("2031-03-20 12:00:00")
        for team in (self.team_kpi, self.sales_team_1):
            self.assertEqual(self._row(kpi, level="team", team_id=team).value, 1)
        self.assertEqual(self._row(kpi, level="person", user_id=self.user_member).value, 2)

    def test_frozen_and_restated(self):
        """Won in February, frozen; reopened and won again in March: one restatement, no change."""
        kpi = self._create_kpi()
        with freeze_time("2031-02-05 10:00:00"):
            lead = self._create_lead(self.user_member)
            lead.action_set_won()
        february = MARCH.previous
        self._store("2031-03-06 12:00:00", february)
        row = self._row(kpi, february)
        self.assertTrue(row.is_frozen)
        with freeze_time("2031-03-07 10:00:00"):
            lead.write({"stage_id": self.stage_gen_1.id, "probability": 20})
        with freeze_time("2031-03-08 10:00:00"):
            lead.action_set_won()
        self._store("2031-03-09 12:00:00", february, MARCH)
        self._store("2031-03-09 13:00:00", february, MARCH)
        self.assertEqual(row.value, 1)
        self.assertEqual(self._row(kpi).value, 1)
        restatement = row.restatement_ids
        self.assertEqual(len(restatement), 1)
        self.assertEqual((restatement.old_value, restatement.new_value), (1, 0))

    def test_merge_is_a_restatement(self):
        """Merging two leads of a frozen month is told, not silently changed."""
        measure = self._create_measure(domain="[]", date_field="create_date")
        kpi = self._create_kpi(measure)
        leads = [self._create_lead(created="2031-02-05 10:00:00") for _each in range(2)]
        february = MARCH.previous
        self._store("2031-03-06 12:00:00", february)
        with freeze_time("2031-03-07 10:00:00"):
            (leads[0] | leads[1]).merge_opportunity()
        self._store("2031-03-09 12:00:00", february)
        row = self._row(kpi, february)
        self.assertEqual(row.value, 2)
        self.assertEqual(row.restatement_ids.new_value, 1)

    def test_late_subject(self):
        """Somebody's first fact of a frozen month shows nothing, and is told as a restatement."""
        kpi = self._create_kpi()
        self._create_won(self.user_member, None, "2031-02-05 10:00:00")
        february = MARCH.previous
        self._store("2031-03-06 12:00:00", february)
        self._create_won(self.user_mate, None, "2031-02-06 10:00:00")
        self._store("2031-03-07 12:00:00", february)
        row = self._row(kpi, february, "person", user_id=self.user_mate)
        self.assertEqual((row.figure_state, row.is_frozen), ("no_data", True))
        self.assertEqual(row.restatement_ids.new_value, 1)

    def test_back_again(self):
        """A figure that is again what was shown needs no restatement."""
        kpi = self._create_kpi()
        lead = self._create_won(self.user_member, None, "2031-02-05 10:00:00")
        february = MARCH.previous
        self._store("2031-03-06 12:00:00", february)
        lead.date_won = "2031-03-01 10:00:00"
        self._store("2031-03-07 12:00:00", february)
        self.assertTrue(self._row(kpi, february).restatement_ids)
        lead.date_won = "2031-02-05 10:00:00"
        self._store("2031-03-08 12:00:00", february)
        self.assertFalse(self._row(kpi, february).restatement_ids)

    def test_rate_after_the_freeze(self):
        """A new rate changes nothing that is frozen."""
        eur = self.env.ref("base.EUR")
        eur.active = True
        rates = self.env["res.currency.rate"]
        values = {"currency_id": eur.id, "company_id": self.company.id}
        rates.create({**values, "name": "2031-01-01", "rate": 0.5})
        kpi = self._entry_kpi(unit="money")
        self._enter(kpi, 100, "2031-02-10").currency_id = eur
        february = MARCH.previous
        self._store("2031-03-06 12:00:00", february)
        rates.create({**values, "name": "2031-03-06", "rate": 0.8})
        self._store("2031-03-07 12:00:00", february)
        self.assertEqual(self._row(kpi, february).value, 200)
        self.assertFalse(self._row(kpi, february).restatement_ids)

    def test_stock_stays(self):
        """What was counted as it stood keeps its last figure when the period is over."""
        measure = self._create_measure(domain="[('type', '=', 'opportunity')]", date_field=False)
        kpi = self._create_kpi(measure)
        self._create_lead(self.user_member)
        self._store("2031-03-20 12:00:00")
        value = self._row(kpi, level="person", user_id=self.user_member).value
        self._create_lead(self.user_member)
        self._store("2031-04-02 12:00:00")
        self.assertEqual(self._row(kpi, level="person", user_id=self.user_member).value, value)

    def test_queries_do_not_grow(self):
        """Ten people cost as many queries as one."""
        self._create_kpi()
        counts = []
        for number in (1, 2, 12):
            for each in range(number):
                self._create_won(
                    self._create_user(f"user_q{number}_{each}"),
                    self.team_kpi,
                    "2031-03-05 10:00:00",
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._store("2031-03-20 12:00:00")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
