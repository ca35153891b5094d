# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast
from datetime import date
from fractions import Fraction

from odoo.tests import tagged

from odoo.addons.crm_kpi_scorecard.models.kpi_reading import Key
from odoo.addons.crm_kpi_scorecard.tests.common import KpiCommon
from odoo.addons.crm_kpi_scorecard.tools.periods import Period

MARCH = Period("month", date(2031, 3, 1))


@tagged("post_install", "-at_install")
class TestCalls(KpiCommon):
    """Story 5: one deal in five calls, three in six, two without any."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_third = cls._create_user("user_third")
        cls.deals = {}
        for user, deals, calls in (
            (cls.user_member, 1, 5),
            (cls.user_mate, 3, 6),
            (cls.user_third, 2, 0),
        ):
            leads = [
                cls._create_won(user, cls.team_kpi, "2031-03-05 10:00:00") for _n in range(deals)
            ]
            for number in range(calls):
                cls._create_call(user, leads[number % deals])
            cls.deals[user] = leads

    @classmethod
    def _create_call(cls, user, lead, **values):
        return cls.env["telephony.call"].create(
            {
                "company_id": cls.company.id,
                "direction": "outgoing",
                "state": "ended",
                "disposition": "answered",
                "started_at": "2031-03-04 09:00:00",
                "talk_seconds": 90.0,
                "user_id": user.id,
                "lead_id": lead.id,
                **values,
            }
        )

    def _value(self, name, user):
        kpi = self.env.ref(f"crm_kpi_scorecard.kpi_{name}")
        self.env.flush_all()
        found = kpi._kpi_figures([MARCH], companies=self.company)
        figure = found.get((kpi.id, Key(self.company.id, MARCH, "person", (user.id,))))
        return figure and kpi._kpi_scaled(figure)

    def test_calls_per_deal(self):
        """5, 2 and 0 calls a deal."""
        values = [self._value("calls_per_won", user) for user in self.deals]
        self.assertEqual(values, [5, 2, 0])

    def test_talk_time_per_deal(self):
        """A minute and a half a call, in minutes per deal; 0 without calls."""
        values = [self._value("talk_per_won", user) for user in self.deals]
        self.assertEqual(values, [Fraction(15, 2), 3, 0])

    def test_without_a_call_log(self):
        """Before the exchange is connected, core's calls count, and talk time is not known."""
        self.env["telephony.call"].search([("id", "!=", False)]).unlink()
        self.assertEqual(self._value("calls_per_won", self.user_mate), 0)
        self.assertIsNone(self._value("talk_per_won", self.user_mate))

    def test_internal_and_running(self):
        """Colleagues' calls among themselves and calls that still go on do not count."""
        lead = self.deals[self.user_member][0]
        self._create_call(self.user_member, lead, direction="internal")
        self._create_call(self.user_member, lead, state="ongoing")
        self.assertEqual(self._value("calls_per_won", self.user_member), 5)
        self.assertEqual(self._value("calls_logged", self.user_member), 5)

    def test_report(self):
        """The report counts what the figure counts, and the time talked."""
        lead = self.deals[self.user_member][0]
        self._create_call(self.user_member, lead, direction="internal")
        self._create_call(self.user_member, lead, state="ongoing")
        action = self.env.ref("crm_kpi_scorecard_telephony.crm_kpi_report_telephony_action")
        domain = [*ast.literal_eval(action.domain), ("started_at", ">=", "2031-03-01 00:00:00")]
        rows = self.env[action.res_model].formatted_read_group(
            domain, ["user_id", "started_at:month"], ["__count", "talk_seconds:sum"]
        )
        found = {row["user_id"][0]: (row["__count"], row["talk_seconds:sum"]) for row in rows}
        self.assertEqual(found, {self.user_member.id: (5, 450), self.user_mate.id: (6, 540)})
        self.env[action.res_model].get_views([*action.views, (action.search_view_id.id, "search")])

    def test_records(self):
        """The calls behind a figure can be opened."""
        kpi = self.env.ref("crm_kpi_scorecard.kpi_calls_logged")
        key = Key(self.company.id, MARCH, "person", (self.user_mate.id,))
        model, domain = kpi._kpi_records("numerator", key)
        self.assertEqual(self.env[model].search_count(domain), 6)
