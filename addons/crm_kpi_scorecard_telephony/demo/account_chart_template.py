# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, models

# The KPIs that read the call log as soon as there is one.
OF_CALLS = ("kpi_calls_logged", "kpi_calls_per_won", "kpi_talk_per_won")


class AccountChartTemplate(models.AbstractModel):
    """The calls of the scorecard's demo went over the exchange of the telephony's demo."""

    _inherit = "account.chart.template"

    @api.model
    def _load_kpi_demo(self):
        result = super()._load_kpi_demo()
        self._load_kpi_demo_calls()
        return result

    @api.model
    def _load_kpi_demo_calls(self):
        """A call in the log for each one that the salespeople logged; once."""
        team = self.env.ref("crm_kpi_scorecard.demo_team", raise_if_not_found=False)
        provider = self.env.ref("crm_telephony_bridge.demo_provider", raise_if_not_found=False)
        if not team or not provider:
            return
        calls = self.env["telephony.call"].sudo()
        if calls.search_count([("team_id", "=", team.id)], limit=1):
            return
        logged = self._kpi_demo_logged(team)
        if logged:
            calls.create(
                [
                    self._kpi_demo_call(provider, number, message)
                    for number, message in enumerate(logged)
                ]
            )
            self._load_kpi_demo_call_figures()

    @api.model
    def _kpi_demo_logged(self, team):
        """The calls that are in the history of the team's deals."""
        deals = self.env["crm.lead"].with_context(active_test=False)
        deals = deals.search([("team_id", "=", team.id)])
        call = self.env.ref("mail.mail_activity_data_call")
        return (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", "crm.lead"),
                    ("res_id", "in", deals.ids),
                    ("mail_activity_type_id", "=", call.id),
                ],
                order="date, id",
            )
        )

    @api.model
    def _kpi_demo_call(self, provider, number, message):
        """One call of two to fifteen minutes."""
        deal = self.env["crm.lead"].browse(message.res_id)
        answered = message.date + timedelta(seconds=6 + number % 17)
        talked = 130 + number * 71 % 770
        return {
            "provider_id": provider.id,
            "external_id": f"kpi-demo-{number}",
            "version": 3,
            "state": "ended",
            "direction": "outgoing",
            "disposition": "answered",
            "user_id": deal.user_id.id,
            "team_id": deal.team_id.id,
            "lead_id": deal.id,
            "partner_id": deal.partner_id.id,
            "started_at": message.date,
            "answered_at": answered,
            "ended_at": answered + timedelta(seconds=talked),
            "wait_seconds": 6 + number % 17,
            "talk_seconds": talked,
        }

    @api.model
    def _load_kpi_demo_call_figures(self):
        """Months that were closed without a log are told anew, as if it had been there."""
        snapshots = self.env["crm.kpi.snapshot"].sudo()
        definitions = self.env["crm.kpi.definition"].union(
            *(self.env.ref(f"crm_kpi_scorecard.{name}") for name in OF_CALLS)
        )
        company = self.env.ref("base.main_company")
        snapshots.search(
            [("definition_id", "in", definitions.ids), ("company_id", "=", company.id)]
        ).unlink()
        snapshots._store(company, snapshots._kpi_history(company), definitions)
