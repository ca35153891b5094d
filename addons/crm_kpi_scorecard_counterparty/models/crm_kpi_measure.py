# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.crm_kpi_scorecard.tools import periods


class CrmKpiMeasure(models.Model):
    """How complete cards are, as things stand now."""

    _inherit = "crm.kpi.measure"

    def _kpi_source_completeness(self, date_from, date_to, dimensions):
        """Scores of open leads and deals that a rule applies to, in parts of one."""
        if not self.env["crm.card.rule"].sudo().search_count([("id", "!=", False)], limit=1):
            return super()._kpi_source_completeness(date_from, date_to, dimensions)
        now = fields.Datetime.now()
        if not date_from <= now < date_to:
            return []
        today = periods.local_day(now, self.env.context["kpi_zone"])
        leads, domain, _paths = self._kpi_records_completeness(date_from, date_to)
        return self._kpi_rows(
            SQL(
                "SELECT %(today)s::date, lead.company_id, lead.user_id, lead.team_id,"
                " lead.source_id, sum(lead.card_score)::numeric / 100, count(*)"
                " FROM crm_lead lead WHERE lead.id IN %(open)s GROUP BY 1, 2, 3, 4, 5",
                today=today,
                open=leads._search(domain).subselect(),
            )
        )

    def _kpi_records_completeness(self, date_from, date_to):
        """The open leads and deals with a rule."""
        domain = Domain("active", "=", True) & Domain("won_status", "=", "pending")
        return self._kpi_lead_records(domain & Domain("card_rule_id", "!=", False))
