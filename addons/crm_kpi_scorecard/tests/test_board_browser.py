# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_kpi_scorecard.tools.periods import Period

from .common import KpiCommon

BOARD = "/odoo/scorecard?kind=month&date_from=2031-03-01&level=person"
MARCH = Period("month", date(2031, 3, 1))
DAY = "2031-03-05 10:00:00"


@tagged("post_install", "-at_install")
class TestBoardBrowser(HttpCase, KpiCommon):
    """The scorecard as people click it."""

    def _person(self, login, won, leads, calls):
        """A salesperson with deals won among the leads got, and calls."""
        user = self._create_user(login)
        for number in range(leads):
            if number < won:
                self._create_won(user, self.team_kpi, DAY, created=DAY)
            else:
                self._create_lead(user, self.team_kpi, DAY)
        if calls:
            self.env["crm.kpi.entry"].create(
                {
                    "measure_id": self.calls.id,
                    "company_id": self.company.id,
                    "user_id": user.id,
                    "date": "2031-03-05",
                    "value": calls,
                }
            )

    def _scorecard(self):
        """Deals, calls for a deal, and the part of leads that became deals."""
        self.env["crm.kpi.definition"].search([("id", "!=", False)]).action_archive()
        won = self._create_measure(name="Deals won")
        leads = self._create_measure(name="Leads", domain="[]", date_field="create_date")
        self.calls = self._create_measure(name="Calls", source="entries", model=None)
        deals = self._create_kpi(won, name="Deals", code="board_won", digits=0)
        per_deal = self._create_kpi(
            self.calls,
            won,
            name="Calls per deal",
            code="board_calls",
            zero_note="no calls logged",
        )
        self._create_kpi(won, leads, name="Part won", code="board_part", unit="percent")
        self._create_bands(deals, (None, 2, "red"), (2, 3, "yellow"), (3, None, "green"))
        self._create_bands(per_deal, (None, 1, "grey"), (1, 4, "green"), (4, None, "red"))

    def test_three_salespeople(self):
        """One deal in 5 calls, 3 in 6, 2 of ten leads without a logged call: seen at a glance."""
        self._scorecard()
        self._person("user_anna", won=1, leads=4, calls=5)
        self._person("user_boris", won=3, leads=6, calls=6)
        self._person("user_clara", won=2, leads=10, calls=0)
        self.env.flush_all()
        with freeze_time("2031-03-14 12:00:00"):
            self.env["crm.kpi.snapshot"]._store(self.company, [MARCH])
        self.env.flush_all()
        self.start_tour(BOARD, "crm_kpi_scorecard_board", login=self.user_sales_manager.login)
