# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.tests import HttpCase, tagged

from .common import DashboardCommon

# A spreadsheet is drawn on a canvas: what it shows is asked of its model. Formulas are evaluated
# when their data has come, so this looks again until all is as it should be, or time is over.
LOOK = """
const wanted = %(wanted)s;
const seen = () => {
    const loader = odoo.__WOWL_DEBUG__.root.env.services.spreadsheet_dashboard_loader;
    const model = loader?.getActiveDashboard()?.model;
    if (!model) {
        return {};
    }
    const sheets = model.getters.getSheetIds();
    const cell = (sheet, col, row) =>
        model.getters.getEvaluatedCell({sheetId: sheets[sheet], col, row}).value;
    const labels = {};
    for (let row = 1; row <= 6; row++) {
        labels[cell(1, 0, row)] = cell(1, 1, row);
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
    const canvas = Boolean(document.querySelector("canvas"));
    return {labels, table, charts, deal: cell(0, 0, 94), canvas};
};
const same = (one, other) =>
    typeof one === "object" && one
        ? Object.keys(one).every((key) => same(one[key], other?.[key]))
        : one === other;
const started = Date.now();
const timer = setInterval(() => {
    const found = seen();
    if (same(wanted, found)) {
        clearInterval(timer);
        console.log("test successful");
    } else if (Date.now() - started > 40000) {
        clearInterval(timer);
        console.error(`wanted ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`);
    }
}, 250);
"""


@tagged("post_install", "-at_install")
class TestDashboardBrowser(HttpCase, DashboardCommon):
    """The dashboard as it stands in a browser."""

    def _count(self, query):
        self.env.cr.execute(query, {"company": self.company.id})
        return float(self.env.cr.fetchone()[0])

    def _won(self):
        return self.env["crm.lead"].search(
            [("company_id", "=", self.company.id), ("won_status", "=", "won")]
        )

    def test_numbers_are_those_of_the_database(self):
        """Cards, charts and tables show what plain SQL counts."""
        deals = "SELECT count(*) FROM crm_lead WHERE company_id = %(company)s AND "
        opened, won, lost = (
            self._count(deals + which)
            for which in (
                "date_opened IS NOT NULL",
                "won_status = 'won'",
                "won_status = 'lost'",
            )
        )
        turnover = self._count(
            "SELECT sum(amount_untaxed) FROM sale_order WHERE company_id = %(company)s"
            " AND state = 'sale'"
        )
        stored = (
            "SELECT sum(numerator) FROM crm_kpi_snapshot JOIN crm_kpi_definition kpi"
            " ON kpi.id = definition_id WHERE crm_kpi_snapshot.company_id = %(company)s"
        )
        payments = self._count(f"{stored} AND code = 'payments_received' AND level = 'company'")
        grouped = self._count(f"{stored} AND code = 'payments_received' AND level = 'group'")
        calls = self._count(f"{stored} AND code = 'calls_logged' AND level = 'person'")
        self.assertEqual((opened, won, lost, turnover, payments), (3, 1, 1, 250, 640))
        wanted = {
            "labels": {
                "Deals Opened": opened,
                "Deals Won": won,
                "Deals Lost": lost,
                "Turnover": turnover,
                "Payments": payments,
                "Calls": calls,
            },
            "charts": {
                "chart_opened": opened,
                "chart_won": won,
                "chart_turnover": turnover,
                "chart_payments": grouped,
                "chart_calls": calls,
            },
            "table": {"Seller": opened, "Total": opened},
            "deal": self._won().name,
            "canvas": True,
        }
        self.browser_js(
            f"/odoo/dashboards?dashboard_id={self.dashboard.id}",
            LOOK % {"wanted": json.dumps(wanted)},
            "!!odoo.__WOWL_DEBUG__?.root?.env?.services?.spreadsheet_dashboard_loader",
            login=self.user_boss.login,
            timeout=90,
        )
