# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .deals import Deals
from .months import Months
from .orders import Orders


class AccountChartTemplate(models.AbstractModel):
    """The months of the demo, as soon as the demo company has accounts to book invoices on."""

    _inherit = "account.chart.template"

    def _post_load_demo_data(self, company=False):
        result = super()._post_load_demo_data(company)
        self._load_kpi_demo()
        return result

    @api.model
    def _load_kpi_demo(self):
        """Deals, orders and invoices of the last months, and the figures of them; once."""
        team = self.env.ref("crm_kpi_scorecard.demo_team", raise_if_not_found=False)
        company = self.env.ref("base.main_company")
        if not team or not company.chart_template:
            return
        leads = self.env["crm.lead"].with_context(active_test=False)
        if leads.search_count([("team_id", "=", team.id)], limit=1):
            return
        env = self.with_company(company).env
        months = Months(company, fields.Datetime.now())
        Orders(env, months, Deals(env, months).make()).make()
        self._load_kpi_demo_figures(company)

    @api.model
    def _load_kpi_demo_figures(self, company):
        """Store the figures, so that the board is filled; then the contest knows who leads."""
        snapshots = self.env["crm.kpi.snapshot"].sudo()
        snapshots._store(company, snapshots._kpi_history(company))
        contest = self.env.ref("crm_kpi_scorecard.demo_contest", raise_if_not_found=False)
        if contest and contest.state == "draft":
            contest.action_start()
