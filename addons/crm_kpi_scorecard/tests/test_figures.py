# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime
from fractions import Fraction
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.crm_kpi_scorecard.models.kpi_reading import Key
from odoo.addons.crm_kpi_scorecard.tools.periods import Period

from .common import KpiCommon


def month(number, year=2026):
    """A month of the tests' year."""
    return Period("month", date(year, number, 1))


@tagged("post_install", "-at_install")
class TestFigures(KpiCommon):
    """What is counted, when, and for whom."""

    def _figures(self, definition, *periods, companies=None, **options):
        """Figures by (period, level, subject) of the tests' company."""
        companies = companies or self.company
        found = definition._kpi_figures(periods, companies=companies, **options)
        return {
            (key.period, key.level, key.subject): figure for (_kpi, key), figure in found.items()
        }

    def _value(self, definition, period, level="company", subject=(), **options):
        figure = self._figures(definition, period, **options).get((period, level, subject))
        return figure and figure.value

    def test_levels(self):
        """A deal counts for the company, its team, its person, and the person in the team."""
        kpi = self._create_kpi()
        self._create_won(self.user_member, self.team_kpi, "2031-03-05 10:00:00")
        march = month(3, 2031)
        found = self._figures(kpi, march)
        team, member = self.team_kpi.id, self.user_member.id
        self.assertEqual(
            {key[1:]: figure.value for key, figure in found.items()},
            {
                ("company", ()): 1,
                ("team", (team,)): 1,
                ("person", (member,)): 1,
                ("team_person", (team, member)): 1,
            },
        )

    def test_nobody_in_charge(self):
        """A deal of nobody counts for nobody, and for the company."""
        kpi = self._create_kpi()
        self._create_won(None, self.team_kpi, "2031-03-05 10:00:00")
        march = month(3, 2031)
        self.assertEqual(self._value(kpi, march, "person", (0,)), 1)
        self.assertEqual(self._value(kpi, march), 1)

    def test_zone(self):
        """Created 31 March 22:30 UTC: April in Moscow, March in London, whoever asks."""
        measure = self._create_measure(domain="[]", date_field="create_date")
        kpi = self._create_kpi(measure)
        self._create_lead(created="2026-03-31 22:30:00")
        asking = kpi.with_user(self.user_sales_manager).with_context(tz="Asia/Tokyo").sudo()
        for zone, values in (
            ("Europe/Moscow", (0, 1)),
            ("Europe/London", (1, 0)),
            ("America/New_York", (1, 0)),
        ):
            self.company.kpi_zone = zone
            before = self.company.kpi_zone and self._figures(asking, month(3), month(4))
            got = tuple(before[month(number), "company", ()].value for number in (3, 4))
            with self.subTest(zone=zone):
                self.assertEqual(got, values)

    def test_daylight_saving(self):
        """One lead an hour through Berlin's March and October: 743, 745; days sum up."""
        measure = self._create_measure(domain="[('name', '=', 'Hourly')]", date_field="create_date")
        kpi = self._create_kpi(measure, per_day=True)
        self.company.kpi_zone = "Europe/Berlin"
        lead = self._create_lead(name="Hourly")
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO crm_lead (name, type, company_id, active, won_status, create_date)"
            " SELECT name, type, company_id, TRUE, 'pending', hour FROM crm_lead,"
            " generate_series('2026-01-01'::timestamp, '2026-12-31 23:00', '1 hour') hour"
            " WHERE id = %s",
            [lead.id],
        )
        for number, hours, special, day_hours in ((3, 743, 29, 23), (10, 745, 25, 25)):
            days = [Period("day", day) for day in month(number).days]
            found = self._figures(kpi, month(number), *days)
            self.assertEqual(found[month(number), "company", ()].value, hours)
            by_day = [found[day, "company", ()].value for day in days]
            self.assertEqual(by_day[special - 1], day_hours)
            self.assertEqual(sum(by_day), hours)

    def test_cohort_and_period(self):
        """10 created in January, 4 of them won in February, 1 in March: a rate of 50 %."""
        created = self._create_measure(
            domain="[]", date_field="create_date", cohort_date_field="create_date"
        )
        won = self._create_measure(cohort_date_field="create_date")
        cohort = self._create_kpi(won, created, basis="cohort", unit="percent")
        period = self._create_kpi(won, created, unit="percent")
        for number in range(10):
            when = "2031-02-10 12:00:00" if number < 4 else "2031-03-10 12:00:00"
            make = self._create_won if number < 5 else self._create_lead
            options = {"when": when} if number < 5 else {}
            make(self.user_member, created="2031-01-15 12:00:00", **options)
        months = [month(number, 2031) for number in (1, 2, 3)]
        found = self._figures(cohort, *months)
        january = found[months[0], "company", ()]
        self.assertEqual(cohort._kpi_scaled(january), 50)
        self.assertEqual(found[months[1], "company", ()].state(), "no_data")
        found = self._figures(period, *months)
        self.assertEqual(found[months[0], "company", ()].value, 0)
        self.assertEqual(found[months[1], "company", ()].state(), "no_data")

    def test_small_sample_and_no_denominator(self):
        """1 of 2 with a smallest sample of 5 is grey; divided by nothing is no data."""
        decided = self._create_measure(
            domain="[('won_status', 'in', ('won', 'lost'))]", date_field="date_decided"
        )
        kpi = self._create_kpi(self._create_measure(), decided, minimal_sample=5)
        self._create_won(when="2031-03-05 10:00:00")
        lost = self._create_lead()
        with freeze_time("2031-03-06 10:00:00"):
            lost.action_set_lost()
        found = self._figures(kpi, month(3, 2031), month(4, 2031))
        figure = found[month(3, 2031), "company", ()]
        self.assertEqual(figure.value, Fraction(1, 2))
        self.assertEqual(figure.state(kpi.minimal_sample), "small")
        self.assertEqual(found[month(4, 2031), "company", ()].state(5), "no_data")

    def test_lost_and_archived(self):
        """Lost deals count though archived; a plain archive is neither won nor lost."""
        lost = self._create_measure(domain="[('won_status', '=', 'lost')]", date_field="date_lost")
        kpi = self._create_kpi(lost)
        with freeze_time("2031-03-06 10:00:00"):
            self._create_lead(team=self.team_kpi).action_set_lost()
            self._create_lead(
                team=self.sales_team_1, stage_id=self.stage_team1_1.id
            ).action_set_lost()
            self._create_lead().action_archive()
        self.assertEqual(self._value(kpi, month(3, 2031)), 2)

    def test_folded_stage(self):
        """A deal in a folded stage counts."""
        measure = self._create_measure(domain="[]", date_field="create_date")
        kpi = self._create_kpi(measure)
        stage = self.env["crm.stage"].create({"name": "Folded", "fold": True})
        self._create_lead(created="2031-03-06 10:00:00", stage_id=stage.id)
        self.assertEqual(self._value(kpi, month(3, 2031)), 1)

    def test_won_again(self):
        """Won in February, reopened, won again in March: counts once, in March."""
        kpi = self._create_kpi()
        lead = self._create_lead()
        with freeze_time("2031-02-05 10:00:00"):
            lead.action_set_won()
        self.assertEqual(lead.date_won, datetime(2031, 2, 5, 10))
        with freeze_time("2031-02-10 10:00:00"):
            lead.write({"stage_id": self.stage_gen_1.id, "probability": 20})
        self.assertFalse(lead.date_won)
        with freeze_time("2031-03-03 10:00:00"):
            lead.action_set_won()
        self.assertEqual(self._value(kpi, month(2, 2031)), 0)
        self.assertEqual(self._value(kpi, month(3, 2031)), 1)

    def test_currency_at_the_day(self):
        """100 USD and 100 EUR won when 1 USD is 0.5 EUR: 300 USD; a later rate changes nothing."""
        usd, eur = self.env.ref("base.USD"), self.env.ref("base.EUR")
        eur.active = True
        american = self.env["res.company"].create({"name": "American", "currency_id": usd.id})
        european = self.env["res.company"].create({"name": "European", "currency_id": eur.id})
        rates = self.env["res.currency.rate"]
        for day, rate in (("2031-03-01", 0.5), ("2031-04-01", 0.8)):
            rates.create(
                {"currency_id": eur.id, "company_id": american.id, "name": day, "rate": rate}
            )
        measure = self._create_measure(aggregate="sum", value_field="expected_revenue")
        kpi = self._create_kpi(measure, kind="sum", unit="money")
        for company in (american, european):
            self._create_won(when="2031-03-15 10:00:00", amount=100, company_id=company.id)
        both = american | european
        found = kpi._kpi_figures([month(3, 2031)], companies=both, into=american)
        key = Key(american.id, month(3, 2031), "company", ())
        self.assertEqual(found[kpi.id, key].value, 300)
        apart = kpi._kpi_figures([month(3, 2031)], companies=both)
        self.assertEqual(apart[kpi.id, key].value, 100)
        self.assertEqual(apart[kpi.id, key._replace(company_id=european.id)].value, 100)

    def test_stock(self):
        """What is counted as it stands now has a figure in the current period only."""
        measure = self._create_measure(domain="[('type', '=', 'opportunity')]", date_field=False)
        kpi = self._create_kpi(measure)
        self._create_lead(self.user_member)
        with freeze_time("2031-03-06 10:00:00"):
            found = self._figures(kpi, month(2, 2031), month(3, 2031))
        self.assertNotIn((month(2, 2031), "company", ()), found)
        self.assertEqual(found[month(3, 2031), "person", (self.user_member.id,)].value, 1)

    def test_formula(self):
        """A formula is made of measures and KPIs; without data in one of them it has none."""
        self._create_measure(code="won_deals")
        self._create_kpi(code="won_share", numerator=self._create_measure())
        kpi = self._create_kpi(kind="formula", formula="won_deals * 2 + won_share / won_deals")
        self._create_won(self.user_member, when="2031-03-05 10:00:00")
        self.assertEqual(self._value(kpi, month(3, 2031)), 3)
        self.assertEqual(self._value(kpi, month(3, 2031), "person", (self.user_member.id,)), 3)
        self.assertIsNone(self._value(kpi, month(4, 2031)))

    def test_error_is_a_value(self):
        """A measure that cannot be read makes an error in its cells, and leaves others alone."""
        broken = self._create_measure()
        self.env.cr.execute(
            "UPDATE crm_kpi_measure SET date_field = 'no_such_date' WHERE id = %s", [broken.id]
        )
        broken.invalidate_recordset()
        bad, good = self._create_kpi(broken), self._create_kpi()
        found = (bad | good)._kpi_figures([month(3, 2031)], companies=self.company)
        key = Key(self.company.id, month(3, 2031), "company", ())
        self.assertEqual(found[bad.id, key].state(), "error")
        self.assertEqual(found[good.id, key].state(), "ok")

    def test_entered_figures(self):
        """Cost per lead: entered costs, in a foreign currency, over leads counted from records."""
        eur = self.env.ref("base.EUR")
        eur.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": eur.id,
                "company_id": self.company.id,
                "name": "2031-01-01",
                "rate": 0.5,
            }
        )
        cost = self._create_measure(
            source="entries", model=None, aggregate="sum", value_field="value"
        )
        leads = self._create_measure(domain="[]", date_field="create_date", source_path="source_id")
        kpi = self._create_kpi(cost, leads, unit="money", per_source=True)
        source = self.env["utm.source"].create({"name": "Fair"})
        self.env["crm.kpi.entry"].create(
            {
                "measure_id": cost.id,
                "company_id": self.company.id,
                "date": "2031-03-10",
                "value": 30,
                "currency_id": eur.id,
                "source_id": source.id,
            }
        )
        for _each in range(4):
            self._create_lead(created="2031-03-06 10:00:00", source_id=source.id)
        self.assertEqual(self._value(kpi, month(3, 2031), "source", (source.id,)), 15)

    def test_queries(self):
        """One query for the same records, however many people, KPIs and measures there are."""
        created = self._create_measure(domain="[]", date_field="create_date")
        won = self._create_measure()
        kpis = self._create_kpi(won) | self._create_kpi(won, created) | self._create_kpi(created)
        revenue = self._create_measure(aggregate="sum", value_field="expected_revenue")
        kpis |= self._create_kpi(revenue)
        self._create_won(self.user_member, self.team_kpi, "2031-03-05 10:00:00")
        self.env.flush_all()
        months = [month(number, 2031) for number in range(1, 13)]
        kpis._kpi_figures(months, companies=self.company)
        # Companies, a savepoint to plan in (2), and two readings in a savepoint each (6).
        with self.assertQueryCount(__system__=9):
            kpis._kpi_figures(months, companies=self.company)

    def test_read_together_but_wrong_apart(self):
        """An error in one of two measures of the same deals stays in its own cells."""
        won = self._create_measure()
        revenue = self._create_measure(aggregate="sum", value_field="expected_revenue")
        kpis = self._create_kpi(won) | self._create_kpi(revenue)
        self._create_won(self.user_member, self.team_kpi, "2031-03-05 10:00:00")
        measures = type(won)
        of_measure = measures._kpi_value_sql

        def wrong(measure, *args):
            return SQL("1 / 0") if measure == revenue else of_measure(measure, *args)

        with mute_logger("odoo.sql_db"), patch.object(measures, "_kpi_value_sql", wrong):
            found = kpis._kpi_figures([month(3, 2031)], ["company"], self.company)
        key = Key(self.company.id, month(3, 2031), "company", ())
        self.assertEqual(found[kpis[0].id, key].value, 1)
        self.assertIn("division by zero", found[kpis[1].id, key].error)
