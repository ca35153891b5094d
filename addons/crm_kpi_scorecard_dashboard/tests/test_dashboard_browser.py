# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import DashboardCommon

READY = "!!odoo.__WOWL_DEBUG__?.root?.env?.services?.spreadsheet_dashboard_loader"
# A spreadsheet is drawn on a canvas: what it shows is asked of its model. Formulas are evaluated
# when their data has come, so this looks again until all is as it should be, or time is over.
LOOK = """
const steps = %s;
const loader = odoo.__WOWL_DEBUG__.root.env.services.spreadsheet_dashboard_loader;
const see = (model) => {
    const sheets = model.getters.getSheetIds();
    const cell = (sheet, col, row) =>
        model.getters.getEvaluatedCell({sheetId: sheets[sheet], col, row}).value;
    const cards = {};
    const before = {};
    for (let row = 1; row <= 6; row++) {
        cards[cell(1, 0, row)] = cell(1, 1, row);
        before[cell(1, 0, row)] = cell(1, 2, row);
    }
    const table = {};
    for (let row = 49; row < 62 && cell(0, 0, row); row++) {
        table[cell(0, 0, row)] = cell(0, 1, row);
    }
    const charts = {};
    for (const id of model.getters.getChartIds(sheets[0])) {
        const bars = model.getters.getChartRuntime(id).chartJsConfig?.data;
        if (bars) {
            const values = bars.datasets.flatMap((each) => each.data);
            charts[id] = values.reduce((sum, value) => sum + (value || 0), 0);
        }
    }
    const errors = sheets
        .flatMap((sheetId) => Object.values(model.getters.getEvaluatedCells(sheetId)))
        .filter((each) => each.type === "error")
        .map((each) => each.value)
        .join(" ");
    const canvas = Boolean(document.querySelector("canvas"));
    return {cards, before, table, charts, deal: cell(0, 0, 94), errors, canvas};
};
const same = (one, other) =>
    typeof one === "object" && one
        ? Object.keys(one).every((key) => same(one[key], other?.[key]))
        : one === other;
let started = Date.now();
let asked = false;
const timer = setInterval(() => {
    const model = loader.getActiveDashboard()?.model;
    if (model && steps[0].filters && !asked) {
        for (const filter of steps[0].filters) {
            model.dispatch("SET_GLOBAL_FILTER_VALUE", filter);
        }
        asked = true;
    }
    const found = model ? see(model) : {};
    if (same(steps[0].wanted, found)) {
        steps.shift();
        asked = false;
        started = Date.now();
    } else if (Date.now() - started > 40000) {
        clearInterval(timer);
        console.error(`wanted ${JSON.stringify(steps[0])}, found ${JSON.stringify(found)}`);
    }
    if (!steps.length) {
        clearInterval(timer);
        console.log("test successful");
    }
}, 250);
"""


@tagged("post_install", "-at_install")
class TestDashboardBrowser(HttpCase, DashboardCommon):
    """The dashboard as it stands in a browser."""

    def _count(self, query, **values):
        self.env.cr.execute(query, {"company": self.company.id, **values})
        return float(self.env.cr.fetchone()[0])

    def _decided(self, how):
        return self._count(
            "SELECT count(*) FROM crm_lead WHERE company_id = %(company)s AND won_status = %(how)s",
            how=how,
        )

    def _stored(self, code, level):
        return self._count(
            "SELECT sum(numerator) FROM crm_kpi_snapshot figure JOIN crm_kpi_definition kpi"
            " ON kpi.id = figure.definition_id WHERE figure.company_id = %(company)s"
            " AND kpi.code = %(code)s AND level = %(level)s",
            code=code,
            level=level,
        )

    def _cards(self):
        """What the cards have to show, in plain SQL."""
        return {
            "Deals Opened": self._count(
                "SELECT count(*) FROM crm_lead WHERE company_id = %(company)s"
                " AND date_opened IS NOT NULL"
            ),
            "Deals Won": self._decided("won"),
            "Deals Lost": self._decided("lost"),
            "Turnover": self._count(
                "SELECT sum(amount_untaxed) FROM sale_order WHERE company_id = %(company)s"
                " AND state = 'sale'"
            ),
            "Payments": self._stored("payments_received", "company"),
            "Calls": self._stored("calls_logged", "person"),
        }

    def _look(self, *steps):
        self.browser_js(
            f"/odoo/dashboards?dashboard_id={self.dashboard.id}",
            LOOK % json.dumps(steps),
            READY,
            login=self.user_boss.login,
            timeout=120,
        )

    def test_numbers_are_those_of_the_database(self):
        """Cards, charts and tables show what plain SQL counts."""
        cards = self._cards()
        self.assertEqual(list(cards.values()), [3, 1, 1, 250, 640, 5])
        won = [("company_id", "=", self.company.id), ("won_status", "=", "won")]
        wanted = {
            "cards": cards,
            "charts": {
                "chart_opened": cards["Deals Opened"],
                "chart_won": cards["Deals Won"],
                "chart_turnover": cards["Turnover"],
                "chart_payments": self._stored("payments_received", "group"),
                "chart_calls": cards["Calls"],
            },
            "table": {"Seller": cards["Deals Opened"], "Total": cards["Deals Opened"]},
            "deal": self.env["crm.lead"].search(won).name,
            "errors": "",
            "canvas": True,
        }
        self._look({"wanted": wanted})

    def test_filters(self):
        """Person, team and period narrow everything; the period before is the one before."""
        cards = self._cards()
        nothing = dict.fromkeys(cards, 0)
        other = self.env["crm.team"].create({"name": "Other", "company_id": False})

        def only(ids):
            return {"operator": "in", "ids": ids}

        month = fields.Date.today() + relativedelta(months=1)
        following = {"type": "month", "year": month.year, "month": month.month}
        self._look(
            {"filters": [{"id": "person", "value": only(self.user_boss.ids)}]}
            | {"wanted": {"cards": nothing, "charts": {"chart_payments": 400}}},
            {"filters": [{"id": "person", "value": only(self.user_seller.ids)}]}
            | {"wanted": {"cards": cards}},
            {"filters": [{"id": "team", "value": only(other.ids)}]}
            | {"wanted": {"cards": nothing}},
            {"filters": [{"id": "team", "value": only(self.team_kpi.ids)}]}
            | {"wanted": {"cards": cards}},
            {"filters": [{"id": "period", "value": following}]}
            | {"wanted": {"cards": nothing, "before": cards, "errors": ""}},
        )
