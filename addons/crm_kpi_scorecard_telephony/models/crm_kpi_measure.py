# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

# Calls with the outside that are over.
OVER = SQL("call.state = 'ended' AND call.direction IN ('incoming', 'outgoing')")


class CrmKpiMeasure(models.Model):
    """Calls as the exchange tells them, instead of core's done activities."""

    _inherit = "crm.kpi.measure"

    def _kpi_allowed_models(self):
        return [*super()._kpi_allowed_models(), "telephony.call"]

    def _kpi_has_calls(self):
        """Whether there is a call log; before the exchange is connected, core's calls count."""
        return bool(self.env["telephony.call"].sudo().search_count([("id", "!=", False)], limit=1))

    def _kpi_source_calls(self, date_from, date_to, dimensions):
        """Calls of the log by day, under who spoke, their team, and the source of the deal."""
        if not self._kpi_has_calls():
            return super()._kpi_source_calls(date_from, date_to, dimensions)
        return self._kpi_rows(
            SQL(
                "SELECT timezone(%(zone)s, timezone('UTC', call.started_at))::date,"
                " call.company_id, call.user_id, COALESCE(call.team_id, lead.team_id),"
                " lead.source_id, count(*), count(*)"
                " FROM telephony_call call LEFT JOIN crm_lead lead ON lead.id = call.lead_id"
                " WHERE call.started_at >= %(begin)s AND call.started_at < %(end)s AND %(over)s"
                " GROUP BY 1, 2, 3, 4, 5",
                zone=self.env.context["kpi_zone"],
                begin=date_from,
                end=date_to,
                over=OVER,
            )
        )

    def _kpi_records_calls(self, date_from, date_to):
        """The calls of the log."""
        domain = Domain("started_at", ">=", date_from) & Domain("started_at", "<", date_to)
        domain &= Domain("state", "=", "ended")
        domain &= Domain("direction", "in", ("incoming", "outgoing"))
        paths = {"user_id": "user_id"}
        return self.env["telephony.call"].sudo(), domain, paths

    def _kpi_source_calls_of_won(self, date_from, date_to, dimensions):
        """Calls of the log on the deals won in these dates."""
        if not self._kpi_has_calls():
            return super()._kpi_source_calls_of_won(date_from, date_to, dimensions)
        return self._kpi_won_rows(self._kpi_calls_of(SQL("count(*)")), date_from, date_to)

    def _kpi_source_talk_of_won(self, date_from, date_to, dimensions):
        """Seconds talked on the deals won in these dates; 0 for deals without a call."""
        if not self._kpi_has_calls():
            return super()._kpi_source_talk_of_won(date_from, date_to, dimensions)
        talked = SQL("sum(COALESCE(call.talk_seconds, 0)::numeric)")
        return self._kpi_won_rows(self._kpi_calls_of(talked), date_from, date_to)

    def _kpi_records_talk_of_won(self, date_from, date_to):
        """The deals, whose cards have the calls."""
        return self._kpi_records_calls_of_won(date_from, date_to)

    def _kpi_calls_of(self, total):
        """A number of the calls of each deal won (`lead_id`, `total`)."""
        return SQL(
            "SELECT call.lead_id, %s AS total FROM telephony_call call"
            " WHERE call.lead_id IN (SELECT id FROM won) AND %s GROUP BY 1",
            total,
            OVER,
        )
